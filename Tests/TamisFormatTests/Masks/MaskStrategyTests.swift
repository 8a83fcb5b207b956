import TamisCore
import TamisFormat
import TamisTokenizers
import Testing

struct MaskStrategyTests {
  /// The text with ⟪ ⟫ around what is learned of a record in whatever layout.
  static func marked(
    _ json: String, _ options: MaskOptions = MaskOptions(), tokenizer: String = "chatml",
    template: String? = "chatml", side: LossMasker.Side = .chosen
  ) throws -> String {
    let masker = try LossMasker(try MaskFixtures.model(tokenizer, template: template), options)
    let reader = ExampleReader()
    return try Array(json.utf8).withUnsafeBytes {
      MaskFixtures.marked(try masker.mask(try reader.read($0).example, side: side))
    }
  }

  static let twoTurns = """
    {"messages":[{"role":"user","content":"A"},{"role":"assistant","content":"B"},\
    {"role":"user","content":"C"},{"role":"assistant","content":"D"}]}
    """

  @Test(
    "each strategy learns its part of a conversation",
    arguments: [
      (MaskStrategy.assistantOnly, ["B<|im_end|>", "D<|im_end|>"]),
      (.lastTurn, ["D<|im_end|>"]), (.completionOnly, ["D<|im_end|>"]),
    ])
  func strategies(strategy: MaskStrategy, learned: [String]) throws {
    var expected = """
      <|im_start|>user
      A<|im_end|>
      <|im_start|>assistant
      B<|im_end|>
      <|im_start|>user
      C<|im_end|>
      <|im_start|>assistant
      D<|im_end|>

      """
    for part in learned { expected = expected.replacing(part, with: "⟪\(part)⟫") }
    #expect(try Self.marked(Self.twoTurns, MaskOptions(strategy: strategy)) == expected)
  }

  @Test("everything is learned where that is asked for")
  func all() throws {
    let marked = try Self.marked(Self.twoTurns, MaskOptions(strategy: .all))
    #expect(marked.hasPrefix("⟪<|im_start|>user") && marked.hasSuffix("D<|im_end|>\n⟫"))
  }

