/// One turn of a conversation.
public struct Message {
  public var role: Role
  public var content: Content
  /// What the model thought before it answered; a string.
  public var reasoning: JSONFragment?
  /// What the model said instead of an answer; a string.
  public var refusal: JSONFragment?
  public var toolCalls: [ToolCall]
  /// The call that a tool answers.
  public var toolCallID: JSONFragment?
  /// Who speaks among those of the role; for a function, which one; a string.
  public var name: JSONFragment?
  /// How much the message counts; a number, 0 or 1 at most targets.
  public var weight: JSONFragment?
  /// Whether the message is learned, where the layout says so.
  public var isTrained: Bool?
  /// The members that have no meaning here, in their order; the names are written keys, with quotes.
  public var others: [(name: JSONFragment, value: JSONFragment)]
  /// All of the message, where it is as openai-chat writes it.
  public var json: JSONFragment?

  /// What a message says.
  public enum Content {
    /// None, or null.
    case none
    /// One string. A single part of text is read as this too.
    case text(JSONFragment)
    /// Several parts, or one that is no text.
    case parts([Part])
  }

  public init(
    role: Role, content: Content = .none, reasoning: JSONFragment? = nil,
    refusal: JSONFragment? = nil, toolCalls: [ToolCall] = [], toolCallID: JSONFragment? = nil,
    name: JSONFragment? = nil, weight: JSONFragment? = nil, isTrained: Bool? = nil,
    others: [(name: JSONFragment, value: JSONFragment)] = [], json: JSONFragment? = nil
  ) {
    self.role = role
    self.content = content
    self.reasoning = reasoning
    self.refusal = refusal
    self.toolCalls = toolCalls
    self.toolCallID = toolCallID
    self.name = name
    self.weight = weight
    self.isTrained = isTrained
    self.others = others
    self.json = json
  }
}
