import TamisCore

/// Writes conversations as Bedrock's Converse has them:
///
///     "system":[{"text":"Be brief."}],
///     "messages":[{"role":"user","content":[{"text":"Weather?"}]},
///       {"role":"assistant","content":[{"toolUse":{"toolUseId":"a","name":"weather","input":{}}}]},
///       {"role":"user","content":[{"toolResult":{"toolUseId":"a","content":[{"text":"12"}]}}]}]
///
/// The results of tools are said by the user: those that follow each other, and what the user says
/// then, are one message, so that the roles alternate as they have to.
/// Source: https://docs.aws.amazon.com/nova/latest/userguide/customize-fine-tune-prepare.html
struct BlocksWriter {
  private let context: WriterContext
  private let calls: CallLedger
  private let takesTools: Bool
  private let takesReasoning: Bool

  init(_ context: WriterContext, takesTools: Bool = true) {
    self.context = context
    calls = CallLedger(context)
    self.takesTools = takesTools && context.settings.text("tools", or: "yes") == "yes"
    takesReasoning = context.settings.text("reasoning", or: "no") == "yes"
  }

  /// Appends `"schemaVersion":…,` where the profile names one, `"system":…,` where there is one,
  /// `"toolConfig":…,` where there are tools, and `"messages":[` with the turns, whose list stays
  /// open.
  func appendStart(
    of conversation: Conversation, to output: inout ByteBuffer
  ) throws(Refusal) {
    try context.checkWeight(of: conversation)
    if conversation.parallelToolCalls != nil { context.leaveOut("parallel_tool_calls") }
    let version = context.settings.text("schema_version")
    if !version.isEmpty {
      output.append(#""schemaVersion":"#)
      JSONString.encode(version, into: &output)
      output.append(UInt8(ascii: ","))
    }
    let (system, turns) = try context.leadingSystem(of: conversation.messages)
    if let text = try context.text(of: system) {
      output.append(#""system":[{"text":"#)
      output.append(text)
      output.append("}],")
    }
    try append(conversation.tools, to: &output)
    calls.removeAll()
    output.append(#""messages":["#)
    for index in turns.indices {
      try append(turns, at: index, to: &output)
    }
  }

  /// Appends a turn, or the blocks of it that belong to the message before.
  private func append(
    _ turns: ArraySlice<Message>, at index: Int, to output: inout ByteBuffer
  ) throws(Refusal) {
    let message = turns[index]
    let place = MessagePlace(index, message.role)
    let isContinued =
      index > turns.startIndex && turns[index - 1].role.isResult
      && message.role != .assistant
    if index > turns.startIndex { output.append(UInt8(ascii: ",")) }
    if !isContinued {
      output.append(
        message.role == .assistant
          ? #"{"role":"assistant","content":["# : #"{"role":"user","content":["#)
    }
    try appendBlocks(of: message, place, to: &output)
    let goesOn =
      message.role.isResult && index + 1 < turns.endIndex
      && turns[index + 1].role != .assistant
    if !goesOn { output.append("]}") }
  }

  /// Appends the blocks that a message is made of.
  func appendBlocks(
    of message: Message, _ place: MessagePlace, to output: inout ByteBuffer
  ) throws(Refusal) {
    try context.checkExtras(
      of: message, place, takesReasoning: takesReasoning && message.role == .assistant)
    if message.role.isResult { return try appendResult(message, place, to: &output) }
    var isFirst = true
    if let reasoning = message.reasoning, takesReasoning {
      startBlock(&isFirst, to: &output)
      output.append(#"{"reasoningContent":{"reasoningText":{"text":"#)
      output.append(reasoning)
      output.append("}}}")
    }
    switch message.content {
    case .none: break
    case .text(let text):
      // An empty text beside calls is how some layouts say that there is none.
      if !text.isEmptyString || message.toolCalls.isEmpty {
        append(text, isFirst: &isFirst, to: &output)
      }
    case .parts(let parts):
      for part in parts {
        switch part {
        case .text(let text): append(text, isFirst: &isFirst, to: &output)
        case .media(let media):
          try append(media, of: message.role, place, isFirst: &isFirst, to: &output)
        case .other:
          throw .noPlace(
            for: "a part that only its own layout knows", in: place, target: context.target)
        }
      }
    }
    for call in message.toolCalls {
      guard takesTools else {
        throw .noPlaceForCalls(in: place, target: context.target)
      }
      let number = calls.note(call)
      startBlock(&isFirst, to: &output)
      output.append(#"{"toolUse":{"toolUseId":"#)
      calls.appendID(call.id, number: number, form: .any, to: &output)
      output.append(#","name":"#)
      output.append(call.name)
      output.append(#","input":"#)
      try context.appendObject(call.arguments, place, to: &output)
      output.append("}}")
    }
    if isFirst {
      throw Refusal(.emptyContent, "\(place) says nothing; \(context.target) wants content")
    }
  }

  private func startBlock(_ isFirst: inout Bool, to output: inout ByteBuffer) {
    if !isFirst { output.append(UInt8(ascii: ",")) }
    isFirst = false
  }

  private func append(_ text: JSONFragment, isFirst: inout Bool, to output: inout ByteBuffer) {
    output.append(isFirst ? #"{"text":"# : #",{"text":"#)
    isFirst = false
    output.append(text)
    output.append(UInt8(ascii: "}"))
  }

  private func append(
    _ media: Media, of role: Role, _ place: MessagePlace, isFirst: inout Bool,
    to output: inout ByteBuffer
  ) throws(Refusal) {
    let allowed = context.dialect.parts(of: role)
    guard media.kind != .audio, !allowed.isDisjoint(with: media.kind.parts) else {
      if context.drops(.media) { return }
      throw .noPlace(for: media.kind.phrase, in: place, target: context.target, drop: .media)
    }
    startBlock(&isFirst, to: &output)
    try MediaBlock(context).append(media, place, to: &output)
  }

  private func appendResult(
    _ message: Message, _ place: MessagePlace, to output: inout ByteBuffer
  ) throws(Refusal) {
    guard takesTools else {
      throw .noPlace(for: "the result of a tool", in: place, target: context.target)
    }
    let answered = calls.answered(by: message)
    guard message.toolCallID != nil || answered != nil else {
      throw Refusal(
        "\(place) answers no call of the record; \(context.target) wants the id of the call")
    }
    output.append(#"{"toolResult":{"toolUseId":"#)
    calls.appendID(message.toolCallID, number: answered, form: .any, to: &output)
    output.append(#","content":["#)
    var isFirst = true
    for text in try context.strings(of: message, place) {
      append(text, isFirst: &isFirst, to: &output)
    }
    output.append("]}}")
  }

  private func append(_ tools: [Tool], to output: inout ByteBuffer) throws(Refusal) {
    guard !tools.isEmpty else { return }
    guard takesTools else {
      return try context.checkNoTools(of: Conversation(tools: tools))
    }
    output.append(#""toolConfig":{"tools":["#)
    for (index, tool) in tools.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      output.append(#"{"toolSpec":{"name":"#)
      output.append(tool.name)
      output.append(#","description":"#, tool.description)
      output.append(#","inputSchema":{"json":"#)
      if let parameters = tool.parameters, parameters.kind != .null {
        context.append(schema: parameters, to: &output)
      } else {
        // A tool without parameters takes an object of none.
        output.append(#"{"type":"object","properties":{}}"#)
      }
      output.append("}}}")
      if let strict = tool.strict, strict.kind == .true { context.leaveOut("tools[].strict") }
    }
    output.append("]},")
  }
}
