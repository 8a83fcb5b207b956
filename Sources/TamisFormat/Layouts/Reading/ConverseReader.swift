// Reads messages of Amazon's Converse API, which Nova and Llama are tuned with.
//
//     {"role":"assistant","content":[{"toolUse":{"toolUseId":"1","name":"f","input":{}}}]}
//
// A block is told by its only key. The results of tools, which stand in a turn of the user, become
// messages of the tool in front of it.

import TamisCore

/// Reads messages into a list that it keeps from record to record.
struct ConverseReader {
  var messages: [Message] = []
  var parts: [Part] = []
  private var tools: [Tool] = []

  init() {}

  /// The conversation of a record. Where the last message has candidates for a content, their node is
  /// given too, and the message isn't one of the conversation's.
  mutating func read(
    _ tree: RecordTree
  ) throws(LayoutFailure) -> (conversation: Conversation, candidates: Int) {
    messages.removeAll(keepingCapacity: true)
    tools.removeAll(keepingCapacity: true)
    _ = tree[.schemaVersion]
    try readSystem(tree)
    let list = tree[.messages]
    guard list != 0 else { throw LayoutFailure(.missingKey, "the record has no 'messages'") }
    guard tree.kind(list) == .array else { throw tree.wrongKind(list, "an array") }
    var candidates = 0
    var at = list + 1
    while at < tree.next(list) {
      if candidates != 0 {
        throw tree.failure(.wrongLayout, "a message follows the one with candidates", at: at)
      }
      candidates = try readMessage(at, tree)
      at = tree.next(at)
    }
    try readTools(tree)
    return (Conversation(messages: messages, tools: tools), candidates)
  }

  /// The messages that the blocks at `node`, a content of the assistant, make.
  mutating func readAnswer(_ node: Int, _ tree: RecordTree) throws(LayoutFailure) -> [Message] {
    messages.removeAll(keepingCapacity: true)
    var message = Message(role: .assistant)
    try readContent(node, into: &message, tree)
    messages.append(message)
    return messages
  }

  private mutating func readSystem(_ tree: RecordTree) throws(LayoutFailure) {
    let node = tree[.system]
    guard node != 0, tree.kind(node) != .null else { return }
    var message = Message(role: .system)
    if tree.kind(node) == .string {
      message.content = .text(tree.fragment(node))
    } else {
      try readContent(node, into: &message, tree)
    }
    if case .none = message.content { return }
    messages.append(message)
  }

  /// Reads a message; gives the node of its candidates where it has some.
  private mutating func readMessage(_ node: Int, _ tree: RecordTree) throws(LayoutFailure) -> Int {
    guard tree.kind(node) == .object else {
      throw tree.failure(
        .wrongType, "a message is \(tree.kind(node).phrase), not an object", at: node)
    }
    var (role, content, candidates) = (0, 0, 0)
    var message = Message(role: .user)
    var key = node + 1
    while key < tree.next(node) {
      switch tree.key(key) {
      case .role: role = key + 1
      case .content: content = key + 1
      case .candidates: candidates = key + 1
      default: message.others.append((tree.fragment(key), tree.fragment(key + 1)))
      }
      key = tree.next(key + 1)
    }
    guard role != 0 else { throw tree.failure(.missingKey, "a message has no 'role'", at: node) }
    guard tree.kind(role) == .string else { throw tree.wrongKind(role, "a string") }
    guard let word = RoleWord(tree.string(role)) else {
      let text = tree.excerpt(role)
      throw tree.failure(.unknownRole, "role '\(text)' is not known", at: role)
    }
    message.role = word.role
    if candidates != 0 { return candidates }
    let before = messages.count
    if content != 0 { try readContent(content, into: &message, tree) }
    // A turn that was nothing but results of tools is not one of the user's too.
    if messages.count > before, case .none = message.content, message.toolCalls.isEmpty { return 0 }
    messages.append(message)
    return 0
  }

  private mutating func readContent(
    _ node: Int, into message: inout Message, _ tree: RecordTree
  ) throws(LayoutFailure) {
    switch tree.kind(node) {
    case .string: message.content = .text(tree.fragment(node))
    case .null: break
    case .array:
      parts.removeAll(keepingCapacity: true)
      var block = node + 1
      while block < tree.next(node) {
        try readBlock(block, into: &message, tree)
        block = tree.next(block)
      }
      message.content = PartReader.content(parts)
    default: throw tree.wrongKind(node, "an array")
    }
  }

  // MARK: Tools

  /// `{"tools": [{"toolSpec": {"name", "description", "inputSchema": {"json"}}}, …]}`.
  private mutating func readTools(_ tree: RecordTree) throws(LayoutFailure) {
    let config = tree[.toolConfig]
    guard config != 0, tree.kind(config) != .null else { return }
    guard tree.kind(config) == .object else { throw tree.wrongKind(config, "an object") }
    tree.noteOthers(of: config, in: "toolConfig", besides: .tools)
    let list = tree.member(.tools, of: config)
    guard try tree.optionalArray(list) != nil else { return }
    var at = list + 1
    while at < tree.next(list) {
      tools.append(try tool(at, tree))
      at = tree.next(at)
    }
  }

  private func tool(_ node: Int, _ tree: RecordTree) throws(LayoutFailure) -> Tool {
    let spec = tree.member(.toolSpec, of: node)
    guard spec != 0, tree.kind(spec) == .object else {
      throw tree.failure(.missingKey, "there is no 'toolSpec'", at: node)
    }
    tree.noteOthers(of: node, in: "toolConfig.tools[]", besides: .toolSpec)
    tree.noteOthers(
      of: spec, in: "toolSpec", besides: .name, .description, .inputSchema, .strict)
    let input = tree.member(.inputSchema, of: spec)
    let schema = input == 0 ? 0 : tree.member(.json, of: input)
    if input != 0 {
      guard tree.kind(input) == .object else { throw tree.wrongKind(input, "an object") }
      tree.noteOthers(of: input, in: "inputSchema", besides: .json)
    }
    let strict = tree.member(.strict, of: spec)
    return Tool(
      name: try tree.requiredString(tree.member(.name, of: spec), .name, of: spec),
      description: try tree.optionalString(tree.member(.description, of: spec)),
      parameters: schema == 0 ? nil : tree.fragment(schema),
      strict: strict == 0 ? nil : tree.fragment(strict))
  }
}
