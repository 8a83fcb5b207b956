/// One answer and whether it is a good one: a preference without its pair, as KTO learns from.
public struct Judged {
  public var input: Conversation
  public var completion: [Message]
  public var isDesired: Bool
  /// False where input and completion came as strings.
  public var isConversational: Bool

  public init(
    input: Conversation, completion: [Message], isDesired: Bool, isConversational: Bool
  ) {
    self.input = input
    self.completion = completion
    self.isDesired = isDesired
    self.isConversational = isConversational
  }
}
