import TamisCore
import TamisTemplates
import Testing

/// Conversations of ten thousand messages.
struct LongConversationTests {
  private static func conversation(_ count: Int) throws -> JSONDocument {
    let turns = (0..<count).map { index in
      #"{"role":"\#(index % 2 == 0 ? "user" : "assistant")","content":"turn\n\#(index)"}"#
    }
    return try JSONDocument(Array(#"{"messages":[\#(turns.joined(separator: ","))]}"#.utf8))
  }

  @Test("every built-in template renders ten thousand messages", arguments: ChatTemplates.names)
  func tenThousand(name: String) throws {
    let builtIn = try #require(ChatTemplates.named(name))
    let document = try Self.conversation(10_000)
    var context = try #require(TemplateContext(record: document.root))
    for (name, content) in builtIn.specialTokens { context.set(name, .string(content)) }
    context.now = CivilTime("2026-01-02")
    let renderer = TemplateRenderer()
    try renderer.render(try builtIn.template(), context)
    #expect(renderer.text.count > 10_000 * 10)
    #expect(renderer.generationInScalars.count == renderer.generation.count)
  }

  @Test("a list that grows in a loop takes room for its elements, not for their square")
  func growingList() throws {
    let source = """
      {%- set all = namespace(list=[], tuple=()) %}
      {%- for message in messages %}
          {%- set all.list = all.list + [message] %}
          {%- set all.tuple = all.tuple + (loop.index,) %}
      {%- endfor %}
      {{- all.list | length }} {{ all.tuple[-1] }} {{ all.list[9999].role }}
      """
    let document = try Self.conversation(10_000)
    let renderer = TemplateRenderer()
    renderer.limits.memoryBytes = 16 << 20
    renderer.limits.steps = 2_000_000
    try renderer.render(
      try ChatTemplate(source: Array(source.utf8)),
      try #require(TemplateContext(record: document.root)))
    #expect(String(decoding: renderer.text, as: UTF8.self) == "10000 10000 assistant")
  }
}
