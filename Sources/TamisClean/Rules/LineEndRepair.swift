import TamisCore

extension Rule {
  /// Carriage returns and U+0085 where a line feed is meant.
  public static let lineEnds = Rule("C001", "line-ends")
}

/// Makes a line feed of CR LF, of CR alone and of NEL (U+0085).
enum LineEndRepair: TextRepair {
  static let rule = Rule.lineEnds

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
        output.append(0x0A)
        kept = at + length
      }
      at = text.nextStop(from: at + max(length, 1))
    }
    output.append(text.part(kept..<text.count))
  }

  /// Bytes of the foreign line end at `at`; 0 where there is none.
  private static func length(_ at: Int, _ text: UnsafeRawBufferPointer) -> Int {
    let next = at + 1 < text.count ? text[at + 1] : 0
    return switch text[at] {
    case 0x0D: next == 0x0A ? 2 : 1
    case 0xC2: next == 0x85 ? 2 : 0
    default: 0
    }
  }
}
