import Foundation
import Testing

/// `tamis render`, as a user would run it.
struct RenderCommandTests {
  private static let hello =
    #"{"messages":[{"role":"user","content":"Hé 😀"},{"role":"assistant","content":"Ho"}]}"#

  @Test("a built-in template renders, with its special tokens and spans in characters")
  func builtIn() throws {
    let outcome = try Workbench().tamis("render", "--template", "llama3", input: Self.hello + "\n")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let text = try #require(object["text"] as? String)
    #expect(text.hasPrefix("<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nHé 😀"))
    let spans = try #require(object["generation"] as? [[Int]])
    let scalars = Array(text.unicodeScalars)
    let span = try #require(spans.first)
    #expect(spans.count == 1)
    let generated = String(String.UnicodeScalarView(scalars[span[0]..<span[1]]))
    #expect(generated == "Ho<|eot_id|>")
  }

  @Test("a file of Jinja sees tools, variables, the clock and the tokenizer's special tokens")
  func file() throws {
    let bench = try Workbench()
    try bench.write(
      "t.jinja",
      "{{ bos_token }}{{ messages | length }}{{ tools | tojson }}{{ mood }}{{ strftime_now('%Y-%m-%d %H:%M') }}{{ add_generation_prompt }}"
    )
    try bench.write("c.json", #"{"bos_token":{"content":"<B>"},"eos_token":null}"#)
    try bench.write(
      "in.jsonl",
      #"{"messages":[],"tools":[{"a":1}],"mood":"good","add_generation_prompt":true}"# + "\n"
        + #"{"messages":[],"bos_token":"own"}"# + "\n")
    let outcome = try bench.tamis(
      "render", "--template", "t.jinja", "--tokenizer-config", "c.json", "--now",
      "2026-01-02T03:04:05", "in.jsonl")
    #expect(
      outcome.output == """
        {"text":"<B>0[{\\"a\\": 1}]good2026-01-02 03:04True","generation":[]}
        {"text":"own0null2026-01-02 03:04False","generation":[]}

        """, "\(outcome.errors)")
  }

  @Test("a configuration brings its templates, one of them for tools")
  func configuration() throws {
    let bench = try Workbench()
    try bench.write(
      "c.json",
      #"{"eos_token":"E","chat_template":[{"name":"default","template":"plain{{ eos_token }}"},{"name":"tool_use","template":"tools{{ eos_token }}"}]}"#
    )
    let outcome = try bench.tamis(
      "render", "--tokenizer-config", "c.json",
      input: #"{"messages":[]}"# + "\n" + #"{"messages":[],"tools":[]}"# + "\n")
    #expect(
      outcome.output
        == #"{"text":"plainE","generation":[]}"# + "\n" + #"{"text":"toolsE","generation":[]}"#
        + "\n",
      "\(outcome.errors)")
  }

  @Test("what a template refuses is an error on the record's line")
  func refusals() throws {
    let outcome = try Workbench().tamis(
      "render", "--template", "gemma",
      input: """
        {"messages":[{"role":"system","content":"x"}]}
        {"prompt":"x"}
        {"messages":[{"role":"user","content":"x"}]}

        """)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 3, "\(outcome.errors)")
    #expect(lines[0] == #"{"error":"gemma:3: System role not supported"}"#)
    #expect(lines[1] == #"{"error":"the record has no 'messages'"}"#)
    #expect(lines[2].hasPrefix(#"{"text":"<bos><start_of_turn>user\nx"#))
  }

  @Test("a broken line is reported with its place, and the others are rendered")
  func brokenLine() throws {
    let bench = try Workbench()
    try bench.write("in.jsonl", Self.hello + "\n{\"messages\":[\n" + Self.hello + "\n")
    let outcome = try bench.tamis("render", "--template", "chatml", "in.jsonl")
    #expect(outcome.output.split(separator: "\n").count == 2)
    #expect(outcome.errors.contains("in.jsonl:2"), "\(outcome.errors)")
  }

  @Test(
    "what cannot be used is said clearly",
    arguments: [
      (["--template", "nothing"], "'nothing'"), ([], "--template or --tokenizer-config"),
      (["--template", "chatml", "--now", "soon"], "'soon'"),
      (["--template", "broken.jinja"], "broken.jinja:1"),
      (["--tokenizer-config", "c.json"], "no 'chat_template'"),
    ])
  func usage(options: [String], message: String) throws {
    let bench = try Workbench()
    try bench.write("broken.jinja", "{% if %}")
    try bench.write("c.json", "{}")
    try bench.write("in.jsonl", Self.hello + "\n")
    let outcome = try bench.shell(
      "tamis render " + (options + ["in.jsonl"]).joined(separator: " "))
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }
}
