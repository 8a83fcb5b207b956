import TamisCore

/// S001 missing-key.
///
/// What it checks: a record, a message, a call has what it cannot be without. What that is depends on
/// the target, and in a message on its role: a tool's answer needs its `tool_call_id`. An assistant
/// that calls a tool, or refuses, needs no content.
/// Why: OpenAI answers `Example 1 is missing key 'messages'`, or `Discriminator 'role' is missing
/// in value`; others say less.
/// Source: https://github.com/openai/openai-openapi/tree/f7f4b05
struct MissingKey: ShapeRule {
  static let rule = Rule.missingKey

  let target: String
  private let roles: RoleKeys

  init(_ profile: Profile) {
    target = profile.name
    roles = RoleKeys(profile)
  }

  func check(_ chat: ChatView, _ report: Reporter) {
    if !chat.problems.isEmpty { reportProblems(chat, report) }
    chat.forEachMessage { message in
      guard message.isObject, message.shape >= 0 else { return }
      // What every message needs has been told by its shape.
      let missing = roles.missing(message) & ~chat.shape.objects[message.shape].required
      if missing != 0 { reportKeys(missing, of: message, chat, report) }
      if message.role == .assistant || message.role == nil, message.content == 0,
        !message.saysWithoutContent, missing == 0
      {
        reportContent(of: message, chat, report)
      }
    }
  }

  func isWorthSaying(_ problem: ShapeProblem, _ chat: ChatView) -> Bool {
    problem.object != 0 || !WrongLayout.isOther(chat)
  }

  private func reportKeys(
    _ missing: UInt64, of message: ChatMessage, _ chat: ChatView, _ report: Reporter
  ) {
    let object = chat.shape.objects[message.shape]
    for name in chat.shape.names(of: missing, in: object) {
      var hint = name == "tool_call_id" ? ", so nobody knows which call it answers" : ""
      if name == "content", let near = nearContent(message, chat) { hint = "; is '\(near)' meant?" }
      report.report(Self.rule, at: message.node, "the message has no '\(name)'\(hint)")
    }
  }

  private func reportContent(of message: ChatMessage, _ chat: ChatView, _ report: Reporter) {
    let shape = chat.shape
    for member in shape.members(of: shape.objects[message.shape])
    where shape.values[Int(member.value)].meaning == .content {
      let hint = nearContent(message, chat).map { "; is '\($0)' meant?" } ?? ""
      report.report(
        Self.rule, at: message.node, "the message has no '\(shape.string(member.name))'\(hint)")
      return
    }
  }

  private func nearContent(_ message: ChatMessage, _ chat: ChatView) -> String? {
    chat.key(like: "content", in: message.node) ?? chat.key(like: "value", in: message.node)
      ?? chat.key(like: "text", in: message.node)
  }
}
