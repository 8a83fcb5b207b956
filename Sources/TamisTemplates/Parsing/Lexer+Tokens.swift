/// The tokens inside of a tag.
extension Lexer {
  /// Reads one token, or white space.
  mutating func scanToken() throws(TemplateError) {
    let byte = source[at]
    let afterSpace = skippingSpace(from: at)
    if afterSpace > at {
      advanceLine(from: at, to: afterSpace)
      at = afterSpace
    } else if isDigit(at) {
      try scanNumber()
    } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
      try scanString(quote: byte)
    } else if isNameByte(at) {
      let start = at
      while at < source.count, isNameByte(at) { at += 1 }
      tokens.append(Token(kind: .name, value: Array(source[start..<at]), line: line))
    } else {
      try scanOperator()
    }
  }

  private func isDigit(_ place: Int) -> Bool {
    place < source.count && source[place] &- UInt8(ascii: "0") < 10
  }

  private func isNameByte(_ place: Int) -> Bool {
    let byte = source[place]
    return byte >= 0x80 || byte == UInt8(ascii: "_") || byte &- UInt8(ascii: "0") < 10
      || (byte | 0x20) &- UInt8(ascii: "a") < 26
  }

  private mutating func scanOperator() throws(TemplateError) {
    let rest = source[at...]
    for length in [2, 1] {
      guard
        let symbol = Token.Operator(rawValue: String(decoding: rest.prefix(length), as: UTF8.self)),
        rest.count >= length
      else { continue }
      switch symbol {
      case .leftBrace: brackets.append(.rightBrace)
      case .leftBracket: brackets.append(.rightBracket)
      case .leftParenthesis: brackets.append(.rightParenthesis)
      case .rightBrace, .rightBracket, .rightParenthesis:
        guard let expected = brackets.popLast() else {
          throw error("unexpected '\(symbol.rawValue)'")
        }
        if expected != symbol {
          throw error("unexpected '\(symbol.rawValue)', expected '\(expected.rawValue)'")
        }
      default: break
      }
      tokens.append(Token(kind: .operator(symbol), line: line))
      at += length
      return
    }
    throw error("unexpected char '\(String(decoding: rest.prefix(1), as: UTF8.self))'")
  }

  // MARK: Numbers

  /// Reads an integer (also `0x1F`, `1_000`) or a float.
  private mutating func scanNumber() throws(TemplateError) {
    let start = at
    if let radix = radixAt(start) { return try scanPrefixed(radix) }
    scanDigits()
    var isFloat = false
    // Behind a point digits are an index: `x.0.1` has no float in it.
    let followsPoint =
      tokens.last?.kind == .operator(.dot) && start > 0 && source[start - 1] == UInt8(ascii: ".")
    if !followsPoint {
      if at < source.count, source[at] == UInt8(ascii: "."), isDigit(at + 1) {
        at += 1
        scanDigits()
        isFloat = true
      }
      if at < source.count, source[at] | 0x20 == UInt8(ascii: "e") {
        let sign =
          at + 1 < source.count
          && (source[at + 1] == UInt8(ascii: "+") || source[at + 1] == UInt8(ascii: "-"))
        if isDigit(at + (sign ? 2 : 1)) {
          at += sign ? 2 : 1
          scanDigits()
          isFloat = true
        }
      }
    }
    let digits = source[start..<at].filter { $0 != UInt8(ascii: "_") }
    if !isFloat, digits.count > 1, digits.first == UInt8(ascii: "0"),
      digits.contains(where: { $0 != UInt8(ascii: "0") })
    {
      throw error("a number must not start with 0")
    }
    tokens.append(Token(kind: isFloat ? .float : .integer, value: digits, line: line))
  }

  private mutating func scanDigits() {
    while isDigit(at) || at < source.count && source[at] == UInt8(ascii: "_") && isDigit(at + 1) {
      at += 1
    }
  }

  private func radixAt(_ start: Int) -> Int? {
    guard source[start] == UInt8(ascii: "0"), start + 1 < source.count else { return nil }
    switch source[start + 1] | 0x20 {
    case UInt8(ascii: "x"): return 16
    case UInt8(ascii: "o"): return 8
    case UInt8(ascii: "b"): return 2
    default: return nil
    }
  }

  private mutating func scanPrefixed(_ radix: Int) throws(TemplateError) {
    let start = at
    at += 2
    while at < source.count, isNameByte(at), source[at] < 0x80 { at += 1 }
    let text = String(
      decoding: source[start + 2..<at].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
    guard let value = Int(text, radix: radix) else {
      throw error("not a number: '\(String(decoding: source[start..<at], as: UTF8.self))'")
    }
    tokens.append(Token(kind: .integer, value: Array(String(value).utf8), line: line))
  }

  // MARK: Strings

  private mutating func scanString(quote: UInt8) throws(TemplateError) {
    var characters: Bytes = []
    let start = line
    at += 1
    while true {
      guard at < source.count else {
        throw error("a string that starts in line \(start) has no end")
      }
      let byte = source[at]
      at += 1
      if byte == quote { break }
      if byte == 0x0A { line += 1 }
      if byte == UInt8(ascii: "\\") {
        guard at < source.count else { continue }
        try scanEscape(into: &characters)
      } else {
        characters.append(byte)
      }
    }
    tokens.append(Token(kind: .string, value: characters, line: start))
  }

  /// Reads what stands behind a backslash, by Python's codec `unicode-escape`.
  private mutating func scanEscape(into text: inout Bytes) throws(TemplateError) {
    let byte = source[at]
    at += 1
    switch byte {
    case 0x0A: line += 1
    case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): text.append(byte)
    case UInt8(ascii: "a"): text.append(0x07)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "v"): text.append(0x0B)
    case UInt8(ascii: "x"): UTF8Text.append(try hexadecimal(2), to: &text)
    case UInt8(ascii: "u"): UTF8Text.append(try hexadecimal(4), to: &text)
    case UInt8(ascii: "U"): UTF8Text.append(try hexadecimal(8), to: &text)
    case UInt8(ascii: "N"):
      throw TemplateError(
        .unsupported, "\\N{…} in a string is not supported; write the character itself",
        template: templateName, line: line)
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      var value = UInt32(byte - UInt8(ascii: "0"))
      for _ in 0..<2 where at < source.count && source[at] &- UInt8(ascii: "0") < 8 {
        value = value * 8 + UInt32(source[at] - UInt8(ascii: "0"))
        at += 1
      }
      UTF8Text.append(value, to: &text)
    default: text += [UInt8(ascii: "\\"), byte]
    }
  }

  private mutating func hexadecimal(_ digits: Int) throws(TemplateError) -> UInt32 {
    let text = source[at...].prefix(digits)
    guard text.count == digits, !text.contains(UInt8(ascii: "+")),
      let value = UInt32(String(decoding: text, as: UTF8.self), radix: 16), value <= 0x10FFFF
    else { throw error("a string has an escape without its \(digits) hexadecimal digits") }
    at += digits
    return value
  }
}