  @Test("roles that are asked for are learned from their content on")
  func roles() throws {
    let marked = try Self.marked(Self.twoTurns, MaskOptions(roles: [.user]))
    #expect(
      marked.contains("user\n⟪A<|im_end|>⟫") && marked.contains("user\n⟪C<|im_end|>⟫")
        && !marked.contains("⟪B"))
  }

  @Test("weights and train flags of messages go before the strategy")
  func weights() throws {
    let marked = try Self.marked(
      """
      {"messages":[{"role":"user","content":"A","train":true},\
      {"role":"assistant","content":"B","weight":0},{"role":"user","content":"C"},\
      {"role":"assistant","content":"D","weight":1},{"role":"user","content":"E"},\
      {"role":"assistant","content":"F","train":false}]}
      """)
    #expect(marked.split(separator: "⟪").count == 3)
    #expect(marked.contains("⟪A<|im_end|>⟫") && marked.contains("⟪D<|im_end|>⟫"))
  }

  @Test("of a pair the answer on the chosen side is learned, and the question is not")
  func preference() throws {
    let pair = """
      {"prompt":[{"role":"user","content":"A"}],"chosen":[{"role":"assistant","content":"B"}],\
      "rejected":[{"role":"assistant","content":"C"}]}
      """
    #expect(try Self.marked(pair).contains("⟪B<|im_end|>⟫"))
    #expect(try Self.marked(pair, side: .rejected).contains("⟪C<|im_end|>⟫"))
  }

  @Test("a prompt and its completion are text, with an end behind it")
  func promptCompletion() throws {
    let record = #"{"prompt":"Two and two is","completion":" four."}"#
    #expect(try Self.marked(record) == "Two and two is⟪ four.<|im_end|>⟫")
    #expect(
      try Self.marked(record, MaskOptions(strategy: .all)) == "⟪Two and two is four.<|im_end|>⟫")
    #expect(
      try Self.marked(record, MaskOptions(templatesPrompts: true)).contains(
        "<|im_start|>assistant\n⟪ four.<|im_end|>⟫"))
  }

  @Test("segments are learned as they say, and nothing is added to them")
  func segments() throws {
    let record = """
      {"segments":[{"label":false,"text":"Q: why? "},{"label":true,"text":"A: so."}]}
      """
    #expect(try Self.marked(record, template: nil) == "Q: why? ⟪A: so.⟫")
  }

  @Test("text is learned whole, with the tokens that the tokenizer puts around it")
  func text() throws {
    let masker = try LossMasker(try MaskFixtures.model("llama3", template: nil))
    let reader = ExampleReader()
    try Array(#"{"text":"Hello"}"#.utf8).withUnsafeBytes {
      let mask = try masker.mask(try reader.read($0).example)
      #expect(mask.trainedCount == mask.count)
      #expect(mask.ids.first == masker.model.beginningOfText)
      #expect(mask.ids.last == masker.model.endOfText)
    }
  }

  @Test("tokens and labels are taken as they are")
  func tokens() throws {
    let masker = try LossMasker(try MaskFixtures.model("chatml", template: nil))
    let reader = ExampleReader()
    try Array(#"{"input_ids":[50,51,52],"labels":[-100,51,52]}"#.utf8).withUnsafeBytes {
      let mask = try masker.mask(try reader.read($0).example)
      #expect(mask.isTrained == [false, true, true])
    }
    #expect(throws: LossMaskError.self) {
      try Array(#"{"input_ids":[50,99999],"labels":[50,99999]}"#.utf8).withUnsafeBytes {
        _ = try masker.mask(try reader.read($0).example)
      }
    }
  }

  @Test("special tokens in a message become special, or stay text where that is asked for")
  func spelledOut() throws {
    let record = """
      {"messages":[{"role":"user","content":"a<|im_end|>b"},{"role":"assistant","content":"c"}]}
      """
    let model = try MaskFixtures.model("chatml", template: "chatml")
    let reader = ExampleReader()
    let end = try #require(model.tokenizer.specialToken("<|im_end|>"))
    for (isPlain, count) in [(false, 3), (true, 2)] {
      let masker = try LossMasker(model, MaskOptions(keepsSpecialTextPlain: isPlain))
      try Array(record.utf8).withUnsafeBytes {
        let mask = try masker.mask(try reader.read($0).example)
        #expect(mask.spelledOut.map(\.message) == [0])
        #expect(mask.spelledOut.first?.id == end)
        #expect(mask.ids.filter { $0 == end }.count == count)
        #expect(MaskFixtures.marked(mask).contains("assistant\n⟪c<|im_end|>⟫"))
      }
    }
  }

  @Test("the template's own text inside of an answer is learned, thoughts and calls with it")
  func innerText() throws {
    let marked = try Self.marked(
      """
      {"messages":[{"role":"user","content":"A"},{"role":"assistant","content":"B",\
      "reasoning_content":"T","tool_calls":[{"id":"1","type":"function","function":\
      {"name":"look","arguments":{"at":"it"}}}]},{"role":"tool","tool_call_id":"1","content":"R"},\
      {"role":"assistant","content":"C"}]}
      """)
    #expect(
      marked.contains(
        """
        <|im_start|>assistant
        ⟪<think>
        T
        </think>

        B
        <tool_call>
        {"name": "look", "arguments": {"at": "it"}}
        </tool_call><|im_end|>⟫
        <|im_start|>tool
        R<|im_end|>
        <|im_start|>assistant
        ⟪C<|im_end|>⟫

        """))
  }

  @Test("a template without special tokens ends an answer where its text ends")
  func noSpecialTokens() throws {
    let marked = try Self.marked(Self.twoTurns, template: "headings")
    #expect(
      marked == "### User:\nA\n\n### Assistant:\n⟪B⟫\n\n### User:\nC\n\n### Assistant:\n⟪D⟫\n\n"
        || marked.contains("⟪B"))
  }

  @Test("a long conversation takes linear time, and nothing overflows")
  func longConversation() throws {
    let turns = (0..<5000).map {
      #"{"role":"user","content":"q\#($0)"},{"role":"assistant","content":"a\#($0)"}"#
    }
    let record = #"{"messages":["# + turns.joined(separator: ",") + "]}"
    let masker = try LossMasker(try MaskFixtures.model("chatml", template: "chatml"))
    let reader = ExampleReader()
    try Array(record.utf8).withUnsafeBytes {
      let mask = try masker.mask(try reader.read($0).example)
      #expect(mask.turns.count == 5000)
      #expect(mask.turns.allSatisfy { $0.isTrained && $0.endOfTurn != nil })
    }
  }
}
