import TamisCore

/// Writes `{"messages":[{"role","content"}],"tools":[…],"reference_answer"?}`: prompts for Nova, which
/// come with tools.
/// Source: https://docs.aws.amazon.com/nova/latest/userguide/nova-reinforcement-fine-tuning.html
struct NovaReinforcementWriter: TargetWriter {
  private let context: WriterContext
  private let tools: ToolsWriter

  init(_ context: WriterContext) {
    self.context = context
    tools = ToolsWriter(context)
  }

  func write(_ example: Example, to output: inout ByteBuffer) throws(Refusal) {
    let reinforcement = try context.reinforcement(of: example)
    let input = reinforcement.input
    try context.checkWeight(of: input)
    output.append(UInt8(ascii: "{"))
    for reference in reinforcement.references where reference.name.isString("id") {
      output.append(member: reference)
      output.append(UInt8(ascii: ","))
    }
    output.append(#""messages":["#)
    for (index, message) in input.messages.enumerated() {
      let place = MessagePlace(index, message.role)
      if index > 0 { output.append(UInt8(ascii: ",")) }
      switch message.role {
      case .system, .developer: output.append(#"{"role":"system","content":"#)
      case .user: output.append(#"{"role":"user","content":"#)
      case .assistant: output.append(#"{"role":"assistant","content":"#)
      case .tool, .function:
        throw .noPlace(for: "the result of a tool", in: place, target: context.target)
      }
      output.append(try context.onlyText(of: message, place))
      output.append(UInt8(ascii: "}"))
    }
    output.append(UInt8(ascii: "]"))
    guard !input.tools.isEmpty else {
      throw Refusal(
        .missingKey, "the record declares no tools; \(context.target) wants at least one")
    }
    output.append(#","tools":"#)
    tools.append(input.tools, to: &output)
    for reference in reinforcement.references where !reference.name.isString("id") {
      guard reference.name.isString("reference_answer") else {
        if context.drops(.references) { continue }
        throw Refusal(
          "the record has \(String(decoding: reference.name.json, as: UTF8.self)) for the grader; "
            + "\(context.target) has a place for 'reference_answer' only; "
            + "leave it out with --drop references")
      }
      output.append(UInt8(ascii: ","))
      output.append(member: reference)
    }
    output.append(UInt8(ascii: "}"))
  }
}
