import TamisCore
import TamisFormat
import TamisTokenizers
import Testing

/// Masks beside those of Transformers, for templates with `{% generation %}`: ids and learned tokens of
/// `apply_chat_template(return_assistant_tokens_mask=True)`, recorded by `Fixtures/masks/record.py`.
struct TransformersMaskTests {
  static let pairs = [
    "chatml chatml-generation", "chatml chatml-narrow", "llama3 llama3-generation",
    "mistral mistral-generation",
  ]

  @Test("ids and learned tokens are those of Transformers", arguments: pairs)
  func recorded(pair: String) throws {
    let names = pair.split(separator: " ").map(String.init)
    let masker = try LossMasker(try MaskFixtures.model(names[0], template: names[1]))
    let document = JSONDocument()
    var checked = 0
    let rows = try #require(contents(of: fixture("masks/transformers.jsonl")))
    for line in rows.split(separator: 0x0A) {
      let row = try JSONDocument(Array(line)).root
      guard row["template"]?.string == names[1], row["tokenizer"]?.string == names[0] else {
        continue
      }
      let index = try #require(row["conversation"]?.integer)
      let root = try MaskFixtures.conversations[index].withUnsafeBytes { try document.parse($0) }
      let mask = try masker.mask(messages: try #require(root["messages"]))
      let ids = row["ids"]?.elements.compactMap { $0.integer.map(TokenID.init) }
      #expect(Array(mask.ids) == ids, "conversation \(index)")
      var learned = row["learned"]?.elements.map { $0.elements.compactMap(\.integer) }
      if names[1] == "chatml-narrow", index == 5 {
        // The last characters of these answers are several tokens, and nothing else is in the tag.
        // Transformers learns the first of them alone.
        #expect(learned == [[23, 28], [49, 53]])
        learned = [[23, 30], [49, 55]]
      }
      #expect(MaskFixtures.runs(mask.isTrained) == learned, "conversation \(index)")
      checked += 1
    }
    #expect(checked == MaskFixtures.conversations.count)
  }

  @Test(
    "real templates with generation tags give the tokens that Transformers learns",
    .enabled(if: sharedFolder != nil, "the shared data are not there"))
  func shared() throws {
    let folder = try #require(sharedFolder) + "/data/templates"
    let golden = try JSONDocument(try #require(contents(of: folder + "/golden.json"))).root
    let conversations = try #require(golden["conversations"])
    var models: [String: LossMasker] = [:]
    var (checked, raised) = (0, 0)
    for line in try #require(contents(of: fixture("masks/shared.jsonl"))).split(separator: 0x0A) {
      let row = try JSONDocument(Array(line)).root
      let template = try #require(row["template"]?.string)
      let name = try #require(row["conversation"]?.string)
      if models[template] == nil {
        let source = try #require(contents(of: folder + "/files/" + template))
        models[template] = try LossMasker(
          try MaskFixtures.model(
            "phi3", source: source, name: template,
            specials: [("bos_token", Array("<s>".utf8)), ("eos_token", Array("</s>".utf8))]))
      }
      let masker = try #require(models[template])
      let conversation = try #require(
        conversations.members.first { $0.key.string == name }?.value)
      let messages = try #require(conversation["messages"])
      guard row["raises"] == nil else {
        raised += 1
        #expect(throws: LossMaskError.self, "\(template) \(name)") {
          try masker.mask(messages: messages, tools: conversation["tools"])
        }
        continue
      }
      let mask = try masker.mask(messages: messages, tools: conversation["tools"])
      #expect(mask.count == row["count"]?.integer, "\(template) \(name)")
      var learned = row["learned"]?.elements.map { $0.elements.compactMap(\.integer) }
      if template == "trl__llava_next_training.jinja", name == "content_parts" {
        // The tag ends in a space that is two tokens; Transformers learns the first of them alone.
        #expect(learned == [[25, 30]])
        learned = [[25, 31]]
      }
      #expect(MaskFixtures.runs(mask.isTrained) == learned, "\(template) \(name)")
      checked += 1
    }
    #expect(checked == 395)
    #expect(raised == 89)
  }
}
