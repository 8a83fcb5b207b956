import TamisCore

/// `{"question" | "query", "answer" | "response" | "output", "context"?, "system_prompt"?}`.
///
/// A context goes before the question, a blank line between them. Of several right answers, an array
/// of strings, the first is learned.
///
/// Source: https://docs.axolotl.ai/docs/dataset-formats/inst_tune.html (`alpaca_chat.load_qa`,
/// `alpaca_w_system.load_open_orca`)
public struct QuestionAnswerLayout: Layout {
  public static let name = "question-answer"
  public static let required = [
    KeySet(.question, .query), KeySet(.answer, .answers, .response, .output),
  ]
  public static let optional = KeySet(.context, .system, .systemPrompt)

  public init() {}

  public mutating func example(from record: RecordTree) -> Result<Example, LayoutFailure> {
    Self.result { () throws(LayoutFailure) in
      let question = try record.filledString(record.first(of: .question, .query) ?? .question)
      let context = try record.systemString(.context)
      let strings = [context, question].compactMap { $0 }
      return .promptCompletion(
        PromptCompletion(
          prompt: record.joined(strings, #"\n\n"#) ?? question,
          completion: try Self.answer(of: record),
          system: try record.systemString(record.first(of: .systemPrompt, .system) ?? .system)))
    }
  }

  private static func answer(of record: RecordTree) throws(LayoutFailure) -> JSONFragment {
    let field = record.first(of: .answer, .response, .output, .answers) ?? .answer
    var node = record.peek(field)
    // SQuAD has `{"text": [string, …], "answer_start": […]}`.
    if node != 0, record.kind(node) == .object {
      let text = record.member(.text, of: node)
      if text != 0 {
        record.noteOthers(of: node, in: "answers", besides: .text)
        node = text
      }
    }
    guard node != 0, record.kind(node) == .array, record.next(node) > node + 1 else {
      return try record.filledString(field)
    }
    _ = record[field]
    guard record.kind(node + 1) == .string else { throw record.wrongKind(node + 1, "a string") }
    if record.next(node + 1) < record.next(node) {
      record.leaveOut("other answers than the first of '\(field.name)'")
    }
    return record.fragment(node + 1)
  }
}
