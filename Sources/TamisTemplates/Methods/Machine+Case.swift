import TamisCore

/// Upper, lower and title case, by Unicode's full mappings as Python has them.
extension Machine {
  enum CaseChange { case lower, upper, capitalize, title, swap, fold }

  func mapCase(_ string: Value, _ change: CaseChange) throws(Halt) -> Value {
    let bytes = string.bytes
    try charge(1 + bytes.count / 8)
    return try makeString(flags: string.flags) { () throws(Halt) in
      var at = 0
      var isInWord = false
      while at < bytes.count {
        let byte = bytes[at]
        if byte < 0x80 {
          let isLetter = (byte | 0x20) &- UInt8(ascii: "a") < 26
          let toUpper: Bool
          switch change {
          case .lower, .fold: toUpper = false
          case .upper: toUpper = true
          case .capitalize: toUpper = at == 0
          case .title: toUpper = !isInWord
          case .swap: toUpper = byte & 0x20 != 0
          }
          output.append(isLetter ? (toUpper ? byte & 0xDF : byte | 0x20) : byte)
          isInWord = isLetter
          at += 1
          continue
        }
        let (value, length) = UTF8Text.decode(bytes, at)
        if let scalar = Unicode.Scalar(value) {
          output.append(Self.mapped(scalar, change, isFirst: at == 0, isInWord, bytes, at))
          isInWord = scalar.properties.isCased
        } else {
          output.append(bytes.part(at, at + length))
        }
        at += length
      }
    }
  }

  private static func mapped(
    _ scalar: Unicode.Scalar, _ change: CaseChange, isFirst: Bool, _ isInWord: Bool,
    _ text: UnsafeRawBufferPointer, _ at: Int
  ) -> String {
    let properties = scalar.properties
    func lower() -> String {
      // Capital sigma has another small letter at the end of a word.
      scalar.value == 0x3A3 && endsWord(text, at) ? "ς" : properties.lowercaseMapping
    }
    switch change {
    case .lower: return lower()
    case .fold: return scalar.value == 0xDF ? "ss" : properties.lowercaseMapping
    case .upper: return properties.uppercaseMapping
    case .capitalize: return isFirst ? properties.titlecaseMapping : lower()
    case .title: return isInWord ? lower() : properties.titlecaseMapping
    case .swap:
      if properties.isLowercase { return properties.uppercaseMapping }
      return properties.isUppercase ? lower() : String(scalar)
    }
  }

  /// True when a cased letter stands before the character at `at`, and none behind it.
  private static func endsWord(_ text: UnsafeRawBufferPointer, _ at: Int) -> Bool {
    func isCased(_ place: Int) -> Bool? {
      guard let scalar = Unicode.Scalar(UTF8Text.decode(text, place).scalar) else { return false }
      return scalar.properties.isCaseIgnorable ? nil : scalar.properties.isCased
    }
    var place = at
    var isBefore = false
    while place > 0 {
      place = UTF8Text.previous(text, before: place)
      if let cased = isCased(place) {
        isBefore = cased
        break
      }
    }
    guard isBefore else { return false }
    place = at + 2
    while place < text.count {
      if let cased = isCased(place) { return !cased }
      place += UTF8Text.length(text[place])
    }
    return true
  }

  /// The filter `title`: words begin at the start and behind white space and `- ( { [ <`.
  func jinjaTitle(_ string: Value) throws(Halt) -> Value {
    let bytes = string.bytes
    var words: [Value] = []
    var start = 0
    var at = 0
    func flush(_ end: Int) throws(Halt) {
      guard end > start else { return }
      // The first character in upper case, the others in lower.
      let first = min(start + UTF8Text.length(bytes[start]), end)
      words.append(try mapCase(part(string, start, first), .upper))
      words.append(try mapCase(part(string, first, end), .lower))
    }
    while at < bytes.count {
      let space = PythonSpace.length(string.base, at, bytes.count)
      let isBreak =
        space > 0
        || [
          UInt8(ascii: "-"), UInt8(ascii: "("), UInt8(ascii: "{"), UInt8(ascii: "["),
          UInt8(ascii: "<"),
        ].contains(bytes[at])
      if isBreak {
        try flush(at)
        let size = max(space, 1)
        words.append(part(string, at, at + size))
        at += size
        start = at
      } else {
        at += UTF8Text.length(bytes[at])
      }
    }
    try flush(bytes.count)
    return try joinStrings(words)
  }

