/// `{"messages": [… of the user at last], "tools"?, …}`: something to answer, and fields of any name
/// for the grader.
///
/// A record whose last message is the assistant's, or that has nothing beside its messages, is
/// openai-chat.
///
/// Source: https://developers.openai.com/api/docs/guides/reinforcement-fine-tuning
public struct OpenAIReinforcementLayout: Layout {
  public static let name = "openai-rft"
  public static let required = [KeySet(.messages)]
  public static let optional = KeySet(.tools, .parallelToolCalls, .functions, .weight)

  private var reader = ConversationReader()

  public init() {}

  public static func evidence(in record: RecordTree) -> LayoutEvidence? {
    let shape = record.shape(of: record.peek(.messages))
    guard shape.contains(.hasRole), !shape.contains(.endsWithAssistant),
      shape.isDisjoint(with: [.hasUntypedParts, .hasFrom, .hasParts, .hasCandidates])
    else { return nil }
    // What other layouts know by its name is not for a grader.
    let others = KeySet(
      .chosen, .rejected, .completion, .conversations, .system, .schemaVersion, .contents,
      .images, .videos, .audios, .segments, .inputIDs, .label, .ktoTag,
      .text, .prompt)
    if record.present.overlaps(others) { return nil }
    var evidence = evidence(.shape, in: record)
    guard evidence.add(fieldsOf: record) else { return nil }
    return evidence
  }

  public mutating func example(from record: RecordTree) -> Result<Example, LayoutFailure> {
    Self.result { () throws(LayoutFailure) in
      let input = try reader.read(.messages, of: record)
      return .reinforcement(
        Reinforcement(
          input: input, references: record.takeUnreadFields(), isConversational: true))
    }
  }
}
