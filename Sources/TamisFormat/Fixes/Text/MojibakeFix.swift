import TamisCore

/// E020, unsafe: decodes the letters that look like UTF-8 read as Windows-1252 once more, as UTF-8.
///
/// Not safe: `Ã©` may be meant. Only the letters that the rule has named are touched, not the whole
/// text, of which other parts may be right. `--diff` shows before and after.
struct MojibakeFix: RecordFix {
  static let rule = Mojibake.rule

  init(_ profile: Profile) {}

  func repair(at place: Place) -> Repair? {
    guard place.value.kind == .string else { return nil }
    var text = ByteBuffer()
    var isChanged = false
    place.value.withCharacters { characters in
      var at = 0
      while at < characters.count {
        if characters[at] == 0xC3, let end = Self.sequenceEnd(characters, at),
          let repaired = Self.decoded(characters, at..<end)
        {
          text.append(repaired)
          isChanged = true
          at = end
        } else {
          text.append(characters[at])
          at += 1
        }
      }
    }
    return isChanged ? .unsafe(.replace(place.value, withString: text.bytes)) : nil
  }

  /// Where the run of damaged characters that starts at `start` ends; `nil` where there is none. A
  /// character that could be meant counts only next to another.
  private static func sequenceEnd(_ text: UnsafeRawBufferPointer, _ start: Int) -> Int? {
    var at = start
    var count = 0
    var isStrong = false
    while at < text.count, text[at] == 0xC3, let sequence = MojibakeSequence(text, at: at) {
      at += sequence.length
      count += 1
      isStrong = isStrong || sequence.isStrong
    }
    return isStrong || count > 1 ? at : nil
  }

  /// The bytes that Windows-1252 has for the characters, if they are UTF-8.
  private static func decoded(_ text: UnsafeRawBufferPointer, _ range: Range<Int>) -> [UInt8]? {
    var bytes: [UInt8] = []
    for scalar in String(decoding: text[range], as: UTF8.self).unicodeScalars {
      if scalar.value < 0x100 {
        bytes.append(UInt8(scalar.value))
      } else if let byte = windows1252[scalar.value] {
        bytes.append(byte)
      } else {
        return nil
      }
    }
    return bytes.withUnsafeBytes { validUTF8Prefix($0) == $0.count } ? bytes : nil
  }

  /// The characters of Windows-1252 past Latin-1 and their bytes:
  /// https://encoding.spec.whatwg.org/index-windows-1252.txt.
  private static let windows1252: [UInt32: UInt8] = [
    0x20AC: 0x80, 0x201A: 0x82, 0x0192: 0x83, 0x201E: 0x84, 0x2026: 0x85, 0x2020: 0x86,
    0x2021: 0x87, 0x02C6: 0x88, 0x2030: 0x89, 0x0160: 0x8A, 0x2039: 0x8B, 0x0152: 0x8C,
    0x017D: 0x8E, 0x2018: 0x91, 0x2019: 0x92, 0x201C: 0x93, 0x201D: 0x94, 0x2022: 0x95,
    0x2013: 0x96, 0x2014: 0x97, 0x02DC: 0x98, 0x2122: 0x99, 0x0161: 0x9A, 0x203A: 0x9B,
    0x0153: 0x9C, 0x017E: 0x9E, 0x0178: 0x9F,
  ]
}
