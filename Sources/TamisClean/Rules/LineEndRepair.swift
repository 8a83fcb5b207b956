import TamisCore

extension Rule {
  /// Carriage returns and U+0085 where a line feed is meant.
  public static let lineEnds = Rule("C001", "line-ends")
}

/// Makes a line feed of CR LF, of CR alone and of NEL (U+0085).
enum LineEndRepair: CharacterRepair {
  static let rule = Rule.lineEnds
  static let replacement: StaticString = "\n"

  static func length(at place: Int, in text: UnsafeRawBufferPointer) -> Int {
    let next = place + 1 < text.count ? text[place + 1] : 0
    return switch text[place] {
    case 0x0D: next == 0x0A ? 2 : 1
    case 0xC2: next == 0x85 ? 2 : 0
    default: 0
    }
  }
}
