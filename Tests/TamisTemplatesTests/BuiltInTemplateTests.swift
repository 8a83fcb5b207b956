import TamisCore
import TamisTemplates
import Testing

/// The templates that come with Tamis.
struct BuiltInTemplateTests {
  @Test("all are found by their names, can be read, and mark what the model writes")
  func names() throws {
    #expect(ChatTemplates.names.count == 16)
    #expect(Set(ChatTemplates.names).count == 16)
    for name in ChatTemplates.names {
      let builtIn = try #require(ChatTemplates.named(name))
      #expect(try builtIn.template().hasGeneration, "\(name)")
      #expect(builtIn.specialTokens.contains { $0.name == "eos_token" }, "\(name)")
    }
    #expect(ChatTemplates.named("Llama3.1")?.name == "llama-3.1")
    #expect(ChatTemplates.named("qwen2_5")?.name == "qwen-2.5")
    #expect(ChatTemplates.named("llama") == nil)
    #expect(ChatTemplates.named("") == nil)
  }

  @Test("what the model writes is the answer with its end of turn", arguments: ChatTemplates.names)
  func generation(name: String) throws {
    let builtIn = try #require(ChatTemplates.named(name))
    let document = try JSONDocument(
      Array(
        #"{"messages":[{"role":"user","content":"Q"},{"role":"assistant","content":"Answer"}]}"#
          .utf8))
    var context = try #require(TemplateContext(record: document.root))
    for token in builtIn.specialTokens { context.set(token.name, .string(token.content)) }
    context.now = CivilTime("2026-01-02T03:04:05")
    let rendered = try builtIn.template().render(context)
    let span = try #require(rendered.generation.first)
    let text = String(decoding: rendered.text[span], as: UTF8.self)
    let ends = ["</s>", "<|eot_id|>", "<|end|>", "<|im_end|>", "<end_of_turn>"]
    #expect(text.contains("Answer"))
    #expect(ends.contains { text.contains($0) }, "\(text)")
    #expect(!text.contains("Q"))
  }

  /// Whose text each one has. Where a conversation is named, the real template is wrong or does not
  /// say: these two look at the role of one of no messages.
  private static let models: [(name: String, model: String, except: Set<String>)] = [
    ("llama-2", "hfjs__llama", []), ("llama-3", "trl__llama3_training", []),
    ("llama-3.1", "llamacpp__meta-llama-Llama-3.1-8B-Instruct", []),
    ("llama-3.2", "llamacpp__meta-llama-Llama-3.2-3B-Instruct", []),
    ("mistral-v1", "mistralcommon__v1_spm", []), ("mistral-v3", "mistralcommon__v3_spm", []),
    ("mistral-v3-tekken", "mistralcommon__v3", []),
    ("mistral-v7", "mistralcommon__v7_spm", ["no_messages"]),
    ("phi-3", "trl__phi3_training", ["no_messages"]),
    ("phi-3.5", "llamacpp__microsoft-Phi-3.5-mini-instruct", []),
    ("qwen-2.5", "llamacpp__Qwen-Qwen2.5-7B-Instruct", []), ("qwen-3", "trl__qwen3", []),
    ("gemma", "llamacpp__google-gemma-2-2b-it", []), ("gemma-3", "trl__gemma3", []),
    ("chatml", "axolotl__chatml", []),
  ]

  @Test(
    "each renders what the template of its family renders",
    .enabled(if: sharedTemplates != nil, "the shared data is not there"))
  func families() throws {
    let folder = try #require(sharedTemplates)
    let golden = try JSONDocument(try #require(contents(of: folder + "/golden.json"))).root
    let special = try #require(golden["env"]?["special_tokens"])
    var conversations: [String: JSONValue] = [:]
    let recordedConversations = try #require(golden["conversations"])
    for (name, conversation) in recordedConversations.members {
      conversations[name.string ?? ""] = conversation
    }
    let templates = try #require(golden["templates"])
    for (name, model, exceptions) in Self.models {
      let template = try #require(ChatTemplates.named(name)).template()
      let recorded = templates.members.first { $0.key.string == "\(model).jinja" }
      let renders = try #require(recorded?.value["renders"])
      for (conversation, expected) in renders.members {
        let conversation = conversation.string ?? ""
        if exceptions.contains(conversation) { continue }
        let context = try #require(
          conversations[conversation].flatMap { TemplateContext(golden: $0, special) })
        var expected = RecordedRender(expected, text: "out", generation: "gen", error: "err")
        // In Transformers the quotes around Mistral's calls become entities, because `safe` meets a
        // plain string. Mistral's own tokenizer writes quotes.
        expected.text = expected.text.map {
          Array(String(decoding: $0, as: UTF8.self).replacing("&#34;", with: "\"").utf8)
        }
        var render = RecordedRender(template, context)
        if !model.hasSuffix("_training") { (render.generation, expected.generation) = ([], []) }
        let difference = render.difference(from: expected)
        #expect(difference == nil, "\(name), \(conversation): \(difference ?? "")")
      }
    }
  }
}
