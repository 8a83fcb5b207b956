import TamisCore

/// Text as numbers, so that half of a surrogate pair, which JSON can write, is a character too.
typealias CodePoints = [UInt32]

/// The code points of `text`.
func codePoints(_ text: String) -> CodePoints { text.unicodeScalars.map(\.value) }

/// `text` as a JSON string, in which `escaped` says what is written as `\uXXXX` besides what must be.
func jsonString(_ text: CodePoints, escaped: (UInt32) -> Bool = { _ in false }) -> String {
  var string = "\""
  for point in text {
    switch Unicode.Scalar(point) {
    case "\"" where !escaped(point): string += #"\""#
    case "\\" where !escaped(point): string += #"\\"#
    case let scalar? where point >= 0x20 && !escaped(point):
      string.unicodeScalars.append(scalar)
    default:
      let units =
        point < 0x10000
        ? [point] : [0xD800 | (point - 0x10000) >> 10, 0xDC00 | point & 0x3FF]
      for unit in units {
        let digits = String(unit, radix: 16)
        string += #"\u"# + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
  }
  return string + "\""
}

/// The code points of a JSON string, halves of surrogate pairs among them.
func codePoints(_ value: JSONValue) -> CodePoints {
  var text = ByteBuffer()
  JSONString.decode(
    UnsafeRawBufferPointer(rebasing: value.json[1..<value.json.count - 1]), into: &text)
  var points: CodePoints = []
  for byte in text.bytes {
    switch byte {
    case ..<0x80: points.append(UInt32(byte))
    case ..<0xC0: points[points.count - 1] = points[points.count - 1] << 6 | UInt32(byte & 0x3F)
    case ..<0xE0: points.append(UInt32(byte & 0x1F))
    case ..<0xF0: points.append(UInt32(byte & 0x0F))
    default: points.append(UInt32(byte & 0x07))
    }
  }
  return points
}
