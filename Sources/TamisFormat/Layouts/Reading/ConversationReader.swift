import TamisCore

/// Reads a conversation: an array of messages, and the fields about tools beside it.
struct ConversationReader {
  private var messages = MessageReader()
  private var parts = PartReader()
  private var tools: [Tool] = []
  private let toolReader = ToolReader()

  init() {}

  /// The conversation whose messages are the field `field`.
  ///
  /// What the field `system` says goes before them, unless they start with a system message of their
  /// own; the field then stays unread. With `onlyLast` nothing but the last message is learned.
  mutating func read(
    _ field: KnownKey, system: KnownKey? = nil, onlyLast: Bool = false, of tree: RecordTree
  ) throws(LayoutFailure) -> Conversation {
    let node = tree[field]
    guard node != 0 else {
      throw LayoutFailure(.missingKey, "the record has no '\(field.name)'")
    }
    return try read(at: node, system: system, onlyLast: onlyLast, of: tree)
  }

  /// The conversation whose messages are the array at `node`.
  mutating func read(
    at node: Int, system: KnownKey? = nil, onlyLast: Bool = false, of tree: RecordTree
  ) throws(LayoutFailure) -> Conversation {
    messages.reset()
    try messages.read(node, of: tree)
    if let system { try add(system: system, of: tree) }
    if tree.present.overlaps(MediaColumns.fields) {
      var columns = MediaColumns()
      try messages.change { messages throws(LayoutFailure) in
        try columns.place(into: &messages, of: tree)
      }
    }
    if onlyLast, let last = messages.messages.lastIndex(where: { $0.role == .assistant }) {
      try messages.change { messages throws(LayoutFailure) in
        for index in messages.indices {
          messages[index].isTrained = index == last
          messages[index].json = nil
        }
      }
    }
    var conversation = Conversation(messages: messages.messages)
    if messages.isVerbatim { conversation.json = tree.fragment(node) }
    try readTools(into: &conversation, of: tree)
    return conversation
  }

  /// Puts what the field says in front.
  private mutating func add(
    system field: KnownKey, of tree: RecordTree
  ) throws(LayoutFailure) {
    let node = tree.peek(field)
    guard node != 0, messages.messages.first?.role != .system else { return }
    if let message = try systemMessage(tree[field], of: tree) {
      messages.add(message, first: true)
    }
  }

  /// The system message whose content is at `node`: a string, or parts; `nil` where that is empty.
  mutating func systemMessage(
    _ node: Int, of tree: RecordTree
  ) throws(LayoutFailure) -> Message? {
    var message = Message(role: .system)
    switch node == 0 ? .null : tree.kind(node) {
    case .null: return nil
    case .string:
      let text = tree.fragment(node)
      if text.isEmptyString { return nil }
      message.content = .text(text)
    case .array:
      var isStandard = false
      try parts.read(node, of: tree, into: &message, &isStandard)
      if case .none = message.content { return nil }
    default: throw tree.wrongKind(node, "a string or an array")
    }
    return message
  }

  /// Reads `tools`, `functions` and what else stands beside the messages.
  mutating func readTools(
    into conversation: inout Conversation, of tree: RecordTree
  ) throws(LayoutFailure) {
    tools.removeAll(keepingCapacity: true)
    let list = tree[.tools]
    if try toolReader.readTools(list, of: tree, into: &tools) {
      conversation.toolsJSON = tree.fragment(list)
    }
    let available = tree[.availableTools]
    if available != 0 { _ = try toolReader.readTools(available, of: tree, into: &tools) }
    let functions = tree[.functions]
    if functions != 0, tree.kind(functions) != .null {
      _ = try toolReader.readTools(functions, of: tree, into: &tools)
      conversation.functions = tree.fragment(functions)
    }
    conversation.tools = tools
    let parallel = tree[.parallelToolCalls]
    if try tree.optionalBoolean(parallel) != nil {
      conversation.parallelToolCalls = tree.fragment(parallel)
    }
    conversation.weight = try tree.optionalNumber(tree[.weight])
  }
}
