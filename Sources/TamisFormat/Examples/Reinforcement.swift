/// Something to answer, without the answer: what a grader needs stands beside it.
public struct Reinforcement {
  public var input: Conversation
  /// What the grader compares with, in the order of the record; the names are written keys, with
  /// quotes.
  public var references: [(name: JSONFragment, value: JSONFragment)]
  /// False where the prompt came as a string.
  public var isConversational: Bool

  public init(
    input: Conversation, references: [(name: JSONFragment, value: JSONFragment)] = [],
    isConversational: Bool
  ) {
    self.input = input
    self.references = references
    self.isConversational = isConversational
  }
}
