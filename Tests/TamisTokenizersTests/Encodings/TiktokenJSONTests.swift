import TamisCore
import Testing

@testable import TamisTokenizers

@Suite("Encodings of tiktoken's JavaScript package")
struct TiktokenJSONTests {
  private func read(_ text: String) throws(TokenizerError) -> TiktokenJSON {
    let bytes = Array(text.utf8)
    var outcome = Result<TiktokenJSON, TokenizerError>.failure(.unknownSpecialToken(""))
    bytes.withUnsafeBytes { raw in
      do throws(TokenizerError) { outcome = .success(try TiktokenJSON(raw)) } catch {
        outcome = .failure(error)
      }
    }
    return try outcome.get()
  }

  @Test("tokens count up from the rank at the start of their line")
  func ranks() throws {
    let encoding = try read(
      #"{"pat_str":"a|\\p{L}","special_tokens":{"<EOT>":0},"bpe_ranks":"! 5 IQ== Ig==\n! 9 aW5n\n"}"#
    )
    #expect(encoding.pattern == #"a|\p{L}"#)
    #expect(encoding.specialTokens.map(\.id) == [0])
    let tokens = (0..<TokenID(encoding.vocabulary.count)).map {
      encoding.vocabulary[$0].map(Array.init)
    }
    #expect(tokens == [nil, nil, nil, nil, nil, [0x21], [0x22], nil, nil, Array("ing".utf8)])
  }

  @Test("a file that starts with a number is no vocab.json")
  func numberFirst() throws {
    let file =
      #"{"explicit_n_vocab":3,"pat_str":"a|\\p{L}","special_tokens":{"<EOT>":0},"bpe_ranks":"! 1 IQ== Ig=="}"#
    let tokenizer = try Tokenizer(Array(file.utf8))
    #expect(tokenizer.format == .tiktokenJSON)
    #expect(tokenizer.vocabularySize == 3)
  }

  @Test("a vocab.json may have the words of other formats among its tokens")
  func words() {
    let file = #"{"!":0,"config":1,"vocab":2,"model":3,"bpe_ranks":4}"#
    #expect(
      throws: TokenizerError.malformed(
        "a vocabulary alone; its merges belong beside it, in merges.txt", place: "")
    ) {
      try Tokenizer(Array(file.utf8))
    }
  }

  @Test(
    "a defect is told with its place",
    arguments: [
      ("{}", "/pat_str"), (#"{"pat_str":""}"#, "/special_tokens"),
      (#"{"pat_str":"","special_tokens":{}}"#, "/bpe_ranks"),
      (#"{"pat_str":"","special_tokens":{},"bpe_ranks":"IQ== 0"}"#, "/bpe_ranks"),
      (#"{"pat_str":"","special_tokens":{},"bpe_ranks":"! x IQ=="}"#, "/bpe_ranks"),
      (#"{"pat_str":"","special_tokens":{},"bpe_ranks":"! 0 IQ== IQ=="}"#, "/bpe_ranks"),
      (#"{"pat_str":"","special_tokens":{"a":-1},"bpe_ranks":""}"#, "/special_tokens/a"),
      ("{", "byte 1"),
    ])
  func defects(text: String, place: String) {
    let thrown = #expect(throws: TokenizerError.self) { try read(text) }
    guard case .malformed(_, let found) = thrown else {
      Issue.record("another error: \(String(describing: thrown))")
      return
    }
    #expect(found == place)
  }

  @Test(
    "the old Claude encoding has its 64,995 tokens",
    .enabled(if: sharedFile("data/vocab/claude_legacy.json") != nil, "needs ../shared"))
  func claude() throws {
    let path = try #require(sharedFile("data/vocab/claude_legacy.json"))
    let encoding = try fileBytes(path).withUnsafeBytes { raw throws(TokenizerError) in
      try TiktokenJSON(raw)
    }
    #expect(encoding.vocabulary.tokenCount == 64_995)
    #expect(encoding.vocabulary.count == 65_000)
    #expect(encoding.pattern == KnownEncoding.named("claude_legacy")?.patterns[0])
    #expect(encoding.specialTokens.map(\.id) == [0, 1, 2, 3, 4])
  }
}
