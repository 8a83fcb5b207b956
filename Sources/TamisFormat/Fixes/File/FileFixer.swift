// A file is mended in one pass, a block of lines at a time:
//
//     bytes ─ decoded ─ array elements or lines ─ one line a record ─ record fixes ─ lines
//
// What was wrong is found out by the same kernel that validates. Lines that nothing was found in are
// passed on as they stand, in stretches; only the others are looked into. A stretch of the old text
// always goes with the stretch of new text that takes its place, so that who listens can write the
// new file, or show the difference, without holding either.

public import TamisCore

/// Writes a file anew without what can be mended in it.
///
///     var report = try FileFixer(validator, allowsUnsafe: false).fix(Input(path: "train.jsonl")) {
///       try writer.write($0.new)
///     }
///
/// Memory: a block of lines, or the longest record; with unsafe fixes also 23 to 35 bytes for each
/// record, to know duplicates by. Time: that of a validation, and more for each record that is mended.
public struct FileFixer {
  private let validator: Validator
  private let allowsUnsafe: Bool
  private let recordLimit: Int

  /// A fixer of what `validator` finds. Records longer than `recordLimit` bytes stay as they are.
  public init(
    _ validator: Validator, allowsUnsafe: Bool = false,
    recordLimit: Int = Pipeline.defaultRecordLimit
  ) {
    self.validator = validator
    self.allowsUnsafe = allowsUnsafe
    self.recordLimit = recordLimit
  }

  /// Reads `input` and hands its text, mended, to `write`, from front to end and without gaps.
  public func fix(
    _ input: Input, _ write: @escaping (FixedText) throws -> Void
  ) throws -> FixReport {
    try fix(try input.openBytes(), path: input.path, write)
  }

  /// Mends what `reader`, the bytes of the file at `path` as they stand, gives.
  public func fix(
    _ reader: any ByteReader, path: String, _ write: @escaping (FixedText) throws -> Void
  ) throws -> FixReport {
    let run = FixRun(
      validator, allowsUnsafe: allowsUnsafe, recordLimit: recordLimit, write: write)
    let text = try run.decoded(reader, path: path)
    try run.read(text)
    return run.report
  }
}

/// One pass over one file.
final class FixRun {
  private static let blockSize = 256 << 10

  var report = FixReport()
  let lines: LineFixer
  let output: FixOutput
  private let validator: Validator
  private let recordLimit: Int
  private var buffer = ByteBuffer()
  private var isAtStart = true
  /// Bytes of the buffer that are known to hold no line end.
  private var searched = 0
  /// True behind the array that the file is, while nothing but white space has followed.
  private var isBehindArray = false
  /// True inside of a line that is longer than a record may be.
  private var isPassingOver = false

  init(
    _ validator: Validator, allowsUnsafe: Bool, recordLimit: Int,
    write: @escaping (FixedText) throws -> Void
  ) {
    self.validator = validator
    self.recordLimit = recordLimit
    output = FixOutput(write)
    lines = LineFixer(validator, allowsUnsafe: allowsUnsafe, recordLimit: recordLimit, output)
  }

  private func isActive(_ rule: Rule) -> Bool { validator.profile.severity(of: rule) != nil }

  /// The text of the file as UTF-8, its mark taken off and put there as the target wants it.
  func decoded(_ source: any ByteReader, path: String) throws -> any ByteReader {
    let reader = Peeking(source)
    let head = try reader.peek(4)
    let mark = ByteOrderMark(head)
    let wantsMark = isActive(ByteOrderMarkWanted.rule)
    let hasMark = mark?.encoding == "UTF-8"
    let markBytes: [UInt8] = [0xEF, 0xBB, 0xBF]
    if wantsMark, !hasMark, !head.isEmpty {
      report.count(ByteOrderMarkWanted.rule)
      try output.change([], to: markBytes)
    } else if hasMark {
      let isWrong = isActive(.byteOrderMark)
      if isWrong { report.count(.byteOrderMark) }
      try output.change(markBytes, to: isWrong ? [] : markBytes)
    }
    if let mark {
      reader.skip(mark.length)
      if hasMark { return reader }
      report.count(WrongEncoding.rule)
      return try TranscodingReader(reader, encoding: mark.encoding, path: path)
    }
    guard let encoding = Self.wideEncoding(head), isActive(WrongEncoding.rule) else {
      return reader
    }
    report.count(WrongEncoding.rule)
    return try TranscodingReader(reader, encoding: encoding, path: path)
  }

