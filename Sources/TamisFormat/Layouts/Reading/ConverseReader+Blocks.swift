import TamisCore

extension ConverseReader {
  mutating func readBlock(
    _ node: Int, into message: inout Message, _ tree: RecordTree
  ) throws(LayoutFailure) {
    guard tree.kind(node) == .object else { throw tree.wrongKind(node, "an object") }
    var content = 0
    var key = node + 1
    while key < tree.next(node) {
      switch tree.key(key) {
      case .text, .image, .video, .audio, .document, .toolUse, .toolResult, .reasoningBlock,
        .cachePoint:
        content = key
      default: break
      }
      key = tree.next(key + 1)
    }
    let value = content + 1
    if content != 0, let known = tree.key(content) {
      tree.noteOthers(of: node, in: "messages[].content[]", besides: known)
    }
    switch content == 0 ? nil : tree.key(content) {
    case .text:
      guard tree.kind(value) == .string else { throw tree.wrongKind(value, "a string") }
      parts.append(.text(tree.fragment(value)))
    case .image: parts.append(.media(try media(value, .image, tree)))
    case .video: parts.append(.media(try media(value, .video, tree)))
    case .audio: parts.append(.media(try media(value, .audio, tree)))
    case .document: parts.append(.media(try media(value, .document, tree)))
    case .toolUse: message.toolCalls.append(try call(value, tree))
    case .toolResult: messages.append(try result(value, tree))
    case .reasoningBlock: try readReasoning(value, into: &message, tree)
    // A hint for the service at inference.
    case .cachePoint: tree.leaveOut(content, of: "messages[].content[]")
    default: parts.append(.other(tree.fragment(node)))
    }
  }

  /// `{"format", "source": {"bytes"} | {"s3Location": {"uri", "bucketOwner"?}}}`.
  private func media(
    _ node: Int, _ kind: Media.Kind, _ tree: RecordTree
  ) throws(LayoutFailure) -> Media {
    guard tree.kind(node) == .object else { throw tree.wrongKind(node, "an object") }
    let format = try tree.optionalString(tree.member(.format, of: node))
    tree.noteOthers(of: node, in: "media", besides: .format, .source)
    let source = tree.member(.source, of: node)
    guard source != 0, tree.kind(source) == .object else {
      throw tree.failure(.missingKey, "there is no 'source'", at: node)
    }
    tree.noteOthers(of: source, in: "source", besides: .s3Location, .bytes)
    let location = tree.member(.s3Location, of: source)
    if location != 0 {
      guard tree.kind(location) == .object else { throw tree.wrongKind(location, "an object") }
      tree.noteOthers(of: location, in: "s3Location", besides: .uri)
      let uri = tree.member(.uri, of: location)
      return Media(
        kind: kind, source: .file(uri: try tree.requiredString(uri, .uri, of: location)),
        format: format)
    }
    let bytes = tree.member(.bytes, of: source)
    return Media(
      kind: kind,
      source: .base64(data: try tree.requiredString(bytes, .bytes, of: source), mimeType: nil),
      format: format)
  }

  private func call(_ node: Int, _ tree: RecordTree) throws(LayoutFailure) -> ToolCall {
    guard tree.kind(node) == .object else { throw tree.wrongKind(node, "an object") }
    let input = tree.member(.input, of: node)
    var arguments = JSONFragment(literal: "{}", kind: .object)
    if input != 0, tree.kind(input) != .null {
      guard tree.kind(input) == .object else { throw tree.wrongKind(input, "an object") }
      arguments = tree.fragment(input)
    }
    tree.noteOthers(of: node, in: "toolUse", besides: .toolUseID, .name, .input)
    return ToolCall(
      id: try tree.optionalString(tree.member(.toolUseID, of: node)),
      name: try tree.requiredString(tree.member(.name, of: node), .name, of: node),
      arguments: .object(arguments))
  }

  /// `{"toolUseId", "content": [{"text"} | {"json"} | media, …], "status"?}`.
  private func result(_ node: Int, _ tree: RecordTree) throws(LayoutFailure) -> Message {
    guard tree.kind(node) == .object else { throw tree.wrongKind(node, "an object") }
    var message = Message(role: .tool)
    var content = 0
    var key = node + 1
    while key < tree.next(node) {
      switch tree.key(key) {
      case .toolUseID: message.toolCallID = try tree.optionalString(key + 1)
      case .content: content = key + 1
      default: message.others.append((tree.fragment(key), tree.fragment(key + 1)))
      }
      key = tree.next(key + 1)
    }
    guard content != 0, tree.kind(content) != .null else { return message }
    guard tree.kind(content) == .array else { throw tree.wrongKind(content, "an array") }
    var parts: [Part] = []
    var block = content + 1
    while block < tree.next(content) {
      parts.append(try resultPart(block, tree))
      block = tree.next(block)
    }
    message.content = PartReader.content(parts)
    return message
  }

  private func resultPart(_ node: Int, _ tree: RecordTree) throws(LayoutFailure) -> Part {
    guard tree.kind(node) == .object else { throw tree.wrongKind(node, "an object") }
    tree.noteOthers(
      of: node, in: "toolResult.content[]", besides: .json, .text, .image, .video, .document)
    let json = tree.member(.json, of: node)
    if json != 0 { return .text(tree.arena.makeString(holding: tree.fragment(json).json)) }
    let text = tree.member(.text, of: node)
    if text != 0 { return .text(try tree.requiredString(text, .text, of: node)) }
    let kinds: [(KnownKey, Media.Kind)] = [
      (.image, .image), (.video, .video), (.document, .document),
    ]
    for (key, kind) in kinds {
      let value = tree.member(key, of: node)
      if value != 0 { return .media(try media(value, kind, tree)) }
    }
    return .other(tree.fragment(node))
  }

  /// `{"reasoningText": {"text", "signature"?}}`.
  private func readReasoning(
    _ node: Int, into message: inout Message, _ tree: RecordTree
  ) throws(LayoutFailure) {
    guard tree.kind(node) == .object else { throw tree.wrongKind(node, "an object") }
    tree.noteOthers(of: node, in: "reasoningContent", besides: .reasoningText)
    let inner = tree.member(.reasoningText, of: node)
    guard inner != 0 else { return }
    guard tree.kind(inner) == .object else { throw tree.wrongKind(inner, "an object") }
    tree.noteOthers(of: inner, in: "reasoningText", besides: .text)
    let text = try tree.requiredString(tree.member(.text, of: inner), .text, of: inner)
    message.reasoning = message.reasoning.map { PartReader.join($0, text, in: tree) } ?? text
  }
}
