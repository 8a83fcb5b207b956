import TamisCore
import TamisTemplates
import Testing

/// What the tracker says about where rendered text comes from.
struct SourceSpanTests {
  /// The sources of a render, as `text<message,field,part>`, with `~` for what is not verbatim.
  private func sources(_ template: String, _ messages: String) throws -> [String] {
    let document = try JSONDocument(Array("{\"messages\":\(messages)}".utf8))
    let context = try #require(TemplateContext(record: document.root))
    let template = try ChatTemplate(source: Array(template.utf8))
    let rendered = try template.render(context, tracksSources: true)
    #expect(try template.render(context).text == rendered.text)
    return rendered.sources.map { span in
      let text = String(decoding: rendered.text[span.range], as: UTF8.self)
      let mark = span.isVerbatim ? "" : "~"
      return "\(mark)\(text)<\(span.message),\(span.field),\(span.part)>"
    }
  }

  private let messages = """
    [{"role":"user","content":" a\\n b "},
     {"role":"assistant","content":[{"type":"text","text":"x"},{"type":"text","text":"yé"}],
      "reasoning_content":"why","tool_calls":[{"function":{"name":"f","arguments":{"k":[1]}}}]}]
    """

  @Test(
    "text is followed through the template",
    arguments: [
      ("{{ messages[0].content }}", [" a\n b <0,content,0>"]),
      ("[{{ messages[0].content | trim }}]", ["a\n b<0,content,0>"]),
      ("{{ '<' + messages[0].content.strip() + '>' }}", ["a\n b<0,content,0>"]),
      ("{{ messages[0].content[1:2] }}", ["a<0,content,0>"]),
      ("{{ messages[0].content.split('\\n')[-1] }}", [" b <0,content,0>"]),
      ("{% set x %}-{{ messages[0].content }}-{% endset %}{{ x }}", [" a\n b <0,content,0>"]),
      (
        "{% macro f(m) %}({{ m.role }}){% endmacro %}{{ f(messages[0]) }}{{ f(messages[1]) }}",
        ["user<0,other,0>", "assistant<1,other,0>"]
      ),
      (
        "{% for p in messages[1].content %}{{ p.text }}{% endfor %}",
        ["x<1,content,0>", "yé<1,content,1>"]
      ),
      (
        "{{ messages[1].content | map(attribute='text') | join('+') }}",
        ["x<1,content,0>", "yé<1,content,1>"]
      ),
      ("{{ messages[1].reasoning_content }}", ["why<1,reasoning,0>"]),
      ("{{ messages[1].tool_calls[0].function.name }}", ["f<1,toolCalls,0>"]),
      (
        "{{ messages[1].tool_calls[0].function.arguments | tojson }}",
        ["~{\"k\": [1]}<1,toolCalls,0>"]
      ),
      ("{{ messages[0].role | upper }}", ["~USER<0,other,0>"]),
      ("user {{ 'user' }}{{ messages | length }}", []),
    ] as [(String, [String])])
  func follows(template: String, expected: [String]) throws {
    #expect(try sources(template, messages) == expected)
  }
}
