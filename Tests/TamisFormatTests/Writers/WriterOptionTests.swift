import TamisCore
import Testing

@testable import TamisFormat

@Suite struct WriterOptionTests {
  static let withSystem =
    #"{"messages":[{"role":"system","content":"S\n"},{"role":"user","content":"Q"},"#
    + #"{"role":"assistant","content":"A"}]}"#
  static let turns =
    #"{"messages":[{"role":"user","content":"Q1"},{"role":"assistant","content":"A1"},"#
    + #"{"role":"user","content":"Q2"},{"role":"assistant","content":"A2"}]}"#

  @Test("a system message goes before the first question, or stays out, as the user wants")
  func system() throws {
    #expect(
      try WriterBench("bedrock-completion").format(Self.withSystem)
        == .rejected(
          "S020 the record has a system message; bedrock-completion has no place for it; put it "
            + "before the first question with --fold-system, or leave it out with --drop system"))
    #expect(
      try WriterBench("bedrock-completion", foldsSystem: true).format(Self.withSystem)
        == .written(#"{"prompt":"S\n\n\nQ","completion":"A"}"#))
    #expect(
      try WriterBench("bedrock-completion", drops: [.system]).format(Self.withSystem)
        == .written(#"{"prompt":"Q","completion":"A"}"#))
  }

  @Test("a target with a place for a system message keeps it there, whatever is given up")
  func systemPlace() throws {
    #expect(
      try WriterBench("bedrock-claude", drops: [.system]).format(Self.withSystem)
        == .written(
          #"{"system":"S\n","messages":[{"role":"user","content":"Q"},"#
            + #"{"role":"assistant","content":"A"}]}"#))
  }

  @Test("a system message of the command goes where the target has it")
  func offeredSystem() throws {
    let pair = #"{"prompt":"Q","completion":"A"}"#
    #expect(
      try WriterBench("vertex", system: "S").format(pair)
        == .written(
          #"{"systemInstruction":{"role":"system","parts":[{"text":"S"}]},"contents":["#
            + #"{"role":"user","parts":[{"text":"Q"}]},{"role":"model","parts":[{"text":"A"}]}]}"#))
    #expect(
      try WriterBench("trl-preference", system: "S").format(
        #"{"prompt":"Q","chosen":"A","rejected":"B"}"#)
        == .written(
          #"{"prompt":[{"role":"system","content":"S"},{"role":"user","content":"Q"}],"#
            + #""chosen":[{"role":"assistant","content":"A"}],"#
            + #""rejected":[{"role":"assistant","content":"B"}]}"#))
    #expect(
      try WriterBench("trl-text", system: "S").format(#"{"text":"T"}"#)
        == .rejected(
          "S007 the record is plain text, which has no turns for a system message to go before"))
  }

  @Test("the last question and its answer stay where the history is given up")
  func history() throws {
    #expect(
      try WriterBench("mlx-completions").format(Self.turns)
        == .rejected(
          "S020 the record has 4 turns; mlx-completions has one question and one answer; keep the "
            + "last two with --drop history"))
    #expect(
      try WriterBench("mlx-completions", drops: [.history]).format(Self.turns)
        == .written(#"{"prompt":"Q2","completion":"A2"}"#))
  }

  @Test(
    "what is given up is left out where there is no place for it, and only there",
    arguments: [
      (Droppable.weights, #""weight":0"#), (.reasoning, #""reasoning_content":"R""#),
      (.names, #""name":"N""#),
    ])
  func drop(_ droppable: Droppable, _ member: String) throws {
    let record =
      #"{"messages":[{"role":"user","content":"Q"},{"role":"assistant","content":"A",\#(member)}]}"#
    let refused = try WriterBench("bedrock-claude").format(record)
    #expect(refused.line.hasSuffix("leave it out with --drop \(droppable.rawValue)"))
    #expect(
      try WriterBench("bedrock-claude", drops: [droppable]).format(record)
        == .written(
          #"{"messages":[{"role":"user","content":"Q"},{"role":"assistant","content":"A"}]}"#))
    #expect(
      try WriterBench("openai-chat", drops: [droppable]).format(record).record?.contains(member)
        == true)
  }

  @Test("an image stays out of a target of text where the user gives it up")
  func media() throws {
    let record =
      #"{"messages":[{"role":"user","content":[{"type":"text","text":"Q"},{"type":"image_url","#
      + #""image_url":{"url":"https://example.org/a.png"}}]},{"role":"assistant","content":"A"}]}"#
    #expect(
      try WriterBench("bedrock-claude").format(record)
        == .rejected(
          "S020 the 1st message (user) has an image; bedrock-claude has no place for it; leave it "
            + "out with --drop media"))
    #expect(
      try WriterBench("bedrock-claude", drops: [.media]).format(record)
        == .written(
          #"{"messages":[{"role":"user","content":"Q"},{"role":"assistant","content":"A"}]}"#))
  }

  @Test("fields are read under the names that a map gives")
  func map() throws {
    #expect(
      try WriterBench("together-instruction", map: "prompt=question,completion=answer").format(
        #"{"question":"Q","answer":"A"}"#) == .written(#"{"prompt":"Q","completion":"A"}"#))
  }

  @Test("what a target has no place for but does not miss is told at the end")
  func notes() throws {
    let bench = try WriterBench("vertex")
    _ = bench.format(
      #"{"messages":[{"role":"user","content":"Q","mood":"sad"},{"role":"assistant","content":"A"}],"#
        + #""parallel_tool_calls":true,"id":1}"#)
    #expect(
      bench.stage.notes().map(\.message) == [
        "field 'id' is not part of vertex and was left out, in 1 record",
        "field 'messages[].mood' is not part of vertex and was left out, in 1 record",
        "field 'parallel_tool_calls' is not part of vertex and was left out, in 1 record",
      ])
  }

  @Test("the files of a folder have the names that the target's loader looks for")
  func files() throws {
    let mlx = TargetFiles(try Target.named("mlx-chat").profile)
    #expect(mlx.names == ["validation": "valid"])
    #expect(mlx.sideFile == nil)
    let factory = TargetFiles(try Target.named("llama-factory-alpaca").profile)
    #expect(factory.sideFile == "dataset_info.json")
    let info = try JSONDocument(factory.sideContent(files: ["train.jsonl", "validation.jsonl"]))
    #expect(info.root["train"]?["file_name"]?.string == "train.jsonl")
    #expect(info.root["validation"]?["columns"]?["query"]?.string == "input")
    let jumpstart = TargetFiles(try Target.named("jumpstart-instruction").profile)
    #expect(jumpstart.sideFile?.hasSuffix("template.json") == true)
    let template = try JSONDocument(jumpstart.sideContent(files: []))
    #expect(template.root["prompt"]?.string == "{instruction}")
    #expect(template.root["completion"]?.string == "{response}")
  }
}
