import CTamisKernels
import TamisCore

/// Reads records of plain text, each with the one field `text`.
public struct TextSource: RecordSource {
  /// What becomes a record.
  public enum Unit: Sendable, Equatable {
    /// The whole file.
    case file
    /// Each line; empty ones are passed over.
    case line
    /// Each run of lines between blank lines.
    case paragraph
    /// What stands between two occurrences of these bytes.
    case separator([UInt8])
  }

  public let name = "ingest"
  private let inputs: [Input]
  private let unit: Unit
  private let field: FieldName
  private let origin: Bool

  /// A source of the texts in `inputs`, each put into `field`.
  public init(
    _ inputs: [Input], unit: Unit, field: FieldName = "text", origin: Bool = true
  ) {
    self.inputs = inputs
    self.unit = unit
    self.field = field
    self.origin = origin
  }

  public func read(into emitter: BatchEmitter) throws {
    for input in inputs {
      try emitter.begin(file: input.path)
      let reader = try input.open()
      let writer = TextRecordWriter(
        emitter: emitter, file: input.path, field: field, origin: origin)
      try TextCutter(reader: reader, unit: unit, writer: writer).run()
      try emitter.flush()
    }
  }
}

/// Puts texts into the batch, and those that are no text into the rejects.
private struct TextRecordWriter {
  let emitter: BatchEmitter
  let file: String
  let field: FieldName
  let origin: OriginWriter

  init(emitter: BatchEmitter, file: String, field: FieldName, origin: Bool) {
    self.emitter = emitter
    self.file = file
    self.field = field
    self.origin = OriginWriter(file: file, isEnabled: origin)
  }

  /// Writes one record of `text`, which starts at `line` and `byte` of the file.
  func write(_ text: UnsafeRawBufferPointer, line: Int, byte: Int) throws {
    let valid = validUTF8Prefix(text)
    if valid < text.count {
      reject(text, at: valid, line: line, byte: byte)
    } else {
      emitter.batch.text.append(UInt8(ascii: "{"))
      JSONString.encode(field.description, into: &emitter.batch.text)
      emitter.batch.text.append(UInt8(ascii: ":"))
      JSONString.encode(text, into: &emitter.batch.text)
      origin.append(to: &emitter.batch.text, line: line, byte: byte)
      emitter.batch.text.append("}\n" as StaticString)
    }
    try emitter.endRecord()
  }

  /// Notes a text that is longer than a record may be.
  func rejectLong(length: Int, line: Int, byte: Int) {
    let location = SourceLocation(file: file, line: line, column: 1, byteOffset: byte)
    let message =
      "the text has \(length) bytes, limit \(emitter.recordLimit); its bytes are not kept"
    emitter.batch.reject(raw: [], Finding(.recordTooLarge, .error, at: location, message))
  }

  private func reject(_ text: UnsafeRawBufferPointer, at bad: Int, line: Int, byte: Int) {
    let before = UnsafeRawBufferPointer(rebasing: text[..<bad])
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let location = SourceLocation(
      file: file, line: line + before.count { $0 == 0x0A }, column: bad - lineStart + 1,
      byteOffset: byte + bad)
    let evidence = Finding.Evidence(of: bad..<bad + 1, in: text)
    emitter.batch.reject(
      raw: Array(text),
      Finding(
        .invalidUTF8, .error, at: location, "not UTF-8; name the encoding with --encoding",
        evidence: evidence))
  }
}

/// Cuts one file into texts.
private final class TextCutter {
  private let reader: any ByteReader
  private let unit: TextSource.Unit
  private let writer: TextRecordWriter

  /// The part of the file that has not been written, and where it starts.
  private var window = ByteBuffer(capacity: 1 << 20)
  private var line = 1
  private var offset = 0
  /// Up to where the window has been searched for the end of the text.
  private var searched = 0
  private var isComplete = false

  init(reader: any ByteReader, unit: TextSource.Unit, writer: TextRecordWriter) {
    self.reader = reader
    self.unit = unit
    self.writer = writer
  }

  func run() throws {
    while true {
      try cutWindow()
      if isComplete { break }
      if window.count > writer.emitter.recordLimit {
        try passOverLongText()
      } else {
        try refill()
      }
    }
  }

