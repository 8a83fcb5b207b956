import TamisCore

/// R014 tools-schema-invalid.
///
/// What it checks: a tool is declared as the target wants it, for OpenAI `{"type": "function",
/// "function": {"name", "description"?, "parameters"?, "strict"?}}`; the name is made of the
/// characters that the target takes and is there once; the parameters are a JSON Schema of an object.
/// Why: the schema refuses anything else; of two tools of one name nobody knows which is called.
/// Source: https://github.com/openai/openai-openapi/tree/f7f4b05
struct ToolsSchema: ShapeRule {
  static let rule = Rule("R014", "tools-schema-invalid")
  static let concern: RecordSigns = .tools

  let target: String

  init(_ profile: Profile) { target = profile.name }

  func check(_ chat: ChatView, _ report: Reporter) {
    guard chat.toolsNode != 0 || chat.functionsNode != 0 else { return }
    if !chat.problems.isEmpty { reportProblems(chat, report) }
    chat.withHashes { names in
      for tool in chat.tools where tool.name != 0 && chat.kind(tool.name) == .string {
        // The form of before has a list of its own.
        if names.insert(chat.hash(tool.name)).inserted { continue }
        report.report(
          Self.rule, at: tool.name,
          "there are two functions called '\(chat.value(tool.name).string ?? "")'")
      }
    }
    checkSchemas(chat, report)
  }

  /// Looks at the types that the schemas of the parameters name.
  private func checkSchemas(_ chat: ChatView, _ report: Reporter) {
    for tool in chat.tools where tool.parameters != 0 && chat.kind(tool.parameters) == .object {
      guard let problem = ToolSchema.problem(in: chat.value(tool.parameters)) else { continue }
      report.report(Self.rule, at: problem.node, atMost: .warning, problem.message)
    }
  }
}
