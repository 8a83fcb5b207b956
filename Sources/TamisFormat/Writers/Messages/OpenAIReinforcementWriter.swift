import TamisCore

/// Writes `{"messages":[…],"tools"?, …}` with the fields that a grader reads beside the messages.
/// Source: https://developers.openai.com/api/docs/guides/reinforcement-fine-tuning
struct OpenAIReinforcementWriter: TargetWriter {
  private let context: WriterContext
  private let messages: MessagesWriter
  private let tools: ToolsWriter
  /// The field that has to be among those of the grader, with quotes; empty where any will do.
  private let required: [UInt8]

  init(_ context: WriterContext) {
    self.context = context
    messages = MessagesWriter(context)
    tools = ToolsWriter(context)
    let name = context.settings.text("references")
    required = name.isEmpty || name == "keep" ? [] : Array("\"\(name)\"".utf8)
  }

  func write(_ example: Example, to output: inout ByteBuffer) throws(Refusal) {
    let reinforcement = try context.reinforcement(of: example)
    let input = try context.fittingSystem(reinforcement.input)
    try context.checkWeight(of: input)
    if !required.isEmpty,
      !reinforcement.references.contains(where: { $0.name.json.elementsEqual(required) })
    {
      let name = String(decoding: required.dropFirst().dropLast(), as: UTF8.self)
      throw Refusal(
        .missingKey, "the record has no '\(name)' for the grader, which \(context.target) wants")
    }
    messages.startConversation()
    output.append(#"{"messages":"#)
    try messages.append(input.messages, to: &output)
    if !input.tools.isEmpty {
      output.append(#","tools":"#)
      tools.append(input.tools, to: &output)
    }
    if input.parallelToolCalls != nil { context.leaveOut("parallel_tool_calls") }
    for reference in reinforcement.references {
      output.append(UInt8(ascii: ","))
      output.append(member: reference)
    }
    output.append(UInt8(ascii: "}"))
  }
}
