import TamisCore

/// R015 undeclared-tool.
///
/// What it checks: each called function is among the record's `tools` or `functions`.
/// Why: the target takes the record; the model learns to call tools that nobody has offered, and
/// the declaration that it will see later is not part of what it learns.
/// Use instead: the same `tools` that the request will have.
/// Source: https://developers.openai.com/api/docs/guides/supervised-fine-tuning
struct UndeclaredTool: RecordRule {
  static let rule = Rule("R015", "undeclared-tool")

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    if chat.usesTools { chat.withHashes { check(chat, report, &$0) } }
  }

  private func check(
    _ chat: ChatView, _ report: Reporter, _ declared: inout Set<ContentHash>
  ) {
    if chat.tools != 0 {
      for tool in chat.value(chat.tools).elements {
        if let name = tool["function"]?["name"] { declared.insert(chat.hash(name.node)) }
      }
    }
    if chat.functions != 0 {
      for function in chat.value(chat.functions).elements {
        if let name = function["name"] { declared.insert(chat.hash(name.node)) }
      }
    }
    chat.forEachCall { function in
      guard let name = function["name"], name.kind == .string,
        declared.insert(chat.hash(name.node)).inserted
      else { return }
      report.report(
        Self.rule, at: name.node,
        "'\(name.string ?? "")' is called, and neither 'tools' nor 'functions' declares it")
    }
  }
}
