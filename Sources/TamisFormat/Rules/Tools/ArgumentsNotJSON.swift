import TamisCore

/// R012 arguments-not-json-string.
///
/// What it checks: the arguments of a tool call are a string, and the string is a JSON object. A
/// string that is something else is a warning: the target takes it, and the model learns to write
/// it.
/// Why: other layouts write an object here, which OpenAI refuses; code that encodes once too often
/// writes a string in a string.
/// Use instead: `"arguments": "{\"city\": \"Paris\"}"`.
/// Source: https://github.com/openai/openai-openapi/tree/f7f4b05, ChatCompletionMessageToolCall
struct ArgumentsNotJSON: RecordRule {
  static let rule = Rule("R012", "arguments-not-json-string")

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    guard chat.usesTools else { return }
    chat.forEachCall { function in
      if let arguments = function["arguments"] { check(arguments, chat, report) }
    }
  }

  private func check(_ arguments: JSONValue, _ chat: ChatView, _ report: Reporter) {
    guard arguments.kind == .string else {
      report.report(
        Self.rule, at: arguments.node, fix: Finding.Fix(.safe, "write them as a string of JSON"),
        "the arguments are \(arguments.kind.phrase), not a string of JSON")
      return
    }
    var problem: String?
    chat.withKey(arguments.node) { text in
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
    if let problem {
      report.report(Self.rule, at: arguments.node, atMost: .warning, problem)
    }
  }
}

extension ChatView {
  /// Calls `body` with the function of each call, in the form of today or the one before.
  func forEachCall(_ body: (_ function: JSONValue) -> Void) {
    for message in messages where message.callsTools {
      if message.toolCalls != 0 {
        for call in value(message.toolCalls).elements {
          if let function = call["function"] { body(function) }
        }
      }
      if message.functionCall != 0 { body(value(message.functionCall)) }
    }
  }
}
