import TamisCore

/// What two strings of a record have in common at their start.
///
/// All of it works on strings as they are written, so that nothing is decoded and encoded again. Two
/// spellings of the same character count as different.
enum SharedText {
  /// Where in the bodies of both the prompt ends: at the first difference, or before the space in
  /// front of that; never inside of a character or an escape. `nil` where the strings are the same.
  static func end(_ one: JSONFragment, _ other: JSONFragment) -> Int? {
    let (a, b) = (one.body, other.body)
    let count = min(a.count, b.count)
    var at = 0
    // The character, or escape, that `at` is in.
    var (start, next) = (0, 0)
    while at < count, a[at] == b[at] {
      if at == next { (start, next) = (at, at + length(ofCharacterAt: at, in: a)) }
      at += 1
    }
    if at == a.count, at == b.count { return nil }
    var end = at == next ? at : start
    if end > 0, a[end - 1] == UInt8(ascii: " ") { end -= 1 }
    return end
  }

  /// The string of those bytes of the body.
  static func part(_ text: JSONFragment, _ range: Range<Int>, in tree: RecordTree) -> JSONFragment {
    tree.arena.makeString { output in
      output.append(UnsafeRawBufferPointer(rebasing: text.body[range]))
    }
  }

  /// How many bytes the character at `at` is written with.
  private static func length(ofCharacterAt at: Int, in text: UnsafeRawBufferPointer) -> Int {
    switch text[at] {
    case UInt8(ascii: "\\"):
      guard at + 1 < text.count, text[at + 1] == UInt8(ascii: "u") else { return 2 }
      // A pair of surrogates is one character.
      let isHigh =
        at + 11 < text.count && text[at + 2] | 0x20 == UInt8(ascii: "d")
        && "89abAB".utf8.contains(text[at + 3]) && text[at + 6] == UInt8(ascii: "\\")
      return isHigh ? 12 : 6
    case ..<0x80: return 1
    case ..<0xE0: return 2
    case ..<0xF0: return 3
    default: return 4
    }
  }
}
