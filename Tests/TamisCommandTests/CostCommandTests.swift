import Foundation
import Testing

/// `tamis cost`, with the small ranks of `Fixtures/tokenizers/encodings`.
struct CostCommandTests {
  private static let options =
    "--tokenizer \(TokenizeCommandTests.ranks) --encoding r50k_base --quiet"

  private func counts(_ outcome: Workbench.Outcome) throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  @Test("the counts are those of the ids, the same for any number of jobs", arguments: [1, 3])
  func records(jobs: Int) throws {
    let recorded = try TokenizeCommandTests.recorded("r50k_base")
    let bench = try Workbench()
    let lines = try recorded.map {
      String(decoding: try JSONSerialization.data(withJSONObject: ["text": $0.text]), as: UTF8.self)
    }
    try bench.write(
      "in.jsonl", String(repeating: lines.joined(separator: "\n") + "\n", count: 500))
    let outcome = try bench.shell(
      "tamis cost \(Self.options) --format json --jobs \(jobs) in.jsonl --price-per-million 2.5")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let counts = try counts(outcome)
    let tokens = recorded.map(\.ids.count)
    let total = tokens.reduce(0, +) * 500
    #expect(counts["schema"] as? String == "tamis.cost/1")
    #expect(counts["records"] as? Int == recorded.count * 500)
    #expect(counts["tokens"] as? Int == total)
    #expect(
      counts["characters"] as? Int
        == recorded.map(\.text.unicodeScalars.count).reduce(0, +) * 500)
    let perRecord = try #require(counts["tokens_per_record"] as? [String: Int])
    let sorted = tokens.sorted()
    #expect(perRecord["p50"] == sorted[7])
    #expect(perRecord["p90"] == sorted[13])
    #expect(perRecord["max"] == sorted[14])
    let amount = try #require(counts["amount"] as? Double)
    #expect(abs(amount - Double(total) / 1e6 * 2.5) < 0.00006)
  }

  @Test("text for people has the counts in lines")
  func text() throws {
    let bench = try Workbench()
    try bench.write("in.jsonl", "{\"text\":\"abc\"}\n{\"text\":\"日\"}\n{\"text\":\"\"}\n")
    let outcome = try bench.shell("tamis cost \(Self.options) in.jsonl --price-per-million 1000000")
    #expect(
      outcome.output == """
        records            3
        tokens             6
        characters         4
        tokens per record  2 on average
          50% at most      3
          90% at most      3
          95% at most      3
          99% at most      3
          at most          3
        amount             6.0000 at 1000000.0000 per million tokens

        """)
  }

  @Test(
    "text is found in messages, in parts, in prompts and in fields that are named",
    arguments: [
      (
        #"{"messages":[{"role":"user","content":"abc"},{"role":"assistant","content":"d\u0065"}]}"#,
        "", 5
      ),
      (#"{"messages":[{"content":[{"type":"text","text":"ab"},{"type":"image_url"}]},{}]}"#, "", 2),
      (#"{"prompt":"ab","completion":"c"}"#, "", 3),
      (#"{"text":"ab","messages":[{"content":"xyz"}]}"#, "", 2),
      (#"{"text":"ab","a":"c","b":"de"}"#, "--field a --field b", 3),
    ])
  func layouts(record: String, options: String, tokens: Int) throws {
    let bench = try Workbench()
    try bench.write("in.jsonl", record + "\n")
    let outcome = try bench.shell("tamis cost \(Self.options) --format json \(options) in.jsonl")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try counts(outcome)["tokens"] as? Int == tokens)
  }

  @Test("a record without text is a finding and is not counted")
  func noText() throws {
    let bench = try Workbench()
    try bench.write("in.jsonl", "{\"text\":\"ab\"}\n{\"n\":1}\n")
    let outcome = try bench.shell(
      "tamis cost --tokenizer \(TokenizeCommandTests.ranks) --encoding r50k_base in.jsonl --format json"
    )
    #expect(outcome.status == 1)
    #expect(try counts(outcome)["records"] as? Int == 1)
    #expect(outcome.errors.contains("T010"))
  }

  private static let chat =
    #"{"messages":[{"role":"user","content":"Name a colour."},{"role":"assistant","content":"Blue."}]}"#
    + "\n"

  @Test("with a template it counts what a trainer reads, and what is learned of it")
  func learned() throws {
    let bench = try Workbench()
    try bench.write("in.jsonl", String(repeating: Self.chat, count: 10))
    let tokenizer = Workbench.fixture("masks/tokenizers/llama3")
    let outcome = try bench.shell(
      "tamis cost --tokenizer \(tokenizer) --template own --quiet --format json in.jsonl")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let counted = try counts(outcome)
    let inspected = try counts(
      try bench.shell("tamis inspect in.jsonl --mask --tokenizer \(tokenizer) --format json"))
    #expect(counted["tokens"] as? Int == (inspected["tokens"] as? Int).map { $0 * 10 })
    #expect(counted["learned_tokens"] as? Int == (inspected["trained"] as? Int).map { $0 * 10 })
  }

  @Test("a target's formula says what is charged, and rows are padded and packed")
  func run() throws {
    let bench = try Workbench()
    try bench.write("in.jsonl", String(repeating: "{\"text\":\"abc\"}\n", count: 40))
    let outcome = try bench.shell(
      "tamis cost \(Self.options) --format json --target openai-chat --max-length 8 in.jsonl --price 1000000"
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    let counted = try counts(outcome)
    let tokens = try #require(counted["tokens"] as? Int)
    #expect(counted["epochs"] as? Int == 3)
    #expect(counted["charged_tokens"] as? Int == tokens * 3)
    #expect(counted["amount"] as? Double == Double(tokens * 3))
    let rows = try #require((counted["rows"] as? [[String: Any]])?.first)
    #expect(rows["padded_tokens"] as? Int == 40 * 8)
    #expect(rows["truncated_tokens"] as? Int == 0)
    let text = try bench.shell(
      "tamis cost \(Self.options) --epochs 2 --target together-chat --max-length 8 in.jsonl")
    #expect(text.output.contains("charged tokens"))
    #expect(text.output.contains("epochs × training tokens + evaluations × validation tokens"))
  }
}
