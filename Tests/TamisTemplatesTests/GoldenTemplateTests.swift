import TamisCore
import TamisTemplates
import Testing

/// Templates of real models, and small ones for each thing of the language, against Transformers.
struct GoldenTemplateTests {
  @Test(
    "templates of real models render what Transformers renders, and refuse what it refuses",
    .enabled(if: sharedTemplates != nil, "the shared data is not there"))
  func realTemplates() throws {
    let folder = try #require(sharedTemplates)
    let golden = try JSONDocument(try #require(contents(of: folder + "/golden.json"))).root
    var conversations: [String: JSONValue] = [:]
    let recordedConversations = try #require(golden["conversations"])
    for (name, conversation) in recordedConversations.members {
      conversations[name.string ?? ""] = conversation
    }
    let special = try #require(golden["env"]?["special_tokens"])
    var count = 0
    let templates = try #require(golden["templates"])
    for (name, recorded) in templates.members {
      let name = name.string ?? ""
      let source = try #require(contents(of: "\(folder)/files/\(name)"))
      let template = try ChatTemplate(source: source, name: name)
      let renders = try #require(recorded["renders"])
      for (conversation, expected) in renders.members {
        let conversation = conversation.string ?? ""
        let context = try #require(
          conversations[conversation].flatMap { TemplateContext(golden: $0, special) })
        let expected = RecordedRender(expected, text: "out", generation: "gen", error: "err")
        let difference = RecordedRender(template, context).difference(from: expected)
        #expect(difference == nil, "\(name), \(conversation): \(difference ?? "")")
        count += 1
      }
    }
    #expect(count > 4000)
  }

  /// What Python can do and no chat template does.
  private static let unsupported: Set = ["expression text.encode('utf8')"]

  @Test("each thing of the language does what it does in Jinja")
  func cases() throws {
    let lines = try #require(contents(of: fixturePath("templates/cases.jsonl")))
    var count = 0
    for line in lines.split(separator: UInt8(ascii: "\n")) {
      let recorded = try JSONDocument(Array(line)).root
      let name = recorded["name"]?.string ?? ""
      let context = try #require(recorded["context"].flatMap { TemplateContext(record: $0) })
      let expected = RecordedRender(
        recorded, text: "text", generation: "generation", error: "error")
      do throws(TemplateError) {
        let template = try ChatTemplate(
          source: Array((recorded["template"]?.string ?? "").utf8), name: "case")
        let render = RecordedRender(template, context)
        if Self.unsupported.contains(name) {
          #expect(render.error?.hasSuffix("is not supported") ?? false, "\(name)")
          continue
        }
        let difference = render.difference(from: expected)
        #expect(difference == nil, "\(name): \(difference ?? "")")
        #expect(render.error == expected.error, "\(name)")
      } catch {
        // A template that cannot be read: both say so, each in its own words.
        #expect(expected.error != nil || error.kind == .unsupported, "\(name): \(error)")
      }
      count += 1
    }
    #expect(count > 130)
  }
}
