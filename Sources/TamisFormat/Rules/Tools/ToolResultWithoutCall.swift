import TamisCore

/// R011 tool-result-without-call.
///
/// What it checks: a tool's answer names a call that an assistant message before it makes; a
/// message of role `function` comes behind a function call.
/// Why: the chat API answers "messages with role 'tool' must be a response to a preceding message
/// with 'tool_calls'"; Nova's and Mistral's validators refuse the record.
/// Source: https://developers.openai.com/api/docs/guides/function-calling
struct ToolResultWithoutCall: RecordRule {
  static let rule = Rule("R011", "tool-result-without-call")
  static let concern: RecordSigns = .tools

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    if chat.usesTools { chat.withHashes { check(chat, report, &$0) } }
  }

  private func check(
    _ chat: ChatView, _ report: Reporter, _ calls: inout Set<ContentHash>
  ) {
    var hasFunctionCall = false
    for message in chat.messages {
      for call in chat.calls[message.calls] {
        if call.id != 0, chat.kind(call.id) == .string { calls.insert(chat.hash(call.id)) }
        if call.name != 0, chat.kind(call.name) == .string { calls.insert(chat.hash(call.name)) }
      }
      if message.functionCall != 0 { hasFunctionCall = true }
      if message.role == .tool, message.toolCallID != 0 {
        check(message.toolCallID, chat, report, calls)
      }
      for result in chat.results[message.results] {
        check(result.id != 0 ? result.id : result.name, chat, report, calls)
      }
      if message.role == .function, message.results.isEmpty, !hasFunctionCall {
        report.report(
          Self.rule, at: message.node, "no message before this one calls a function")
      }
    }
  }

  private func check(
    _ id: Int, _ chat: ChatView, _ report: Reporter, _ calls: Set<ContentHash>
  ) {
    guard id != 0, chat.kind(id) == .string, !calls.contains(chat.hash(id)) else { return }
    report.report(
      Self.rule, at: id,
      "no call before this message has the id '\(chat.value(id).string ?? "")'")
  }
}
