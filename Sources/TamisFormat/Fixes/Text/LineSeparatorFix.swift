import TamisCore

/// E010, safe: writes U+2028, U+2029 and U+0085 as `\u2028`, `\u2029` and `\u0085`.
struct LineSeparatorFix: RecordFix {
  static let rule = UnicodeLineSeparator.rule

  init(_ profile: Profile) {}

  func repair(at place: Place) -> Repair? {
    guard place.value.kind == .string else { return nil }
    let text = place.value.json
    var edits: [Edit] = []
    let start = place.value.range.lowerBound
    for at in 0..<max(0, text.count - 1) {
      if text[at] == 0xC2, text[at + 1] == 0x85 {
        edits.append(Edit(start + at..<start + at + 2, #"\u0085"#.utf8))
      } else if text[at] == 0xE2, text[at + 1] == 0x80, at + 2 < text.count,
        text[at + 2] & 0xFE == 0xA8
      {
        let digit = text[at + 2] == 0xA8 ? "8" : "9"
        edits.append(Edit(start + at..<start + at + 3, #"\u202"#.utf8 + Array(digit.utf8)))
      }
    }
    return edits.isEmpty ? nil : Repair(applicability: .safe, change: .edits(edits))
  }
}
