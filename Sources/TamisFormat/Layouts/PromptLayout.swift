import TamisCore

/// `{"prompt": string | [message, …], …}`: something to answer. What a reward function may want to
/// know stands beside it: `answer`, `solution`, `ground_truth` …
///
/// Source: https://huggingface.co/docs/trl/dataset_formats#prompt-only
public struct PromptLayout: Layout {
  public static let name = "prompt-only"
  public static let required = [KeySet(.prompt)]
  public static let optional = KeySet(
    .system, .systemPrompt, .tools, .answer, .solution, .groundTruth, .referenceAnswer,
    .rewardModel, .references)

  /// Fields in which an answer stands that is to be learned, or text that has it already.
  private static let answers = KeySet(
    .messages, .conversations, .conversation, .completion, .completions, .response, .output,
    .generation, .answers, .chosen, .rejected, .text, .segments, .inputIDs, .contents)

  private var prompt = PromptReader()

  public init() {}

  public static func evidence(in record: RecordTree) -> LayoutEvidence? {
    if record.present.overlaps(answers) { return nil }
    let prompt = record.peek(.prompt)
    if record.kind(prompt) == .array {
      let shape = record.shape(of: prompt)
      guard shape.contains(.isOfObjects) else { return nil }
      return evidence(.shape, in: record)
    }
    guard record.kind(prompt) == .string else { return nil }
    // A string in a field that nobody knows may as well be the answer.
    for field in record.fields where field.known == nil && record.kind(field.key + 1) == .string {
      if !FieldName.isReserved(record.fragment(field.key).body), !isMark(field, record) {
        return nil
      }
    }
    return evidence(.names, in: record)
  }

  /// True for the name of a field that says which record it is and not what is in it.
  private static func isMark(_ field: RecordTree.Field, _ record: RecordTree) -> Bool {
    let name = record.fragment(field.key).body
    return marks.contains { name.isText($0) }
      || name.suffix(3).elementsEqual("_id".utf8)
  }

  private static let marks: [StaticString] = [
    "id", "uuid", "source", "data_source", "dataset", "category", "subset", "split", "task", "lang",
    "language", "type", "ability", "difficulty", "level", "topic", "subject",
  ]

  public mutating func example(from record: RecordTree) -> Result<Example, LayoutFailure> {
    Self.result { () throws(LayoutFailure) in
      let (input, isConversational) = try prompt.read(of: record)
      return .reinforcement(
        Reinforcement(
          input: input, references: record.takeUnreadFields(), isConversational: isConversational))
    }
  }
}

extension RecordTree {
  /// All fields that have not been read, which then count as read; reserved ones stay.
  func takeUnreadFields() -> [(name: JSONFragment, value: JSONFragment)] {
    var taken: [(name: JSONFragment, value: JSONFragment)] = []
    for place in fields.indices where !isRead(fields[place]) && !isReserved(place) {
      taken.append((fragment(fields[place].key), fragment(fields[place].key + 1)))
      markRead(place)
    }
    return taken
  }
}
