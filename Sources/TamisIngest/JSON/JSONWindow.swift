import CTamisKernels
import TamisCore

/// The part of a JSON text that is being looked at.
struct JSONWindow: ~Copyable {
  private let reader: any ByteReader
  private(set) var bytes = ByteBuffer()
  /// Where `bytes` start in the file.
  private(set) var offset = 0
  /// Everything before this place has been dealt with.
  private(set) var at = 0
  /// The line of the file that `at` is on.
  private(set) var line = 1
  /// Offset in the file of the start of `line`.
  private var lineStart = 0
  private var isComplete = false

  /// How far the value that starts at `at` has been looked through.
  private var value = Value()

  private struct Value {
    var place = 0
    var depth = 0
    var isInString = false
    var isStarted = false
    var isEnded = false
  }

  init(_ reader: any ByteReader) { self.reader = reader }

  /// The byte at `at`; `nil` at the end. Good behind `skipSpace`.
  var next: UInt8? { at < bytes.count ? bytes.base[at] : nil }

  /// Moves on to the next byte that is no white space, or to the end.
  mutating func skipSpace() throws {
    while true {
      var place = at
      // A record separator (RFC 7464) may stand before a text of a sequence.
      while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D, 0x1E].contains(bytes.base[place]) {
        place += 1
      }
      advance(to: place)
      if at < bytes.count || isComplete { return }
      try refill()
    }
  }

  /// Moves on to `place`.
  mutating func advance(to place: Int) {
    let lines = tamis_count_line_feeds(bytes.base + at, place - at)
    if lines > 0 {
      line += lines
      let passed = tamis_behind_last_line_feed(bytes.base + at, place - at)
      lineStart = offset + at + passed
    }
    at = place
  }

  /// The place in the file of a byte at or behind `at`, or of the last one before it.
  func location(of place: Int, file: String) -> SourceLocation {
    let before = bytes.bytes(at..<max(at, place))
    let lines = before.count { $0 == 0x0A }
    let start = before.lastIndex(of: 0x0A).map { offset + at + $0 + 1 } ?? lineStart
    return SourceLocation(
      file: file, line: line + lines, column: offset + place - start + 1,
      byteOffset: offset + place)
  }

  // MARK: Values

  /// The bytes of the value that starts at `at`, up to the end of the file where it does not end; `nil`
  /// if they are more than `limit`.
  mutating func valueRange(limit: Int) throws -> Range<Int>? {
    value = Value(place: at)
    while true {
      if let end = findValueEnd() { return end - at <= limit ? at..<end : nil }
      if bytes.count - at > limit { return nil }
      if isComplete { return at..<bytes.count }
      try refill()
    }
  }

  /// Moves on behind the value that `valueRange` found too long; returns its length.
  mutating func passOverValue() throws -> Int {
    let start = offset + at
    while true {
      if let end = findValueEnd() {
        advance(to: end)
        break
      }
      advance(to: bytes.count)
      if isComplete { break }
      try refill()
    }
    return offset + at - start
  }

  /// Where the value ends; `nil` if that is not in the window. Takes up where it left off.
  private mutating func findValueEnd() -> Int? {
    while !value.isEnded, value.place < bytes.count {
      if value.isInString {
        passOverString()
      } else {
        passOverStructure()
      }
    }
    return value.isEnded ? value.place : nil
  }

  private mutating func passOverString() {
    let base = UnsafePointer(bytes.base)
    var place = value.place
    while place < bytes.count {
      place += tamis_json_string_run(base + place)
      if place >= bytes.count {
        place = bytes.count
      } else if base[place] == UInt8(ascii: "\"") {
        place += 1
        value.isInString = false
        value.isEnded = value.depth == 0
        break
      } else {
        // A backslash takes the next byte along; a stray control character is found later.
        place += base[place] == UInt8(ascii: "\\") ? 2 : 1
      }
    }
    value.place = place
  }

  /// Looks at what is between strings, up to the next one or the end of the value.
  private mutating func passOverStructure() {
    let base = UnsafePointer(bytes.base)
    var place = value.place
    defer { value.place = place }
    while place < bytes.count {
      switch base[place] {
      case UInt8(ascii: "\""):
        value.isStarted = true
        value.isInString = true
        place += 1
        return
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        value.depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        value.depth -= 1
        if value.depth <= 0 {
          // A bracket that closes nothing is a value of its own.
          if value.depth == 0 || !value.isStarted { place += 1 }
          value.isEnded = true
          return
        }
      case UInt8(ascii: ","), 0x20, 0x09, 0x0A, 0x0D:
        if value.depth == 0 {
          if !value.isStarted { place += 1 }
          value.isEnded = true
          return
        }
      default: break
      }
      value.isStarted = true
      place += 1
    }
  }

  // MARK: Reading

  /// Reads all that is left, and gives its length; not kept if that is more than `limit`.
  mutating func readToEnd(limit: Int) throws -> (length: Int, isKept: Bool) {
    let start = offset + at
    while !isComplete, bytes.count - at <= limit { try refill() }
    if isComplete, bytes.count - at <= limit { return (bytes.count - at, true) }
    while !isComplete {
      advance(to: bytes.count)
      try refill()
    }
    advance(to: bytes.count)
    return (offset + at - start, false)
  }

  private mutating func refill() throws {
    bytes.removeFirst(at)
    offset += at
    value.place -= at
    at = 0
    // A long value makes the window grow in proportion, however little the reader gives at a time.
    let rest = bytes.count
    repeat {
      let wanted = max(512 << 10, rest)
      let space = bytes.reserve(wanted)
      // Safety: `reserve` made room for this many bytes.
      let size = try reader.read(
        into: UnsafeMutableRawBufferPointer(start: space, count: wanted))
      bytes.advance(by: size)
      isComplete = size == 0
    } while rest > 64 << 10 && bytes.count < 2 * rest && !isComplete
    bytes.terminate()
  }
}
