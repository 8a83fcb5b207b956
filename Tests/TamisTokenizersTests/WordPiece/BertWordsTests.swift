import Testing

@testable import TamisTokenizers

/// BERT's words, remembered as they came, against its normalizer, pre-tokenizer and model step by step.
@Suite("BERT's words")
struct BertWordsTests {
  /// Each byte is a token, so that ids spell what was normalized and show where words were cut.
  private static func pipeline(_ normalizer: BertNormalizer) throws -> TextPipeline {
    var definition = WordPieceDefinition()
    definition.vocabulary.insert(Array("[UNK]".utf8), id: 0)
    for byte in 0...255 {
      definition.vocabulary.insert([UInt8(byte)], id: TokenID(1 + byte))
      definition.vocabulary.insert(Array("##".utf8) + [UInt8(byte)], id: TokenID(257 + byte))
    }
    definition.unknownToken = 0
    return TextPipeline(
      addedTokens: AddedTokens([]), normalizer: nil, splitter: .bertWords(normalizer),
      model: .wordPiece(try WordPieceModel(definition)))
  }

  static let all = (0..<16).map { bits in
    BertNormalizer(
      cleansText: bits & 1 != 0, handlesChineseCharacters: bits & 2 != 0,
      stripsAccents: bits & 4 != 0, lowercases: bits & 8 != 0)
  }

  /// Encoders of both ways.
  private func encoders(_ normalizer: BertNormalizer) throws -> (fast: Encoder, slow: Encoder) {
    let pipeline = try Self.pipeline(normalizer)
    return (
      try Encoder(pipeline, EncoderOptions(), offsets: false),
      try Encoder(pipeline.withSeparateSteps, EncoderOptions(), offsets: false)
    )
  }

  @Test("every character between letters, before a mark and behind one", arguments: [15, 4])
  func everyCharacter(bits: Int) throws {
    let (fast, slow) = try encoders(Self.all[bits])
    // What has no name yet, and what is for private use, is alike.
    let named = [0..<0x3_3500, 0xE_0000..<0xE_0200, 0xF_FF00..<0x11_0000] as [Range<UInt32>]
    for scalars in bits == 15 ? named : [0..<0x1_0000] {
      var text: [UInt8] = []
      for number in scalars {
        guard let scalar = Unicode.Scalar(number) else { continue }
        let character = Array(scalar.utf8)
        text += Array("e".utf8) + character + Array("Z ".utf8)
        text += Array("\u{323}".utf8) + character + Array("\u{301}\u{302E}\n".utf8)
        if text.count > 1 << 16 || number == scalars.upperBound - 1 {
          #expect(fast.ids(text) == slow.ids(text), "up to U+\(String(number, radix: 16))")
          text.removeAll(keepingCapacity: true)
        }
      }
    }
  }

  @Test("hard text, well-formed or not, with a new table and a used one", arguments: all.indices)
  func hardText(bits: Int) throws {
    let (fast, slow) = try encoders(Self.all[bits])
    var source = HardText(for: "BERT's words \(bits)")
    for size in Array(0...30) + [90, 700, 3000] {
      for text in [source.text(size), source.hostile(size)] {
        let expected = slow.ids(text)
        #expect(fast.ids(text) == expected, "\(String(decoding: text, as: UTF8.self))")
        #expect(fast.ids(text) == expected)
      }
    }
  }

  @Test(
    "words of any length, of letters, marks, controls, signs and broken bytes", arguments: [15, 3])
  func longWords(bits: Int) throws {
    let (fast, slow) = try encoders(Self.all[bits])
    let units: [[UInt8]] =
      [
        "a", "Z", "é", "e\u{301}", "\u{301}\u{323}", "\u{302E}", "中", "\u{F900}", "한", "\u{0}",
        "\u{200D}", "!", "≠", "\u{37E}", " ", "\t", "\u{B}", "\u{3000}", "a\u{0}", "ab ", "😀",
        "\u{FFFD}",
      ].map { Array($0.utf8) } + [[0x80], [0xFF], [0xE4, 0xB8], [0xF0, 0x9F, 0x98]]
    for unit in units {
      for count in [1, 7, 11, 12, 26, 27, 63, 64, 65, 99, 100, 101, 300, 1000, 30_000] {
        let run = Array(repeatElement(unit, count: count).joined())
        for text in [run, Array("x ".utf8) + run + Array("y".utf8)] {
          #expect(fast.ids(text) == slow.ids(text), "\(unit) \(count)")
        }
      }
    }
  }

  @Test("a stream gives the ids of the whole, whatever its chunks are", arguments: [15, 3, 4])
  func streams(bits: Int) throws {
    let (fast, slow) = try encoders(Self.all[bits])
    let stream = TokenStream(fast, EncoderOptions())
    var source = HardText(for: "BERT's stream \(bits)")
    for size in [10, 3000, 150_000] {
      let text = source.hostile(size)
      let expected = slow.ids(text)
      for chunk in [7, 1000, 70_000] where size / chunk < 3000 {
        var tokens = TokenBuffer()
        var at = 0
        while at < text.count {
          let end = min(at + 1 + source.random.below(chunk * 2), text.count)
          try text[at..<end].withUnsafeBytes { try stream.append($0, into: &tokens) }
          at = end
        }
        try stream.finish(into: &tokens)
        #expect(tokens.array == expected, "chunks of \(chunk)")
      }
    }
  }

  @Test("a model without an unknown token refuses the same texts")
  func refusal() throws {
    var definition = WordPieceDefinition()
    definition.vocabulary.insert(Array("a".utf8), id: 0)
    definition.vocabulary.insert(Array("##b".utf8), id: 1)
    let pipeline = TextPipeline(
      addedTokens: AddedTokens([]), normalizer: nil, splitter: .bertWords(Self.all[15]),
      model: .wordPiece(try WordPieceModel(definition)))
    let fast = try Encoder(pipeline, EncoderOptions(), offsets: false)
    for _ in 0..<2 {
      #expect(fast.ids(Array("A áb\u{0} ab".utf8)) == [0, 0, 1, 0, 1])
      #expect(throws: TokenizerError.self) { try fast.encode("ab, a") }
      #expect(throws: TokenizerError.self) { try fast.encode("ab c") }
    }
  }

  @Test("a tokenizer.json of this shape goes this way, and keeps its offsets")
  func loaded() throws {
    let tokenizer = try Tokenizer(contentsOf: fixturePath("tokenizers/wordpiece/bert.json"))
    guard case .bertWords = tokenizer.pipeline.splitter else {
      Issue.record("the splitter is \(tokenizer.pipeline.splitter)")
      return
    }
    let text = Array("Zażółć\u{0} GĘŚLĄ, 中文 jaźń\u{0}".utf8)
    var tokens = TokenBuffer(offsets: true)
    try tokenizer.makeEncoder(offsets: true).encode(text, into: &tokens)
    #expect(tokens.array == (try tokenizer.makeEncoder()).ids(text))
    #expect(tokens.ends.last.map { Int($0) } == text.count)
  }
}
