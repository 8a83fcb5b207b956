import CTamisKernels
import TamisCore

/// Cuts an array, or a row of values, into records of one line each.
///
/// The end of a value is found by its brackets and quotes alone; then the value is checked to the letter.
/// So one that is broken inside is rejected by itself, and what follows it is read.
final class JSONValueCutter {
  private let reader: any ByteReader
  private let file: String
  private let isArray: Bool
  private let emitter: BatchEmitter
  private let origin: OriginWriter
  private let scanner = JSONScanner(depth: 1)
  private var nodes = JSONNodeList()

  /// The part of the file that is being looked at, and where it starts in the file.
  private var window = ByteBuffer(capacity: 1 << 20)
  private var windowOffset = 0
  /// Everything before this place has been dealt with.
  private var at = 0
  private var line = 1
  /// Offset in the file of the start of `line`.
  private var lineStart = 0
  private var isComplete = false

  init(
    reader: any ByteReader, file: String, isArray: Bool, isOriginWanted: Bool,
    emitter: BatchEmitter
  ) {
    self.reader = reader
    self.file = file
    self.isArray = isArray
    self.emitter = emitter
    origin = OriginWriter(file: file, isEnabled: isOriginWanted)
  }

  func run() throws {
    if isArray {
      try skipSpace()
      // The bracket is what made it an array.
      at += 1
    }
    var needsComma = false
    while true {
      try skipSpace()
      guard at < window.count else {
        if isArray { reject(at..<at, .endsEarly, at: at) }
        break
      }
      if isArray, window.base[at] == UInt8(ascii: "]") {
        at += 1
        try checkEnd()
        break
      }
      if isArray, needsComma {
        if window.base[at] == UInt8(ascii: ",") {
          let comma = at
          at += 1
          try skipSpace()
          if at < window.count, window.base[at] == UInt8(ascii: "]") {
            reject(comma..<comma + 1, .trailingComma, at: comma)
            continue
          }
        } else {
          reject(at..<at, .unexpected(window.base[at]), at: at)
        }
      }
      try takeValue()
      needsComma = true
    }
    try emitter.flush()
  }

  /// Reads the value at `at` and puts it into the batch.
  private func takeValue() throws {
    var end = valueEnd()
    while end == nil, !isComplete, window.count - at <= emitter.recordLimit {
      try refill()
      end = valueEnd()
    }
    if end == nil, !isComplete { return try passOverLongValue() }
    let range = at..<(end ?? window.count)
    write(range)
    advance(to: range.upperBound)
    try emitter.endRecord()
  }

  private func write(_ range: Range<Int>) {
    nodes.truncate(to: 0)
    let valid = validUTF8Prefix(window.bytes(range))
    if valid < range.count {
      return reject(range, .invalidUTF8, at: range.lowerBound + valid)
    }
    guard window.base[range.lowerBound] == UInt8(ascii: "{") else {
      return reject(range, .notAnObject, "the value is not an object", at: range.lowerBound)
    }
    // The scanner wants a byte below 0x20 behind the text, where a comma or a bracket may be.
    let behind = window.base[range.upperBound]
    window.base[range.upperBound] = 0
    defer { window.base[range.upperBound] = behind }
    do throws(JSONError) {
      try scanner.scan(window.base, range, into: &nodes)
    } catch {
      return reject(range, error.kind, at: error.offset)
    }
    writeOnOneLine(range.lowerBound..<range.upperBound - 1)
    if !hasOrigin {
      origin.append(
        to: &emitter.batch.text, line: line, byte: windowOffset + range.lowerBound,
        isFirst: nodes.count == 1)
    }
    emitter.batch.text.append("}\n" as StaticString)
  }

  /// Appends the text without the line ends (and the indents behind them) between its values.
  private func writeOnOneLine(_ range: Range<Int>) {
    var start = range.lowerBound
    while start < range.upperBound {
      let rest = range.upperBound - start
      let length = min(
        tamis_find_byte(window.base + start, rest, 0x0A),
        tamis_find_byte(window.base + start, rest, 0x0D))
      emitter.batch.text.append(window.bytes(start..<start + length))
      start += length
      while start < range.upperBound, window.base[start] <= 0x20 { start += 1 }
    }
  }

