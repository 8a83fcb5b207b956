import Foundation
import Testing

/// `tamis tokenize`, with the small ranks of `Fixtures/tokenizers/encodings`.
struct TokenizeCommandTests {
  /// A text and what tiktoken made of it.
  struct Recorded {
    var encoding: String
    var text: String
    var ids: [Int]
    /// The same where special tokens in the text mean the token.
    var special: [Int]
  }

  static let ranks = Workbench.fixture("tokenizers/encodings/tiny.tiktoken")

  static func recorded(_ encoding: String) throws -> [Recorded] {
    let path = Workbench.fixture("tokenizers/encodings/tiny.jsonl")
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    return try lines.compactMap { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      guard let object, object["encoding"] as? String == encoding else { return nil }
      return Recorded(
        encoding: encoding, text: try #require(object["text"] as? String),
        ids: try #require(object["ids"] as? [Int]),
        special: try #require(object["special"] as? [Int]))
    }
  }

  private static func json(_ object: Any) throws -> String {
    String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
  }

  /// A bench with the recorded texts, `times` times, in `in.jsonl`.
  private func bench(_ recorded: [Recorded], times: Int = 1) throws -> Workbench {
    let bench = try Workbench()
    let lines = try recorded.enumerated().map {
      try Self.json(["id": $0.offset, "text": $0.element.text]) + "\n"
    }
    try bench.write("in.jsonl", String(repeating: lines.joined(), count: times))
    return bench
  }

  private func numbers<Number: FixedWidthInteger>(
    _ bench: Workbench, _ name: String, as type: Number.Type
  ) throws -> [Int] {
    let bytes = try Data(contentsOf: bench.folder.appendingPathComponent(name))
    try #require(bytes.count % MemoryLayout<Number>.size == 0)
    return bytes.withUnsafeBytes { raw in
      stride(from: 0, to: raw.count, by: MemoryLayout<Number>.size).map {
        Int(Number(littleEndian: raw.loadUnaligned(fromByteOffset: $0, as: Number.self)))
      }
    }
  }

  @Test(
    "the ids of records are tiktoken's, special tokens as text or as tokens",
    arguments: ["r50k_base", "cl100k_base", "o200k_base"])
  func idsOfRecords(encoding: String) throws {
    let recorded = try Self.recorded(encoding)
    #expect(recorded.count == 15)
    let bench = try bench(recorded)
    for (options, expected) in [
      ("", recorded.map(\.ids)), ("--allow-special all", recorded.map(\.special)),
      ("--allow-special '<|endoftext|>'", recorded.map(\.special)),
    ] {
      let outcome = try bench.shell(
        "tamis tokenize --tokenizer \(Self.ranks) --encoding \(encoding) \(options) in.jsonl")
      #expect(outcome.status == 0, "\(outcome.errors)")
      let lines = outcome.output.split(separator: "\n").map(String.init)
      #expect(
        lines == expected.map { "{\"input_ids\":[\($0.map(String.init).joined(separator: ","))]}" })
    }
  }

  @Test(
    "shards are flat numbers with an index, the same for any number of jobs",
    arguments: [1, 2, 5])
  func shards(jobs: Int) throws {
    let recorded = try Self.recorded("r50k_base")
    // Several batches.
    let times = 800
    let bench = try bench(recorded, times: times)
    let outcome = try bench.tamis(
      "tokenize", "--tokenizer", Self.ranks, "--encoding", "r50k_base", "--to", "bin", "in.jsonl",
      "-o", "out/", "-j", "\(jobs)")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      bench.files.filter { $0.hasPrefix("out/") }
        == ["out/data.bin", "out/data.index", "out/data.json"])
    let all = (0..<times).flatMap { _ in recorded.map(\.ids) }
    #expect(try numbers(bench, "out/data.bin", as: UInt16.self) == all.flatMap { $0 })
    var starts = [0]
    for ids in all { starts.append(starts[starts.count - 1] + ids.count) }
    #expect(try numbers(bench, "out/data.index", as: UInt64.self) == starts)

