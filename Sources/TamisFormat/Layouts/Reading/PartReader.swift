import TamisCore

/// Reads the parts of a content, by their `type`: those of openai-chat, of Anthropic and of Mistral.
///
/// A part of another type is passed on as it is; only the writers know what their target makes of it.
struct PartReader {
  /// Messages of tools whose results stood among the parts.
  var results: [Message] = []
  var parts: [Part] = []

  init() {}

  /// Reads the array at `node` into the content of `message`; calls of tools, thoughts and refusals
  /// into its other members.
  mutating func read(
    _ node: Int, of tree: RecordTree, into message: inout Message, _ isStandard: inout Bool
  ) throws(LayoutFailure) {
    results.removeAll(keepingCapacity: true)
    parts.removeAll(keepingCapacity: true)
    var at = node + 1
    let end = tree.next(node)
    while at < end {
      try readPart(at, of: tree, into: &message, &isStandard)
      at = tree.next(at)
    }
    message.content = Self.content(parts)
  }

  /// The content that the parts make.
  static func content(_ parts: [Part]) -> Message.Content {
    if parts.isEmpty { return .none }
    if parts.count == 1, case .text(let text) = parts[0] { return .text(text) }
    return .parts(parts)
  }

  private mutating func readPart(
    _ node: Int, of tree: RecordTree, into message: inout Message, _ isStandard: inout Bool
  ) throws(LayoutFailure) {
    guard tree.kind(node) == .object else {
      throw tree.failure(
        .wrongType, "a part of the content is \(tree.kind(node).phrase), not an object", at: node)
    }
    let type = tree.member(.type, of: node)
    guard type != 0 else { throw tree.failure(.missingKey, "a part has no 'type'", at: node) }
    guard tree.kind(type) == .string else { throw tree.wrongKind(type, "a string") }
    switch PartType(tree.string(type)) {
    case .text:
      var text = tree.member(.text, of: node)
      if text == 0 {
        text = tree.member(.value, of: node)
        isStandard = false
      }
      parts.append(.text(try tree.requiredString(text, .text, of: node)))
      if tree.noteOthers(of: node, in: "messages[].content[]", besides: .type, .text, .value) {
        isStandard = false
      }
    case .imageURL: try readURL(.imageURL, .image, node, tree, &isStandard)
    case .videoURL: try readURL(.videoURL, .video, node, tree, &isStandard)
    case .audioURL: try readURL(.audioURL, .audio, node, tree, &isStandard)
    case .inputAudio: try readAudio(node, tree, &isStandard)
    case .file: try readFile(node, tree, &isStandard)
    case .image: try readSource(.image, .image, node, tree, &isStandard)
    case .video: try readSource(.video, .video, node, tree, &isStandard)
    case .audio: try readSource(.audio, .audio, node, tree, &isStandard)
    case .document: try readSource(.document, .document, node, tree, &isStandard)
    case .refusal:
      let refusal = tree.member(.refusal, of: node)
      message.refusal = try tree.requiredString(refusal, .refusal, of: node)
      if tree.noteOthers(of: node, in: "messages[].content[]", besides: .type, .refusal) {
        isStandard = false
      }
    case .thinking:
      isStandard = false
      let thought = tree.member(.thinking, of: node)
      let text = try tree.requiredString(thought, .thinking, of: node)
      message.reasoning = message.reasoning.map { Self.join($0, text, in: tree) } ?? text
      tree.noteOthers(of: node, in: "messages[].content[]", besides: .type, .thinking)
    case .reasoning:
      isStandard = false
      tree.noteOthers(of: node, in: "messages[].content[]", besides: .type, .value)
      let thought = tree.member(.value, of: node)
      let text = try tree.requiredString(thought, .value, of: node)
      message.reasoning = message.reasoning.map { Self.join($0, text, in: tree) } ?? text
    case .toolCall:
      isStandard = false
      tree.noteOthers(of: node, in: "messages[].content[]", besides: .type, .value)
      let call = tree.member(.value, of: node)
      guard call != 0 else { throw tree.failure(.missingKey, "there is no 'value'", at: node) }
      try ToolReader().readCalls(inString: call, of: tree, into: &message.toolCalls)
    case .toolUse:
      isStandard = false
      message.toolCalls.append(try call(node, tree))
    case .toolResult:
      isStandard = false
      try readResult(node, tree)
    case nil:
      isStandard = false
      parts.append(.other(tree.fragment(node)))
    }
  }

  /// Two thoughts in one, a blank line between them.
  static func join(_ one: JSONFragment, _ two: JSONFragment, in tree: RecordTree) -> JSONFragment {
    tree.arena.makeString { output in
      output.append(one.body)
      output.append(#"\n\n"#)
      output.append(two.body)
    }
  }
}
