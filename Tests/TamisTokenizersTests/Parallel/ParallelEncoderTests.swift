import TamisCore
import Testing

@testable import TamisTokenizers

@Suite("Encoding with several threads")
struct ParallelEncoderTests {
  /// Vocabularies of all kinds, with scanners of their own and without, with normalizers and
  /// without.
  static let files = [
    "vocabularies/small.tekken.json", "vocabularies/small.tokenizer.json",
    "sentencepiece/bpe_bytes.model", "sentencepiece/bpe_nmt.model",
    "sentencepiece/unigram_bytes.model", "sentencepiece/unigram_nfkc.model",
    "sentencepiece/unigram_suffix.model", "unigram/words.json", "wordpiece/bert.json",
  ]

  private static let words = [
    "the", "Cat", "don't", "I'LL", "DNA", "x", "\u{E9}t\u{E9}", "e\u{301}", "\u{4E2D}\u{6587}",
    "\u{3042}", "\u{3000}", "\u{A0}", " ", "  ", "\n", "\n\n", "\r\n", "\t", "\n/", "/", "123456",
    "!?",
    "<|im_end|>", "<s>", "[MASK]", "\u{2581}", "\u{1F600}", "\u{301}",
  ].map { Array($0.utf8) }

  private func text(_ count: Int, _ random: inout TestRandom) -> [UInt8] {
    var text: [UInt8] = []
    for _ in 0..<count {
      text += random.pick(Self.words)
      if random.chance(60) { text.append(UInt8(ascii: " ")) }
      if random.chance(2) { text.append(UInt8(truncatingIfNeeded: random.next())) }
    }
    return text
  }

  @Test("any number of threads gives the ids of one encoder", arguments: files)
  func documents(_ file: String) throws {
    var random = TestRandom(for: "documents \(file)")
    let tokenizer = try Tokenizer(contentsOf: fixturePath("tokenizers/\(file)"))
    for allowed in [AllowedSpecial.none, .all] {
      let options = EncoderOptions(addSpecialTokens: allowed == .all, allowedSpecial: allowed)
      let documents = [text(200, &random), []] + (0..<12).map { _ in text(20, &random) } + [[]]
      let joined = documents.flatMap { $0 }
      var ends: [Int] = []
      for document in documents { ends.append((ends.last ?? 0) + document.count) }

      let encoder = try tokenizer.makeEncoder(options)
      var expected = TokenBuffer()
      var expectedEnds: [Int] = []
      for document in documents {
        try encoder.encode(document, into: &expected)
        expectedEnds.append(expected.count)
      }
      for (threads, share) in [(1, 64), (2, 1), (2, 700), (3, 40), (7, 200)] {
        let found = try encode(tokenizer, joined, ends, threads, options, share)
        #expect(found.ids == expected.array, "\(threads) threads, shares of \(share): \(joined)")
        #expect(found.ends == expectedEnds)
      }
    }
  }

  private func encode(
    _ tokenizer: Tokenizer, _ text: [UInt8], _ ends: [Int], _ threads: Int,
    _ options: EncoderOptions, _ shareSize: Int
  ) throws(TokenizerError) -> (ids: [TokenID], ends: [Int]) {
    var outcome = Result<([TokenID], [Int]), TokenizerError>.success(([], []))
    text.withUnsafeBytes { bytes in
      do throws(TokenizerError) {
        let encoder = try ParallelEncoder(
          tokenizer.pipeline, options, threads: threads, shareSize: shareSize)
        let encoded = try encoder.encode(documents: bytes, ends: ends)
        outcome = .success((encoded.tokens.array, encoded.ends))
      } catch {
        outcome = .failure(error)
      }
    }
    let (ids, ends) = try outcome.get()
    return (ids, ends)
  }

  @Test("an encoder that has learned from other texts gives the same ids, and appends them")
  func kept() throws {
    var random = TestRandom(for: "kept")
    let tokenizer = try Tokenizer(
      contentsOf: fixturePath("tokenizers/vocabularies/small.tokenizer.json"))
    let encoder = try ParallelEncoder(
      tokenizer.pipeline, EncoderOptions(), threads: 3, shareSize: 50)
    let alone = try tokenizer.makeEncoder()
    var all = EncodedDocuments()
    var expected = TokenBuffer()
    for _ in 0..<40 {
      let text = text(random.below(200), &random)
      try alone.encode(text, into: &expected)
      try text.withUnsafeBytes { bytes in
        try encoder.encode(documents: bytes, ends: [bytes.count], into: &all)
      }
      #expect(all.tokens.array == expected.array)
      #expect(all.ends.last == expected.count)
    }
  }

