import TamisCore

/// Writes `{"conversations":[{"from":"human","value":…},{"from":"gpt","value":…},…],"system":"",
/// "tools":""}`, as LLaMA-Factory reads ShareGPT.
///
/// A call is a turn of `function_call` whose value is the string of `{"name","arguments"}`, or of a
/// list of such where there are several; a result is one of `observation`. Turns alternate, or the
/// example is thrown away in training: what would break that is refused here. Both columns beside the
/// turns are always there, so that all rows of the table have the same.
/// Source: https://github.com/hiyouga/LLaMA-Factory/blob/ff6d4d1/src/llamafactory/data/converter.py
struct ShareGPTWriter: TargetWriter {
  private let context: WriterContext
  private let tools: ToolsWriter

  init(_ context: WriterContext) {
    self.context = context
    tools = ToolsWriter(context)
  }

  func write(_ example: Example, to output: inout ByteBuffer) throws(Refusal) {
    let conversation = try context.conversation(of: example)
    try context.checkWeight(of: conversation)
    if conversation.parallelToolCalls != nil { context.leaveOut("parallel_tool_calls") }
    let (system, turns) = try context.leadingSystem(of: conversation.messages)
    guard turns.first?.role != .assistant, turns.last?.role == .assistant else {
      throw Refusal(
        .sameSideTwice,
        "the turns do not start with a question and end in an answer; \(context.target) throws "
          + "such examples away in training")
    }
    output.append(#"{"conversations":["#)
    for index in turns.indices {
      let place = MessagePlace(index, turns[index].role)
      let isAnswer = turns[index].role == .assistant
      if index > turns.startIndex {
        output.append(UInt8(ascii: ","))
        guard isAnswer != (turns[index - 1].role == .assistant) else {
          throw Refusal(
            .sameSideTwice,
            "\(place) follows one that is not of the other side; \(context.target) throws such "
              + "examples away in training")
        }
      }
      try append(turns[index], place, to: &output)
    }
    output.append(#"],"system":"#)
    if let text = try context.text(of: system) {
      output.append(text)
    } else {
      output.append("\"\"")
    }
    output.append(#","tools":"#)
    append(conversation.tools, to: &output)
    output.append(UInt8(ascii: "}"))
  }

  private func append(
    _ message: Message, _ place: MessagePlace, to output: inout ByteBuffer
  ) throws(Refusal) {
    if !message.toolCalls.isEmpty { return try appendCalls(message, place, to: &output) }
    switch message.role {
    case .assistant: output.append(#"{"from":"gpt","value":"#)
    case .tool, .function: output.append(#"{"from":"observation","value":"#)
    default: output.append(#"{"from":"human","value":"#)
    }
    output.append(try context.onlyText(of: message, place))
    output.append(UInt8(ascii: "}"))
  }

  private func appendCalls(
    _ message: Message, _ place: MessagePlace, to output: inout ByteBuffer
  ) throws(Refusal) {
    try context.checkExtras(of: message, place)
    guard try context.strings(of: message, place).allSatisfy(\.isEmptyString) else {
      throw .noPlace(
        for: "text beside its calls", in: place, target: context.target, resolution: "both")
    }
    var calls = ByteBuffer()
    if message.toolCalls.count > 1 { calls.append(UInt8(ascii: "[")) }
    for (index, call) in message.toolCalls.enumerated() {
      if index > 0 { calls.append(UInt8(ascii: ",")) }
      calls.append(#"{"name":"#)
      calls.append(call.name)
      calls.append(#","arguments":"#)
      try context.appendObject(call.arguments, place, to: &calls)
      calls.append(UInt8(ascii: "}"))
    }
    if message.toolCalls.count > 1 { calls.append(UInt8(ascii: "]")) }
    output.append(#"{"from":"function_call","value":"#)
    output.append(quoting: calls.bytes)
    output.append(UInt8(ascii: "}"))
  }

  private func append(_ declared: [Tool], to output: inout ByteBuffer) {
    guard !declared.isEmpty else {
      output.append("\"\"")
      return
    }
    var list = ByteBuffer()
    list.append(UInt8(ascii: "["))
    for (index, tool) in declared.enumerated() {
      if index > 0 { list.append(UInt8(ascii: ",")) }
      tools.append(tool, to: &list)
    }
    list.append(UInt8(ascii: "]"))
    output.append(quoting: list.bytes)
  }
}
