/// Turns between a user, a model and its tools, with the tools that were on offer.
public struct Conversation {
  public var messages: [Message]
  public var tools: [Tool]
  /// A boolean: whether the model may call several tools in one turn.
  public var parallelToolCalls: JSONFragment?
  /// How much the whole example counts; a number.
  public var weight: JSONFragment?

  /// All of the messages as one array, where each of them is as openai-chat writes it.
  ///
  /// With it and the next two a record that needs no change keeps all of its bytes.
  public var json: JSONFragment?
  /// All of the tools as one array, where they came as openai-chat writes them.
  public var toolsJSON: JSONFragment?
  /// The predecessor of `tools` in openai-chat, as it came. What it offers is among `tools` too.
  public var functions: JSONFragment?

  public init(
    messages: [Message] = [], tools: [Tool] = [], parallelToolCalls: JSONFragment? = nil,
    weight: JSONFragment? = nil, json: JSONFragment? = nil, toolsJSON: JSONFragment? = nil,
    functions: JSONFragment? = nil
  ) {
    self.messages = messages
    self.tools = tools
    self.parallelToolCalls = parallelToolCalls
    self.weight = weight
    self.json = json
    self.toolsJSON = toolsJSON
    self.functions = functions
  }
}

extension Conversation {
  /// True when one of the messages tells the model how to behave.
  var hasSystemMessage: Bool {
    messages.contains { $0.role == .system || $0.role == .developer }
  }
}
