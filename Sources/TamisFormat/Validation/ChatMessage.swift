import TamisCore

/// Who speaks in a chat.
enum ChatRole: Int, CaseIterable {
  case system, developer, user, assistant, tool, function

  /// A message of the role, in the words of a finding.
  var phrase: String { (self == .assistant ? "an " : "a ") + "\(self) message" }

  /// True for the two words for who tells the model how to behave.
  var isSystem: Bool { self == .system || self == .developer }

  /// The role of that name.
  init?(named name: String) {
    guard let role = Self.allCases.first(where: { "\($0)" == name }) else { return nil }
    self = role
  }
}

/// A message with its keys resolved: nodes of the document, 0 where a member is missing.
///
/// Node 0 is the record itself, so it can be no member. The text of a prompt is a message too, whose
/// node is that text.
struct ChatMessage {
  /// Where a message stands: the order is that of the turns.
  enum Section: Int, Comparable {
    case system, prompt, conversation, completion, side

    static func < (left: Section, right: Section) -> Bool { left.rawValue < right.rawValue }
  }

  var node: Int
  var section = Section.conversation
  /// False where an element of the messages is no object; there is nothing else to say about it then.
  var isObject = true
  /// `nil` where the role is missing or unknown.
  var role: ChatRole?
  /// The shape of the message, and which of its members are there.
  var shape = -1
  var members: UInt64 = 0
  var roleNode = 0
  var content = 0
  var contentKind = JSONKind.null
  var name = 0
  var weight = 0
  var train = 0
  var prefix = 0
  var reasoning = 0
  var toolCalls = 0
  var toolCallID = 0
  var functionCall = 0
  var refusal = 0
  var audio = 0
  var candidates = 0
  /// The message's calls, results and parts, as places in the view's lists.
  var calls = 0..<0
  var results = 0..<0
  var parts = 0..<0

  /// True when the model calls a tool here.
  var callsTools: Bool { !calls.isEmpty || toolCalls != 0 || functionCall != 0 }

  /// True when the message answers a call.
  var answersCall: Bool { role == .tool || role == .function || !results.isEmpty }

  /// True when there is something for the model to learn besides content.
  var saysWithoutContent: Bool { callsTools || refusal != 0 || audio != 0 || candidates != 0 }

  /// Who speaks, in the words of `Profile.Turns`.
  var state: TurnState? {
    switch role {
    case .system, .developer: .system
    case .user: results.isEmpty ? .user : .tool
    case .assistant: callsTools ? .call : .assistant
    case .tool, .function: .tool
    case nil: nil
    }
  }
}

/// Whose turn it is.
enum TurnState: String, CaseIterable {
  case start, system, user, assistant, call, tool
}

/// A call of a tool: nodes, 0 where a member is missing.
struct CallNodes {
  var node: Int
  var id = 0
  var name = 0
  var arguments = 0
}

/// What a tool has answered, where answers are parts of a content.
struct ResultNodes {
  var node: Int
  var id = 0
  var name = 0
}

/// A tool that is on offer.
struct ToolNodes {
  var node: Int
  var name = 0
  var parameters = 0
}

/// A part of a content.
struct PartNodes {
  var node: Int
  /// What tells the part's type: the value of `type`, or the key of its only member.
  var typeNode = 0
  /// The text of a part of that type.
  var text = 0
  var isImage = false
  var isMedia = false
  /// The shape of the part, and which of its members are there.
  var shape = -1
  var members: UInt64 = 0
}

/// One of the answers that a preference chooses from.
struct PreferenceSide {
  enum Kind { case chosen, rejected, ranked }
  var kind: Kind
  var node: Int
  /// The side's messages in `ChatView.sideMessages`.
  var messages = 0..<0
  var label = 0
  var score = 0
}
