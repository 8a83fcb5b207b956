import TamisCore
import TamisFormat
import TamisTokenizers
import Testing

/// Each rule about tokens with a record that breaks it, and one that doesn't.
struct TokenRuleTests {
  static func turn(_ question: String, _ answer: String, _ more: String = "") -> String {
    #"{"messages":[{"role":"user","content":"\#(question)"},{"role":"assistant","content":"\#(answer)"\#(more)}]}"#
  }

  static func findings(
    _ record: String, target: String = "openai-chat", tokenizer: String = "chatml",
    template: String? = "chatml", _ options: MaskOptions = MaskOptions(), limit: Int? = nil
  ) throws -> [Finding] {
    let model = try MaskFixtures.model(tokenizer, template: template)
    var validator = Validator(
      target: try Target.named(target), select: Set(Validator.tokenRules.map(\.code)))
    let checks = TokenCheckOptions(model: model, mask: options, maximumLength: limit)
    try validator.checkTokens(checks)
    return validator.findings(inBytes: Array((record + "\n").utf8), path: "t.jsonl")
      .filter { $0.location.line != nil }
  }

  static func codes(_ findings: [Finding]) -> [String] { findings.map(\.rule.code) }

  @Test("a good record breaks no rule about tokens")
  func good() throws {
    #expect(try Self.findings(Self.turn("Why?", "So.")).isEmpty)
  }

  @Test("T001, T002 and T003 say how much is too much and what is lost")
  func limits() throws {
    let record = Self.turn("Why?", "Because it is so and not otherwise.")
    let model = try MaskFixtures.model("chatml", template: "chatml")
    let masker = try LossMasker(model)
    let reader = ExampleReader()
    let (count, trained) = try Array(record.utf8).withUnsafeBytes {
      let mask = try masker.mask(try reader.read($0).example)
      return (mask.count, mask.trainedCount)
    }
    #expect(try Self.findings(record, limit: count).isEmpty)
    let over = try Self.findings(record, limit: count - 4)
    #expect(Self.codes(over) == ["T001", "T002"])
    #expect(over[0].message == "\(count) tokens, limit \(count - 4) (+4)")
    #expect(over[1].message.hasPrefix("3 of \(trained) learned tokens"))
    #expect(over[1].location.pointer == "/messages/1")
    #expect(Self.codes(try Self.findings(record, limit: 8)) == ["T001", "T003"])
  }

  @Test("T006 sees a prompt that ends inside of a token")
  func boundary() throws {
    func codes(_ prompt: String, _ completion: String) throws -> [String] {
      Self.codes(
        try Self.findings(
          #"{"prompt":"\#(prompt)","completion":"\#(completion)"}"#,
          target: "trl-prompt-completion",
          template: nil))
    }
    #expect(try codes("The answer is", " the") == [])
    #expect(try codes("The answer is t", "he") == ["T006"])
  }

  @Test("X001 names the message that spells a special token out")
  func spelledOut() throws {
    let record = Self.turn("a <|im_start|> b", "c")
    // OpenAI's own list of such texts has it: the rule about text says it, and it is said once.
    #expect(Self.codes(try Self.findings(record)) == ["X001"])
    let findings = try Self.findings(record, target: "trl-messages")
    #expect(Self.codes(findings) == ["X001"])
    #expect(findings[0].location.pointer == "/messages/0")
    #expect(findings[0].message.contains("<|im_start|>"))
  }

