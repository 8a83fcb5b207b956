import TamisCore

/// `{"prompt", "completion", "label": boolean}`, as strings or as messages; or a conversation with
/// `label` or `kto_tag`, the last message of which is judged.
///
/// Source: https://huggingface.co/docs/trl/dataset_formats#unpaired-preference,
/// https://github.com/hiyouga/LLaMA-Factory/blob/main/data/README.md
public struct JudgedLayout: Layout {
  public static let name = "unpaired-preference"
  public static let required = [
    KeySet(.label, .ktoTag),
    KeySet(.prompt, .question, .query, .instruction, .messages, .conversations, .conversation),
  ]
  public static let optional = KeySet(
    .completion, .response, .output, .answer, .input, .context, .system, .systemPrompt, .tools,
    .images, .videos, .audios)

  private var prompt = PromptReader()
  private var completion = MessageReader()

  public init() {}

  public static func evidence(in record: RecordTree) -> LayoutEvidence? {
    let label = record.peek(record.first(of: .label, .ktoTag) ?? .label)
    guard record.kind(label) == .true || record.kind(label) == .false else { return nil }
    guard completionField(record) != nil || hasConversation(record) else { return nil }
    return evidence(.shape, in: record)
  }

  private static func completionField(_ record: RecordTree) -> KnownKey? {
    record.first(of: .completion, .response, .output, .answer)
  }

  private static func hasConversation(_ record: RecordTree) -> Bool {
    record.first(of: .messages, .conversations, .conversation) != nil
  }

  public mutating func example(from record: RecordTree) -> Result<Example, LayoutFailure> {
    Self.result { () throws(LayoutFailure) in .judged(try read(record)) }
  }

  private mutating func read(_ record: RecordTree) throws(LayoutFailure) -> Judged {
    let field = record.first(of: .label, .ktoTag) ?? .label
    guard let isDesired = try record.optionalBoolean(record[field]) else {
      throw LayoutFailure(.missingKey, "the record has no '\(field.name)'")
    }
    guard let completion = Self.completionField(record) else {
      return try conversation(record, isDesired)
    }
    let isText = try self.completion.readAnswer(completion, of: record)
    let (input, isConversational) = try prompt.read(of: record)
    return Judged(
      input: input, completion: self.completion.messages, isDesired: isDesired,
      isConversational: isConversational || !isText)
  }

  /// A conversation whose last turn is judged.
  private mutating func conversation(
    _ record: RecordTree, _ isDesired: Bool
  ) throws(LayoutFailure) -> Judged {
    var (input, _) = try prompt.read(of: record)
    guard let last = input.messages.popLast(), last.role == .assistant else {
      throw LayoutFailure(.wrongLayout, "the last message is not the assistant's; it is judged")
    }
    input.json = nil
    return Judged(
      input: input, completion: [last], isDesired: isDesired, isConversational: true)
  }
}
