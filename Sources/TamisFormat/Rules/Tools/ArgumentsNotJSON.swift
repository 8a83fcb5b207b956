import TamisCore

/// R012 arguments-not-json-string.
///
/// What it checks: the arguments of a tool call are of the form that the target wants: a string that
/// is a JSON object for OpenAI, an object for Gemini, Nova and most chat templates. A string that is
/// something else than an object is a warning: the target takes it, and the model learns to write it.
/// Why: layouts differ here, and the wrong form is refused or encoded a second time; code that encodes
/// once too often writes a string in a string.
/// Use instead: `"arguments": "{\"city\": \"Paris\"}"`, or the same as an object.
/// Source: https://github.com/openai/openai-openapi/tree/f7f4b05
/// Fix: safe; the arguments are written in the other form.
struct ArgumentsNotJSON: ShapeRule {
  static let rule = Rule("R012", "arguments-not-json-string")
  static let concern: RecordSigns = .tools

  let target: String

  init(_ profile: Profile) { target = profile.name }

  func check(_ chat: ChatView, _ report: Reporter) {
    guard chat.usesTools else { return }
    if !chat.problems.isEmpty { reportProblems(chat, report) }
    for call in chat.calls where call.arguments != 0 && chat.kind(call.arguments) == .string {
      checkText(call.arguments, chat, report)
    }
  }

  func fix(_ problem: ShapeProblem, _ chat: ChatView) -> Finding.Fix? {
    Finding.Fix(
      .safe,
      chat.kind(problem.node) == .string
        ? "write them as an object" : "write them as a string of JSON")
  }

  private func checkText(_ node: Int, _ chat: ChatView, _ report: Reporter) {
    var problem: String?
    chat.withKey(node) { text in
      do throws(JSONError) {
        let kind = try chat.arguments.parse(text).kind
        if kind == .string {
          problem = "the arguments are encoded twice: the string holds a string"
        } else if kind != .object {
          problem = "the arguments are a string of \(kind.phrase), not of an object"
        }
      } catch {
        problem = "the arguments are not JSON: \(error.message)"
      }
    }
    if let problem { report.report(Self.rule, at: node, atMost: .warning, problem) }
  }
}
