import TamisCore

extension Rule {
  /// Control characters, which no text needs.
  public static let controlCharacters = Rule("C002", "control-characters")
}

/// Takes out control characters: U+0000 to U+001F but for tab, line feed and carriage return, and
/// U+007F to U+009F but for NEL, which is a line end.
enum ControlCharacterRepair: TextRepair {
  static let rule = Rule.controlCharacters

  static func firstDefect(in text: UnsafeRawBufferPointer) -> Int? {
    var at = text.nextStop(from: 0)
    while at < text.count {
      if length(at, text) > 0 { return at }
      at = text.nextStop(from: at + 1)
    }
    return nil
  }

  static func repair(_ text: UnsafeRawBufferPointer, into output: inout ByteBuffer) {
    var kept = 0
    var at = text.nextStop(from: 0)
    while at < text.count {
      let length = length(at, text)
      if length > 0 {
        output.append(text.part(kept..<at))
        kept = at + length
      }
      at = text.nextStop(from: at + max(length, 1))
    }
    output.append(text.part(kept..<text.count))
  }

  /// Bytes of the control character at `at`; 0 for what stays.
  private static func length(_ at: Int, _ text: UnsafeRawBufferPointer) -> Int {
    switch text[at] {
    case 0x09, 0x0A, 0x0D: 0
    case ..<0x20, 0x7F: 1
    case 0xC2 where at + 1 < text.count && text[at + 1] < 0xA0 && text[at + 1] != 0x85: 2
    default: 0
    }
  }
}
