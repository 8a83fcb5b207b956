import Foundation
import Testing

/// `tamis tokenizer train`, `info` and `convert`, with the small vocabularies of `Fixtures/tokenizers`.
struct TokenizerCommandTests {
  private static func small(_ format: String) -> String {
    Workbench.fixture("tokenizers/vocabularies/small.\(format)")
  }

  private static func bytes(_ path: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path))
  }

  /// The texts that the small vocabularies were trained on, a record each.
  private static func records() throws -> String {
    try ["languages", "code", "dictionary"].map { name in
      let text = try String(
        contentsOfFile: Workbench.fixture("tokenizers/training/\(name).txt"), encoding: .utf8)
      let record = try JSONSerialization.data(withJSONObject: ["id": name, "body": text])
      return String(decoding: record, as: UTF8.self) + "\n"
    }.joined()
  }

  // MARK: train

  @Test(
    "train makes the same files of a stream of records as of files of text",
    arguments: [
      ("tiktoken", "--pattern o200k"),
      (
        "tokenizer.json",
        "--pattern o200k --special '<|endoftext|>' --special '<|im_start|>' --special '<|im_end|>'"
      ),
      ("tekken.json", "--pattern tekken -j 3"),
    ])
  func train(format: String, options: String) throws {
    let bench = try Workbench()
    try bench.write("in.jsonl", try Self.records())
    let learned = try bench.shell(
      "cat in.jsonl | tamis tokenizer train --field body --vocabulary-size 2000 \(options) "
        + "-o out.\(format)")
    #expect(learned.status == 0, "\(learned.errors)")
    #expect(learned.output.isEmpty)
    #expect(try Self.bytes(bench.path("out.\(format)")) == Self.bytes(Self.small(format)))
    let names = ["languages", "code", "dictionary"]
    let texts = names.map { "--text '\(Workbench.fixture("tokenizers/training/\($0).txt"))'" }
    let fromText = try bench.shell(
      "tamis tokenizer train \(texts.joined(separator: " ")) --vocabulary-size 2000 \(options) "
        + "-o text.\(format)")
    #expect(fromText.status == 0, "\(fromText.errors)")
    #expect(try bench.read("text.\(format)") == bench.read("out.\(format)"))
  }

  @Test("train says when the text has fewer tokens to give, and what a rank file leaves out")
  func messages() throws {
    let bench = try Workbench()
    let record = #"{"text":"low low lower new new"}"# + "\n"
    let few = try bench.tamis(
      "tokenizer", "train", "--vocabulary-size", "400", "--min-frequency", "1", "-o", "few.json",
      input: record)
    #expect(few.status == 0)
    #expect(
      few.errors
        == "train: the text has 264 tokens to give, not 400; no other pair occurs 1 times\n")
    let ranks = try bench.tamis(
      "tokenizer", "train", "--vocabulary-size", "258", "--pattern", "gpt2", "--format", "tiktoken",
      "-o", "-", input: record)
    #expect(ranks.status == 0)
    #expect(ranks.output.hasSuffix("bG8= 256\nbG93 257\n"))
    #expect(ranks.output.split(separator: "\n").count == 258)
    #expect(
      ranks.errors.hasPrefix(
        "train: the file does not say its pattern, which its readers have to know: gpt2: '"))
  }

  @Test(
    "train refuses what it cannot do, and writes nothing",
    arguments: [
      ("--pattern gpt9 -o out.json", "there is no pattern 'gpt9'; did you mean 'gpt2'?"),
      ("--pattern '(' -o out.json", "the pattern: byte 0: the pattern has a group without its )"),
      (
        "--special x -o out.tiktoken",
        "a .tiktoken file has no place for special tokens; name them where it is loaded, "
          + "or write a tokenizer.json"
      ),
      ("--vocabulary-size 12 -o out.json", "a vocabulary of 12 has no room for the 256 bytes"),
      (
        "-o out.bin",
        "'out.bin' does not say which format is wanted; name it .json or .tiktoken, or use --format"
      ),
      (
        "in.jsonl --format tiktoken -o in.jsonl",
        "in.jsonl is both input and output; write to another file"
      ),
      ("--text nowhere -o out.json", "nowhere: cannot open: No such file or directory"),
      ("--field other -o out.json /dev/null", "there is no text to learn from"),
    ])
  func refusedTraining(options: String, message: String) throws {
    let bench = try Workbench()
    try bench.write("in.jsonl", #"{"text":"a b"}"# + "\n")
    let outcome = try bench.shell("tamis tokenizer train \(options) < in.jsonl")
    #expect(outcome.status == 2)
    #expect(outcome.errors == "error: \(message)\n")
    #expect(bench.files == ["in.jsonl"])
  }

  @Test("train passes over records without text, and its exit code says so")
  func lostRecords() throws {
    let bench = try Workbench()
    let outcome = try bench.tamis(
      "tokenizer", "train", "--vocabulary-size", "257", "--min-frequency", "1", "-o", "out.json",
      input: #"{"text":7}"# + "\n" + #"{"text":"ab"}"# + "\n")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("error[T010] no-text: 'text' is a number, not a string"))
    #expect(outcome.errors.contains("standard input:1"))
    #expect(bench.files == ["out.json"])
  }

  // MARK: info

  @Test("info prints what a file is, special tokens and all")
  func info() throws {
    let bench = try Workbench()
    let json = try bench.tamis("tokenizer", "info", Self.small("tokenizer.json"))
    #expect(json.status == 0)
    #expect(json.errors.isEmpty)
    let lines = json.output.split(separator: "\n").map(String.init)
    #expect(lines.count == 12)
    #expect(lines[0] == "file            " + Self.small("tokenizer.json"))
    #expect(
      lines[1...3] == [
        "format          tokenizer.json", "model           BPE", "vocabulary      2,000",
      ])
    #expect(lines[4].hasPrefix(#"pattern         o200k  [^\r\n\p{L}\p{N}]?"#))
    #expect(
      lines[5...10] == [
        "normalizer      none", "pre-tokenizer   Split, ByteLevel", "special tokens  3",
        "  0             <|endoftext|>", "  1             <|im_start|>",
        "  2             <|im_end|>",
      ])
    #expect(lines[11] == "xxh3-128        21ccb92196c594a1a4dff88c013d2217")
    let ranks = try bench.tamis("tokenizer", "info", Self.small("tiktoken"))
    #expect(ranks.output.contains("pattern         not in the file; name it with --encoding\n"))
    let named = try bench.tamis(
      "tokenizer", "info", "--encoding", "cl100k_base", Self.small("tiktoken"))
    #expect(named.output.contains("encoding        cl100k_base\n"))
    #expect(named.output.contains("pattern         cl100k  "))
  }

  @Test("info as JSON has the same facts")
  func infoAsJSON() throws {
    let bench = try Workbench()
    for (name, format, encoding) in [
      ("tekken.json", "tekken.json", "tekken v7"), ("tiktoken", "tiktoken", nil),
    ] as [(String, String, String?)] {
      let outcome = try bench.tamis("tokenizer", "info", "--format", "json", Self.small(name))
      #expect(outcome.status == 0)
      #expect(outcome.output.split(separator: "\n").count == 1)
      let facts = try #require(
        try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
      #expect(facts["schema"] as? String == "tamis.tokenizer/1")
      #expect(facts["format"] as? String == format)
      #expect(facts["encoding"] as? String == encoding)
      #expect(facts["vocabulary_size"] as? Int == 2000)
      #expect((facts["special_tokens"] as? [Any])?.count == (name == "tiktoken" ? 0 : 20))
    }
  }

  @Test(
    "info refuses what is no tokenizer",
    arguments: [
      ("hello", "this is no tokenizer file"), ("{\"a\":", "byte 5: the JSON ends early"),
      ("{}", "there is no object 'model'"), ("", "this is no tokenizer file"),
    ])
  func refusedInfo(content: String, message: String) throws {
    let bench = try Workbench()
    try bench.write("bad", content)
    let outcome = try bench.tamis("tokenizer", "info", "bad")
    #expect(outcome.status == 2)
    #expect(outcome.errors == "error: bad: \(message)\n")
    #expect(outcome.output.isEmpty)
  }

  // MARK: convert

  @Test("convert and back gives the same bytes")
  func roundTrips() throws {
    let bench = try Workbench()
    let there = try bench.shell(
      "tamis tokenizer convert '\(Self.small("tiktoken"))' --pattern o200k -o a.json && "
        + "tamis tokenizer convert a.json -o b.tiktoken -q")
    #expect(there.status == 0, "\(there.errors)")
    #expect(there.errors.isEmpty)
    #expect(try Self.bytes(bench.path("b.tiktoken")) == Self.bytes(Self.small("tiktoken")))
    let tekken = try bench.shell(
      "tamis tokenizer convert '\(Self.small("tekken.json"))' -o c.json && "
        + "tamis tokenizer convert c.json --format tekken -o -")
    #expect(tekken.status == 0, "\(tekken.errors)")
    #expect(try Data(tekken.output.utf8) == Self.bytes(Self.small("tekken.json")))
  }

  @Test("what was converted gives the ids that it gave before")
  func sameIDs() throws {
    let bench = try Workbench()
    try bench.write("in.jsonl", #"{"text":"I'll say: \"Stop!\"\n\n  123456 \u4f60\u597d"}"# + "\n")
    let outcome = try bench.shell(
      """
      tamis tokenizer convert '\(Self.small("tekken.json"))' -o c.json
      tamis tokenize --tokenizer '\(Self.small("tekken.json"))' in.jsonl > before.jsonl
      tamis tokenize --tokenizer c.json in.jsonl > after.jsonl
      """)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try bench.read("before.jsonl") == bench.read("after.jsonl"))
    #expect(try bench.read("after.jsonl").contains("input_ids"))
  }

  @Test("convert names what would be lost, and writes nothing")
  func losses() throws {
    let bench = try Workbench()
    for (file, options, message) in [
      (
        Self.small("tokenizer.json"), "-o out.tiktoken",
        "as tiktoken the tokenizer would lose: its 3 special tokens; "
          + "its ids, which are the ranks + 3"
      ),
      (
        Self.small("tokenizer.json"), "-o out.tekken.json",
        "as tekken the tokenizer would lose: its ids: the bytes have to be the first ranks, "
          + "in plain order"
      ),
      (
        Self.small("tiktoken"), "-o out.json",
        "as tokenizer.json the tokenizer would lose: its pattern, which is not known; "
          + "name it with --pattern"
      ),
      (
        Workbench.fixture("tokenizers/sentencepiece/bpe_bytes.model"), "-o out.json",
        "converting a SentencePiece model is not supported; "
          + "Tamis would give other ids than the model's"
      ),
      (
        Workbench.fixture("tokenizers/gpt2/bare/vocab.json"), "-o out.json",
        "converting a vocab.json and its merges is not supported; "
          + "Tamis would give other ids than the model's"
      ),
    ] {
      let outcome = try bench.shell("tamis tokenizer convert '\(file)' \(options)")
      #expect(outcome.status == 2)
      #expect(outcome.errors == "error: \(file): \(message)\n")
      #expect(bench.files.isEmpty)
    }
    try bench.write("a.json", "{}")
    let same = try bench.tamis("tokenizer", "convert", "a.json", "-o", "a.json")
    #expect(same.status == 2)
    #expect(same.errors == "error: a.json is both input and output; write to another file\n")
    let nowhere = try bench.tamis("tokenizer", "convert", "nowhere.json", "-o", "b.json")
    #expect(nowhere.status == 2)
    #expect(nowhere.errors.hasPrefix("error: nowhere.json is no file, and is not in "))
    #expect(bench.files == ["a.json"])
  }
}
