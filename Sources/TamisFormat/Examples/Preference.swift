/// Two answers to the same input, one of which is the better.
public struct Preference {
  /// What both answer; without messages where the answers came without a prompt.
  public var input: Conversation
  public var chosen: [Message]
  public var rejected: [Message]
  /// All answers of a ranked list, in the order of the record; empty where there were two from the
  /// start. `chosen` is the best of them and `rejected` the worst.
  public var alternatives: [Alternative]
  /// False where input and answers came as strings: they are then one message of the user, and one
  /// of the assistant each.
  public var isConversational: Bool

  /// One answer of a ranked list.
  public struct Alternative {
    public var messages: [Message]
    /// A number; more is better.
    public var score: JSONFragment?

    public init(messages: [Message], score: JSONFragment? = nil) {
      self.messages = messages
      self.score = score
    }
  }

  public init(
    input: Conversation, chosen: [Message], rejected: [Message],
    alternatives: [Alternative] = [], isConversational: Bool
  ) {
    self.input = input
    self.chosen = chosen
    self.rejected = rejected
    self.alternatives = alternatives
    self.isConversational = isConversational
  }
}
