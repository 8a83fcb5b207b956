import TamisCore

/// Writes lists of messages of the OpenAI kind, as the target's dialect spells them.
///
///     {"role":"user","content":"Weather?"}
///     {"role":"assistant","content":null,"tool_calls":[{"id":…,"type":"function","function":{…}}]}
///     {"role":"tool","tool_call_id":…,"content":"12 degrees"}
///
/// Strings are copied as they are written; nothing is decoded but arguments that change their form.
/// A message that came as openai-chat writes it, on its way to openai-chat, keeps all of its bytes.
struct MessagesWriter {
  private let context: WriterContext
  private let dialect: MessageDialect
  private let calls: CallLedger
  /// Whether messages that came so are copied whole.
  private let keepsMessages: Bool

  init(_ context: WriterContext) {
    self.context = context
    dialect = context.dialect
    calls = CallLedger(context)
    keepsMessages = context.settings.layout == OpenAIChatLayout.name
  }

  /// Forgets the tool calls of the conversation before.
  func startConversation() { calls.removeAll() }

  /// Appends the messages as a list. Those of `list`, where it is given, go on with the conversation
  /// that was appended before.
  func append(
    _ messages: [Message], of list: String? = nil, to output: inout ByteBuffer
  ) throws(Refusal) {
    output.append(UInt8(ascii: "["))
    for index in messages.indices {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      try append(
        messages[index], at: MessagePlace(index, messages[index].role, of: list), to: &output)
    }
    output.append(UInt8(ascii: "]"))
  }

  /// Appends one message.
  func append(
    _ message: Message, at place: MessagePlace, to output: inout ByteBuffer
  ) throws(Refusal) {
    if keepsMessages, let json = message.json {
      output.append(json)
      return
    }
    guard let role = dialect.role(for: message.role) else {
      throw .noPlace(for: "a role of its own", in: place, target: context.target)
    }
    output.append(#"{"role":"#)
    dialect.append(role, to: &output)
    try appendContent(of: message, as: role, place, to: &output)
    if message.isPlain {
      output.append(UInt8(ascii: "}"))
      return
    }
    try appendStrings(of: message, as: role, place, to: &output)
    try appendCalls(of: message, as: role, place, to: &output)
    try appendTraining(of: message, as: role, place, to: &output)
    for other in message.others where other.value.kind != .null {
      if dialect.passes(other.name, of: role) {
        output.append(UInt8(ascii: ","))
        output.append(member: other)
      } else {
        context.leaveOut(other.name, of: "messages[].")
      }
    }
    output.append(UInt8(ascii: "}"))
  }

  private func appendContent(
    of message: Message, as role: Role, _ place: MessagePlace, to output: inout ByteBuffer
  ) throws(Refusal) {
    switch message.content {
    case .text(let text):
      output.append(#","content":"#, text)
    case .none:
      // A call or a refusal stands for itself; what is really missing stays to be seen. Templates
      // that look for the key, and tables, want it to be there.
      let isSaid = !message.toolCalls.isEmpty || message.refusal != nil
      if !isSaid || dialect.isForTemplates { output.append(#","content":null"#) }
    case .parts(let parts):
      output.append(#","content":"#)
      try PartsWriter(context).append(
        parts, allowed: dialect.parts(of: role), place, to: &output)
    }
  }

  /// Appends the strings that some messages have besides their content.
  private func appendStrings(
    of message: Message, as role: Role, _ place: MessagePlace, to output: inout ByteBuffer
  ) throws(Refusal) {
    let keys = dialect.keys(of: role)
    if let reasoning = message.reasoning {
      if keys.contains(.reasoning) {
        output.append(#","reasoning_content":"#, reasoning)
      } else if !context.drops(.reasoning) {
        throw .noPlace(for: "reasoning", in: place, target: context.target, drop: .reasoning)
      }
    }
    if let refusal = message.refusal {
      guard keys.contains(.refusal) else {
        throw .noPlace(for: "a refusal", in: place, target: context.target)
      }
      output.append(#","refusal":"#, refusal)
    }
    if let name = message.name {
      if keys.contains(.name) {
        output.append(#","name":"#, name)
      } else if message.role != .function, message.role != .tool, !context.drops(.names) {
        throw .noPlace(for: "a name", in: place, target: context.target, drop: .names)
      }
    }
  }

  private func appendCalls(
    of message: Message, as role: Role, _ place: MessagePlace, to output: inout ByteBuffer
  ) throws(Refusal) {
    let keys = dialect.keys(of: role)
    if !message.toolCalls.isEmpty {
      guard keys.contains(.toolCalls) else {
        throw .noPlaceForCalls(in: place, target: context.target)
      }
      output.append(#","tool_calls":["#)
      for (index, call) in message.toolCalls.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        try append(call, place, to: &output)
      }
      output.append(UInt8(ascii: "]"))
    }
    guard role == .tool else {
      if message.toolCallID != nil {
        throw .noPlace(for: "a 'tool_call_id'", in: place, target: context.target)
      }
      return
    }
    guard keys.contains(.toolCallID) else { return }
    let answered = calls.answered(by: message)
    let hasID = message.toolCallID != nil || answered.flatMap { calls.id(ofCall: $0) } != nil
    if hasID || answered != nil && !dialect.isForTemplates {
      output.append(#","tool_call_id":"#)
      calls.appendID(message.toolCallID, number: answered, form: dialect.ids, to: &output)
    }
  }

  private func append(
    _ call: ToolCall, _ place: MessagePlace, to output: inout ByteBuffer
  ) throws(Refusal) {
    let number = calls.note(call)
    output.append(UInt8(ascii: "{"))
    // Templates need no ids; services do.
    if call.id != nil || !dialect.isForTemplates {
      output.append(#""id":"#)
      calls.appendID(call.id, number: number, form: dialect.ids, to: &output)
      output.append(UInt8(ascii: ","))
    }
    output.append(#""type":"function","function":{"name":"#)
    output.append(call.name)
    output.append(#","arguments":"#)
    switch dialect.arguments {
    case .string: context.appendString(call.arguments, to: &output)
    case .object: try context.appendObject(call.arguments, place, to: &output)
    }
    output.append("}}")
  }

  private func appendTraining(
    of message: Message, as role: Role, _ place: MessagePlace, to output: inout ByteBuffer
  ) throws(Refusal) {
    guard message.weight != nil || message.isTrained != nil else { return }
    let keys = dialect.keys(of: role)
    if keys.contains(.weight), let weight = message.weight {
      output.append(#","weight":"#, weight)
    } else if keys.contains(.weight), role == .assistant, let isTrained = message.isTrained {
      output.append(isTrained ? #","weight":1"# : #","weight":0"#)
    } else if keys.contains(.train), let isTrained = message.isLearned {
      output.append(isTrained ? #","train":true"# : #","train":false"#)
    } else {
      try context.checkTraining(of: message, place)
    }
  }
}

extension Message {
  /// True for a message that is only a role and what it says.
  fileprivate var isPlain: Bool {
    toolCalls.isEmpty && toolCallID == nil && others.isEmpty && name == nil && weight == nil
      && isTrained == nil && reasoning == nil && refusal == nil && role != .tool
      && role != .function
  }
}
