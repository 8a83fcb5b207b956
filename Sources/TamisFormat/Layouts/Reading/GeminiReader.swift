// Reads Gemini's contents.
//
//     {"role":"model","parts":[{"functionCall":{"name":"f","args":{}}}]}
//
// A part is told by its only key, in camelCase or in snake_case. A function's response, which stands
// in a turn of the user (or of a role `function`), becomes a message of the tool; Gemini has no ids
// for calls unless somebody put them there, so name and order are what joins the two.

import TamisCore

/// Reads contents into messages that it keeps from record to record.
struct GeminiReader {
  private(set) var messages: [Message] = []
  private var parts: [Part] = []
  private var tools: [Tool] = []

  init() {}

  /// The conversation of a record: system instruction, contents and tools.
  mutating func read(_ tree: RecordTree) throws(LayoutFailure) -> Conversation {
    messages.removeAll(keepingCapacity: true)
    tools.removeAll(keepingCapacity: true)
    let system = tree[.systemInstruction]
    if system != 0, tree.kind(system) != .null { try readSystem(system, tree) }
    let contents = tree[.contents]
    guard contents != 0 else { throw LayoutFailure(.missingKey, "the record has no 'contents'") }
    guard tree.kind(contents) == .array else { throw tree.wrongKind(contents, "an array") }
    var at = contents + 1
    while at < tree.next(contents) {
      try readContent(at, tree)
      at = tree.next(at)
    }
    try readTools(tree)
    return Conversation(messages: messages, tools: tools)
  }

  /// The messages of one content alone.
  mutating func readAnswer(
    _ node: Int, _ tree: RecordTree
  ) throws(LayoutFailure) -> [Message] {
    messages.removeAll(keepingCapacity: true)
    try readContent(node, tree, role: .assistant)
    return messages
  }

  private mutating func readSystem(_ node: Int, _ tree: RecordTree) throws(LayoutFailure) {
    if tree.kind(node) == .string {
      messages.append(Message(role: .system, content: .text(tree.fragment(node))))
    } else {
      // Its own role says nothing.
      try readContent(node, tree, role: .system)
    }
  }

  private mutating func readContent(
    _ node: Int, _ tree: RecordTree, role fixed: Role? = nil
  ) throws(LayoutFailure) {
    guard tree.kind(node) == .object else { throw tree.wrongKind(node, "an object") }
    var (role, list) = (0, 0)
    var message = Message(role: .user)
    var key = node + 1
    while key < tree.next(node) {
      switch tree.key(key) {
      case .role: role = key + 1
      case .parts: list = key + 1
      case .weight: message.weight = try tree.optionalNumber(key + 1)
      default: message.others.append((tree.fragment(key), tree.fragment(key + 1)))
      }
      key = tree.next(key + 1)
    }
    if let fixed { message.role = fixed } else { message.role = try self.role(role, tree) }
    guard list != 0 else { throw tree.failure(.missingKey, "there is no 'parts'", at: node) }
    guard tree.kind(list) == .array else { throw tree.wrongKind(list, "an array") }
    parts.removeAll(keepingCapacity: true)
    let before = messages.count
    var part = list + 1
    while part < tree.next(list) {
      try readPart(part, into: &message, tree)
      part = tree.next(part)
    }
    message.content = PartReader.content(parts)
    // A turn that was nothing but responses is not one of the user's too.
    if messages.count > before, parts.isEmpty, message.toolCalls.isEmpty { return }
    if message.role == .function { message.role = .user }
    messages.append(message)
  }

  private func role(_ node: Int, _ tree: RecordTree) throws(LayoutFailure) -> Role {
    // Without a role it is the user.
    guard node != 0, tree.kind(node) != .null else { return .user }
    guard tree.kind(node) == .string else { throw tree.wrongKind(node, "a string") }
    guard let word = RoleWord(tree.string(node)) else {
      let text = tree.excerpt(node)
      throw tree.failure(.unknownRole, "role '\(text)' is not known", at: node)
    }
    return word.role == .tool ? .function : word.role
  }

  // MARK: Parts

  private mutating func readPart(
    _ node: Int, into message: inout Message, _ tree: RecordTree
  ) throws(LayoutFailure) {
    guard tree.kind(node) == .object else { throw tree.wrongKind(node, "an object") }
    var isThought = false
    var content = 0
    var key = node + 1
    while key < tree.next(node) {
      switch tree.key(key) {
      case .thought: isThought = tree.kind(key + 1) == .true
      case .text, .inlineData, .fileData, .functionCall, .legacyCall, .functionResponse:
        content = key
      default: break
      }
      key = tree.next(key + 1)
    }
    let value = content + 1
    if content != 0, let known = tree.key(content) {
      tree.noteOthers(of: node, in: "contents[].parts[]", besides: .thought, known)
    }
    switch content == 0 ? nil : tree.key(content) {
    case .text:
      guard tree.kind(value) == .string else { throw tree.wrongKind(value, "a string") }
      let text = tree.fragment(value)
      if isThought {
        message.reasoning =
          message.reasoning.map { PartReader.join($0, text, in: tree) } ?? text
      } else {
        parts.append(.text(text))
      }
    case .inlineData, .fileData: parts.append(.media(try media(value, tree)))
    case .functionCall, .legacyCall: message.toolCalls.append(try call(value, tree))
    case .functionResponse: messages.append(try response(value, tree))
    default: parts.append(.other(tree.fragment(node)))
    }
  }