  private var hasOrigin: Bool {
    var node = 1
    while node < nodes.count {
      let key = nodes[node].range
      if window.bytes(key.lowerBound + 1..<key.upperBound - 1)
        .elementsEqual(FieldName.origin.utf8)
      {
        return true
      }
      node = Int(nodes[node + 1].next)
    }
    return false
  }

  // MARK: Finding the end

  /// Where the value at `at` ends; `nil` if that is not in the window.
  private func valueEnd() -> Int? {
    let base = UnsafePointer(window.base)
    var depth = 0
    var place = at
    while place < window.count {
      switch base[place] {
      case UInt8(ascii: "\""):
        place += 1
        while true {
          place += tamis_json_string_run(base + place)
          if place >= window.count { return nil }
          if base[place] == UInt8(ascii: "\"") { break }
          // A backslash takes the next byte along; a stray control character is found later.
          place += base[place] == UInt8(ascii: "\\") ? 2 : 1
          if place >= window.count { return nil }
        }
        place += 1
        if depth == 0 { return place }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        place += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return max(place, at + 1) }
        depth -= 1
        place += 1
        if depth == 0 { return place }
      case UInt8(ascii: ","), 0x20, 0x09, 0x0A, 0x0D:
        if depth == 0 { return max(place, at + 1) }
        place += 1
      default:
        place += 1
      }
    }
    return nil
  }

  // MARK: Moving on

  private func skipSpace() throws {
    while true {
      var place = at
      // A record separator (RFC 7464) may stand before a text of a sequence.
      while place < window.count,
        [0x20, 0x09, 0x0A, 0x0D, 0x1E].contains(window.base[place])
      {
        place += 1
      }
      advance(to: place)
      if at < window.count || isComplete { return }
      try refill()
    }
  }

  private func advance(to place: Int) {
    let lines = tamis_count_line_feeds(window.base + at, place - at)
    if lines > 0 {
      line += lines
      let passed = tamis_behind_last_line_feed(window.base + at, place - at)
      lineStart = windowOffset + at + passed
    }
    at = place
  }

  private func refill() throws {
    window.removeFirst(at)
    windowOffset += at
    at = 0
    let wanted = max(512 << 10, window.count)
    let space = window.reserve(wanted)
    // Safety: `reserve` made room for this many bytes.
    let size = try reader.read(into: UnsafeMutableRawBufferPointer(start: space, count: wanted))
    window.advance(by: size)
    if size == 0 { isComplete = true }
    window.terminate()
  }

  /// Leaves out a value that is longer than a record may be, with all that follows: where it ends
  /// cannot be told without holding it.
  private func passOverLongValue() throws {
    let start = windowOffset + at
    let location = place(of: at)
    while !isComplete {
      advance(to: window.count)
      try refill()
    }
    advance(to: window.count)
    let message =
      "a value of more than \(emitter.recordLimit) bytes; it and the \(windowOffset + at - start) "
      + "bytes from here to the end of the file are not read"
    emitter.batch.reject(raw: [], Finding(.recordTooLarge, .error, at: location, message))
  }

  /// Sees to it that nothing follows the array.
  private func checkEnd() throws {
    try skipSpace()
    if at < window.count { reject(at..<window.count, .trailingContent, at: at) }
  }

  // MARK: Rejecting

  private func place(of place: Int) -> SourceLocation {
    let before = window.bytes(at..<max(at, place))
    let lines = before.count { $0 == 0x0A }
    let start = before.lastIndex(of: 0x0A).map { windowOffset + at + $0 + 1 } ?? lineStart
    return SourceLocation(
      file: file, line: line + lines, column: windowOffset + place - start + 1,
      byteOffset: windowOffset + place)
  }

  private func reject(_ range: Range<Int>, _ kind: JSONError.Kind, at place: Int) {
    let error = JSONError(kind, at: place)
    reject(range, error.rule, error.message, at: place)
  }

  private func reject(_ range: Range<Int>, _ rule: Rule, _ message: String, at place: Int) {
    let raw = window.bytes(range)
    let column = min(max(0, place - range.lowerBound), raw.count)
    let evidence = Finding.Evidence(of: column..<min(column + 1, raw.count), in: raw)
    emitter.batch.reject(
      raw: Array(raw),
      Finding(rule, .error, at: self.place(of: place), message, evidence: evidence))
  }
}
