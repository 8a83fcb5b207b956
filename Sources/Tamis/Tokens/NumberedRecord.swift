import TamisCore

/// One record of a file, found by its number.
public struct NumberedRecord: Sendable {
  /// The JSON of the record, without the line end.
  public let json: [UInt8]
  /// Place among the records of the file, from 0, as findings count them.
  public let number: Int
  /// Line of the file, from 1.
  public let line: Int

  /// Reads the record with that number from the file at `path`; `-` is standard input.
  ///
  /// Blank lines are no records; broken ones are. Reads no further than the record. Throws
  /// `InputError`, or `UsageError` where there is no such record.
  public init(_ number: Int, of path: String, limit: Int) throws {
    let reader = try Input(path: path).open()
    var lines = LineCounter(wanted: number, limit: limit)
    var block = [UInt8](repeating: 0, count: 256 << 10)
    while true {
      let size = try block.withUnsafeMutableBytes { try reader.read(into: $0) }
      if size == 0 { break }
      if lines.take(block[..<size]) { break }
    }
    lines.finish()
    let name = path == "-" ? "standard input" : path
    guard lines.isFound else {
      guard lines.records > 0 else { throw UsageError("\(name) has no records") }
      throw UsageError(
        "\(name) has no record \(number): its \(lines.records) records are numbered from 0 to "
          + "\(lines.records - 1)")
    }
    guard lines.content.count < limit else {
      throw UsageError("record \(number) of \(name) is longer than --max-record allows")
    }
    self.number = number
    line = lines.line
    json = lines.content
  }
}

/// Counts lines with something in them, and keeps the one that is wanted.
private struct LineCounter {
  private let wanted: Int
  private let limit: Int
  /// Bytes of the line that is being read; kept for the wanted one alone.
  private(set) var content: [UInt8] = []
  /// The line that is being read, from 1.
  private(set) var line = 1
  /// Records that are over.
  private(set) var records = 0
  private(set) var isFound = false
  private var hasContent = false

  init(wanted: Int, limit: Int) {
    self.wanted = wanted
    self.limit = limit
  }

  /// Takes the next bytes; true when the record is there.
  mutating func take(_ bytes: ArraySlice<UInt8>) -> Bool {
    var rest = bytes
    while let end = rest.firstIndex(of: 0x0A) {
      add(rest[..<end])
      if endLine() { return true }
      line += 1
      rest = rest[(end + 1)...]
    }
    add(rest)
    return false
  }

  /// Ends the last line, which may have no line end.
  mutating func finish() {
    if !isFound { _ = endLine() }
  }

  private mutating func add(_ bytes: ArraySlice<UInt8>) {
    if !hasContent { hasContent = bytes.contains { $0 > 0x20 } }
    if records == wanted, content.count < limit { content += bytes }
  }

  private mutating func endLine() -> Bool {
    if hasContent {
      isFound = records == wanted
      if isFound { return true }
      records += 1
    }
    hasContent = false
    content.removeAll()
    return false
  }
}
