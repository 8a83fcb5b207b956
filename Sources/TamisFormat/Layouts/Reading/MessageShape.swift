import TamisCore

/// What the messages of an array are like, as far as layouts differ in it.
///
/// Found in one walk over keys, roles and types of parts; texts are not looked at.
struct MessageShape: OptionSet {
  let rawValue: UInt32

  /// Every element is an object. An array without elements is of objects too.
  static let isOfObjects = MessageShape(rawValue: 1 << 0)
  static let isEmpty = MessageShape(rawValue: 1 << 1)
  /// `role`, and `content` or something else that it is there for.
  static let hasRole = MessageShape(rawValue: 1 << 2)
  /// ShareGPT's `from` and `value`.
  static let hasFrom = MessageShape(rawValue: 1 << 3)
  /// Gemini's `parts`.
  static let hasParts = MessageShape(rawValue: 1 << 4)
  /// Parts of a content without a `type`, told by their key: Converse.
  static let hasUntypedParts = MessageShape(rawValue: 1 << 5)
  /// `tool_use`, `tool_result`, `thinking`, or an image with a `source`: Anthropic.
  static let hasAnthropicParts = MessageShape(rawValue: 1 << 6)
  /// An `image_url` that is a string: Mistral.
  static let hasStringURL = MessageShape(rawValue: 1 << 7)
  /// A tool call whose arguments are an object: what chat templates want.
  static let hasObjectArguments = MessageShape(rawValue: 1 << 8)
  /// A tool call, or one of its results, in a message of its own.
  static let hasTools = MessageShape(rawValue: 1 << 9)
  /// The role `Chatbot`: Cohere.
  static let hasChatbot = MessageShape(rawValue: 1 << 10)
  /// The role of a system or a developer message.
  static let hasSystem = MessageShape(rawValue: 1 << 11)
  static let hasAssistant = MessageShape(rawValue: 1 << 12)
  static let endsWithAssistant = MessageShape(rawValue: 1 << 13)
  /// Answers to choose from, in Nova's preference pairs.
  static let hasCandidates = MessageShape(rawValue: 1 << 14)
  /// A role that nobody knows, or none.
  static let hasUnknownRole = MessageShape(rawValue: 1 << 15)
  /// Parts with a `value`: LLaMA-Factory.
  static let hasValueParts = MessageShape(rawValue: 1 << 17)
  /// A content that is an array, whatever is in it.
  static let hasPartLists = MessageShape(rawValue: 1 << 16)
}

extension RecordTree {
  /// The shape of the messages at `node`; empty where there is no array of objects.
  func shape(of node: Int) -> MessageShape {
    guard node != 0, kind(node) == .array else { return [] }
    if let known = shapes.first(where: { $0.node == node }) { return known.shape }
    let shape = findShape(of: node)
    shapes.append((node, shape))
    return shape
  }

  private func findShape(of node: Int) -> MessageShape {
    var at = node + 1
    let end = next(node)
    if at == end { return [.isOfObjects, .isEmpty] }
    var shape: MessageShape = .isOfObjects
    while at < end {
      guard kind(at) == .object else { return [] }
      addShape(ofMessage: at, to: &shape)
      at = next(at)
    }
    return shape
  }

  private func addShape(ofMessage message: Int, to shape: inout MessageShape) {
    var role = 0
    var key = message + 1
    let end = next(message)
    while key < end {
      let value = key + 1
      switch self.key(key) {
      case .role:
        role = value
        shape.insert(.hasRole)
      case .from:
        role = value
        shape.insert(.hasFrom)
      case .parts: shape.insert(.hasParts)
      case .content where kind(value) == .array: addShape(ofParts: value, to: &shape)
      case .toolCalls where kind(value) == .array:
        shape.insert(.hasTools)
        addShape(ofCalls: value, to: &shape)
      case .candidates: shape.insert(.hasCandidates)
      default: break
      }
      key = next(value)
    }
    addShape(ofRole: role, to: &shape)
  }

  private func addShape(ofRole node: Int, to shape: inout MessageShape) {
    shape.remove(.endsWithAssistant)
    guard node != 0, kind(node) == .string, let word = RoleWord(string(node)) else {
      return shape.formUnion(.hasUnknownRole)
    }
    switch word.role {
    case .assistant:
      shape.formUnion([.hasAssistant, .endsWithAssistant])
      if !word.isExact, RoleWord.isSame(string(node), "chatbot") { shape.insert(.hasChatbot) }
      if word.isCall { shape.insert(.hasTools) }
    case .system, .developer: shape.insert(.hasSystem)
    case .tool, .function: shape.insert(.hasTools)
    case .user: break
    }
  }

  private func addShape(ofParts parts: Int, to shape: inout MessageShape) {
    shape.insert(.hasPartLists)
    var part = parts + 1
    let end = next(parts)
    while part < end {
      if kind(part) == .object {
        let type = member(.type, of: part)
        if type == 0 {
          if next(part) > part + 1 { shape.insert(.hasUntypedParts) }
        } else if kind(type) == .string {
          if member(.value, of: part) != 0 { shape.insert(.hasValueParts) }
          addShape(ofPart: part, PartType(string(type)), to: &shape)
        }
      }
      part = next(part)
    }
  }

  private func addShape(ofPart part: Int, _ type: PartType?, to shape: inout MessageShape) {
    switch type {
    case .toolUse, .toolResult, .thinking: shape.insert(.hasAnthropicParts)
    case .image, .document:
      let source = member(.source, of: part)
      if source != 0, kind(source) == .object { shape.insert(.hasAnthropicParts) }
    case .imageURL:
      let url = member(.imageURL, of: part)
      if url != 0, kind(url) == .string { shape.insert(.hasStringURL) }
    default: break
    }
  }

  private func addShape(ofCalls calls: Int, to shape: inout MessageShape) {
    var call = calls + 1
    let end = next(calls)
    while call < end {
      let function = member(.function, of: call)
      let arguments = member(.arguments, of: function == 0 ? call : function)
      if arguments != 0, kind(arguments) == .object { shape.insert(.hasObjectArguments) }
      call = next(call)
    }
  }
}
