import TamisCore

/// R015 undeclared-tool.
///
/// What it checks: each called function is among the tools that the record declares.
/// Why: most targets take the record; the model learns to call tools that nobody has offered, and
/// the declaration that it will see later is not part of what it learns. Nova refuses it.
/// Use instead: the same tools that the request will have.
/// Source: https://developers.openai.com/api/docs/guides/supervised-fine-tuning
struct UndeclaredTool: RecordRule {
  static let rule = Rule("R015", "undeclared-tool")
  static let concern: RecordSigns = .tools

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    guard !chat.calls.isEmpty else { return }
    // Tools in a string of JSON are not looked into.
    if chat.toolsNode != 0, chat.kind(chat.toolsNode) == .string { return }
    chat.withHashes { declared in
      for tool in chat.tools where tool.name != 0 { declared.insert(chat.hash(tool.name)) }
      for call in chat.calls where call.name != 0 && chat.kind(call.name) == .string {
        guard declared.insert(chat.hash(call.name)).inserted else { continue }
        report.report(
          Self.rule, at: call.name,
          "'\(chat.value(call.name).string ?? "")' is called, and no tool of the record is called so"
        )
      }
    }
  }
}
