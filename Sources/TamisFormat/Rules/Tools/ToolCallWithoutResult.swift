import TamisCore

/// R010 tool-call-without-result.
///
/// What it checks: behind a message that calls tools, each call is answered before somebody else
/// speaks. A record may end with the calls, as OpenAI's own examples do.
/// Why: the chat API answers "An assistant message with 'tool_calls' must be followed by tool
/// messages responding to each 'tool_call_id'"; whether fine-tuning refuses the file is not
/// documented. Mistral's validator refuses it: "Not the same number of function calls and responses".
/// Source: https://developers.openai.com/api/docs/guides/function-calling
struct ToolCallWithoutResult: RecordRule {
  static let rule = Rule("R010", "tool-call-without-result")
  static let concern: RecordSigns = .tools

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    guard chat.usesTools else { return }
    for (index, message) in chat.messages.enumerated() where message.callsTools {
      if index == chat.messages.count - 1 { continue }
      if message.functionCall != 0, chat.messages[index + 1].role != .function {
        report.report(
          Self.rule, at: message.functionCall,
          "the function call is not followed by a message of role 'function'")
      }
      if message.functionCall == 0 {
        chat.withHashes { check(message, at: index, chat, report, &$0) }
      }
    }
  }

  private func check(
    _ message: ChatMessage, at index: Int, _ chat: ChatView, _ report: Reporter,
    _ answered: inout Set<ContentHash>
  ) {
    for answer in chat.messages[(index + 1)...] {
      guard answer.answersCall else { break }
      for result in chat.results[answer.results] {
        let id = result.id != 0 ? result.id : result.name
        if id != 0 { answered.insert(chat.hash(id)) }
      }
      if answer.role == .tool, answer.results.isEmpty {
        // An answer without an id may be to any of the calls; that it has none is said elsewhere.
        guard answer.toolCallID != 0, chat.kind(answer.toolCallID) == .string else { return }
        answered.insert(chat.hash(answer.toolCallID))
      }
    }
    for call in chat.calls[message.calls] {
      let id = call.id != 0 ? call.id : call.name
      guard id != 0, chat.kind(id) == .string, !answered.contains(chat.hash(id)) else { continue }
      report.report(
        Self.rule, at: call.node,
        "tool call '\(chat.value(id).string ?? "")' gets no answer before the next turn")
    }
  }
}