  /// The encoding of text that starts with two ASCII characters and a zero beside each.
  private static func wideEncoding(_ head: [UInt8]) -> String? {
    guard head.count == 4, head.allSatisfy({ $0 < 0x80 }) else { return nil }
    switch head.map({ $0 == 0 }) {
    case [false, true, false, true]: return "UTF-16LE"
    case [true, false, true, false]: return "UTF-16BE"
    default: return nil
    }
  }

  /// Reads the text to its end.
  func read(_ reader: any ByteReader) throws {
    var isComplete = false
    while !isComplete {
      isComplete = try fill(from: reader) == 0
      if isAtStart {
        guard let isArray = isArray(isComplete: isComplete) else { continue }
        isAtStart = false
        if isArray { try readArray(reader, &isComplete) }
      }
      try sendLines(isLast: isComplete)
    }
    try lines.finish(&report)
  }

  private func fill(from reader: any ByteReader) throws -> Int {
    let space = buffer.reserve(Self.blockSize)
    // Safety: `reserve` made room for this many bytes.
    let size = try reader.read(
      into: UnsafeMutableRawBufferPointer(start: space, count: Self.blockSize))
    buffer.advance(by: size)
    return size
  }

  /// True for a file that is one array of objects; `nil` where too little of it has come to know.
  private func isArray(isComplete: Bool) -> Bool? {
    let solid = buffer.bytes.lazy.filter { $0 > 0x20 }.prefix(2)
    let start = Array(solid)
    guard start.first == UInt8(ascii: "[") || start.isEmpty, isActive(.notJSONLines) else {
      return false
    }
    if start.count == 2 { return start[1] == UInt8(ascii: "{") }
    return isComplete || buffer.count > recordLimit ? false : nil
  }

  /// Turns the array that the file is into lines.
  private func readArray(_ reader: any ByteReader, _ isComplete: inout Bool) throws {
    var cutter = ArrayCutter(limit: recordLimit)
    report.count(.notJSONLines)
    while true {
      let used = try cutter.cut(buffer.bytes) { element in
        try lines.fixElement(element, &report)
      }
      try output.change(Array(buffer.bytes[..<used]), to: [])
      buffer.removeFirst(used)
      if cutter.isOver || isComplete { break }
      isComplete = try fill(from: reader) == 0
    }
    // What is left is an element that the file ends in, or one that is too long to be mended.
    try lines.fixElement(cutter.rest, &report)
    isBehindArray = true
  }

  /// Mends the whole lines that have come, and passes over one that is too long to be held.
  private func sendLines(isLast: Bool) throws {
    if isBehindArray {
      // The line end behind the closing bracket is no line.
      let blank = buffer.bytes.prefix { $0 <= 0x20 }.count
      try output.change(Array(buffer.bytes[..<blank]), to: [])
      buffer.removeFirst(blank)
      isBehindArray = buffer.bytes.isEmpty
    }
    let searchable = buffer.bytes(searched..<buffer.count)
    let end = isLast ? buffer.count : searchable.lastIndex(of: 0x0A).map { searched + $0 + 1 } ?? 0
    if isPassingOver {
      let lineEnd = buffer.bytes.firstOffset(of: 0x0A).map { $0 + 1 }
      try output.keep(buffer.bytes(0..<(lineEnd ?? buffer.count)))
      buffer.removeFirst(lineEnd ?? buffer.count)
      isPassingOver = lineEnd == nil && !isLast
      searched = 0
      if lineEnd != nil { try sendLines(isLast: isLast) }
    } else if end > 0 {
      try lines.fix(buffer.bytes(0..<end), isLast: isLast, &report)
      buffer.removeFirst(end)
      searched = buffer.count
    } else if buffer.count > recordLimit {
      try lines.giveUpJoining(&report)
      isPassingOver = true
      try sendLines(isLast: isLast)
    } else {
      searched = buffer.count
    }
  }
}