  // MARK: Asking

  func isLower(_ string: Value) throws(Halt) -> Bool { try hasOnly(string, lower: true) }
  func isUpper(_ string: Value) throws(Halt) -> Bool { try hasOnly(string, lower: false) }

  private func hasOnly(_ string: Value, lower: Bool) throws(Halt) -> Bool {
    var hasCased = false
    for scalar in try scalars(of: string) {
      guard let properties = scalar?.properties else { continue }
      let isTitle = properties.generalCategory == .titlecaseLetter
      if isTitle || (lower ? properties.isUppercase : properties.isLowercase) { return false }
      if lower ? properties.isLowercase : properties.isUppercase { hasCased = true }
    }
    return hasCased
  }

  /// The characters; `nil` for halves of surrogate pairs.
  private func scalars(of string: Value) throws(Halt) -> [Unicode.Scalar?] {
    let bytes = string.bytes
    try charge(1 + bytes.count)
    var scalars: [Unicode.Scalar?] = []
    var at = 0
    while at < bytes.count {
      let (scalar, length) = UTF8Text.decode(bytes, at)
      scalars.append(Unicode.Scalar(scalar))
      at += length
    }
    return scalars
  }

  /// How many runs of letters, digits and underscores there are: `\\w+`.
  func wordCount(of string: Value) throws(Halt) -> Int {
    var count = 0
    var isInWord = false
    for scalar in try scalars(of: string) {
      let isWord = scalar.map { $0 == "_" || Self.isAlphanumeric($0.properties) } ?? false
      if isWord, !isInWord { count += 1 }
      isInWord = isWord
    }
    return count
  }

  private static func isLetter(_ properties: Unicode.Scalar.Properties) -> Bool {
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
    default: false
    }
  }

  private static func isAlphanumeric(_ properties: Unicode.Scalar.Properties) -> Bool {
    isLetter(properties) || properties.numericType != nil
  }

  /// `isalpha`, `isdigit` and their like.
  func consists(_ string: Value, of method: Method) throws(Halt) -> Bool {
    switch method {
    case .isascii: return UTF8Text.isASCII(string.bytes)
    case .islower: return try isLower(string)
    case .isupper: return try isUpper(string)
    case .isspace:
      return string.count > 0 && strippedSpace(string, fromStart: true, fromEnd: false).count == 0
    case .istitle: return try isTitle(string)
    default: break
    }
    let scalars = try scalars(of: string)
    return !scalars.isEmpty
      && scalars.allSatisfy { scalar in
        guard let properties = scalar?.properties else { return false }
        switch method {
        case .isalpha: return Self.isLetter(properties)
        case .isdecimal: return properties.generalCategory == .decimalNumber
        case .isdigit: return properties.numericType == .decimal || properties.numericType == .digit
        case .isnumeric: return properties.numericType != nil
        default: return Self.isAlphanumeric(properties)
        }
      }
  }

  private func isTitle(_ string: Value) throws(Halt) -> Bool {
    var (isInWord, hasCased) = (false, false)
    for scalar in try scalars(of: string) {
      guard let properties = scalar?.properties else {
        isInWord = false
        continue
      }
      if properties.isUppercase || properties.generalCategory == .titlecaseLetter {
        if isInWord { return false }
        (isInWord, hasCased) = (true, true)
      } else if properties.isLowercase {
        if !isInWord { return false }
        hasCased = true
      } else {
        isInWord = false
      }
    }
    return hasCased
  }
}
