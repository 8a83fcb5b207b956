/// Follows a JSON value that goes on over line ends, as pretty-printed JSON does.
///
/// Tells it from a line that was cut off: a string that is open at the end of its line cannot go
/// on, and behind a complete member something other than a comma or a bracket cannot follow.
struct ContinuedValue {
  private var depth = 0
  /// The last byte that is no white space.
  private var last: UInt8 = 0
  private var isCut = false

  /// The value that `line` opens and does not close; `nil` where the line does nothing of the kind.
  init?(opening line: UnsafeRawBufferPointer) {
    scan(line)
    if depth <= 0 || isCut { return nil }
  }

  /// True while brackets are open.
  var isOpen: Bool { depth > 0 }

  /// Goes on with `line`; false where it cannot be a part of the value.
  mutating func goOn(with line: UnsafeRawBufferPointer) -> Bool {
    guard let first = line.first(where: { $0 > 0x20 }) else { return true }
    guard "{[,:".utf8.contains(last) || ",]}:".utf8.contains(first) else { return false }
    scan(line)
    return !isCut
  }

  private mutating func scan(_ line: UnsafeRawBufferPointer) {
    var isInString = false
    var isEscaped = false
    for byte in line where byte > 0x20 || isInString {
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
      } else {
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        default: break
        }
      }
      last = byte
    }
    if isInString { isCut = true }
  }
}
