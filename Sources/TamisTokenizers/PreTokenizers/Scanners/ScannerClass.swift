import CTamisKernels

/// What a character is to a pre-tokenizer pattern.
enum ScannerClass {
  /// Neither letter, number nor white space: punctuation, signs, controls, bytes that are no character.
  static let sign: UInt8 = 0
  /// `\p{Lu}` and `\p{Lt}`: only in the front part of a word with case.
  static let upper: UInt8 = 1
  /// `\p{Ll}`: only in the back part of a word with case.
  static let lower: UInt8 = 2
  /// `\p{Lm}` and `\p{Lo}`: in both parts.
  static let caseless: UInt8 = 3
  /// `\p{M}` where marks make words: in both parts of a word, and a sign as well.
  static let mark: UInt8 = 4
  /// `\p{N}`
  static let number: UInt8 = 5
  /// The space character.
  static let blank: UInt8 = 6
  /// Other white space.
  static let space: UInt8 = 7
  /// Carriage return and line feed.
  static let newline: UInt8 = 8
  /// Behind the last character.
  static let end: UInt8 = 9

  @inline(__always)
  static func isLetter(_ c: UInt8) -> Bool { c &- 1 < 3 }
  @inline(__always)
  static func isLetterOrMark(_ c: UInt8) -> Bool { c &- 1 < 4 }
  @inline(__always)
  static func isSpace(_ c: UInt8) -> Bool { c &- 6 < 3 }
}

/// Character properties → class, and scalar below U+0800 → class, for one family of patterns.
///
/// and flags for blocks of characters. Made once and never freed, so that scanners may keep its address.
struct ScannerClasses: @unchecked Sendable {
  /// 256 classes by the byte that `CharacterTables` has for a character.
  let byProperties: UnsafePointer<UInt8>
  /// 2,048 classes by scalar: ASCII and what UTF-8 writes with two bytes.
  let byScalar: UnsafePointer<UInt8>
  /// What blocks ask of the scalars below U+10000: `TAMIS_FLAG_…`, nothing where a block cannot tell.
  let flags: UnsafePointer<UInt8>
  let tables: CharacterTables

  /// Classes for patterns in which marks make words (`marksAreLetters`) or are signs.
  init(marksAreLetters: Bool) {
    let all = UnsafeMutablePointer<UInt8>.allocate(capacity: 256 + 2048)
    for properties in 0..<256 {
      all[properties] = Self.classify(UInt8(properties), marksAreLetters: marksAreLetters)
    }
    tables = CharacterTables.shared
    for scalar in 0..<2048 {
      var kind = all[Int(tables.properties(UInt32(scalar)))]
      if scalar == 0x20 { kind = ScannerClass.blank }
      if scalar == 0x0A || scalar == 0x0D { kind = ScannerClass.newline }
      all[256 + scalar] = kind
    }
    let flags = UnsafeMutablePointer<UInt8>.allocate(capacity: 1 << 16)
    for scalar in 0..<1 << 16 {
      flags[scalar] = Self.flags(all[Int(tables.properties(UInt32(scalar)))])
    }
    // The long s begins a contraction where case is ignored; surrogates are three bytes, no character.
    flags[0x17F] = 0
    for surrogate in 0xD800..<0xE000 { flags[surrogate] = 0 }
    // Safety: all bytes are initialized above, never written again and never freed.
    byProperties = UnsafePointer(all)
    byScalar = UnsafePointer(all + 256)
    self.flags = UnsafePointer(flags)
  }

  /// Numbers and white space beyond ASCII are rare, and rules count their characters.
  private static func flags(_ kind: UInt8) -> UInt8 {
    let flags: Int32 =
      switch kind {
      case ScannerClass.sign: TAMIS_FLAG_SIGN
      case ScannerClass.upper: TAMIS_FLAG_LETTER | TAMIS_FLAG_UPPER
      case ScannerClass.lower: TAMIS_FLAG_LETTER
      case ScannerClass.caseless: TAMIS_FLAG_LETTER | TAMIS_FLAG_EITHER
      case ScannerClass.mark: TAMIS_FLAG_LETTER | TAMIS_FLAG_EITHER | TAMIS_FLAG_MARK
      default: 0
      }
    return UInt8(flags)
  }

  static let marksAsSigns = ScannerClasses(marksAreLetters: false)
  static let marksAsLetters = ScannerClasses(marksAreLetters: true)

  private static func classify(_ properties: UInt8, marksAreLetters: Bool) -> UInt8 {
    if properties & CharacterTables.isSpace != 0 { return ScannerClass.space }
    switch GeneralCategory(rawValue: properties & CharacterTables.categoryMask) {
    case .Lu, .Lt: return ScannerClass.upper
    case .Ll: return ScannerClass.lower
    case .Lm, .Lo: return ScannerClass.caseless
    case .Mn, .Mc, .Me: return marksAreLetters ? ScannerClass.mark : ScannerClass.sign
    case .Nd, .Nl, .No: return ScannerClass.number
    default: return ScannerClass.sign
    }
  }
}
