/// What a value of a record means to the rules, whatever its key is called in the target's layout.
///
/// A profile writes it behind the type: `"from": "string as role"`.
enum ShapeMeaning: String, Sendable, CaseIterable {
  case none

  // Where turns stand. Each may be an array of messages, one message, or the text of one.
  case messages, system, prompt, completion, text, chosen, rejected

  // A turn and its members.
  case message, role, content, name, weight, train, prefix, reasoning, refusal, audio
  case toolCalls = "tool_calls"
  case toolCallID = "tool_call_id"
  case functionCall = "function_call"

  // The content's parts.
  case part
  case partText = "part.text"
  case image
  case imageURL = "image.url"
  case media
  case mediaType = "media.type"

  // A call of a tool and its result.
  case call
  case callID = "call.id"
  case callName = "call.name"
  case callArguments = "call.arguments"
  case result
  case resultID = "result.id"
  case resultName = "result.name"

  // Tools on offer.
  case tools, functions, tool
  case toolName = "tool.name"
  case toolParameters = "tool.parameters"

  // Answers to choose from.
  case candidates, side
  case sideContent = "side.content"
  case sideLabel = "side.label"
  case sideScore = "side.score"

  // What is said about the record as a whole.
  case label, labels, tokens, segments, id
  case segmentLabel = "segment.label"
  case recordWeight = "record.weight"

  /// True for a place where turns stand.
  var holdsTurns: Bool {
    switch self {
    case .messages, .system, .prompt, .completion, .text, .chosen, .rejected, .side: true
    default: false
    }
  }
}
