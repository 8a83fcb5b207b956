import Foundation
import Testing

/// `tamis inspect`, with the small tokenizers of `Fixtures/masks`.
struct InspectCommandTests {
  private static func tokenizer(_ name: String) -> String {
    Workbench.fixture("masks/tokenizers/\(name)")
  }

  private static let records = """
    {"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Ho"}]}

    {"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Name a colour."},{"role":"assistant","content":"Blue."}]}
    {"prompt":"a","completion":"b"}

    """

  private func bench() throws -> Workbench {
    let bench = try Workbench()
    try bench.write("t.jsonl", Self.records)
    return bench
  }

  @Test("the mask has brackets around what is learned and boxes around special tokens")
  func mask() throws {
    let outcome = try bench().tamis(
      "inspect", "t.jsonl", "--record", "1", "--mask", "--tokenizer", Self.tokenizer("llama3"))
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.hasPrefix("record 1  t.jsonl:3  openai-chat\n"))
    #expect(outcome.output.contains("⏎\n[") && outcome.output.contains("⟦<|end_header_id|>⟧│⏎"))
    #expect(outcome.output.contains("⟦<|eot_id|>⟧]"))
    #expect(outcome.output.contains("learned ("))
    #expect(!outcome.output.contains("\u{1B}"))
  }

  @Test("with colour, what is learned is green and special tokens are reversed")
  func color() throws {
    let outcome = try bench().tamis(
      "inspect", "t.jsonl", "--mask", "--tokenizer", Self.tokenizer("chatml"), "--color", "always")
    #expect(outcome.output.contains("\u{1B}[32m\u{1B}[7m<|im_end|>\u{1B}[0m"))
  }

  @Test("JSON has ids, offsets, mask and pieces of the same length")
  func json() throws {
    let outcome = try bench().tamis(
      "inspect", "t.jsonl", "--mask", "--tokenizer", Self.tokenizer("phi3"), "--format", "json")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect(object["schema"] as? String == "tamis.inspect/1")
    let count = try #require(object["tokens"] as? Int)
    for key in ["ids", "offsets", "mask", "pieces"] {
      #expect((object[key] as? [Any])?.count == count, "\(key)")
    }
    let mask = try #require(object["mask"] as? [Int])
    #expect(object["trained"] as? Int == mask.reduce(0, +))
    let pieces = try #require(object["pieces"] as? [String])
    #expect(pieces.joined() == object["text"] as? String)
  }

  @Test("without --mask it shows what the record means")
  func meaning() throws {
    let outcome = try bench().tamis("inspect", "t.jsonl", "--record", "1")
    #expect(
      outcome.output == """
        record 1  t.jsonl:3  openai-chat: 'messages' is an array
        conversation of 3 messages (S U A)

          system     Be brief.
          user       Name a colour.
          assistant  Blue.

        """)
  }

  @Test(
    "what cannot be shown is said clearly",
    arguments: [
      (
        ["t.jsonl", "--record", "9"],
        "t.jsonl has no record 9: its 3 records are numbered from 0 to 2"
      ),
      (["empty.jsonl"], "empty.jsonl has no records"),
      (["t.jsonl", "--mask"], "--mask needs --tokenizer"),
      (["broken.jsonl"], "broken.jsonl:1: record 0:"),
      (
        ["t.jsonl", "--mask", "--tokenizer", "TOKENIZER", "--template", "no-such-template"],
        "no-such-template"
      ),
    ])
  func errors(arguments: [String], message: String) throws {
    let bench = try bench()
    try bench.write("empty.jsonl", "\n\n")
    try bench.write("broken.jsonl", "{\"messages\":[\n")
    let line = arguments.map { $0 == "TOKENIZER" ? Self.tokenizer("chatml") : $0 }
    let outcome = try bench.shell("tamis inspect " + line.joined(separator: " "))
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }

  @Test("data cannot move the cursor")
  func controls() throws {
    let bench = try Workbench()
    try bench.write(
      "t.jsonl",
      #"{"messages":[{"role":"user","content":"\u001b[2J\u202e"},{"role":"assistant","content":"\u0007"}]}"#
        + "\n")
    for options in ["", "--mask --tokenizer \(Self.tokenizer("chatml"))"] {
      let outcome = try bench.shell("tamis inspect t.jsonl \(options)")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(!outcome.output.contains("\u{1B}") && !outcome.output.contains("\u{202E}"))
      #expect(outcome.output.contains(#"\x1b"#) && outcome.output.contains(#"\x07"#))
    }
  }
}