  /// Writes the texts that end inside of the window and keeps the rest.
  private func cutWindow() throws {
    var start = 0
    while let (end, next) = textEnd(from: start) {
      try write(start..<end)
      line += tamis_count_line_feeds(window.base + start, next - start)
      start = next
      searched = next
    }
    if isComplete, start < window.count {
      try write(start..<window.count)
      start = window.count
    }
    window.removeFirst(start)
    offset += start
    searched = max(0, window.count - overlap)
  }

  private func write(_ range: Range<Int>) throws {
    var range = range
    if case .file = unit {
      try writer.write(window.bytes(range), line: line, byte: offset)
      return
    }
    // Line ends around the text belong to the borders, not to the text.
    var skippedLines = 0
    while let first = window.bytes(range).first, isBorder(first) {
      if first == 0x0A { skippedLines += 1 }
      range = range.lowerBound + 1..<range.upperBound
    }
    while let last = window.bytes(range).last, isBorder(last) {
      range = range.lowerBound..<range.upperBound - 1
    }
    if range.isEmpty { return }
    try writer.write(
      window.bytes(range), line: line + skippedLines, byte: offset + range.lowerBound)
  }

  private func isBorder(_ byte: UInt8) -> Bool {
    switch unit {
    case .line: byte == 0x0D
    case .paragraph, .separator: byte == 0x0A || byte == 0x0D
    case .file: false
    }
  }

  /// Bytes that the mark between two texts may have in front of the window's end.
  private var overlap: Int {
    switch unit {
    case .file: 0
    case .line: 0
    case .paragraph: 0
    case .separator(let bytes): bytes.count - 1
    }
  }

  /// Where the text from `start` on ends, and where the next one starts; `nil` if that is not in the
  /// window.
  private func textEnd(from start: Int) -> (end: Int, next: Int)? {
    let from = max(start, min(searched, window.count))
    switch unit {
    case .file:
      return nil
    case .line:
      guard let lineFeed = find(0x0A, from: from) else { return nil }
      return (lineFeed, lineFeed + 1)
    case .paragraph:
      return paragraphEnd(from: start)
    case .separator(let bytes):
      return separatorEnd(bytes, from: from)
    }
  }

  /// The next blank line: a line feed, then nothing but spaces, tabs and returns, then a line feed.
  private func paragraphEnd(from start: Int) -> (end: Int, next: Int)? {
    var from = start
    while let lineFeed = find(0x0A, from: from) {
      var at = lineFeed + 1
      while at < window.count, [0x20, 0x09, 0x0D].contains(window.base[at]) { at += 1 }
      if at >= window.count { return nil }
      if window.base[at] == 0x0A { return (lineFeed, at + 1) }
      from = at
    }
    return nil
  }

  private func separatorEnd(_ bytes: [UInt8], from start: Int) -> (end: Int, next: Int)? {
    var from = start
    while let found = find(bytes[0], from: from) {
      if found + bytes.count > window.count { return nil }
      if window.bytes(found..<found + bytes.count).elementsEqual(bytes) {
        return (found, found + bytes.count)
      }
      from = found + 1
    }
    return nil
  }

  private func find(_ byte: UInt8, from start: Int) -> Int? {
    guard start < window.count else { return nil }
    let found = tamis_find_byte(window.base + start, window.count - start, byte)
    return start + found < window.count ? start + found : nil
  }

  /// Leaves out a text that is longer than a record may be, up to where it ends.
  private func passOverLongText() throws {
    let (startLine, startOffset) = (line, offset)
    while !isComplete {
      let kept = min(overlap, window.count)
      let dropped = window.count - kept
      line += tamis_count_line_feeds(window.base, dropped)
      window.removeFirst(dropped)
      offset += dropped
      searched = 0
      try refill()
      if let (end, _) = textEnd(from: 0) {
        line += tamis_count_line_feeds(window.base, end)
        window.removeFirst(end)
        offset += end
        searched = 0
        break
      }
    }
    if isComplete, textEnd(from: 0) == nil {
      offset += window.count
      window.truncate(to: 0)
    }
    writer.rejectLong(length: offset - startOffset, line: startLine, byte: startOffset)
  }

  private func refill() throws {
    let wanted = max(512 << 10, min(window.count, 8 << 20))
    let space = window.reserve(wanted)
    // Safety: `reserve` made room for this many bytes.
    let size = try reader.read(into: UnsafeMutableRawBufferPointer(start: space, count: wanted))
    window.advance(by: size)
    if size == 0 { isComplete = true }
  }
}
