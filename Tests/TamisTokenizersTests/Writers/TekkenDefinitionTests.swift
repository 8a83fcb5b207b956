import TamisCore
import Testing

@testable import TamisTokenizers

@Suite("tekken.json")
struct TekkenDefinitionTests {
  /// A file of the 256 bytes and "ab".
  private func file(
    version: String = "v3", size: Int = 277, specials: Int = 20, special: String? = nil,
    byte: String = "AA==", vocabulary: Int = 257
  ) -> [UInt8] {
    var text = ByteBuffer()
    text.append(
      #"{"config": {"pattern": "a|\\s", "num_vocab_tokens": 257, "default_vocab_size": \#(size), "#)
    text.append(
      #""default_num_special_tokens": \#(specials), "version": "\#(version)"}, "vocab": ["#)
    for rank in 0..<vocabulary {
      text.append(
        #"\#(rank == 0 ? "" : ","){"rank": \#(rank), "token_str": null, "token_bytes": ""#)
      if rank == 0 {
        text.append(byte)
      } else {
        let bytes = rank < 256 ? [UInt8(rank)] : Array("ab".utf8)
        bytes.withUnsafeBytes { text.append(base64: $0) }
      }
      text.append(#""}"#)
    }
    text.append("]" + (special.map { #", "special_tokens": \#($0)"# } ?? "") + "}")
    return text.array
  }

  private func read(_ bytes: [UInt8]) throws(TokenizerError) -> TekkenDefinition {
    try lending(bytes) { text throws(TokenizerError) in try TekkenDefinition(text) }
  }

  @Test("an old file has the usual special tokens, filled up to their number")
  func unlisted() throws {
    let tekken = try read(file(size: 280, specials: 23))
    #expect(tekken.pattern == #"a|\s"#)
    #expect(tekken.version == "v3")
    #expect(tekken.firstID == 23)
    #expect(tekken.vocabularySize == 280)
    #expect(tekken.ranks[256].map(Array.init) == Array("ab".utf8))
    let names = tekken.specialTokens.map(\.text)
    #expect(names.prefix(5) == ["<unk>", "<s>", "</s>", "[INST]", "[/INST]"])
    #expect(names.suffix(4) == ["[TOOL_CONTENT]", "<SPECIAL_20>", "<SPECIAL_21>", "<SPECIAL_22>"])
    #expect(tekken.specialTokens.map(\.id) == (0..<23).map { TokenID($0) })
  }

  @Test("a newer file lists its special tokens")
  func listed() throws {
    let special =
      #"[{"rank": 0, "token_str": "<a\u00e9>", "is_control": true}, {"rank": 1, "token_str": "[b]", "#
      + #""is_control": false}]"#
    let tekken = try read(file(version: "v11", size: 259, specials: 3, special: special))
    #expect(
      tekken.specialTokens == [
        .init(text: "<aé>", id: 0), .init(text: "[b]", id: 1, isControl: false),
        .init(text: "<SPECIAL_2>", id: 2),
      ])
  }

  @Test("only as many tokens count as the size leaves room for")
  func cut() throws {
    #expect(try read(file(size: 276)).ranks.count == 256)
  }

  @Test("what is wrong is told with its place")
  func malformed() {
    func check(_ bytes: [UInt8], _ what: String, _ place: String) {
      #expect(throws: TokenizerError.malformed(what, place: place)) { try read(bytes) }
    }
    check(file(version: "v11"), "a file of version v11 has to list its special tokens", "")
    check(file(size: 278), "257 tokens, where the sizes ask for 258", "/vocab")
    check(file(size: 275), "default_vocab_size has no room for the 256 bytes", "/config")
    check(file(byte: "AQ=="), "the first 256 tokens are not the bytes", "/vocab/0")
    check(file(byte: "A!=="), "'token_bytes' is not base64", "/vocab/0")
    check(
      file(size: 276, specials: 19), "20 special tokens, where default_num_special_tokens is 19",
      "/special_tokens")
    check(
      file(special: #"[{"rank": 1, "token_str": "x"}]"#), "the rank is not 0", "/special_tokens/0")
    check(
      file(special: #"[{"rank": 0, "token_str": "<SPECIAL_3>"}]"#),
      "the special token '<SPECIAL_3>' is there twice", "/special_tokens")
    check(Array("{}".utf8), "there is no object 'config'", "")
    check(Array("{".utf8), "the JSON ends early", "byte 1")
    #expect(
      throws: TokenizerError.unsupported(
        construct: "tekken version 'v99'", place: "/config/version")
    ) { try read(file(version: "v99")) }
  }

  @Test(
    "Mistral's own file has the tokens and the special tokens that mistral-common reads",
    .enabled(if: sharedFile("data/vocab/tekken_240911.json") != nil, "needs ../shared/data/vocab"))
  func real() throws {
    let path = try #require(sharedFile("data/vocab/tekken_240911.json"))
    let tekken = try read(fileBytes(path))
    #expect(tekken.vocabularySize == 131_072)
    #expect(tekken.specialTokens.count == 1000)
    #expect(tekken.ranks.count == 130_072)
    #expect(tekken.specialTokens[999].text == "<SPECIAL_999>")
    #expect(PatternName(source: tekken.pattern) == .tekken)
  }
}
