// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target of the package is compiled with.
let house: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "Tamis",
  products: [
    .executable(name: "tamis", targets: ["TamisCommand"]),
    .library(name: "Tamis", targets: ["Tamis"]),
    // The stages without recipes, and so without Foundation.
    .library(
      name: "TamisStages",
      targets: [
        "TamisCore", "TamisTokenizers", "TamisTemplates", "TamisIngest", "TamisClean",
        "TamisDedupe", "TamisSplit", "TamisFormat",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CTamisKernels"),
    .target(
      name: "TamisCore", dependencies: ["CTamisKernels", "CZlib"],
      exclude: ["Unicode/Generated/normalization_tables.py"], swiftSettings: house),
    .target(
      name: "TamisTokenizers", dependencies: ["TamisCore", "CTamisKernels"],
      exclude: [
        "Normalizers/Generated/normalizer_tables.py",
        "PreTokenizers/General/Generated/script_runs.py",
        "Unicode/Generated/unicode_tables.py",
      ],
      resources: [.embedInCode("Loaders/Encodings/encodings.json")], swiftSettings: house),
    .target(name: "TamisTemplates", dependencies: ["TamisCore"], swiftSettings: house),

    .target(
      name: "TamisIngest", dependencies: ["TamisCore", "CTamisKernels", "CLibXML2"],
      swiftSettings: house),
    .target(
      name: "TamisClean", dependencies: ["TamisCore", "CTamisKernels"], swiftSettings: house),
    .target(name: "TamisDedupe", dependencies: ["TamisCore"], swiftSettings: house),
    .target(name: "TamisSplit", dependencies: ["TamisCore"], swiftSettings: house),
    .target(
      name: "TamisFormat",
      dependencies: ["TamisCore", "CTamisKernels", "TamisTokenizers", "TamisTemplates"],
      exclude: [
        "Targets/Profiles", "Targets/Generated/embed_profiles.py",
        "Rules/Generated/rule_documentation.py",
      ], swiftSettings: house),

    .target(
      name: "Tamis",
      dependencies: [
        "TamisCore", "TamisTokenizers", "TamisTemplates", "TamisIngest", "TamisClean",
        "TamisDedupe", "TamisSplit", "TamisFormat",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Yams", package: "Yams"),
      ], swiftSettings: house),
    .executableTarget(
      name: "TamisCommand",
      dependencies: [
        "Tamis", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: house),

    .testTarget(
      name: "TamisCoreTests", dependencies: ["TamisCore", "CTamisKernels"], swiftSettings: house),
    .testTarget(
      name: "TamisTokenizersTests",
      dependencies: ["TamisTokenizers", "TamisCore", "CTamisKernels"], swiftSettings: house),
    .testTarget(
      name: "TamisTemplatesTests", dependencies: ["TamisTemplates", "TamisCore"],
      swiftSettings: house),
    .testTarget(
      name: "TamisIngestTests", dependencies: ["TamisIngest", "TamisCore"], swiftSettings: house),
    .testTarget(
      name: "TamisFormatTests",
      dependencies: ["TamisFormat", "TamisTokenizers", "TamisTemplates", "TamisCore"],
      swiftSettings: house),
    .testTarget(
      name: "TamisStagesTests",
      dependencies: ["TamisClean", "TamisDedupe", "TamisSplit", "TamisCore"],
      swiftSettings: house),
    .testTarget(
      name: "TamisCommandTests", dependencies: ["Tamis", "TamisCommand"], swiftSettings: house),
  ],
  swiftLanguageModes: [.v6]
)
