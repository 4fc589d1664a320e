// swift-tools-version: 6.1

import PackageDescription

// The tests of somebody who uses the library: two products, nothing else.
let package = Package(
  name: "downstream",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "swift-crm", path: "../../..")],
  targets: [
    .testTarget(
      name: "DownstreamTests",
      dependencies: [
        .product(name: "CRM", package: "swift-crm"), .product(name: "CRMTesting", package: "swift-crm"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