  private func media(_ node: Int, _ tree: RecordTree) throws(LayoutFailure) -> Media {
    guard tree.kind(node) == .object else { throw tree.wrongKind(node, "an object") }
    let mimeType = try tree.optionalString(tree.member(.mimeType, of: node))
    let kind = Media.Kind(mimeType: mimeType)
    tree.noteOthers(of: node, in: "fileData", besides: .mimeType, .data, .fileURI)
    if let uri = try tree.optionalString(tree.member(.fileURI, of: node)) {
      return Media(kind: kind, source: .file(uri: uri), mimeType: mimeType)
    }
    let data = tree.member(.data, of: node)
    return Media(
      kind: kind,
      source: .base64(data: try tree.requiredString(data, .data, of: node), mimeType: mimeType))
  }

  private func call(_ node: Int, _ tree: RecordTree) throws(LayoutFailure) -> ToolCall {
    guard tree.kind(node) == .object else { throw tree.wrongKind(node, "an object") }
    let arguments = tree.member(.args, of: node)
    var json = JSONFragment(literal: "{}", kind: .object)
    if arguments != 0, tree.kind(arguments) != .null {
      guard tree.kind(arguments) == .object else { throw tree.wrongKind(arguments, "an object") }
      json = tree.fragment(arguments)
    }
    tree.noteOthers(of: node, in: "functionCall", besides: .id, .name, .args)
    return ToolCall(
      id: try tree.optionalString(tree.member(.id, of: node)),
      name: try tree.requiredString(tree.member(.name, of: node), .name, of: node),
      arguments: .object(json))
  }

  /// The response as a message whose content is a string that holds it.
  private func response(_ node: Int, _ tree: RecordTree) throws(LayoutFailure) -> Message {
    guard tree.kind(node) == .object else { throw tree.wrongKind(node, "an object") }
    var message = Message(role: .tool)
    message.toolCallID = try tree.optionalString(tree.member(.id, of: node))
    message.name = try tree.requiredString(tree.member(.name, of: node), .name, of: node)
    let response = tree.member(.response, of: node)
    if response != 0, tree.kind(response) != .null {
      let json = tree.fragment(response)
      message.content = .text(
        json.kind == .string ? json : tree.arena.makeString(holding: json.json))
    }
    tree.noteOthers(of: node, in: "functionResponse", besides: .id, .name, .response)
    return message
  }

  // MARK: Tools

  /// `[{"functionDeclarations": [{"name", "description", "parameters"}, …]}, …]`. Schemas keep their
  /// upper-case types: what a target wants is its writer's business.
  private mutating func readTools(_ tree: RecordTree) throws(LayoutFailure) {
    let list = tree[.tools]
    guard try tree.optionalArray(list) != nil else { return }
    var at = list + 1
    while at < tree.next(list) {
      guard tree.kind(at) == .object else { throw tree.wrongKind(at, "an object") }
      let declarations = tree.member(.functionDeclarations, of: at)
      tree.noteOthers(of: at, in: "tools[]", besides: .functionDeclarations)
      if try tree.optionalArray(declarations) != nil {
        var declaration = declarations + 1
        while declaration < tree.next(declarations) {
          tools.append(try tool(declaration, tree))
          declaration = tree.next(declaration)
        }
      }
      at = tree.next(at)
    }
  }

  private func tool(_ node: Int, _ tree: RecordTree) throws(LayoutFailure) -> Tool {
    guard tree.kind(node) == .object else { throw tree.wrongKind(node, "an object") }
    let parameters = tree.member(.parameters, of: node)
    tree.noteOthers(
      of: node, in: "functionDeclarations[]", besides: .name, .description, .parameters)
    return Tool(
      name: try tree.requiredString(tree.member(.name, of: node), .name, of: node),
      description: try tree.optionalString(tree.member(.description, of: node)),
      parameters: parameters == 0 ? nil : tree.fragment(parameters))
  }
}

extension Media.Kind {
  /// What a MIME type is of; a document where it says nothing else.
  init(mimeType: JSONFragment?) {
    let body = mimeType?.body
    if body?.starts(with: "image".utf8) == true {
      self = .image
    } else if body?.starts(with: "video".utf8) == true {
      self = .video
    } else if body?.starts(with: "audio".utf8) == true {
      self = .audio
    } else {
      self = .document
    }
  }
}
