import Testing

@testable import TamisTokenizers

/// A vocabulary that comes with the package, and what is to be expected of it.
struct FixtureVocabulary: Sendable, CustomTestStringConvertible {
  var name: String
  /// The encoding of a rank file.
  var encoding: String?
  /// Every byte is a token and nothing is normalized: text comes back as it was.
  var isByteComplete = false
  /// A special token and its id.
  var special: (text: String, id: TokenID)?

  var testDescription: String { name }

  /// The tokenizer, which all tests share: it never changes.
  func load() throws -> Tokenizer { try #require(Self.loaded[name]).get() }

  private static let loaded = Dictionary(
    uniqueKeysWithValues: all.map { vocabulary in
      (
        vocabulary.name,
        Result { () throws(TokenizerError) in
          try Tokenizer(
            contentsOf: fixturePath("tokenizers/" + vocabulary.name), encoding: vocabulary.encoding)
        }
      )
    })

  static let all: [FixtureVocabulary] = [
    FixtureVocabulary(
      name: "vocabularies/small.tiktoken", encoding: "o200k_base", isByteComplete: true,
      special: ("<|endoftext|>", 199_999)),
    FixtureVocabulary(
      name: "vocabularies/small.tokenizer.json", isByteComplete: true,
      special: ("<|im_start|>", 1)),
    FixtureVocabulary(
      name: "vocabularies/small.tekken.json", isByteComplete: true, special: ("<s>", 1)),
    FixtureVocabulary(
      name: "encodings/tiny.tiktoken", encoding: "cl100k_base", isByteComplete: true,
      special: ("<|endofprompt|>", 100_276)),
    FixtureVocabulary(name: "sentencepiece/bpe_bytes.model", special: ("<s>", 1)),
    FixtureVocabulary(name: "sentencepiece/bpe_nmt.model", special: ("</s>", 2)),
    FixtureVocabulary(name: "sentencepiece/unigram_bytes.model", special: ("<s>", 1)),
    FixtureVocabulary(name: "sentencepiece/unigram_nfkc.model", special: ("<s>", 1)),
    FixtureVocabulary(name: "sentencepiece/unigram_suffix.model", special: ("<s>", 1)),
    FixtureVocabulary(name: "unigram/words.json"),
    FixtureVocabulary(name: "unigram/bytes.json"),
    FixtureVocabulary(name: "wordpiece/bert.json", special: ("[SEP]", 2)),
  ]

  static let byteComplete = all.filter(\.isByteComplete)
  static let withSpecial = all.filter { $0.special != nil }
}

/// Text that is hard to cut: scripts, marks, spaces, contractions, special tokens, long runs.
struct HardText {
  var random: TestRandom

  private static let words = [
    "the", " and", "don't", "I'M", "we'll", " HTTPServer", "iPhone", "naïve", "nai\u{308}ve",
    "привет",
    " Мир", "שלום", "مرحبا", "नमस्ते", "ภาษาไทย", "你好", "日本語", "カタカナ", "한국어", "12", " 345", "6789",
    "١٢٣", "½", "x²", "->=", " !=", "...", "``", "''", "“”", "😀", "👩‍👩‍👧", "🇩🇪", "❤️", "ﬁ", "Ⅷ", "ß",
    "'ſ", "'K",
    "▁", "<s>", "<|endoftext|>", "<|im_start|>", "<|im_en", "[SEP]", "<0x0A>", "</s>", "<unk>",
  ].map { Array($0.utf8) }
  private static let spaces = [
    " ", "  ", "\n", "\n\n", "\r\n", "\t", " \n", "\n ", "\u{A0}", "\u{3000}", "\u{2028}", "\u{85}",
    "\u{200B}", "\u{FEFF}", "\u{0}", "    ",
  ].map { Array($0.utf8) }
  private static let marks = ["\u{301}", "\u{308}\u{301}", "\u{FE0F}", "\u{200D}", "\u{345}"]
    .map { Array($0.utf8) }
  private static let units = ["a", " ", "\n", "中", "\u{301}", "1", "'", "-", "😀", "▁", "ab", " a"]
    .map { Array($0.utf8) }
  private static let broken: [[UInt8]] = [
    [0x80], [0xFF], [0xE2, 0x96], [0xC3], [0xF0, 0x9F], [0xED, 0xA0, 0x80], [0xC0, 0xAF],
    [0xF4, 0x90],
  ]

  init(for test: String) { random = TestRandom(for: test) }

  /// Well-formed UTF-8 of at least `count` bytes.
  mutating func text(_ count: Int) -> [UInt8] { bytes(count, brokenPercent: 0) }

  /// At least `count` bytes, not all of them UTF-8.
  mutating func hostile(_ count: Int) -> [UInt8] { bytes(count, brokenPercent: 15) }

  private mutating func bytes(_ count: Int, brokenPercent: Int) -> [UInt8] {
    var text: [UInt8] = []
    while text.count < count {
      if random.chance(brokenPercent) { text += random.pick(Self.broken) }
      switch random.below(20) {
      case 0..<9: text += random.pick(Self.words)
      case 9..<15: text += random.pick(Self.spaces)
      case 15, 16: text += random.pick(Self.marks)
      case 17:
        let unit = random.pick(Self.units)
        for _ in 0..<random.below(min(count, 70) + 1) { text += unit }
      default: text.append(UInt8(32 + random.below(95)))
      }
    }
    return text
  }
}

extension Encoder {
  /// The ids of `text`, or `nil` where the model refuses it.
  func ids(_ text: [UInt8]) -> [TokenID]? {
    var tokens = TokenBuffer()
    do throws(TokenizerError) { try encode(text, into: &tokens) } catch { return nil }
    return tokens.array
  }
}
