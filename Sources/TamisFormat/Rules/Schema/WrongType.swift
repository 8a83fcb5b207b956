import TamisCore

/// S003 wrong-type.
///
/// What it checks: each member is of the kind that the target wants: `messages` and `tools` arrays,
/// messages objects, roles and names strings, content a string or an array of objects.
/// Why: the service answers with a line of its own Python, such as `'str' object has no attribute
/// 'get'` for a list of strings.
/// Source: https://github.com/openai/openai-openapi/tree/f7f4b05, FineTuneChatRequestInput
struct WrongType: RecordRule {
  static let rule = Rule.wrongType

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    func want(_ node: Int, _ kinds: [JSONKind], _ words: String, _ name: String) {
      guard node != 0, !kinds.contains(chat.kind(node)) else { return }
      report.report(
        Self.rule, at: node, "\(name) is \(chat.kind(node).phrase), not \(words)")
    }
    if chat.messagesNode != 0, !chat.hasMessages {
      want(chat.messagesNode, [.array], "an array", "'messages'")
    }
    if chat.tools != 0 { want(chat.tools, [.array], "an array", "'tools'") }
    if chat.functions != 0 { want(chat.functions, [.array], "an array", "'functions'") }
    if chat.parallelToolCalls != 0 {
      want(chat.parallelToolCalls, [.true, .false], "a boolean", "'parallel_tool_calls'")
    }
    for message in chat.messages {
      guard message.isObject else {
        report.report(
          Self.rule, at: message.node,
          "the message is \(chat.kind(message.node).phrase), not an object")
        continue
      }
      if message.content != 0, message.contentKind != .string, message.contentKind != .null {
        want(message.content, [.array], "a string or an array", "'content'")
      }
      if message.roleNode != 0 { want(message.roleNode, [.string], "a string", "'role'") }
      if message.name != 0 { want(message.name, [.string], "a string", "'name'") }
      if message.refusal != 0 { want(message.refusal, [.string], "a string", "'refusal'") }
      if message.toolCallID != 0 {
        want(message.toolCallID, [.string], "a string", "'tool_call_id'")
      }
    }
    if chat.hasParts { checkParts(chat, report) }
    if chat.usesTools { checkToolCalls(chat, report) }
  }

  private func checkParts(_ chat: ChatView, _ report: Reporter) {
    for message in chat.messages where message.content != 0 && message.contentKind == .array {
      for part in chat.value(message.content).elements where part.kind != .object {
        report.report(
          Self.rule, at: part.node, "the content part is \(part.kind.phrase), not an object")
      }
    }
  }

  private func checkToolCalls(_ chat: ChatView, _ report: Reporter) {
    func want(_ value: JSONValue?, _ kind: JSONKind, _ name: String) -> JSONValue? {
      guard let value else { return nil }
      if value.kind == kind { return value }
      report.report(
        Self.rule, at: value.node, "\(name) is \(value.kind.phrase), not \(kind.phrase)")
      return nil
    }
    func check(function: JSONValue?, _ name: String) {
      let function = want(function, .object, name)
      _ = want(function?["name"], .string, "the name of the called function")
    }
    for message in chat.messages {
      if message.toolCalls != 0 {
        _ = want(chat.value(message.toolCalls), .array, "'tool_calls'")
        for call in chat.value(message.toolCalls).elements {
          guard let call = want(call, .object, "the tool call") else { continue }
          _ = want(call["id"], .string, "the id of the tool call")
          check(function: call["function"], "'function'")
        }
      }
      if message.functionCall != 0 {
        check(function: chat.value(message.functionCall), "'function_call'")
      }
    }
  }
}