    let header = try #require(
      try JSONSerialization.jsonObject(with: Data(try bench.read("out/data.json").utf8))
        as? [String: Any])
    #expect(header["schema"] as? String == "tamis.tokens/1")
    #expect(header["documents"] as? Int == all.count)
    #expect(header["tokens"] as? Int == starts[starts.count - 1])
    #expect(header["ids"] as? String == "data.bin")
    #expect(header["ids_dtype"] as? String == "<u2")
    let tokenizer = try #require(header["tokenizer"] as? [String: Any])
    #expect(tokenizer["vocabulary_size"] as? Int == 50257)
    #expect(tokenizer["special_tokens"] as? [String: Int] == ["<|endoftext|>": 50256])
  }

  @Test("a vocabulary past 65,536 ids takes four bytes an id")
  func wideShards() throws {
    let recorded = try Self.recorded("o200k_base")
    let bench = try bench(recorded)
    let outcome = try bench.shell(
      """
      tamis tokenize --tokenizer \(Self.ranks) --encoding o200k_base --to bin \
        --allow-special all in.jsonl -o out
      """)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let ids = try numbers(bench, "out/data.bin", as: UInt32.self)
    #expect(ids == recorded.flatMap(\.special))
    #expect(ids.contains(199_999))
    #expect(try bench.read("out/data.json").contains("\"ids_dtype\": \"<u4\""))
  }

  @Test("the parts of a split have their own shards and files")
  func parts() throws {
    let bench = try Workbench()
    try bench.write(
      "in.jsonl",
      """
      {"text":"ab","_split":"train"}
      {"text":"c","_split":"test"}
      {"_split":"train","text":"d"}
      {"text":"e"}

      """)
    let command =
      "tamis tokenize --tokenizer \(Self.ranks) --encoding r50k_base in.jsonl -o out/ --to "
    #expect(try bench.shell(command + "bin").status == 0)
    #expect(try numbers(bench, "out/train.bin", as: UInt16.self) == [97, 98, 100])
    #expect(try numbers(bench, "out/train.index", as: UInt64.self) == [0, 2, 3])
    #expect(try numbers(bench, "out/test.bin", as: UInt16.self) == [99])
    #expect(try numbers(bench, "out/data.bin", as: UInt16.self) == [101])
    #expect(!bench.exists("out/validation.bin"))

    #expect(try bench.shell(command + "jsonl").status == 0)
    #expect(
      try bench.lines("out/train.jsonl") == [#"{"input_ids":[97,98]}"#, #"{"input_ids":[100]}"#])
    #expect(try bench.lines("out/data.jsonl") == [#"{"input_ids":[101]}"#])
  }

  @Test("no records make an empty shard")
  func nothing() throws {
    let bench = try Workbench()
    try bench.write("in.jsonl", "")
    let outcome = try bench.shell(
      "tamis tokenize --tokenizer \(Self.ranks) --encoding r50k_base in.jsonl --to bin -o out/")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try numbers(bench, "out/data.bin", as: UInt16.self) == [])
    #expect(try numbers(bench, "out/data.index", as: UInt64.self) == [0])
  }

  @Test(
    "records without text are told, handed to the rejects and left out of both forms",
    arguments: ["jsonl", "bin"])
  func rejects(form: String) throws {
    let bench = try Workbench()
    try bench.write(
      "in.jsonl",
      #"""
      {"text":"a"}
      {"body":"b"}
      {"text":7}
      {"text":"\ud800"}
      not json
      {"text":"\u0062"}

      """#)
    let outcome = try bench.shell(
      """
      tamis tokenize --tokenizer \(Self.ranks) --encoding r50k_base --to \(form) in.jsonl -o out/ \
        --rejects bad.jsonl
      """)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("the record has no field 'text'"))
    #expect(outcome.errors.contains("'text' is a number, not a string"))
    #expect(outcome.errors.contains("half of a surrogate pair"))
    let rejected = try bench.lines("bad.jsonl")
    #expect(rejected.count == 4)
    #expect(rejected.filter { $0.contains(#""rule":"T010""#) }.count == 2)
    #expect(rejected.filter { $0.contains(#""rule":"T011""#) }.count == 1)
    if form == "bin" {
      #expect(try numbers(bench, "out/data.bin", as: UInt16.self) == [97, 98])
      #expect(try numbers(bench, "out/data.index", as: UInt64.self) == [0, 1, 2])
    } else {
      #expect(
        try bench.lines("out/data.jsonl") == [#"{"input_ids":[97]}"#, #"{"input_ids":[98]}"#])
    }
  }

  @Test("another field can hold the text")
  func field() throws {
    let bench = try Workbench()
    let outcome = try bench.tamis(
      "tokenize", "--tokenizer", Self.ranks, "--encoding", "r50k_base", "--field", "body",
      input: #"{"body":"b","text":"a"}"# + "\n")
    #expect(outcome.output == "{\"input_ids\":[98]}\n")
  }

  @Test("a text of many blocks is one document with the ids of a record")
  func text() throws {
    let bench = try Workbench()
    let text = String(
      repeating: "the quick brown fox\n\n  jumps over 1234567 dogs; don't  stop 日本語 😀!\r\n",
      count: 9000)
    #expect(text.utf8.count > 600_000)
    try bench.write("book.txt", text)
    try bench.write("in.jsonl", try Self.json(["text": text]) + "\n")
    let command = "tamis tokenize --tokenizer \(Self.ranks) --encoding o200k_base "
    let outcome = try bench.shell(
      """
      \(command) in.jsonl -o record.jsonl && \(command) --text book.txt -o text.jsonl \
        && \(command) --text book.txt --to bin -o out/ && \(command) --text - < book.txt > piped.jsonl
      """)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let record = try bench.read("record.jsonl")
    #expect(record.utf8.count > 100_000)
    #expect(try bench.read("text.jsonl") == record)
    #expect(try bench.read("piped.jsonl") == record)
    let ids = try numbers(bench, "out/data.bin", as: UInt32.self)
    #expect("{\"input_ids\":[\(ids.map(String.init).joined(separator: ","))]}\n" == record)
    #expect(try numbers(bench, "out/data.index", as: UInt64.self) == [0, ids.count])
  }

  @Test("an empty text is a document without tokens")
  func emptyText() throws {
    let bench = try Workbench()
    try bench.write("empty.txt", "")
    let command = "tamis tokenize --tokenizer \(Self.ranks) --encoding r50k_base --text empty.txt"
    #expect(try bench.shell(command).output == "{\"input_ids\":[]}\n")
    #expect(try bench.shell(command + " --to bin -o out/").status == 0)
    #expect(try numbers(bench, "out/data.index", as: UInt64.self) == [0, 0])
  }

  @Test("what is wrong with the call is told, and nothing is written")
  func usage() throws {
    let bench = try Workbench()
    try bench.write("in.jsonl", "{\"text\":\"a\"}\n")
    let tiny = "--tokenizer \(Self.ranks)"
    for (arguments, words) in [
      ("\(tiny) in.jsonl", "name it with --encoding: "),
      ("\(tiny) --encoding r99k in.jsonl", "no encoding is named r99k"),
      ("\(tiny) --encoding r50k_base --to bin in.jsonl", "name a folder with -o DIR/"),
      ("\(tiny) --encoding r50k_base --allow-special '<x>' -o out/ in.jsonl", "<x>"),
      ("\(tiny) --encoding r50k_base --text in.jsonl in.jsonl", "--text names the only input"),
      ("--tokenizer org/none in.jsonl", "hf download org/none tokenizer.json"),
      ("--tokenizer gpt-4o in.jsonl", "tiktoken.get_encoding('o200k_base')"),
    ] {
      let outcome = try bench.shell(
        "export HF_HUB_CACHE=$PWD/hub TIKTOKEN_CACHE_DIR=$PWD/gym; tamis tokenize \(arguments)")
      #expect(outcome.status == 2, "\(arguments)")
      #expect(outcome.errors.contains(words), "\(outcome.errors)")
      #expect(outcome.output == "")
    }
    #expect(bench.files == ["in.jsonl"])
  }

  @Test("a name is found in the hub's cache")
  func hubCache() throws {
    let bench = try Workbench()
    let folder = "hub/models--Qwen--Qwen-7B/snapshots/abc1234"
    let made = try bench.shell(
      "mkdir -p \(folder) && cp \(Self.ranks) \(folder)/qwen.tiktoken && echo '{\"text\":\"ab\"}' > in.jsonl"
    )
    #expect(made.status == 0)
    for name in ["Qwen/Qwen-7B", "Qwen/Qwen-7B@abc1234", "qwen"] {
      let outcome = try bench.shell(
        "HF_HUB_CACHE=$PWD/hub \(Workbench.tamis) tokenize --tokenizer \(name) in.jsonl")
      #expect(outcome.output == "{\"input_ids\":[97,98]}\n", "\(name): \(outcome.errors)")
    }
  }

  @Test("a recipe makes the shards of its pipe")
  func recipe() throws {
    let bench = try Workbench()
    try bench.write("in.txt", (0..<300).map { "line \($0) of the text\n" }.joined())
    try bench.write(
      "recipe.yaml",
      """
      ingest: {files: in.txt, as: text, unit: line}
      split: {train: 0.8, test: 0.2}
      tokenize: {tokenizer: \(Self.ranks), encoding: cl100k_base, to: bin}
      output: out/

      """)
    let run = try bench.tamis("run", "recipe.yaml")
    #expect(run.status == 0, "\(run.errors)")
    let printed = try bench.tamis("run", "recipe.yaml", "--print-pipe")
    let pipe = try bench.shell(printed.output.replacingOccurrences(of: " out/", with: " piped/"))
    #expect(pipe.status == 0, "\(pipe.errors)")
    let names = ["train", "test"].flatMap { part in
      ["bin", "index", "json"].map { "\(part).\($0)" }
    }
    for name in names {
      let files = try ["out/", "piped/"].map {
        try Data(contentsOf: bench.folder.appendingPathComponent($0 + name))
      }
      #expect(files[0] == files[1], "\(name)")
      #expect(!files[0].isEmpty)
    }
    let manifest = try bench.read("out/manifest.json")
    #expect(names.allSatisfy { manifest.contains("\"out/\($0)\"") }, "\(manifest)")
  }

  @Test(
    "a recipe whose tokens nobody could use is refused",
    arguments: [
      ("dedupe:", "it must be the last step"),
      ("validate: {target: openai-chat}", "'tokenize' leaves none"),
    ])
  func lastStep(step: String, words: String) throws {
    let bench = try Workbench()
    try bench.write("in.txt", "a\n")
    try bench.write(
      "recipe.yaml",
      """
      ingest: {files: in.txt, as: text}
      tokenize: {tokenizer: \(Self.ranks), encoding: r50k_base, to: bin}
      \(step)
      output: out/

      """)
    let run = try bench.tamis("run", "recipe.yaml")
    #expect(run.status == 2)
    #expect(run.errors.contains(words), "\(run.errors)")
    #expect(!bench.exists("out"))
  }
}
