// swift-tools-version: 6.1

import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
]

let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")

let package = Package(
  name: "swift-crm",
  platforms: [.macOS(.v15), .iOS(.v18)],
  products: [
    .library(name: "CRMModel", targets: ["CRMModel"]),
    .library(name: "CRMStorage", targets: ["CRMStorage"]),
    .library(name: "CRMSecurity", targets: ["CRMSecurity"]),
    .library(name: "CRMSQLite", targets: ["CRMSQLite"]),
    .library(name: "CRMSales", targets: ["CRMSales"]),
    .library(name: "CRMService", targets: ["CRMService"]),
    .library(name: "CRMAnalytics", targets: ["CRMAnalytics"]),
    .library(name: "CRM", targets: ["CRM"]),
    .library(name: "CRMCommandLine", targets: ["CRMCommandLine"]),
    .executable(name: "crm", targets: ["crm"]),
    .library(name: "CRMTesting", targets: ["CRMTesting"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    .target(name: "CRMModel", swiftSettings: settings),
    .target(name: "CRMStorage", dependencies: ["CRMModel", logging], swiftSettings: settings),
    .target(name: "CRMSecurity", dependencies: ["CRMModel", "CRMStorage", logging], swiftSettings: settings),
    .target(name: "CSQLiteSettings", dependencies: [sqlite]),
    .target(
      name: "CRMSQLite", dependencies: ["CRMModel", "CRMStorage", "CSQLiteSettings", grdb, sqlite, logging],
      swiftSettings: settings),
    .target(
      name: "CRMSales", dependencies: ["CRMModel", "CRMSecurity"], packageAccess: false, swiftSettings: settings),
    .target(
      name: "CRMService", dependencies: ["CRMModel", "CRMSecurity"], packageAccess: false, swiftSettings: settings),
    .target(
      name: "CRMAnalytics", dependencies: ["CRMModel", "CRMSecurity", "CRMSales", "CRMService"], packageAccess: false,
      swiftSettings: settings),
    .target(
      name: "CRM",
      dependencies: ["CRMModel", "CRMStorage", "CRMSecurity", "CRMSQLite", "CRMSales", "CRMService", "CRMAnalytics"],
      packageAccess: false, swiftSettings: settings),
    .target(
      name: "CRMTesting", dependencies: ["CRMModel", "CRMStorage", "CRMSecurity", "CRMSales"], swiftSettings: settings),
    .testTarget(
      name: "CRMModelTests", dependencies: ["CRMModel", "CRMTesting", "CRMTestStores"], swiftSettings: settings),
    .testTarget(
      name: "CRMStorageTests", dependencies: ["CRMModel", "CRMStorage", "CRMSQLite", "CRMTesting"],
      swiftSettings: settings),
    .testTarget(
      name: "CRMSecurityTests",
      dependencies: [
        "CRMModel", "CRMStorage", "CRMSecurity", "CRMSQLite", "CRMSales", "CRMAnalytics", "CRMTesting",
        "CRMTestStores", logging, sqlite,
      ],
      exclude: ["Patches/Golden"], swiftSettings: settings),
    .target(name: "CFaultVFS", dependencies: [sqlite], path: "Tests/CFaultVFS"),
    .target(name: "CThreadSanitizer", path: "Tests/CThreadSanitizer"),
    .testTarget(
      name: "CRMSQLiteTests",
      dependencies: [
        "CRMModel", "CRMStorage", "CRMSecurity", "CRMSQLite", "CRMTesting", "CFaultVFS", "CSQLiteSettings", grdb,
        sqlite,
      ],
      swiftSettings: settings),
    .target(
      name: "CRMTestStores",
      dependencies: ["CRMModel", "CRMStorage", "CRMSecurity", "CRMSQLite", "CRMTesting", "CThreadSanitizer"],
      path: "Tests/CRMTestStores", swiftSettings: settings),
    .testTarget(
      name: "CRMSalesTests",
      dependencies: ["CRMModel", "CRMStorage", "CRMSecurity", "CRMSales", "CRMTesting", "CRMTestStores"],
      swiftSettings: settings),
    .testTarget(
      name: "CRMServiceTests",
      dependencies: ["CRMModel", "CRMSecurity", "CRMService", "CRMTesting", "CRMTestStores"], swiftSettings: settings),
    .testTarget(
      name: "CRMAnalyticsTests",
      dependencies: [
        "CRMModel", "CRMStorage", "CRMSecurity", "CRMSales", "CRMAnalytics", "CRMTesting", "CRMTestStores",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "CRMTestingTests",
      dependencies: ["CRM", "CRMTesting", "CRMTestStores"], swiftSettings: settings),
    .target(
      name: "CRMCommandLine", dependencies: ["CRM", "CRMTesting", arguments], packageAccess: false,
      swiftSettings: settings),
    .executableTarget(name: "crm", dependencies: ["CRMCommandLine"], packageAccess: false, swiftSettings: settings),
    .testTarget(
      name: "CRMImportTests",
      dependencies: ["CRMModel", "CRMStorage", "CRMSecurity", "CRMSales", "CRMTesting", "CRMTestStores"],
      swiftSettings: settings),
    .testTarget(
      name: "CRMToolTests", dependencies: ["CRM", "CRMCommandLine", "CRMTesting", "CRMTestStores"],
      swiftSettings: settings),
    // What `CRMToolTests` runs in several processes to compare.
    .executableTarget(
      name: "CRMRepeatableJob", dependencies: ["CRM", "CRMStorage", "CRMTestStores"], path: "Tests/CRMRepeatableJob",
      swiftSettings: settings),
    // What `CRMToolTests` runs in a process whose descriptors are limited.
    .executableTarget(
      name: "CRMManyTenants", dependencies: ["CRM"], path: "Tests/CRMManyTenants", swiftSettings: settings),
    // What `CRMToolTests` kills in the middle of an upgrade.
    .executableTarget(
      name: "CRMUpgradeJob", dependencies: ["CRM", "CRMTesting", "CRMTestStores"], path: "Tests/CRMUpgradeJob",
      swiftSettings: settings),
    .testTarget(name: "DocumentationTests", dependencies: ["CRM"], swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)

// `Tests/Snippets/check` compiles the Swift blocks of the documentation, each file as a program that sees what a client
// sees.
for name in Context.environment["CRM_SNIPPETS"]?.split(separator: " ").map(String.init) ?? [] {
  let tool: [Target.Dependency] = name.contains("CRMCommandLine") ? ["CRMCommandLine"] : []
  package.targets.append(
    .executableTarget(
      name: name, dependencies: ["CRM", "CRMTesting"] + tool, path: ".build/snippets/\(name)", exclude: ["expected"],
      packageAccess: false))
}
