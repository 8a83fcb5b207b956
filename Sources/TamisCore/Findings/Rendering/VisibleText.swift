/// The characters of bytes that may not be UTF-8, and the bytes that are part of no character.
struct LenientUTF8<Bytes: Sequence<UInt8>>: Sequence, IteratorProtocol {
  private var parser = Unicode.UTF8.ForwardParser()
  private var bytes: Bytes.Iterator
  private var broken = 0
  private var offset = 0

  init(_ bytes: Bytes) { self.bytes = bytes.makeIterator() }

  /// The next character, or `nil` in its place for a byte of none, and the bytes that it takes.
  mutating func next() -> (scalar: Unicode.Scalar?, range: Range<Int>)? {
    if broken == 0 {
      switch parser.parseScalar(from: &bytes) {
      case .valid(let encoded): return (UTF8.decode(encoded), take(encoded.count))
      case .error(let length): broken = length
      case .emptyInput: return nil
      }
    }
    broken -= 1
    return (nil, take(1))
  }

  private mutating func take(_ count: Int) -> Range<Int> {
    defer { offset += count }
    return offset..<offset + count
  }
}

extension ByteBuffer {
  /// Appends `text` with everything that a terminal would obey or hide written as an escape, so that
  /// data can neither move the cursor nor pass for what it is not.
  mutating func append(visible text: String) {
    for scalar in text.unicodeScalars { append(visible: scalar) }
  }

  /// Appends `scalar`, escaped where it has no shape of its own; returns the columns that it takes.
  ///
  /// ASCII controls become `\n`, `\x1b` …; other controls, line separators and invisible characters,
  /// such as the bidirectional overrides, become `\u{202e}` …. The joiners U+200C and U+200D and the
  /// variation selectors up to U+FE0F stay: words and emoji are spelled with them.
  @discardableResult
  mutating func append(visible scalar: Unicode.Scalar) -> Int {
    let start = count
    switch scalar {
    case " "..."~": append(UInt8(scalar.value))
    case "\n": append(#"\n"#)
    case "\r": append(#"\r"#)
    case "\t": append(#"\t"#)
    case "\0"..." ", "\u{7F}": append(hexEscape: UInt8(scalar.value))
    case _ where scalar.isHidden:
      append(#"\u{"# + String(scalar.value, radix: 16) + "}")
    default:
      for byte in scalar.utf8 { append(byte) }
      return scalar.columns
    }
    return count - start
  }

  /// Appends `byte` as `\x1b`.
  mutating func append(hexEscape byte: UInt8) {
    append((byte < 0x10 ? #"\x0"# : #"\x"#) + String(byte, radix: 16))
  }

  /// Appends `value` with a comma between each three digits.
  mutating func append(grouped value: Int) {
    guard value >= 1000 else { return append(decimal: value) }
    append(grouped: value / 1000)
    append(",")
    append(String(1000 + value % 1000).dropFirst().description)
  }
}

extension Unicode.Scalar {
  /// Whether it leaves no mark of its own on the screen.
  fileprivate var isHidden: Bool {
    switch value {
    case 0x200C, 0x200D, 0xFE00...0xFE0F: return false
    default: break
    }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return true
    default: return properties.isDefaultIgnorableCodePoint
    }
  }

  /// The columns of a terminal that it takes: 0 for marks above or below another character, 2 for
  /// emoji and the blocks of wide East Asian characters, 1 for everything else.
  ///
  /// An approximation of East_Asian_Width, https://www.unicode.org/reports/tr11/.
  fileprivate var columns: Int {
    guard value >= 0x300 else { return 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
      0x16FE0...0x1B2FB, 0x20000...0x3FFFD:
      return 2
    default:
      return properties.isEmojiPresentation ? 2 : 1
    }
  }
}
