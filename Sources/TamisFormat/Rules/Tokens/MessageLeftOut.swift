import TamisCore

/// T021 message-left-out.
///
/// What it checks: the template writes something of each message.
/// Why: templates pass over what they don't know: system prompts (Mistral Nemo, in training data),
/// tool calls (Llama 3), contents that are lists (Qwen3). The example is then another one than it
/// seems, and nothing says so.
/// Use instead: a template that knows the role, or the text in a message that is written.
/// Source: https://huggingface.co/docs/transformers/chat_templating
struct MessageLeftOut: TokenRule {
  static let rule = Rule("T021", "message-left-out")
  static let severity = Severity.warning

  init(_ options: TokenCheckOptions) {}

  func check(_ example: TokenExample, _ report: TokenReport) {
    for message in example.mask.lostMessages {
      let role = example.messages[message].role.map { "\($0.name) " } ?? ""
      report.report(
        Self.rule, at: message, "the template writes nothing of this \(role)message")
    }
  }
}
