import CTamisKernels
import TamisCore

/// Cuts an array, or a row of values, into records of one line each.
///
/// The end of a value is found by its brackets and quotes alone; then the value is checked to the letter.
/// So one that is broken inside is rejected by itself, and what follows it is read.
final class JSONValueCutter {
  private let file: String
  private let isArray: Bool
  private let emitter: BatchEmitter
  private let origin: OriginWriter
  private let scanner = JSONScanner(depth: 1)
  private var nodes = JSONNodeList()
  private var window: JSONWindow
  /// Bytes that the rejections in the batch hold, about.
  private var rejectedBytes = 0

  init(
    reader: any ByteReader, file: String, isArray: Bool, isOriginWanted: Bool,
    emitter: BatchEmitter
  ) {
    window = JSONWindow(reader)
    self.file = file
    self.isArray = isArray
    self.emitter = emitter
    origin = OriginWriter(file: file, isEnabled: isOriginWanted)
  }

  func run() throws {
    if isArray { try readArray() } else { try readRow() }
    try emitter.flush()
  }

  private func readRow() throws {
    try window.skipSpace()
    while let byte = window.next {
      if byte == UInt8(ascii: ",") {
        try rejectNext(.unexpected(byte))
      } else {
        try takeValue()
      }
      try window.skipSpace()
    }
  }

  private func readArray() throws {
    try window.skipSpace()
    // The bracket is what made it an array.
    window.advance(to: window.at + 1)
    var comma: SourceLocation?
    var isValueDue = true
    try window.skipSpace()
    while let byte = window.next {
      switch byte {
      case UInt8(ascii: "]"):
        if let comma { rejectTrailingComma(at: comma) }
        window.advance(to: window.at + 1)
        return try rejectTrailingContent()
      case UInt8(ascii: ",") where isValueDue:
        try rejectNext(.unexpected(byte))
      case UInt8(ascii: ","):
        comma = window.location(of: window.at, file: file)
        isValueDue = true
        window.advance(to: window.at + 1)
      default:
        if !isValueDue, byte == UInt8(ascii: "{") || Self.startsValue(byte) {
          let message = "a comma is missing between two elements of the array"
          reject(window.at..<window.at, .syntaxError, message, at: window.at)
        }
        comma = nil
        isValueDue = false
        try takeValue()
      }
      try window.skipSpace()
    }
    reject(window.at..<window.at, .endsEarly, at: window.at)
  }

  /// Reads the value that starts next and puts it into the batch.
  private func takeValue() throws {
    if let range = try window.valueRange(limit: emitter.recordLimit) {
      write(range)
      window.advance(to: range.upperBound)
    } else {
      let place = window.location(of: window.at, file: file)
      let length = try window.passOverValue()
      let message =
        "the value has \(length) bytes, limit \(emitter.recordLimit); its bytes are not kept"
      reject(raw: [], Finding(.recordTooLarge, .error, at: place, message))
    }
    try endRecord()
  }

  private func write(_ range: Range<Int>) {
    nodes.truncate(to: 0)
    let valid = validUTF8Prefix(window.bytes.bytes(range))
    if valid < range.count {
      return reject(range, .invalidUTF8, at: range.lowerBound + valid)
    }
    let first = window.bytes.base[range.lowerBound]
    guard first == UInt8(ascii: "{") else {
      return Self.startsValue(first)
        ? reject(range, .notAnObject, "the value is not an object", at: range.lowerBound)
        : reject(range, .unexpected(first), at: range.lowerBound)
    }
    // The scanner wants a byte below 0x20 behind the text, where a comma or a bracket may be.
    let behind = window.bytes.base[range.upperBound]
    window.bytes.base[range.upperBound] = 0
    defer { window.bytes.base[range.upperBound] = behind }
    do throws(JSONError) {
      try scanner.scan(window.bytes.base, range, into: &nodes)
    } catch {
      return reject(range, error.kind, at: error.offset)
    }
    writeOnOneLine(range.lowerBound..<range.upperBound - 1)
    if !hasOrigin {
      origin.append(
        to: &emitter.batch.text, line: window.line, byte: window.offset + range.lowerBound,
        isFirst: nodes.count == 1)
    }
    emitter.batch.text.append("}\n" as StaticString)
  }

  private static func startsValue(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "["), UInt8(ascii: "\""), UInt8(ascii: "-"), UInt8(ascii: "t"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  /// Appends the text without the line ends (and the indents behind them) between its values.
  private func writeOnOneLine(_ range: Range<Int>) {
    let base = window.bytes.base
    var start = range.lowerBound
    while start < range.upperBound {
      var length = tamis_find_byte(base + start, range.upperBound - start, 0x0A)
      length = tamis_find_byte(base + start, length, 0x0D)
      emitter.batch.text.append(window.bytes.bytes(start..<start + length))
      start += length
      while start < range.upperBound, base[start] <= 0x20 { start += 1 }
    }
  }

  private var hasOrigin: Bool {
    var node = 1
    while node < nodes.count {
      let key = nodes[node].range
      if window.bytes.bytes(key.lowerBound + 1..<key.upperBound - 1)
        .elementsEqual(FieldName.origin.utf8)
      {
        return true
      }
      node = Int(nodes[node + 1].next)
    }
    return false
  }

  private func endRecord() throws {
    if rejectedBytes < emitter.batchSize { return try emitter.endRecord() }
    try emitter.flush()
    rejectedBytes = 0
  }

  // MARK: Rejecting

  /// Rejects all that follows the array.
  private func rejectTrailingContent() throws {
    try window.skipSpace()
    guard window.next != nil else { return }
    let place = window.location(of: window.at, file: file)
    let error = JSONError(.trailingContent, at: window.at)
    let rest = try window.readToEnd(limit: emitter.recordLimit)
    if rest.isKept {
      reject(window.at..<window.bytes.count, .trailingContent, at: window.at)
    } else {
      let message = "\(error.message): \(rest.length) bytes, which are not kept"
      reject(raw: [], Finding(error.rule, .error, at: place, message))
    }
  }

  private func rejectTrailingComma(at place: SourceLocation) {
    let error = JSONError(.trailingComma, at: 0)
    let comma = [UInt8(ascii: ",")]
    let evidence = Finding.Evidence(excerpt: comma, highlight: 0..<1)
    reject(
      raw: comma, Finding(error.rule, .error, at: place, error.message, evidence: evidence))
  }

  /// Rejects the next byte by itself.
  private func rejectNext(_ kind: JSONError.Kind) throws {
    let at = window.at
    reject(at..<at + 1, kind, at: at)
    window.advance(to: at + 1)
    try endRecord()
  }

  private func reject(_ range: Range<Int>, _ kind: JSONError.Kind, at place: Int) {
    let error = JSONError(kind, at: place)
    reject(range, error.rule, error.message, at: place)
  }

  private func reject(_ range: Range<Int>, _ rule: Rule, _ message: String, at place: Int) {
    let raw = window.bytes.bytes(range)
    let column = min(max(0, place - range.lowerBound), raw.count)
    let evidence = Finding.Evidence(of: column..<min(column + 1, raw.count), in: raw)
    reject(
      raw: Array(raw),
      Finding(
        rule, .error, at: window.location(of: place, file: file), message, evidence: evidence))
  }

  private func reject(raw: [UInt8], _ finding: Finding) {
    rejectedBytes += raw.count + 512
    emitter.batch.reject(raw: raw, finding)
  }
}
