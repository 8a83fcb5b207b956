/// Reads a text character by character, each with what it is to a pattern.
struct CharacterReader {
  let text: UnsafePointer<UInt8>
  /// Bytes of the text that are there.
  let end: Int
  /// False where more text may follow.
  let isLast: Bool
  private let classes: ScannerClasses

  /// Safety: `text` has `end` readable bytes for as long as the reader is used.
  init(_ text: UnsafePointer<UInt8>, end: Int, isLast: Bool, classes: ScannerClasses) {
    self.text = text
    self.end = end
    self.isLast = isLast
    self.classes = classes
  }

  /// One character: what it is, and how many bytes it has. No bytes at the end of the text; no bytes
  /// and `undecided` at the end of what is known of it.
  struct Character {
    var kind: UInt8
    var width: Int
    /// U+FFFD where the bytes are no character.
    var scalar: UInt32 = 0xFFFD
  }

  static var undecided: UInt8 { 0xFF }

  /// The character at `index`.
  @inline(__always)
  func character(at index: Int) -> Character {
    guard index < end else {
      return Character(kind: isLast ? ScannerClass.end : Self.undecided, width: 0)
    }
    let lead = text[index]
    // Safety: scalars below 2,048 have a class, and so has every byte of properties.
    if lead < 0x80 {
      return Character(kind: classes.byScalar[Int(lead)], width: 1, scalar: UInt32(lead))
    }
    if lead < 0xE0, end &- index >= 2, text[index &+ 1] & 0xC0 == 0x80, lead >= 0xC2 {
      let scalar = Int(lead & 0x1F) &<< 6 | Int(text[index &+ 1] & 0x3F)
      return Character(kind: classes.byScalar[scalar], width: 2, scalar: UInt32(scalar))
    }
    if lead & 0xF0 == 0xE0, end &- index >= 3 {
      let second = UInt32(text[index &+ 1]) ^ 0x80
      let third = UInt32(text[index &+ 2]) ^ 0x80
      let scalar = UInt32(lead & 0x0F) &<< 12 | second &<< 6 | third
      if (second | third) < 0x40, scalar >= 0x800, scalar &- 0xD800 >= 0x800 {
        return Character(
          kind: classes.byProperties[Int(classes.tables.properties(scalar))], width: 3,
          scalar: scalar)
      }
    }
    return rareCharacter(at: index, lead: lead)
  }

  /// A byte that starts no character is one of its own: a sign, or what is none of the others.
  private var noCharacter: Character {
    Character(kind: classes.byProperties[Int(GeneralCategory.Cn.rawValue)], width: 1)
  }

  /// A character of four bytes, one that is cut, or a byte that starts none.
  @inline(never)
  private func rareCharacter(at index: Int, lead: UInt8) -> Character {
    let left = end &- index
    guard lead >= 0xC2, lead < 0xF5 else { return noCharacter }
    let width = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard left >= width else { return cutCharacter(at: index, left: left) }
    guard width == 4 else { return noCharacter }
    var scalar = UInt32(lead & 0x07)
    // Safety: four bytes from `index` on are there.
    for offset in 1..<4 {
      let byte = text[index &+ offset]
      guard byte & 0xC0 == 0x80 else { return noCharacter }
      scalar = scalar &<< 6 | UInt32(byte & 0x3F)
    }
    guard scalar >= 0x1_0000, scalar < 0x11_0000 else {
      return noCharacter
    }
    let properties = classes.tables.properties(scalar)
    return Character(kind: classes.byProperties[Int(properties)], width: 4, scalar: scalar)
  }

  /// What is left of a character at the end: undecided where its rest may come.
  private func cutCharacter(at index: Int, left: Int) -> Character {
    if !isLast {
      let isStart = (1..<left).allSatisfy { text[index &+ $0] & 0xC0 == 0x80 }
      if isStart { return Character(kind: Self.undecided, width: 0) }
    }
    return noCharacter
  }
}
