import TamisCore

extension PartReader {
  /// `{"type":"tool_use","id","name","input":{…}}`.
  func call(_ node: Int, _ tree: RecordTree) throws(LayoutFailure) -> ToolCall {
    let input = tree.member(.input, of: node)
    var arguments = JSONFragment(literal: "{}", kind: .object)
    if input != 0 {
      guard tree.kind(input) == .object else { throw tree.wrongKind(input, "an object") }
      arguments = tree.fragment(input)
    }
    tree.noteOthers(of: node, in: "messages[].content[]", besides: .type, .id, .name, .input)
    return ToolCall(
      id: try tree.optionalString(tree.member(.id, of: node)),
      name: try tree.requiredString(tree.member(.name, of: node), .name, of: node),
      arguments: .object(arguments))
  }

  /// `{"type":"tool_result","tool_use_id","content"?,"is_error"?}`.
  mutating func readResult(_ node: Int, _ tree: RecordTree) throws(LayoutFailure) {
    var result = Message(role: .tool)
    var content = 0
    var key = node + 1
    while key < tree.next(node) {
      switch tree.key(key) {
      case .toolUseID: result.toolCallID = try tree.optionalString(key + 1)
      case .content: content = key + 1
      case .type: break
      default: result.others.append((tree.fragment(key), tree.fragment(key + 1)))
      }
      key = tree.next(key + 1)
    }
    if content != 0 {
      switch tree.kind(content) {
      case .string: result.content = .text(tree.fragment(content))
      case .null: break
      case .array:
        var inner = PartReader()
        var isStandard = false
        try inner.read(content, of: tree, into: &result, &isStandard)
        guard inner.results.isEmpty, result.toolCalls.isEmpty else {
          throw tree.failure(.wrongType, "a result of a tool holds calls or results", at: content)
        }
      default: throw tree.wrongKind(content, "a string")
      }
    }
    results.append(result)
  }
}
