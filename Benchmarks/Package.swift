// swift-tools-version: 6.1

import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
]

let model: Target.Dependency = .product(name: "CRMModel", package: "swift-crm")
let storage: Target.Dependency = .product(name: "CRMStorage", package: "swift-crm")
let security: Target.Dependency = .product(name: "CRMSecurity", package: "swift-crm")
let engine: Target.Dependency = .product(name: "CRMSQLite", package: "swift-crm")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let umbrella: Target.Dependency = .product(name: "CRM", package: "swift-crm")
let testing: Target.Dependency = .product(name: "CRMTesting", package: "swift-crm")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let benchmark: Target.Dependency = .product(name: "Benchmark", package: "benchmark")

let package = Package(
  name: "swift-crm-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "swift-crm", path: ".."),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // Without its traits it needs no jemalloc on the machine.
    .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: []),
  ],
  targets: [
    .target(name: "BenchmarkWorld", dependencies: [model], path: "BenchmarkWorld", swiftSettings: settings),
    .target(
      name: "HandWritten", dependencies: ["BenchmarkWorld", model, sqlite], path: "HandWritten", swiftSettings: settings
    ),
    .target(
      name: "BenchmarkCases", dependencies: ["BenchmarkWorld", "HandWritten", model, storage, security, engine],
      path: "BenchmarkCases", swiftSettings: settings),
    .executableTarget(
      name: "OpeningTable", dependencies: [umbrella, testing], path: "OpeningTable", swiftSettings: settings),
    .executableTarget(
      name: "InstructionCounts", dependencies: [umbrella], path: "InstructionCounts", exclude: ["measure"],
      swiftSettings: settings),
    .target(name: "CRawSQLite", dependencies: [sqlite], path: "CRawSQLite"),
    .target(name: "CProcessMemory", path: "CProcessMemory"),
    .executableTarget(
      name: "peers", dependencies: [umbrella, testing, grdb, arguments, "CRawSQLite", "CProcessMemory"],
      path: "PeerTable",
      swiftSettings: settings),
    .executableTarget(
      name: "CRMBenchmarks", dependencies: ["BenchmarkWorld", "BenchmarkCases", benchmark], path: "CRMBenchmarks",
      swiftSettings: settings, plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ],
  swiftLanguageModes: [.v6]
)
