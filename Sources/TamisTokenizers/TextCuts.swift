import TamisCore

/// Where a text can be cut so that its parts, encoded each for itself, give the ids of the whole.
///
/// There are two such places; each is the start of the part behind it.
///
/// **A space between two ASCII letters.** Not every space: "letter, space, letter".
///
/// - Scanners: no alternative of any family has a space behind a letter (a space comes first in a
///   piece, or in a run of white space), so a piece ends there. Nor does any look further ahead
///   than one character, to ask for a letter, a newline or white space: to what stands before the
///   cut, the end of the text says what a space says, because no white space ends the part. No
///   pattern looks back.
/// - `SpaceScanner` cuts before every run of spaces. Other pre-tokenizers say by `safeCut` whether
///   they do.
/// - Normalizers: neither of the three characters changes, and no change reaches over the cut, in
///   those that `keepsWordEnd` lets through. The inner edges are no edges of the text: there
///   nothing is stripped, squeezed or put in front.
/// - Added tokens: none has a letter and behind it a space, so that no match, let through or not,
///   goes over the cut, and the search stands at it in the whole text as well. Tokens that look at
///   their neighbours see a letter or a space where they would now see an end; `singleWord` takes a
///   space for an end, and the others stop at letters.
///
/// **Behind a line feed, before what is neither white space nor a slash**, in families that end
/// pieces at newlines, with no normalizer. What takes a newline in takes all that follow, and in
/// o200k's family slashes, and then ends; white space that ends in a newline is one piece at the
/// end of a text as well as before more. This is what cuts Chinese.
struct TextCuts {
  private let normalizer: Normalizer?
  private let cutsAtNewlines: Bool
  /// The ASCII letters that may stand before a cut.
  private let isWordEnd: [Bool]

  /// `nil` where no place is known to be safe.
  init?(_ pipeline: TextPipeline) {
    guard !pipeline.isByteLevelBeforePreTokenizer else { return nil }
    var endsAtNewlines = false
    switch pipeline.splitter {
    case .scanner(let family): endsAtNewlines = family != .gpt2
    case .spaces, .bertWords: break
    case .preTokenizer(let preTokenizer):
      let cut = [UInt8]("a ".utf8).withUnsafeBytes { preTokenizer.safeCut(in: $0) }
      guard cut == 1 else { return nil }
    case .none: return nil
    }
    let added = pipeline.addedTokens
    for (index, token) in added.tokens.enumerated() {
      for content in [token.content, added.normalizedContents[index] ?? []] {
        guard Self.isInsideOfParts(token, content) else { return nil }
        if token.lstrip || content.contains(where: { $0 == 0x0A || $0 == 0x0D }) {
          endsAtNewlines = false
        }
      }
    }
    normalizer = pipeline.normalizer
    cutsAtNewlines = endsAtNewlines && pipeline.normalizer == nil
    isWordEnd = (0..<256).map { byte in
      let letter = UInt8(byte)
      guard letter.isLetter, pipeline.normalizer?.keepsWordEnd(letter) ?? true else { return false }
      guard case .bytePair(let model) = pipeline.model else { return true }
      // An unknown token would fuse with another one over the cut.
      return !model.unknown.fuses || !model.unknown.bytes.isEmpty
        || model.vocabulary.id(of: [letter]).map { $0 != model.unknown.id } ?? false
    }
  }

  /// True if no match of the token can reach over a cut, or ask for what lies behind one.
  private static func isInsideOfParts(_ token: AddedToken, _ content: [UInt8]) -> Bool {
    if zip(content, content.dropFirst()).contains(where: { $0.isLetter && $1 == 0x20 }) {
      return false
    }
    if token.rstrip, content.last?.isLetter == true { return false }
    return !(token.singleWord && content.first == 0x20)
  }

  /// The first place to cut from `start` on, before the end of `text`; `start` is at least 1.
  func next(in text: UnsafeRawBufferPointer, from start: Int) -> Int? {
    var place = start
    while place &+ 1 < text.count {
      let byte = text[place]
      if byte == 0x20 {
        if isWordEnd[Int(text[place &- 1])], text[place &+ 1].isLetter { return place }
      } else if cutsAtNewlines, text[place &- 1] == 0x0A, Self.startsPiece(byte, text[place &+ 1]) {
        return place
      }
      place &+= 1
    }
    return nil
  }

  /// True where the character of these bytes is certainly no white space, and no slash: all Unicode
  /// spaces start with C2, E1, E2 or E3 80.
  private static func startsPiece(_ byte: UInt8, _ next: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "/"): false
    case 0x21..<0x7F, 0xC3...0xE0, 0xE4...0xF4: true
    case 0xE3: next > 0x80
    default: false
    }
  }
}

extension Normalizer {
  /// True if in `letter`, space, ASCII letter the first two come out as a letter and a space,
  /// whatever stands around, and nothing that happens to the text before the space has to do with
  /// what happens from the space on.
  fileprivate func keepsWordEnd(_ letter: UInt8) -> Bool {
    switch self {
    case .nfc, .nfd, .nfkc, .nfkd, .currentForm, .lowercase, .strip, .stripAccents, .nmt, .prepend,
      .append, .bert:
      return true
    case .replace(let replacement):
      guard case .literal(let target) = replacement.target else { return false }
      return !target.isEmpty && !target.contains { $0 == 0x20 || $0.isLetter }
    case .precompiled(let map):
      return map.keeps(letter) && map.keeps(0x20)
    case .sentencePiece(let normalizer):
      guard normalizer.escapesWhitespace, normalizer.writesSpaces else { return false }
      if let map = normalizer.map {
        guard map.startsAtASCII, map.keeps(letter), map.keeps(0x20) else { return false }
      }
      return normalizer.symbols?.joins(letter, 0x20) != true
    case .sequence(let all):
      return all.allSatisfy { $0.keepsWordEnd(letter) }
    case .byteLevel:
      return false
    }
  }
}

extension CharacterMap {
  fileprivate func keeps(_ byte: UInt8) -> Bool { asciiBytes[Int(byte)] == UInt16(byte) }
}

extension UInt8 {
  @inline(__always)
  fileprivate var isLetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }
}
