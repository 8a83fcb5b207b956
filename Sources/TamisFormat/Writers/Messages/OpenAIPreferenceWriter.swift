import TamisCore

/// Writes `{"input":{"messages":[…],"tools"?},"preferred_output":[…],"non_preferred_output":[…]}`.
/// Source: https://developers.openai.com/api/docs/guides/direct-preference-optimization
struct OpenAIPreferenceWriter: TargetWriter {
  private let context: WriterContext
  private let messages: MessagesWriter
  private let tools: ToolsWriter

  init(_ context: WriterContext) {
    self.context = context
    messages = MessagesWriter(context)
    tools = ToolsWriter(context)
  }

  func write(_ example: Example, to output: inout ByteBuffer) throws(Refusal) {
    let preference = try context.preference(of: example)
    try context.checkPair(preference)
    let input = try context.fittingSystem(preference.input)
    try context.checkWeight(of: input)
    guard !input.messages.isEmpty else {
      throw Refusal(
        "the two answers have no message in common; \(context.target) wants what they answer")
    }
    messages.startConversation()
    output.append(#"{"input":{"messages":"#)
    try messages.append(input.messages, of: "input", to: &output)
    if !input.tools.isEmpty {
      output.append(#","tools":"#)
      tools.append(input.tools, to: &output)
    }
    output.append(#","parallel_tool_calls":"#, input.parallelToolCalls)
    output.append(#"},"preferred_output":"#)
    try messages.append(preference.chosen, of: "chosen", to: &output)
    output.append(#","non_preferred_output":"#)
    try messages.append(preference.rejected, of: "rejected", to: &output)
    output.append(UInt8(ascii: "}"))
  }
}
