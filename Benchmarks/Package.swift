// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "TamisBenchmarks",
  dependencies: [.package(name: "Tamis", path: "..")],
  targets: [
    .executableTarget(
      name: "tamis-bench", dependencies: [.product(name: "TamisStages", package: "Tamis")])
  ],
  swiftLanguageModes: [.v6]
)
