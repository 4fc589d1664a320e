// swift-tools-version: 6.1

import PackageDescription

// A vertical of somebody else: what he sees of the library is what its products offer.
let package = Package(
  name: "driving-school",
  platforms: [.macOS(.v15)],
  products: [.library(name: "DrivingSchool", targets: ["DrivingSchool"])],
  dependencies: [.package(name: "swift-crm", path: "../../..")],
  targets: [
    .target(name: "DrivingSchool", dependencies: [.product(name: "CRM", package: "swift-crm")]),
    .executableTarget(
      name: "school", dependencies: ["DrivingSchool", .product(name: "CRMCommandLine", package: "swift-crm")]),
    .testTarget(
      name: "DrivingSchoolTests",
      dependencies: [
        "DrivingSchool", .product(name: "CRM", package: "swift-crm"),
        .product(name: "CRMTesting", package: "swift-crm"),
        .product(name: "CRMCommandLine", package: "swift-crm"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
