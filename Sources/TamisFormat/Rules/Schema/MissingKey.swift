import TamisCore

/// S001 missing-key.
///
/// What it checks: a record has `messages`; a message has its role and content, a tool's answer its
/// `tool_call_id`, a function's its `name`; a tool call has `id`, `type` and `function` with `name`
/// and `arguments`. An assistant that calls a tool, or refuses, needs no content.
/// Why: OpenAI answers `Example 1 is missing key 'messages'`, or `Discriminator 'role' is missing
/// in value`.
/// Source: https://github.com/openai/openai-openapi/tree/f7f4b05, FineTuneChatRequestInput
struct MissingKey: RecordRule {
  static let rule = Rule.missingKey

  private let target: String

  init(_ profile: Profile) { target = profile.name }

  func check(_ chat: ChatView, _ report: Reporter) {
    if chat.messagesNode == 0 {
      if WrongLayout.isOther(chat) { return }
      let near = chat.key(like: "messages", in: 0).map { "; is '\($0)' meant?" } ?? ""
      report.report(
        Self.rule, at: 0, "the record has no 'messages', which \(target) is made of\(near)")
      return
    }
    for message in chat.messages where message.isObject { check(message, chat, report) }
    if chat.usesTools { checkToolCalls(chat, report) }
  }

  private func check(_ message: ChatMessage, _ chat: ChatView, _ report: Reporter) {
    func missing(_ key: String, _ hint: String = "") {
      report.report(Self.rule, at: message.node, "the message has no '\(key)'\(hint)")
    }
    if message.roleNode == 0 {
      let near =
        chat.key(like: "role", in: message.node) ?? chat.key(like: "from", in: message.node)
      missing("role", near.map { "; is '\($0)' meant?" } ?? "")
    }
    if message.content == 0, !(message.role == .assistant && message.saysWithoutContent) {
      let near =
        chat.key(like: "content", in: message.node) ?? chat.key(like: "value", in: message.node)
      missing("content", near.map { "; is '\($0)' meant?" } ?? "")
    }
    if message.role == .tool, message.toolCallID == 0 {
      missing("tool_call_id", ", so nobody knows which call it answers")
    }
    if message.role == .function, message.name == 0 { missing("name") }
  }

  private func checkToolCalls(_ chat: ChatView, _ report: Reporter) {
    for message in chat.messages where message.toolCalls != 0 {
      for call in chat.value(message.toolCalls).elements where call.kind == .object {
        for key in ["id", "type", "function"] as [StaticString] where call[key] == nil {
          report.report(Self.rule, at: call.node, "the tool call has no '\(key)'")
        }
        if let function = call["function"] { check(function: function, report) }
      }
    }
    for message in chat.messages where message.functionCall != 0 {
      check(function: chat.value(message.functionCall), report)
    }
  }

  private func check(function: JSONValue, _ report: Reporter) {
    guard function.kind == .object else { return }
    for key in ["name", "arguments"] as [StaticString] where function[key] == nil {
      report.report(Self.rule, at: function.node, "the called function has no '\(key)'")
    }
  }
}

extension ChatView {
  /// A key of the object at `node` that is `name` but for the case of its letters.
  func key(like name: StaticString, in node: Int) -> String? {
    for (key, _) in value(node).members {
      let lower = key.json.dropFirst().dropLast().map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
      if lower.withUnsafeBytes({ $0.isText(name) }) { return key.string }
    }
    return nil
  }
}