  @Test("after an error an encoder goes on with the next text")
  func errorsAndOn() throws {
    let file = """
      {"version": "1.0", "added_tokens": [], "normalizer": null, "pre_tokenizer": null,
       "post_processor": null, "decoder": null,
       "model": {"type": "WordLevel", "vocab": {"a": 0, "b": 1}, "unk_token": "?"}}
      """
    let tokenizer = try Tokenizer(Array(file.utf8))
    let encoder = try ParallelEncoder(
      tokenizer.pipeline, EncoderOptions(), threads: 3, shareSize: 1)
    for (words, isKnown) in [("a b a b a", true), ("a b x b y", false), ("b a b", true)] {
      let text = Array(words.utf8.filter { $0 != 0x20 })
      let ends = Array(1...text.count)
      let expected = words.utf8.compactMap { [0x61: 0, 0x62: 1][Int($0)] as TokenID? }
      try text.withUnsafeBytes { bytes in
        if isKnown {
          let found = try encoder.encode(documents: bytes, ends: ends)
          #expect(found.tokens.array == expected)
        } else {
          #expect(
            throws:
              TokenizerError.unencodable(
                "no token for the text here, and the model has no unknown token", offset: 0)
          ) {
            _ = try encoder.encode(documents: bytes, ends: ends)
          }
        }
      }
    }
  }

  @Test("a text is cut where its tokenizer allows it")
  func cuts() throws {
    for (file, text, expected) in [
      ("vocabularies/small.tekken.json", "ab cd\n\u{4E2D}e\n/f g.h i", [2, 6, 13, 17]),
      ("sentencepiece/bpe_bytes.model", "ab cd\n\u{4E2D}e\n/f g.h i", [2, 13, 17]),
      ("wordpiece/bert.json", "ab cd\n\u{4E2D}e\n/f g.h i", [2, 13, 17]),
    ] {
      let tokenizer = try Tokenizer(contentsOf: fixturePath("tokenizers/\(file)"))
      let cuts = try #require(TextCuts(tokenizer.pipeline), "\(file)")
      var found: [Int] = []
      Array(text.utf8).withUnsafeBytes { bytes in
        while let next = cuts.next(in: bytes, from: (found.last ?? 0) + 1) { found.append(next) }
      }
      #expect(found == expected, "\(file)")
    }
    let whole = try Tokenizer(
      contentsOf: fixturePath("tokenizers/sentencepiece/unigram_bytes.model"))
    #expect(TextCuts(whole.pipeline) == nil)
  }

  @Test("an added token over a space forbids cuts there")
  func addedTokens() throws {
    let tokenizer = try Tokenizer(
      contentsOf: fixturePath("tokenizers/vocabularies/small.tokenizer.json"))
    for (content, lstrip, isAllowed) in [
      ("<a b>", false, false), ("<ab>", false, true), ("a ", false, false), (" a", false, true),
    ] {
      var pipeline = tokenizer.pipeline
      var token = AddedToken(content: Array(content.utf8), id: 0)
      token.lstrip = lstrip
      pipeline.addedTokens = AddedTokens([token])
      #expect((TextCuts(pipeline) != nil) == isAllowed, "\(content)")
    }
    var pipeline = tokenizer.pipeline
    pipeline.addedTokens = AddedTokens([AddedToken(content: Array("ab".utf8), id: 0, rstrip: true)])
    #expect(TextCuts(pipeline) == nil)
  }

  @Test("the error of the first document that has one is thrown, and all threads have ended")
  func errors() throws {
    let tokenizer = try Tokenizer(
      contentsOf: fixturePath("tokenizers/vocabularies/small.tekken.json"))
    let options = EncoderOptions(allowedSpecial: .named(["<|none|>"]))
    #expect(throws: TokenizerError.unknownSpecialToken("<|none|>")) {
      try encode(tokenizer, Array("a b".utf8), [3], 2, options, 1)
    }
  }

  @Test("no documents and an empty text give nothing")
  func nothing() throws {
    let tokenizer = try Tokenizer(
      contentsOf: fixturePath("tokenizers/vocabularies/small.tekken.json"))
    let none = try encode(tokenizer, [], [], 3, EncoderOptions(), 64)
    #expect(none.ids.isEmpty && none.ends.isEmpty)
    let empty = try encode(tokenizer, [], [0, 0], 3, EncoderOptions(), 64)
    #expect(empty.ids.isEmpty && empty.ends == [0, 0])
  }
}
