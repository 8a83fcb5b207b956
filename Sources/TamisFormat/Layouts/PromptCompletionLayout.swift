import TamisCore

/// `{"prompt", "completion", "system"?}`: one question, one answer, as strings; or TRL's conversational
/// form, where both are lists of messages.
///
/// `response`, `output` and `generation` may stand for the completion, `input` and `text_input` for
/// the prompt. A `system` that is null or empty counts as none, as a cell of a table that was left
/// blank. Of messages only those of the completion are learned.
///
/// Source: https://huggingface.co/docs/trl/dataset_formats#prompt-completion
public struct PromptCompletionLayout: Layout {
  public static let name = "prompt-completion"
  public static let required = [
    KeySet(.prompt, .input, .textInput), KeySet(.completion, .response, .output, .generation),
  ]
  public static let optional = KeySet(.system, .systemPrompt, .tools)

  private var prompt = ConversationReader()
  private var completion = MessageReader()

  public init() {}

  public static func evidence(in record: RecordTree) -> LayoutEvidence? {
    // Two prompts or two answers are for somebody to choose from.
    guard let prompt = promptField(record), let completion = completionField(record) else {
      return nil
    }
    var evidence = evidence(.names, in: record)
    let own = KeySet(prompt, completion, .system, .systemPrompt, .tools)
    evidence.fields = KeySet(bits: record.present.bits & own.bits)
    return evidence
  }

  private static func promptField(_ record: RecordTree) -> KnownKey? {
    record.first(of: .prompt, .input, .textInput)
  }

  private static func completionField(_ record: RecordTree) -> KnownKey? {
    record.first(of: .completion, .response, .output, .generation)
  }

  public mutating func example(from record: RecordTree) -> Result<Example, LayoutFailure> {
    Self.result { () throws(LayoutFailure) in
      let promptField = Self.promptField(record) ?? .prompt
      let completionField = Self.completionField(record) ?? .completion
      let systemField = record.first(of: .system, .systemPrompt) ?? .system
      let node = record.peek(promptField)
      if node != 0, record.kind(node) == .array {
        return .conversation(try conversation(promptField, completionField, systemField, record))
      }
      return .promptCompletion(
        PromptCompletion(
          prompt: try record.filledString(promptField),
          completion: try record.filledString(completionField),
          system: try record.systemString(systemField)))
    }
  }

  private mutating func conversation(
    _ prompt: KnownKey, _ completion: KnownKey, _ system: KnownKey, _ record: RecordTree
  ) throws(LayoutFailure) -> Conversation {
    var conversation = try self.prompt.read(prompt, system: system, of: record)
    let node = record[completion]
    guard node != 0 else {
      throw LayoutFailure(.missingKey, "the record has no '\(completion.name)'")
    }
    self.completion.reset()
    try self.completion.read(node, of: record)
    conversation.json = nil
    let learned = conversation.messages.count
    conversation.messages += self.completion.messages
    for index in conversation.messages.indices {
      let isAnswer = index >= learned && conversation.messages[index].role == .assistant
      conversation.messages[index].isTrained = isAnswer
      conversation.messages[index].json = nil
    }
    return conversation
  }
}
