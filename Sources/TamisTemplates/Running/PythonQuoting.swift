import TamisCore

/// Strings as Python's `repr` writes them: in single quotes unless there are only single ones inside,
/// what does not print as an escape.
enum PythonQuoting {
  static func append(_ text: UnsafeRawBufferPointer, to output: inout ByteBuffer) {
    let hasSingle = text.contains(UInt8(ascii: "'"))
    let quote =
      hasSingle && !text.contains(UInt8(ascii: "\"")) ? UInt8(ascii: "\"") : UInt8(ascii: "'")
    output.append(quote)
    var at = 0
    while at < text.count {
      let byte = text[at]
      if byte < 0x80 {
        appendASCII(byte, quote: quote, to: &output)
        at += 1
        continue
      }
      let (scalar, length) = UTF8Text.decode(text, at)
      if isPrintable(scalar) {
        output.append(text.part(at, at + length))
      } else if scalar < 0x100 {
        appendEscape("\\x", scalar, 2, to: &output)
      } else if scalar < 0x10000 {
        appendEscape("\\u", scalar, 4, to: &output)
      } else {
        appendEscape("\\U", scalar, 8, to: &output)
      }
      at += length
    }
    output.append(quote)
  }

  private static func appendASCII(_ byte: UInt8, quote: UInt8, to output: inout ByteBuffer) {
    switch byte {
    case quote, UInt8(ascii: "\\"):
      output.append(UInt8(ascii: "\\"))
      output.append(byte)
    case 0x0A: output.append("\\n")
    case 0x0D: output.append("\\r")
    case 0x09: output.append("\\t")
    case ..<0x20, 0x7F: appendEscape("\\x", UInt32(byte), 2, to: &output)
    default: output.append(byte)
    }
  }

  private static func appendEscape(
    _ prefix: StaticString, _ scalar: UInt32, _ digits: Int, to output: inout ByteBuffer
  ) {
    output.append(prefix)
    for place in (0..<digits).reversed() {
      let digit = UInt8(scalar >> UInt32(4 * place) & 0xF)
      output.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }

  /// Python's `str.isprintable` for a character past ASCII.
  static func isPrintable(_ scalar: UInt32) -> Bool {
    guard let scalar = Unicode.Scalar(scalar) else { return false }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator, .spaceSeparator:
      return false
    default: return true
    }
  }
}
