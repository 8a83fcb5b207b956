import TamisCore
import Testing

@testable import TamisFormat

/// Mended files, in memory.
enum FixFixtures {
  /// A file of `Fixtures/targets` and the target that it is for.
  struct Case: CustomTestStringConvertible, Sendable {
    var target: String
    var file: String
    var testDescription: String { "\(target)/\(file)" }
    var bytes: [UInt8] { contents(of: fixture("targets/\(target)/\(file)")) ?? [] }
    /// The rule that an invalid file is named after.
    var code: String? {
      file.hasPrefix("invalid/") ? String(file.dropFirst("invalid/".count).prefix(4)) : nil
    }
  }

  /// All files of all targets.
  static let all: [Case] = names(in: fixture("targets")).flatMap { target in
    ["valid", "invalid"].flatMap { kind in
      names(in: fixture("targets/\(target)/\(kind)"))
        .filter { !$0.hasSuffix(".expected") }
        .map { Case(target: target, file: "\(kind)/\($0)") }
    }
  }

  struct Outcome {
    var bytes: [UInt8]
    var report: FixReport
    /// Stretches of the old text, in order.
    var old: [UInt8] = []
    /// The stretches that were passed on unchanged.
    var kept: [[UInt8]] = []
  }

  /// What a fixer for `target` makes of `bytes`, which come in blocks of at most `blockSize`.
  static func fix(
    _ bytes: [UInt8], for target: String, unsafe: Bool, blockSize: Int = .max
  ) throws -> Outcome {
    try fix(bytes, with: try validator(target), unsafe: unsafe, blockSize: blockSize)
  }

  /// What a fixer of what `validator` finds makes of `bytes`.
  static func fix(
    _ bytes: [UInt8], with validator: Validator, unsafe: Bool, blockSize: Int = .max
  ) throws -> Outcome {
    let fixer = FileFixer(validator, allowsUnsafe: unsafe)
    var output: [UInt8] = []
    var old: [UInt8] = []
    var kept: [[UInt8]] = []
    let report = try fixer.fix(Blocks(bytes, size: blockSize), path: "train.jsonl") { text in
      output += text.new
      old += text.old
      if !text.isChanged { kept.append(Array(text.new)) }
    }
    return Outcome(bytes: output, report: report, old: old, kept: kept)
  }

  static func validator(_ target: String) throws -> Validator {
    Validator(target: try Target.named(target))
  }

  static func findings(_ bytes: [UInt8], _ target: String) throws -> [Finding] {
    try validator(target).findings(inBytes: bytes, path: "train.jsonl")
  }
}

/// Bytes that come in blocks.
private final class Blocks: ByteReader {
  private var bytes: ArraySlice<UInt8>
  private let size: Int

  init(_ bytes: [UInt8], size: Int) {
    self.bytes = bytes[...]
    self.size = size
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    let count = min(buffer.count, bytes.count, size)
    buffer.copyBytes(from: bytes.prefix(count))
    bytes = bytes.dropFirst(count)
    return count
  }
}
