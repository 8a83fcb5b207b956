import TamisCore
import Testing

@testable import TamisTokenizers

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite("vocab.json with merges.txt")
struct GPT2FilesTests {
  @Test(
    "the ids are those of transformers", arguments: ["bare", "around", "old", "decoder", "named"])
  func ids(folder: String) throws {
    let tokenizer = try Tokenizer(contentsOf: fixturePath("tokenizers/gpt2/\(folder)"))
    #expect(tokenizer.format == .gpt2)
    let plain = try tokenizer.makeEncoder(EncoderOptions(allowedSpecial: .all))
    let around = try tokenizer.makeEncoder(
      EncoderOptions(addSpecialTokens: true, allowedSpecial: .all))
    var count = 0
    for line in fixtureBytes("tokenizers/gpt2/expected.jsonl").split(separator: 0x0A) {
      let expected = try JSONDocument(Array(line)).root
      guard expected["folder"]?.string == folder else { continue }
      let text = try #require(expected["text"]?.string)
      #expect(try plain.encode(text) == ids(expected["ids"]), "\(text)")
      #expect(try around.encode(text) == ids(expected["around"]), "\(text)")
      #expect(tokenizer.vocabularySize == expected["size"]?.integer)
      count += 1
    }
    #expect(count == 8)
  }

  private func ids(_ value: JSONValue?) -> [TokenID] {
    (value?.elements).map { $0.compactMap { $0.integer.map { TokenID($0) } } } ?? []
  }

  @Test("the path of vocab.json stands for the files beside it")
  func path() throws {
    let folder = try Tokenizer(contentsOf: fixturePath("tokenizers/gpt2/around"))
    let file = try Tokenizer(contentsOf: fixturePath("tokenizers/gpt2/around/vocab.json"))
    #expect(folder.hash == file.hash)
    #expect(file.notes.isEmpty)
    let bare = try Tokenizer(contentsOf: fixturePath("tokenizers/gpt2/bare"))
    #expect(bare.hash != file.hash)
    #expect(bare.notes.count == 1)
    #expect(bare.decode([39, 307, 75, 78, 11]) == "Hello,")
  }

  @Test("a vocabulary without its merges says what is missing")
  func vocabularyAlone() {
    let error = TokenizerError.malformed(
      "a vocabulary alone; its merges belong beside it, in merges.txt", place: "")
    #expect(throws: error) {
      try Tokenizer(fixtureBytes("tokenizers/gpt2/bare/vocab.json"))
    }
  }

  @Test("what is wrong is told with its file")
  func errors() throws {
    let vocabulary = #"{"a": 0, "b": 1, "ab": 2}"#
    for (merges, configuration, error) in [
      (
        "a b\n", #"{"tokenizer_class": "RobertaTokenizer"}"#,
        TokenizerError.unsupported(
          construct: "RobertaTokenizer in files of GPT-2's kind",
          place: "tokenizer_config.json/tokenizer_class")
      ),
      (
        "a b\n", #"{"add_prefix_space": 1}"#,
        .malformed(
          "a number where true or false is expected",
          place: "tokenizer_config.json/add_prefix_space")
      ),
      (
        "a b\n", #"{"added_tokens_decoder": {"x": {"content": "c"}}}"#,
        .malformed(
          "a string where a number is expected",
          place: "tokenizer_config.json/added_tokens_decoder/x")
      ),
      ("a b\n", "[", .malformed("the JSON ends early", place: "tokenizer_config.json, byte 1")),
      (
        "#version: 0.2\na b\n\n", "{}",
        .malformed(
          "this is not two tokens with a space between them", place: "merges.txt, line 3")
      ),
      (
        "a b c\n", "{}",
        .malformed(
          "this is not two tokens with a space between them", place: "merges.txt, line 1")
      ),
      (
        "b a\n", "{}",
        .malformed("a merge of, or to, what is no token", place: "merges.txt, line 1")
      ),
    ] {
      try withFolder([
        "vocab.json": vocabulary, "merges.txt": merges, "tokenizer_config.json": configuration,
      ]) { folder in
        #expect(throws: error) { try Tokenizer(contentsOf: folder) }
      }
    }
    try withFolder(["vocab.json": vocabulary, "merges.txt": "a b\r\n"]) { folder in
      let tokenizer = try Tokenizer(contentsOf: folder)
      #expect(try tokenizer.makeEncoder().encode("ab") == [2])
    }
  }

  private func withFolder(_ files: [String: String], _ body: (String) throws -> Void) throws {
    var template = Array("/tmp/tamis-gpt2.XXXXXX".utf8CString)
    let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
    defer {
      for name in files.keys { unlink(folder + "/" + name) }
      rmdir(folder)
    }
    for (name, content) in files {
      let file = try #require(fopen(folder + "/" + name, "wb"))
      fputs(content, file)
      fclose(file)
    }
    try body(folder)
  }
}
