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
  /// Han that is a letter, where Han is kept apart; so is the next: what is no letter and no number.
  static let han: UInt8 = 10
  static let hanSign: UInt8 = 11
  /// Han that is a number, such as U+3007.
  static let hanNumber: UInt8 = 12
  /// What is neither of the above, where signs are `\p{P}` and `\p{S}` alone: controls, marks of
  /// format, what is not assigned, bytes that are no character.
  static let other: UInt8 = 13

  @inline(__always)
  static func isLetter(_ c: UInt8) -> Bool { c &- 1 < 3 }
  @inline(__always)
  static func isLetterOrMark(_ c: UInt8) -> Bool { c &- 1 < 4 }
  @inline(__always)
  static func isSpace(_ c: UInt8) -> Bool { c &- 6 < 3 }
  @inline(__always)
  static func isHan(_ c: UInt8) -> Bool { c &- 10 < 3 }
}

/// Character properties → class, scalar below U+0800 → class, and flags for blocks of characters, for
/// one family of patterns.
///
/// Made once and never freed, so that scanners may keep its address.
struct ScannerClasses: @unchecked Sendable {
  /// 256 classes by the byte that `CharacterTables` has for a character.
  let byProperties: UnsafePointer<UInt8>
  /// 2,048 classes by scalar: ASCII and what UTF-8 writes with two bytes.
  let byScalar: UnsafePointer<UInt8>
  /// What blocks ask of the scalars below U+10000: `TAMIS_FLAG_…`, nothing where a block cannot tell.
  let flags: UnsafePointer<UInt8>
  let tables: CharacterTables

  /// What `\p{M}` is to a pattern.
  enum Marks {
    /// `[^\s\p{L}\p{N}]`
    case signs
    /// Both parts of a word with case, and a sign as well.
    case eitherPart
    /// `[\p{L}\p{M}]`, and no sign.
    case letters
  }

  /// Classes of patterns to which marks are what `marks` says, by which Han is kept apart if `hanApart`,
  /// and signs are `\p{P}` and `\p{S}` alone if `signsAlone`.
  init(marks: Marks, hanApart: Bool = false, signsAlone: Bool = false) {
    let all = UnsafeMutablePointer<UInt8>.allocate(capacity: 256 + 2048)
    for properties in 0..<256 {
      let kind = Self.classify(UInt8(properties), marks, signsAlone)
      let isHan = hanApart && UInt8(properties) & CharacterTables.isHan != 0
      all[properties] = isHan ? Self.hanClass(kind) : kind
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

  static let marksAsSigns = ScannerClasses(marks: .signs)
  static let marksInWords = ScannerClasses(marks: .eitherPart)
  static let marksAsLetters = ScannerClasses(marks: .letters)
  static let hanApart = ScannerClasses(marks: .eitherPart, hanApart: true)
  static let signsAlone = ScannerClasses(marks: .letters, signsAlone: true)

  private static func classify(_ properties: UInt8, _ marks: Marks, _ signsAlone: Bool) -> UInt8 {
    if properties & CharacterTables.isSpace != 0 { return ScannerClass.space }
    switch GeneralCategory(rawValue: properties & CharacterTables.categoryMask) {
    case .Lu, .Lt: return ScannerClass.upper
    case .Ll: return ScannerClass.lower
    case .Lm, .Lo: return ScannerClass.caseless
    case .Mn, .Mc, .Me:
      switch marks {
      case .signs: return ScannerClass.sign
      case .eitherPart: return ScannerClass.mark
      case .letters: return ScannerClass.caseless
      }
    case .Nd, .Nl, .No: return ScannerClass.number
    case .Pc, .Pd, .Ps, .Pe, .Pi, .Pf, .Po, .Sm, .Sc, .Sk, .So: return ScannerClass.sign
    case .Zs, .Zl, .Zp, .Cc, .Cf, .Cs, .Co, .Cn, nil:
      return signsAlone ? ScannerClass.other : ScannerClass.sign
    }
  }

  private static func hanClass(_ kind: UInt8) -> UInt8 {
    if ScannerClass.isLetter(kind) { return ScannerClass.han }
    return kind == ScannerClass.number ? ScannerClass.hanNumber : ScannerClass.hanSign
  }
}
