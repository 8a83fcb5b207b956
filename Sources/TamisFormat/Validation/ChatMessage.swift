import TamisCore

/// Who speaks in a chat.
enum ChatRole: Int, CaseIterable {
  case system, developer, user, assistant, tool, function

  /// A message of the role, in the words of a finding.
  var phrase: String { (self == .assistant ? "an " : "a ") + "\(self) message" }
}

/// The members of a message that have a meaning.
enum MessageKey: Int, CaseIterable {
  case role, content, name, weight, toolCalls, toolCallID, functionCall, refusal, audio

  /// The key as it is written.
  var name: StaticString {
    switch self {
    case .role: "role"
    case .content: "content"
    case .name: "name"
    case .weight: "weight"
    case .toolCalls: "tool_calls"
    case .toolCallID: "tool_call_id"
    case .functionCall: "function_call"
    case .refusal: "refusal"
    case .audio: "audio"
    }
  }
}

/// Some of the keys of a message.
struct MessageKeys: OptionSet {
  let rawValue: UInt16

  init(rawValue: UInt16) { self.rawValue = rawValue }
  init(_ key: MessageKey) { rawValue = 1 << UInt16(key.rawValue) }

  /// A key that isn't among `MessageKey`.
  static let other = MessageKeys(rawValue: 1 << 15)
}

/// A message with its keys resolved: nodes of the document, 0 where a member is missing.
///
/// Node 0 is the record itself, so it can be no member.
struct ChatMessage {
  var node: Int
  /// False where an element of `messages` is no object; there is nothing else to say about it then.
  var isObject = true
  /// `nil` where the role is missing or unknown.
  var role: ChatRole?
  var keys: MessageKeys = []
  var roleNode = 0
  var content = 0
  var contentKind = JSONKind.null
  var name = 0
  var weight = 0
  var toolCalls = 0
  var toolCallID = 0
  var functionCall = 0
  var refusal = 0
  var audio = 0

  /// True when the model calls a tool here, in the form of today or the one before.
  var callsTools: Bool { toolCalls != 0 || functionCall != 0 }

  /// True when there is something for the model to learn besides content.
  var saysWithoutContent: Bool { callsTools || refusal != 0 || audio != 0 }

  mutating func set(_ key: MessageKey, to value: Int, _ kind: JSONKind) {
    keys.insert(MessageKeys(key))
    switch key {
    case .role: roleNode = value
    case .content: (content, contentKind) = (value, kind)
    case .name: name = value
    case .weight: weight = value
    case .toolCalls: toolCalls = kind == .null ? 0 : value
    case .toolCallID: toolCallID = value
    case .functionCall: functionCall = kind == .null ? 0 : value
    case .refusal: refusal = kind == .null ? 0 : value
    case .audio: audio = kind == .null ? 0 : value
    }
  }
}
