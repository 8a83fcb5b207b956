import TamisCore

/// Where the walk over a record is.
struct Filling {
  var section = ChatMessage.Section.conversation
  /// The message that the walk is in.
  var message: ChatMessage?
  /// The message around it, where an answer to choose from stands in a message.
  var outer: ChatMessage?
  /// True where messages go to the side that is last in the list.
  var isSide = false
  var isSorted = true
}

extension ChatView {
  /// Forgets the record before.
  func clear() {
    messages.removeAll(keepingCapacity: true)
    sideMessages.removeAll(keepingCapacity: true)
    calls.removeAll(keepingCapacity: true)
    results.removeAll(keepingCapacity: true)
    tools.removeAll(keepingCapacity: true)
    parts.removeAll(keepingCapacity: true)
    sides.removeAll(keepingCapacity: true)
    segmentLabels.removeAll(keepingCapacity: true)
    (toolsNode, functionsNode, messagesNode, hasMessages) = (0, 0, 0, false)
    (label, labels, tokens, segments, id, recordWeight) = (0, 0, 0, 0, 0, 0)
    (hasAssistant, hasUnknownRole, usesTools, hasWeights) = (false, false, false, false)
    (lacksFields, hasToolIndex) = (false, false)
    filling = Filling()
  }

  /// Puts the turns in their order, where the record has its fields in another.
  func finishFilling() {
    guard !filling.isSorted else { return }
    let sorted = messages.enumerated().sorted {
      ($0.element.section, $0.offset) < ($1.element.section, $1.offset)
    }
    messages = sorted.map(\.element)
  }

  /// Takes note of a value and what it means. `isGood` is false for one of the wrong kind.
  @inline(__always)
  func enter(_ meaning: ShapeMeaning, at node: Int, _ kind: JSONKind, isGood: Bool) {
    if case .none = meaning { return }
    take(meaning, node, kind, isGood)
  }

  /// Takes note that the value which was entered last has ended.
  @inline(__always)
  func leave(_ meaning: ShapeMeaning) {
    if case .none = meaning { return }
    end(meaning)
  }

  /// Takes note of an object that isn't one.
  func skip(_ meaning: ShapeMeaning, at node: Int) {
    guard meaning == .message else { return }
    var message = ChatMessage(node: node, section: filling.section)
    message.isObject = false
    append(message)
  }

  /// Takes note of the value that tells the type of a part.
  func foundCase(_ name: Range<Int32>, at node: Int) {
    if !parts.isEmpty { parts[parts.count - 1].typeNode = node }
  }

  /// Takes note of which members an object has.
  func sawMembers(_ members: UInt64, of shape: Int, _ meaning: ShapeMeaning) {
    switch meaning {
    case .message:
      filling.message?.members = members
      filling.message?.shape = shape
    case .part where !parts.isEmpty:
      parts[parts.count - 1].members = members
      parts[parts.count - 1].shape = shape
    default: break
    }
  }

  private func take(_ meaning: ShapeMeaning, _ node: Int, _ kind: JSONKind, _ isGood: Bool) {
    if !isGood, meaning.holdsTurns {
      if messagesNode == 0 { messagesNode = node }
      return
    }
    switch meaning {
    case .messages: enter(.conversation, .user, node, kind)
    case .system: enter(.system, .system, node, kind)
    case .prompt: enter(.prompt, .user, node, kind)
    case .completion, .text: enter(.completion, .assistant, node, kind)
    case .chosen: enterSide(.chosen, node, kind)
    case .rejected: enterSide(.rejected, node, kind)
    case .side: enterSide(.ranked, node, kind)
    case .message: begin(node)
    case .call, .functionCall: beginCall(meaning, node, kind)
    case .result: results.append(ResultNodes(node: node))
    case .part: parts.append(PartNodes(node: node))
    case .tool: tools.append(ToolNodes(node: node))
    case .tools: toolsNode = node
    case .functions: functionsNode = node
    case .toolName, .toolParameters: takeTool(meaning, node)
    case .callID, .callName, .callArguments: takeCall(meaning, node, kind)
    case .resultID: if !results.isEmpty { results[results.count - 1].id = node }
    case .resultName: if !results.isEmpty { results[results.count - 1].name = node }
    case .partText, .image, .media: takePart(meaning, node)
    case .sideLabel: if !sides.isEmpty { sides[sides.count - 1].label = node }
    case .sideScore: if !sides.isEmpty { sides[sides.count - 1].score = node }
    case .sideContent: takeSideContent(node, kind)
    case .label: label = node
    case .labels: labels = node
    case .tokens: tokens = node
    case .segments: segments = node
    case .segmentLabel: segmentLabels.append(node)
    case .recordWeight: recordWeight = node
    case .id: id = node
    default: takeMember(meaning, node, kind)
    }
  }

