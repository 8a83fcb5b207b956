import TamisCore

/// Digits with the spaces, dots, dashes and brackets that people put between them.
struct NumberRun {
  /// The run in the text, its `+` or `(` in front with it.
  var range: Range<Int>
  var digits: [UInt8] = []
  /// What stands between the digits, apart from digits.
  var separators = 0
  var hasPlus = false
  var hasDot = false
  var hasBracket = false

  /// Longer runs are tables of figures.
  private static let limit = 40

  init(_ text: UnsafeRawBufferPointer, around place: Int) {
    var start = place
    var end = place
    while start > 0, place - start < Self.limit, Self.continues(text, start - 1, -1) { start -= 1 }
    while end < text.count, end - place < Self.limit, Self.continues(text, end, 1) { end += 1 }
    while end > start, !Self.isDigit(text[end - 1]) { end -= 1 }
    while start < end, !Self.isDigit(text[start]), text[start] != UInt8(ascii: "+"),
      text[start] != UInt8(ascii: "(")
    {
      start += 1
    }
    range = start..<end
    // Most numbers are short, and their digits need no list.
    guard end - start >= 9 else { return }
    for index in range {
      switch text[index] {
      case 0x30...0x39: digits.append(text[index] & 15)
      case UInt8(ascii: "+"): hasPlus = index == start
      case UInt8(ascii: "."): (hasDot, separators) = (true, separators + 1)
      case UInt8(ascii: "("): (hasBracket, separators) = (true, separators + 1)
      default: separators += 1
      }
    }
    let before = start > 0 && !text.endsEscape(at: start) ? text[start - 1] : 0x20
    let after = end < text.count ? text[end] : 0x20
    // A part of a word, of a fraction or of a path is no number of this kind.
    if SecretKey.isWordByte(before) || SecretKey.isWordByte(after) || before == UInt8(ascii: "/")
      || after == UInt8(ascii: "/")
    {
      digits = []
    }
  }

  /// True where there is nothing but digits, spaces and dashes.
  var isBare: Bool { !hasPlus && !hasDot && !hasBracket }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// True where the byte at `place` may be one of the run, coming from the other side.
  private static func continues(
    _ text: UnsafeRawBufferPointer, _ place: Int, _ step: Int
  ) -> Bool {
    switch text[place] {
    case 0x30...0x39: return true
    case UInt8(ascii: "+"): return step < 0
    case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "("),
      UInt8(ascii: ")"):
      // Two marks side by side end a number, but for a bracket and a space.
      let next = place + step
      guard next >= 0, next < text.count else { return false }
      let byte = text[next]
      return isDigit(byte) || byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")")
        || (byte == UInt8(ascii: "+") && step < 0)
        || (byte == UInt8(ascii: " ") && text[place] != UInt8(ascii: " "))
    default: return false
    }
  }
}

/// Numbers of payment cards: ISO/IEC 7812, with the check digit after Luhn.
enum CardNumber {
  static func isValid(_ digits: [UInt8]) -> Bool {
    guard isKnown(digits) else { return false }
    var sum = 0
    for (index, digit) in digits.reversed().enumerated() {
      let value = Int(digit) << (index & 1)
      sum += value > 9 ? value - 9 : value
    }
    return sum % 10 == 0 && Set(digits).count > 1
  }

  /// True for the first digits and the length of a scheme that is in use.
  private static func isKnown(_ digits: [UInt8]) -> Bool {
    guard digits.count >= 14 else { return false }
    let head = digits.prefix(4).reduce(0) { $0 * 10 + Int($1) }
    switch digits.count {
    case 16:
      return head / 1000 == 4 || 51...55 ~= head / 100 || 2221...2720 ~= head
        || head == 6011 || head / 100 == 65 || 3528...3589 ~= head
    case 15: return head / 100 == 34 || head / 100 == 37
    case 14: return head / 100 == 36 || head / 100 == 38 || 300...305 ~= head / 10
    case 19: return head / 1000 == 4 || head / 100 == 62
    default: return false
    }
  }
}

/// Phone numbers in the two forms that can be told from other figures.
enum PhoneNumber {
  static func isValid(_ run: NumberRun) -> Bool {
    if run.hasPlus { return 9...15 ~= run.digits.count && run.digits[0] != 0 }
    // (415) 555-0123, 415-555-0123, 415.555.0123
    guard run.digits.count == 10, run.digits[0] > 1, run.digits[3] > 1 else { return false }
    return run.hasBracket ? run.separators >= 2 : run.separators == 2
  }
}

/// International bank account numbers: ISO 13616, with the two check digits.
enum AccountNumber {
  /// The account number that the byte at `place` is a part of.
  static func range(_ text: UnsafeRawBufferPointer, around place: Int) -> Range<Int>? {
    var start = place
    while start > 0, place - start < 42, isPart(text, start - 1) { start -= 1 }
    var end = place
    while end < text.count, end - place < 42, isPart(text, end) { end += 1 }
    if start > 0, text[start] != 0x20, SecretKey.isWordByte(text[start - 1]),
      !text.endsEscape(at: start)
    {
      return nil
    }
    // Words in capitals may stand before the number.
    while start + 15 <= end {
      if isHead(text, start, end), let found = number(text, start, end), found.contains(place) {
        return found
      }
      guard let space = text[start..<end].firstIndex(of: 0x20) else { return nil }
      start = space + 1
    }
    return nil
  }

  private static func isHead(
    _ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int
  ) -> Bool {
    0x41...0x5A ~= text[start] && 0x41...0x5A ~= text[start + 1] && isDigit(text[start + 2])
      && isDigit(text[start + 3])
  }

  /// The longest number from `start` on whose check digits are right.
  private static func number(
    _ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int
  ) -> Range<Int>? {
    var stop = end
    while stop - start >= 15 {
      let characters = text[start..<stop].filter { $0 != 0x20 }
      if 15...34 ~= characters.count, isRight(characters) { return start..<stop }
      guard let space = text[start..<stop].lastIndex(of: 0x20) else { return nil }
      stop = space
    }
    return nil
  }

  private static func isRight(_ characters: [UInt8]) -> Bool {
    var rest = 0
    for byte in characters[4...] + characters[..<4] {
      rest =
        isDigit(byte)
        ? (rest * 10 + Int(byte & 15)) % 97 : (rest * 100 + Int(byte) - 55) % 97
    }
    return rest == 1
  }

  private static func isPart(_ text: UnsafeRawBufferPointer, _ place: Int) -> Bool {
    let byte = text[place]
    return isDigit(byte) || 0x41...0x5A ~= byte
      || (byte == 0x20 && place > 0 && text[place - 1] != 0x20)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}

extension UnsafeRawBufferPointer {
  /// True where the byte before `offset` is the letter of an escape such as `\n`.
  func endsEscape(at offset: Int) -> Bool {
    offset >= 2 && self[offset - 2] == UInt8(ascii: "\\")
  }
}
