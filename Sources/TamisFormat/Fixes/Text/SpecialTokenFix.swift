import TamisCore

/// X001, unsafe: puts a space behind the first character of the control token, so that it is text:
/// `<|im_end|>` becomes `< |im_end|>`.
///
/// Not safe: where the token is a rest of a template, it should go, and the turns be turns.
struct SpecialTokenFix: RecordFix {
  static let rule = SpecialTokenText.rule

  private let tokens: [[UInt8]]

  init(_ profile: Profile) {
    // Of a token with a space nothing but its first character is left to look for.
    tokens = profile.specialTokens.values.map { Array($0.utf8) }.filter { $0.count > 1 }
  }

  func repair(at place: Place) -> Repair? {
    guard place.value.kind == .string, !place.document.node(place.node).isKey else { return nil }
    var text = ByteBuffer()
    var isChanged = false
    place.value.withCharacters { characters in
      for at in characters.indices {
        text.append(characters[at])
        if tokens.contains(where: { characters.starts(with: $0, at: at) }) {
          text.append(UInt8(ascii: " "))
          isChanged = true
        }
      }
    }
    return isChanged ? .unsafe(.replace(place.value, withString: text.bytes)) : nil
  }
}