  private func takeMember(_ meaning: ShapeMeaning, _ node: Int, _ kind: JSONKind) {
    let present = kind == .null ? 0 : node
    switch meaning {
    case .role: filling.message?.roleNode = node
    case .content: takeContent(node, kind)
    case .name: filling.message?.name = node
    case .weight: filling.message?.weight = node
    case .train: filling.message?.train = present
    case .prefix: filling.message?.prefix = present
    case .reasoning: filling.message?.reasoning = present
    case .refusal: filling.message?.refusal = present
    case .audio: filling.message?.audio = present
    case .toolCallID: filling.message?.toolCallID = node
    case .candidates: filling.message?.candidates = present
    case .toolCalls:
      // No calls are made by an empty list of them.
      let isEmptyList = kind == .array && Int(document.node(node).next) == node + 1
      filling.message?.toolCalls = isEmptyList ? 0 : present
    default: break
    }
  }

  private func end(_ meaning: ShapeMeaning) {
    switch meaning {
    case .messages, .system, .prompt, .completion, .text: filling.section = .conversation
    case .chosen, .rejected, .side:
      filling.isSide = false
      if !sides.isEmpty {
        let start = sides[sides.count - 1].messages.lowerBound
        sides[sides.count - 1].messages = start..<sideMessages.count
      }
    case .message: finishMessage()
    case .sideContent: finishMessage()
    default: break
    }
  }

  /// Goes into the place where the turns of a section stand; text alone is a turn of `role`.
  private func enter(
    _ section: ChatMessage.Section, _ role: ChatRole, _ node: Int, _ kind: JSONKind
  ) {
    filling.section = section
    if section != .system, messagesNode == 0 { messagesNode = node }
    if kind == .string {
      if section != .system { hasMessages = true }
      appendText(node, role)
    } else if kind == .array || kind == .object, section != .system {
      hasMessages = true
    } else if section == .system, kind == .array {
      // A list of blocks is the content of one message.
      begin(node)
      takeContent(node, kind)
      finishMessage()
    }
  }

  private func enterSide(_ side: PreferenceSide.Kind, _ node: Int, _ kind: JSONKind) {
    filling.isSide = true
    let start = sideMessages.count
    sides.append(PreferenceSide(kind: side, node: node, messages: start..<start))
    if kind == .string { appendText(node, .assistant) }
  }

  private func appendText(_ node: Int, _ role: ChatRole) {
    var message = ChatMessage(node: node, section: filling.section, role: role)
    (message.content, message.contentKind) = (node, .string)
    append(message)
  }

  private func takeSideContent(_ node: Int, _ kind: JSONKind) {
    // A candidate stands in a message, which goes on behind it.
    filling.outer = filling.message
    begin(node)
    takeContent(node, kind)
    filling.message?.role = .assistant
  }

  private func takeContent(_ node: Int, _ kind: JSONKind) {
    filling.message?.content = node
    filling.message?.contentKind = kind
  }

  private func begin(_ node: Int) {
    var message = ChatMessage(node: node, section: filling.section)
    message.calls = calls.count..<calls.count
    message.results = results.count..<results.count
    message.parts = parts.count..<parts.count
    filling.message = message
  }

  private func finishMessage() {
    guard var message = filling.message else { return }
    filling.message = filling.outer
    filling.outer = nil
    message.calls = message.calls.lowerBound..<calls.count
    message.results = message.results.lowerBound..<results.count
    message.parts = message.parts.lowerBound..<parts.count
    if message.roleNode != 0, document.node(message.roleNode).kind == .string {
      withKey(message.roleNode) { name in
        for index in roles.indices where roles[index].name.withUnsafeBytes({ $0.isSame(as: name) })
        {
          message.role = roles[index].role
          break
        }
      }
    } else if message.section == .system, message.roleNode == 0 {
      message.role = .system
    }
    append(message)
  }

  private func append(_ message: ChatMessage) {
    if message.role == nil { hasUnknownRole = true }
    if message.callsTools || message.answersCall { usesTools = true }
    if message.weight != 0 { hasWeights = true }
    if filling.isSide {
      sideMessages.append(message)
      return
    }
    if message.role == .assistant { hasAssistant = true }
    if let last = messages.last, message.section < last.section { filling.isSorted = false }
    messages.append(message)
  }

  private func beginCall(_ meaning: ShapeMeaning, _ node: Int, _ kind: JSONKind) {
    if kind == .null { return }
    if meaning == .functionCall { filling.message?.functionCall = node }
    calls.append(CallNodes(node: node))
  }

  private func takeCall(_ meaning: ShapeMeaning, _ node: Int, _ kind: JSONKind) {
    guard !calls.isEmpty else { return }
    switch meaning {
    case .callID: calls[calls.count - 1].id = kind == .null ? 0 : node
    case .callName: calls[calls.count - 1].name = node
    default: calls[calls.count - 1].arguments = node
    }
  }

  private func takeTool(_ meaning: ShapeMeaning, _ node: Int) {
    guard !tools.isEmpty else { return }
    if meaning == .toolName {
      tools[tools.count - 1].name = node
    } else {
      tools[tools.count - 1].parameters = node
    }
  }

  private func takePart(_ meaning: ShapeMeaning, _ node: Int) {
    guard !parts.isEmpty else { return }
    switch meaning {
    case .partText: parts[parts.count - 1].text = node
    case .image: parts[parts.count - 1].isImage = true
    default: parts[parts.count - 1].isMedia = true
    }
  }
}
