import TamisCore

/// E022, unsafe: leaves half of a surrogate pair out of the string.
///
/// Not safe, though the half says nothing: what it was a half of is lost from the text, and only the
/// author knows it. U+FFFD in its place would turn a record that is refused into one that teaches the
/// model to write the mark of damage.
struct LoneSurrogateFix: RecordFix {
  static let rule = LoneSurrogate.rule

  init(_ profile: Profile) {}

  func repair(at place: Place) -> Repair? {
    guard place.value.kind == .string else { return nil }
    let start = place.value.range.lowerBound
    let text = place.value.json
    var edits: [Edit] = []
    var at = 1
    while at < text.count - 1 {
      guard text[at] == UInt8(ascii: "\\") else {
        at += 1
        continue
      }
      guard let unit = Self.codeUnit(text, at) else {
        at += 2
        continue
      }
      if unit & 0xFC00 == 0xD800, let next = Self.codeUnit(text, at + 6), next & 0xFC00 == 0xDC00 {
        at += 12
        continue
      }
      if unit & 0xF800 == 0xD800 { edits.append(Edit(start + at..<start + at + 6, [])) }
      at += 6
    }
    return edits.isEmpty ? nil : Repair(applicability: .unsafe, change: .edits(edits))
  }

  /// The number in `\uXXXX` at `at`.
  private static func codeUnit(_ text: UnsafeRawBufferPointer, _ at: Int) -> UInt16? {
    guard at + 6 <= text.count, text[at] == UInt8(ascii: "\\"), text[at + 1] == UInt8(ascii: "u")
    else { return nil }
    return UInt16(String(decoding: text[at + 2..<at + 6], as: UTF8.self), radix: 16)
  }
}
