import TamisCore

/// R017 arguments-break-schema.
///
/// What it checks: the arguments of a call fit the parameters that the record declares for the tool:
/// what is required is there, what is there is declared, types and enumerated values are right.
/// `ToolSchema` tells which part of JSON Schema is understood.
/// Why: every target takes the record, and the model learns to call the tool wrongly; no vendor's
/// validator looks at it.
/// Source: https://json-schema.org/draft-07
struct ArgumentsBreakSchema: RecordRule {
  static let rule = Rule("R017", "arguments-break-schema")
  static let concern: RecordSigns = .tools

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    guard !chat.calls.isEmpty, !chat.tools.isEmpty else { return }
    for call in chat.calls where call.arguments != 0 && call.name != 0 {
      guard let tool = chat.tool(named: call.name), tool.parameters != 0,
        chat.kind(tool.parameters) == .object
      else { continue }
      check(call.arguments, chat.value(tool.parameters), chat, report)
    }
  }

  private func check(
    _ arguments: Int, _ schema: JSONValue, _ chat: ChatView, _ report: Reporter
  ) {
    if chat.kind(arguments) == .object {
      guard let problem = ToolSchema.problem(in: chat.value(arguments), of: schema) else { return }
      report.report(Self.rule, at: problem.node, problem.message)
      return
    }
    guard chat.kind(arguments) == .string else { return }
    var message: String?
    chat.withKey(arguments) { text in
      guard let value = try? chat.arguments.parse(text), value.kind == .object else { return }
      message = ToolSchema.problem(in: value, of: schema)?.message
    }
    if let message { report.report(Self.rule, at: arguments, message) }
  }
}
