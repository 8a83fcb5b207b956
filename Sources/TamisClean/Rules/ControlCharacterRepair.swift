import TamisCore

extension Rule {
  /// Control characters, which no text needs.
  public static let controlCharacters = Rule("C002", "control-characters")
}

/// Takes out control characters: U+0000 to U+001F but for tab, line feed and carriage return, and
/// U+007F to U+009F but for NEL, which is a line end.
enum ControlCharacterRepair: CharacterRepair {
  static let rule = Rule.controlCharacters
  static let replacement: StaticString = ""

  static func length(at place: Int, in text: UnsafeRawBufferPointer) -> Int {
    switch text[place] {
    case 0x09, 0x0A, 0x0D: return 0
    case ..<0x20, 0x7F: return 1
    case 0xC2:
      let next = place + 1 < text.count ? text[place + 1] : 0
      return next < 0xA0 && next >= 0x80 && next != 0x85 ? 2 : 0
    default: return 0
    }
  }
}