  @Test("X010 sees a text that begins twice")
  func doubleBeginning() throws {
    let text = #"{"text":"<|begin_of_text|>Hello there"}"#
    #expect(
      Self.codes(
        try Self.findings(text, target: "trl-text", tokenizer: "llama3", template: nil)) == ["X010"]
    )
    #expect(
      try Self.findings(
        #"{"text":"Hello there"}"#, target: "trl-text", tokenizer: "llama3", template: nil
      ).isEmpty)
  }

  @Test("X011 tells where the template leaves the beginning out")
  func missingBeginning() throws {
    #expect(
      Self.codes(
        try Self.findings(Self.turn("a", "b"), tokenizer: "phi3", template: "phi3")) == ["X011"])
  }

  @Test("X012 and T021 see what a template leaves out")
  func leftOut() throws {
    let thoughts = Self.turn("a", "b", #","reasoning_content":"Let me think about it.""#)
    #expect(
      Self.codes(try Self.findings(thoughts, tokenizer: "llama3", template: "llama3")) == ["X012"])
    #expect(try Self.findings(thoughts).isEmpty)
    let call = #"""
      {"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"1","content":"r"},{"role":"assistant","content":"b"}]}
      """#
    #expect(
      Self.codes(try Self.findings(call, tokenizer: "llama3", template: "llama3")).contains("T021"))
  }

  @Test("M001 sees a record of which nothing is learned")
  func nothing() throws {
    let record = #"{"messages":[{"role":"user","content":"a"}]}"#
    #expect(Self.codes(try Self.findings(record)) == ["M001"])
  }

  @Test("M002 sees a long question with a word for an answer")
  func little() throws {
    let record = Self.turn(String(repeating: "x y z ", count: 300), "No")
    #expect(Self.codes(try Self.findings(record)) == ["M002"])
  }

  @Test("M003 sees a user's message that is learned")
  func other() throws {
    let record =
      #"{"messages":[{"role":"user","content":"a","train":true},{"role":"assistant","content":"b"}]}"#
    #expect(Self.codes(try Self.findings(record, target: "axolotl-chat")) == ["M003"])
    let findings = try Self.findings(record, target: "trl-messages")
    #expect(Self.codes(findings) == ["M003"])
    #expect(findings[0].location.pointer == "/messages/0")
  }

  @Test("M011 sees a tag that leaves the end of the turn out")
  func endNotLearned() throws {
    let findings = try Self.findings(Self.turn("a", "b"), template: "chatml-narrow")
    #expect(Self.codes(findings) == ["M011"])
    #expect(findings[0].message.contains("<|im_end|>"))
  }

  @Test("T020 has the template's own words")
  func raises() throws {
    let record =
      #"{"messages":[{"role":"user","content":"a"},{"role":"tool","content":"b"},{"role":"assistant","content":"c"}]}"#
    let findings = try Self.findings(record, tokenizer: "mistral", template: "mistral")
    #expect(Self.codes(findings) == ["T020"])
    #expect(findings[0].message.contains("Only user, assistant and system roles are supported!"))
  }

  @Test("what is wrong with tokenizer and template is said once, about the file")
  func tokenizerRules() throws {
    func codes(_ tokenizer: String, _ template: String) throws -> [String] {
      let model = try MaskFixtures.model(tokenizer, template: template)
      return Self.codes(
        Validator(target: try Target.named("openai-chat"))
          .findings(about: TokenCheckOptions(model: model), path: "t.jsonl"))
    }
    #expect(try codes("chatml", "chatml") == ["M020"])
    #expect(try codes("chatml", "chatml-generation") == [])
    #expect(try codes("mistral", "chatml").sorted() == ["M020", "X013", "X014", "X014"])
    #expect(try codes("chatml", "headings") == ["X013", "M020"])
    // Phi-3 fills up with <|endoftext|>, which is also its end of text.
    #expect(try codes("phi3", "phi3") == ["M012", "M020"])
  }

  @Test("contents of every kind are findings or fine, and never a crash")
  func hostile() throws {
    let values = [
      "null", "true", "1", "1e400", #""""#, "[]", "{}", #"[null]"#, #"[{"type":"text"}]"#,
      #"[{"type":"text","text":5}]"#, #"{"a":[[[]]]}"#, #""\ud800""#, #"["a","b"]"#,
    ]
    for value in values {
      for key in ["content", "role", "tool_calls", "reasoning_content", "weight", "train"] {
        let record =
          #"{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b",""#
          + key + #"":\#(value)}]}"#
        _ = try Self.findings(record)
        _ = try Self.findings(#"{"messages":\#(value)}"#)
        _ = try Self.findings(#"{"messages":[\#(value)]}"#)
      }
    }
  }
}
