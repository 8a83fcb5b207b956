// Reads messages of all layouts whose turns are objects with a role and a content.
//
// What differs between them (`role` or `from`, `content` or `value`, arguments as an object or as a
// string, an image as `image_url` or as `source`) can be told from the keys alone, so there is one
// reader and not one for each. A message that is as openai-chat writes it keeps its JSON; what a
// target needs of any other is in the typed members.
//
//     {"from":"gpt","value":"Hi","id":4}     role .assistant   content .text("Hi")   others [id: 4]
//
// A message may become several: Anthropic puts the results of tools into the user's turn, and here
// each is a message of the tool.

import TamisCore

/// Reads messages into a list that it keeps from record to record.
struct MessageReader {
  /// The messages that have been read.
  private(set) var messages: [Message] = []
  /// True while every message has been as openai-chat writes it.
  private(set) var isVerbatim = true
  private var calls = ToolReader()
  private var parts = PartReader()

  init() {}

  /// Forgets the messages.
  mutating func reset() {
    messages.removeAll(keepingCapacity: true)
    isVerbatim = true
  }

  /// Adds a message that no record has; at the front where `first` is true.
  mutating func add(_ message: Message, first: Bool = false) {
    isVerbatim = false
    messages.insert(message, at: first ? 0 : messages.count)
  }

  /// Changes messages; `change` takes the JSON off those that are no longer what it says.
  mutating func change(
    _ change: (inout [Message]) throws(LayoutFailure) -> Void
  ) throws(LayoutFailure) {
    isVerbatim = false
    try change(&messages)
  }

  /// Adds the messages of the array at `node`.
  mutating func read(_ node: Int, of tree: RecordTree) throws(LayoutFailure) {
    guard tree.kind(node) == .array else {
      throw tree.failure(
        .wrongType, "the messages are \(tree.kind(node).phrase), not an array", at: node)
    }
    var at = node + 1
    let end = tree.next(node)
    while at < end {
      try readMessage(at, of: tree)
      at = tree.next(at)
    }
  }

  /// Adds the message at `node`.
  mutating func readMessage(_ node: Int, of tree: RecordTree) throws(LayoutFailure) {
    guard tree.kind(node) == .object else {
      throw tree.failure(
        .wrongType, "a message is \(tree.kind(node).phrase), not an object", at: node)
    }
    var role = 0
    var content = 0
    var text = 0
    var toolCalls = 0
    var legacyCall = 0
    var isStandard = true
    let before = messages.count
    var message = Message(role: .user)
    var key = node + 1
    let end = tree.next(node)
    while key < end {
      let value = key + 1
      switch tree.key(key) {
      case .role: role = value
      case .content: content = value
      case .from:
        role = value
        isStandard = false
      case .value, .text: text = value
      case .toolCalls: toolCalls = value
      case .legacyCall: legacyCall = value
      case .toolCallID: message.toolCallID = try tree.optionalString(value)
      case .name: message.name = try tree.optionalString(value)
      case .refusal: message.refusal = try tree.optionalString(value)
      case .reasoningContent: message.reasoning = try tree.optionalString(value)
      case .reasoning, .thinking:
        message.reasoning = try tree.optionalString(value)
        isStandard = false
      case .weight: message.weight = try tree.optionalNumber(value)
      case .lossWeight:
        message.weight = try tree.optionalNumber(value)
        isStandard = false
      case .train:
        message.isTrained = try tree.optionalBoolean(value)
        isStandard = false
      default: message.others.append((tree.fragment(key), tree.fragment(value)))
      }
      key = tree.next(value)
    }
    if text != 0, content == 0 {
      content = text
      isStandard = false
    } else if text != 0 {
      message.others.append((tree.fragment(text - 1), tree.fragment(text)))
    }
    let word = try roleWord(role, of: node, tree)
    message.role = word.role
    if !word.isExact { isStandard = false }
    if word.isCall {
      if content != 0 { try calls.readCalls(inString: content, of: tree, into: &message.toolCalls) }
    } else if content != 0 {
      try read(content: content, into: &message, &isStandard, of: tree)
    }
    if toolCalls != 0 {
      try calls.readCalls(toolCalls, of: tree, into: &message.toolCalls, &isStandard)
    }
    if legacyCall != 0 {
      try calls.readLegacyCall(legacyCall, of: tree, into: &message.toolCalls, &isStandard)
    }
    if isStandard {
      message.json = tree.fragment(node)
    } else {
      isVerbatim = false
    }
    // A turn that was nothing but results of tools is not one of the user's too.
    if messages.count > before, case .none = message.content, message.toolCalls.isEmpty { return }
    messages.append(message)
  }

  private mutating func read(
    content: Int, into message: inout Message, _ isStandard: inout Bool, of tree: RecordTree
  ) throws(LayoutFailure) {
    switch tree.kind(content) {
    case .string:
      message.content = .text(tree.fragment(content))
    case .null:
      break
    case .array:
      try parts.read(content, of: tree, into: &message, &isStandard)
      for result in parts.results { messages.append(result) }
    default:
      throw tree.failure(
        .wrongType, "the content is \(tree.kind(content).phrase), not a string or an array",
        at: content)
    }
  }

  private func roleWord(
    _ role: Int, of message: Int, _ tree: RecordTree
  ) throws(LayoutFailure) -> RoleWord {
    guard role != 0 else {
      throw tree.failure(.missingKey, "a message has no 'role'", at: message)
    }
    guard tree.kind(role) == .string else {
      throw tree.failure(
        .wrongType, "the role is \(tree.kind(role).phrase), not a string", at: role)
    }
    guard let word = RoleWord(tree.string(role)) else {
      let text = tree.excerpt(role)
      throw tree.failure(.unknownRole, "role '\(text)' is not known", at: role)
    }
    return word
  }
}
