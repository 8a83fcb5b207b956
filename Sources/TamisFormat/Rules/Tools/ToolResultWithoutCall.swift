import TamisCore

/// R011 tool-result-without-call.
///
/// What it checks: a tool's answer names a call that an assistant message before it makes; a
/// message of role `function` comes behind a function call.
/// Why: the chat API answers "messages with role 'tool' must be a response to a preceding message
/// with 'tool_calls'".
/// Source: https://developers.openai.com/api/docs/guides/function-calling
struct ToolResultWithoutCall: RecordRule {
  static let rule = Rule("R011", "tool-result-without-call")

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    if chat.usesTools { chat.withHashes { check(chat, report, &$0) } }
  }

  private func check(
    _ chat: ChatView, _ report: Reporter, _ calls: inout Set<ContentHash>
  ) {
    var hasFunctionCall = false
    for message in chat.messages {
      if message.toolCalls != 0 {
        for call in chat.value(message.toolCalls).elements {
          if let id = call["id"], id.kind == .string { calls.insert(chat.hash(id.node)) }
        }
      }
      if message.functionCall != 0 { hasFunctionCall = true }
      if message.role == .tool, message.toolCallID != 0,
        chat.kind(message.toolCallID) == .string, !calls.contains(chat.hash(message.toolCallID))
      {
        report.report(
          Self.rule, at: message.toolCallID,
          "no call before this message has the id '\(chat.value(message.toolCallID).string ?? "")'")
      }
      if message.role == .function, !hasFunctionCall {
        report.report(
          Self.rule, at: message.node, "no message before this one calls a function")
      }
    }
  }
}
