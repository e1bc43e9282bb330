// swift-tools-version: 6.1
import PackageDescription

// Byte, table and matrix kernels are 10 to 200 times slower without optimisation, also in tests.
let optimized: [SwiftSetting] = [.unsafeFlags(["-O"])]

let package = Package(
  name: "tokview",
  products: [
    .executable(name: "tokview", targets: ["tokview"]),
    .executable(name: "tokview-benchmark", targets: ["tokview-benchmark"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    .systemLibrary(name: "CNcurses"),
    .target(name: "CTerm"),
    .target(name: "CBundle"),
    .target(name: "CKernels", cSettings: [.unsafeFlags(["-O2"])]),
    .target(name: "CPrefetch"),
    .target(name: "UnicodeText", swiftSettings: optimized),
    .target(
      name: "Formats", dependencies: ["UnicodeText", "TOMLKit"], swiftSettings: optimized),
    .target(name: "Tokenization", dependencies: ["UnicodeText", "CPrefetch"], swiftSettings: optimized),
    .target(name: "TokenizerTraining", dependencies: ["Tokenization"], swiftSettings: optimized),
    .target(name: "Inference", dependencies: ["CKernels"], swiftSettings: optimized),
    .target(
      name: "Analysis", dependencies: ["Inference", "Tokenization", "UnicodeText"], swiftSettings: optimized),
    .target(name: "Screen", dependencies: ["UnicodeText"]),
    .target(
      name: "Explorer", dependencies: ["Analysis", "Inference", "Screen", "Tokenization", "UnicodeText"],
      swiftSettings: optimized),
    .target(
      name: "Export",
      dependencies: ["Analysis", "Explorer", "Formats", "Inference", "Screen", "Tokenization", "UnicodeText"]),
    .target(name: "Terminal", dependencies: ["Screen", "UnicodeText", "CNcurses", "CTerm"]),
    .target(
      name: "Catalog",
      dependencies: ["Analysis", "CBundle", "Formats", "Inference", "Screen", "Tokenization", "UnicodeText"]),
    .target(
      name: "Engine",
      dependencies: [
        "Analysis", "Explorer", "Export", "Formats", "Inference", "Screen", "Tokenization", "TokenizerTraining",
        "UnicodeText",
      ]),
    .executableTarget(
      name: "tokview",
      dependencies: [
        "Catalog", "Engine", "Export", "Terminal",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "tokview-benchmark",
      dependencies: [
        "Catalog", "CTerm", "Engine", "Explorer", "Formats", "Inference", "Screen", "Terminal", "Tokenization",
        "TokenizerTraining", "UnicodeText",
      ]),
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .target(name: "TerminalTestSupport", dependencies: ["Screen", "CTerm"], path: "Tests/TerminalTestSupport"),
    .target(
      name: "ModelTestSupport", dependencies: ["Analysis", "Inference", "Tokenization", "TestSupport"],
      path: "Tests/ModelTestSupport"),
    .executableTarget(name: "TerminalFixture", dependencies: ["Screen", "Terminal"], path: "Tests/TerminalFixture"),
    .testTarget(name: "ArchitectureTests", dependencies: ["TestSupport"]),
    .testTarget(
      name: "UnicodeTextTests", dependencies: ["UnicodeText", "TestSupport"], swiftSettings: optimized),
    .testTarget(name: "FormatsTests", dependencies: ["Formats", "UnicodeText", "TestSupport"]),
    .testTarget(
      name: "TokenizationTests", dependencies: ["Tokenization", "UnicodeText", "TestSupport"], swiftSettings: optimized),
    .testTarget(
      name: "TokenizerTrainingTests", dependencies: ["TokenizerTraining", "Tokenization", "TestSupport"],
      swiftSettings: optimized),
    .testTarget(
      name: "InferenceTests", dependencies: ["Formats", "Inference", "TestSupport"], swiftSettings: optimized),
    .testTarget(
      name: "AnalysisTests",
      dependencies: ["Analysis", "Inference", "Tokenization", "TestSupport", "ModelTestSupport"],
      swiftSettings: optimized),
    .testTarget(name: "ScreenTests", dependencies: ["Screen", "TestSupport", "TerminalTestSupport"]),
    .testTarget(
      name: "TerminalTests",
      dependencies: ["Terminal", "CTerm", "TestSupport", "TerminalTestSupport", "TerminalFixture"]),
    .testTarget(
      name: "ExplorerTests",
      dependencies: [
        "Analysis", "Explorer", "Inference", "Screen", "Tokenization", "UnicodeText", "TestSupport",
        "TerminalTestSupport",
      ],
      swiftSettings: optimized),
    .testTarget(
      name: "CatalogTests",
      dependencies: ["Analysis", "Catalog", "Formats", "Inference", "UnicodeText", "TestSupport"],
      swiftSettings: optimized),
    .testTarget(
      name: "ExportTests",
      dependencies: ["Export", "Formats", "Screen", "UnicodeText", "TestSupport", "TerminalTestSupport"]),
    .testTarget(
      name: "EngineTests", dependencies: ["Analysis", "Engine", "Inference", "TestSupport", "ModelTestSupport"],
      swiftSettings: optimized),
    .testTarget(name: "CommandTests", dependencies: ["tokview", "TestSupport", "TerminalTestSupport"]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c2x
)
