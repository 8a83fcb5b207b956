import TamisCore

/// Writes `{"messages":[{"role":…,"content":…},…],"tools"?,"parallel_tool_calls"?,"functions"?}`.
///
/// Strings and messages are copied as they are written; nothing is decoded. What a conversation
/// says with a `system` or a `developer` message goes before a system message from outside.
struct OpenAIChatWriter: TargetWriter {
  mutating func write(
    _ example: Example, system: JSONFragment?, to output: inout ByteBuffer
  ) -> WriteOutcome {
    switch example {
    case .text:
      return .refused("\(example.phrase) has no turns; openai-chat is made of messages")
    case .promptCompletion(let pair):
      output.append(#"{"messages":["#)
      if let system = pair.system ?? system {
        append(role: "system", content: system, to: &output)
        output.append(UInt8(ascii: ","))
      }
      append(role: "user", content: pair.prompt, to: &output)
      output.append(UInt8(ascii: ","))
      append(role: "assistant", content: pair.completion, to: &output)
      output.append("]}")
      return pair.system != nil && system != nil ? .keptOwnSystem : .written
    case .conversation(let conversation):
      return write(conversation, system: system, to: &output)
    }
  }

  private func write(
    _ conversation: Conversation, system: JSONFragment?, to output: inout ByteBuffer
  ) -> WriteOutcome {
    let hasOwn = conversation.hasSystemMessage
    output.append(#"{"messages":"#)
    if let system, !hasOwn {
      output.append(UInt8(ascii: "["))
      append(role: "system", content: system, to: &output)
      if !conversation.messages.isEmpty { output.append(UInt8(ascii: ",")) }
      output.append(UnsafeRawBufferPointer(rebasing: conversation.json.json.dropFirst()))
    } else {
      output.append(conversation.json.json)
    }
    append(field: #","tools":"#, conversation.tools, to: &output)
    append(field: #","parallel_tool_calls":"#, conversation.parallelToolCalls, to: &output)
    append(field: #","functions":"#, conversation.functions, to: &output)
    output.append(UInt8(ascii: "}"))
    return system != nil && hasOwn ? .keptOwnSystem : .written
  }

  private func append(
    role: StaticString, content: JSONFragment, to output: inout ByteBuffer
  ) {
    output.append(#"{"role":""#)
    output.append(role)
    output.append(#"","content":"#)
    output.append(content.json)
    output.append(UInt8(ascii: "}"))
  }

  private func append(
    field: StaticString, _ value: JSONFragment?, to output: inout ByteBuffer
  ) {
    guard let value else { return }
    output.append(field)
    output.append(value.json)
  }
}

extension Conversation {
  /// True when one of the messages tells the model how to behave.
  var hasSystemMessage: Bool {
    messages.contains { $0.hasRole("system") || $0.hasRole("developer") }
  }
}
