import Foundation
import Testing

/// A temporary folder in which the built `tamis` is run as a user would run it.
final class Workbench {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("tamis-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The root of the package.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The binary that was built along with these tests, beside their bundle.
  static let tamis: String = {
    for argument in CommandLine.arguments where argument.contains(".xctest") {
      let bundle = URL(fileURLWithPath: argument)
      let beside = bundle.deletingLastPathComponent().appendingPathComponent("tamis").path
      if FileManager.default.isExecutableFile(atPath: beside) { return beside }
    }
    return root.appendingPathComponent(".build/debug/tamis").path
  }()

  static func fixture(_ path: String) -> String {
    root.appendingPathComponent("Fixtures").appendingPathComponent(path).path
  }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    try write(name, Array(text.utf8))
  }

  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: folder.appendingPathComponent(name))
    return name
  }

  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
  }

  func lines(_ name: String) throws -> [String] {
    try read(name).split(separator: "\n").map(String.init)
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  /// All files in the folder and below, in order.
  var files: [String] {
    let all = FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? []
    return all.filter { !isFolder($0) }.sorted()
  }

  private func isFolder(_ name: String) -> Bool {
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: path(name), isDirectory: &isFolder)
    return isFolder.boolValue
  }

  /// What a command did.
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String
  }

  /// Runs `tamis` with these arguments in the folder.
  func tamis(_ arguments: String..., input: String = "") throws -> Outcome {
    try run(Self.tamis, arguments, input: Array(input.utf8))
  }

  /// Runs a line of shell, in which `tamis` is the built binary.
  func shell(_ line: String) throws -> Outcome {
    let function = "tamis() { \"\(Self.tamis)\" \"$@\"; }\n"
    return try run("/bin/bash", ["-c", "set -o pipefail\n" + function + line], input: [])
  }

  private func run(_ program: String, _ arguments: [String], input: [UInt8]) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let names = ["in", "out", "err"].map { ".std\($0)-\(UUID().uuidString)" }
    defer {
      for name in names { try? FileManager.default.removeItem(atPath: path(name)) }
    }
    try write(names[0], input)
    for name in names[1...] { try write(name, []) }
    // Files instead of pipes: nothing here can then block on a full pipe.
    process.standardInput = FileHandle(forReadingAtPath: path(names[0]))
    process.standardOutput = FileHandle(forWritingAtPath: path(names[1]))
    process.standardError = FileHandle(forWritingAtPath: path(names[2]))
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: try read(names[1]), errors: try read(names[2]))
  }
}
