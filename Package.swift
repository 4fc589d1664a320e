// swift-tools-version: 6.1

import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
]

let package = Package(
  name: "swift-crm",
  platforms: [.macOS(.v15), .iOS(.v18)],
  products: [
    .library(name: "CRMModel", targets: ["CRMModel"]),
  ],
  targets: [
    .target(name: "CRMModel", swiftSettings: settings),
    .testTarget(name: "CRMModelTests", dependencies: ["CRMModel"], swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
