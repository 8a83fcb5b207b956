import TamisCore

/// Mends the mistakes of JSON syntax that have one reading only.
///
/// - a comma behind the last member or element, or behind the record:  `{"a": 1,},` → `{"a": 1}`
/// - several records on one line:                                      `{"a": 1}{"a": 2}` → two lines
/// - control characters that stand raw in a string:                    a tab → `\t`
///
/// Everything else (quotes of another kind, `NaN`, text that was cut off) could be meant in more than
/// one way, and stays.
enum SyntaxMender {
  /// The lines that `line` stands for; `nil` where it is not to be mended. Linear.
  static func mend(_ line: UnsafeRawBufferPointer) -> [[UInt8]]? {
    var lines: [[UInt8]] = []
    var text = ByteBuffer(capacity: line.count + 16)
    var depth = 0
    var isInString = false
    var isEscaped = false
    var isChanged = false
    /// The comma that was written last, while nothing but white space has followed it.
    var comma: Int?
    func end() {
      if text.bytes.contains(where: { $0 > 0x20 }) { lines.append(text.array) }
      text.removeAll()
      comma = nil
    }
    for byte in line {
      if isInString {
        if byte < 0x20 {
          isChanged = true
          if isEscaped { return nil }
          UnsafeRawBufferPointer.withByte(byte) { JSONString.encodeBody($0, into: &text) }
          continue
        }
        text.append(byte)
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        if depth == 0, !lines.isEmpty || text.bytes.contains(where: { $0 > 0x20 }) {
          isChanged = true
          end()
        }
        depth += 1
        comma = nil
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if let place = comma {
          isChanged = true
          text.truncate(to: place)
        }
        depth -= 1
        comma = nil
      case UInt8(ascii: ",") where depth == 0:
        isChanged = true
        continue
      case UInt8(ascii: ","): comma = text.count
      case 0x20, 0x09, 0x0D: break
      default:
        if byte == UInt8(ascii: "\"") { isInString = true }
        comma = nil
      }
      if depth < 0 { return nil }
      text.append(byte)
    }
    end()
    guard isChanged, !isInString, depth == 0, !lines.isEmpty, lines.allSatisfy(isObject) else {
      return nil
    }
    return lines
  }

  private static func isObject(_ line: [UInt8]) -> Bool {
    (try? JSONDocument(line))?.root.kind == .object
  }
}

extension UnsafeRawBufferPointer {
  /// Calls `body` with a buffer of one byte.
  fileprivate static func withByte(_ byte: UInt8, _ body: (UnsafeRawBufferPointer) -> Void) {
    withUnsafeBytes(of: byte, body)
  }
}
