import TamisCore

/// Reads tools, and calls of them, in the forms that layouts with messages have.
struct ToolReader {
  /// What stands for the arguments of a call that has none.
  static var noArguments: ToolCall.Arguments {
    .object(JSONFragment(literal: "{}", kind: .object))
  }

  // MARK: Calls

  /// Adds the calls of the array at `node`: `{"id", "type", "function": {"name", "arguments"}}`, or
  /// without the `function` around name and arguments.
  func readCalls(
    _ node: Int, of tree: RecordTree, into calls: inout [ToolCall], _ isStandard: inout Bool
  ) throws(LayoutFailure) {
    guard try tree.optionalArray(node) != nil else { return }
    var at = node + 1
    let end = tree.next(node)
    while at < end {
      // Elsewhere the function's name and arguments may stand in the call itself.
      if tree.member(.function, of: at) == 0 || tree.member(.type, of: at) == 0 {
        isStandard = false
      }
      calls.append(try call(at, of: tree, &isStandard))
      at = tree.next(at)
    }
  }

  /// Adds the call at `node`, which is `{"name", "arguments"}` and came before there were tools.
  func readLegacyCall(
    _ node: Int, of tree: RecordTree, into calls: inout [ToolCall], _ isStandard: inout Bool
  ) throws(LayoutFailure) {
    if tree.kind(node) == .null { return }
    calls.append(try call(node, of: tree, &isStandard))
  }

  private func call(
    _ node: Int, of tree: RecordTree, _ isStandard: inout Bool
  ) throws(LayoutFailure) -> ToolCall {
    guard tree.kind(node) == .object else { throw tree.wrongKind(node, "an object") }
    var (id, name, arguments, function, owner) = (0, 0, 0, 0, node)
    members(of: node, tree, &id, &name, &arguments, &function, &isStandard)
    if function != 0 {
      guard tree.kind(function) == .object else { throw tree.wrongKind(function, "an object") }
      owner = function
      var (ignored, deeper) = (0, 0)
      members(of: function, tree, &ignored, &name, &arguments, &deeper, &isStandard)
    }
    return ToolCall(
      id: try tree.optionalString(id),
      name: try tree.requiredString(name, .name, of: owner),
      arguments: try self.arguments(arguments, of: tree, &isStandard))
  }

  private func members(
    of node: Int, _ tree: RecordTree, _ id: inout Int, _ name: inout Int, _ arguments: inout Int,
    _ function: inout Int, _ isStandard: inout Bool
  ) {
    var key = node + 1
    let end = tree.next(node)
    while key < end {
      switch tree.key(key) {
      case .id: id = key + 1
      case .name: name = key + 1
      case .arguments: arguments = key + 1
      case .parameters:
        arguments = key + 1
        isStandard = false
      case .function: function = key + 1
      case .type: break
      default:
        tree.leaveOut(key, of: "tool_calls[]")
        isStandard = false
      }
      key = tree.next(key + 1)
    }
  }

  private func arguments(
    _ node: Int, of tree: RecordTree, _ isStandard: inout Bool
  ) throws(LayoutFailure) -> ToolCall.Arguments {
    if node != 0, tree.kind(node) == .string { return .text(tree.fragment(node)) }
    isStandard = false
    if node == 0 || tree.kind(node) == .null { return Self.noArguments }
    guard tree.kind(node) == .object else { throw tree.wrongKind(node, "an object") }
    return .object(tree.fragment(node))
  }

  // MARK: Tools

  /// Adds the tools at `node`: an array, or a string that holds one. True where all of them are as
  /// openai-chat writes them.
  func readTools(
    _ node: Int, of tree: RecordTree, into tools: inout [Tool]
  ) throws(LayoutFailure) -> Bool {
    switch node == 0 ? .null : tree.kind(node) {
    case .null: return false
    case .string:
      if tree.fragment(node).isEmptyString { return false }
      try readTools(inString: node, of: tree, into: &tools)
      return false
    case .array:
      var isVerbatim = true
      var at = node + 1
      let end = tree.next(node)
      while at < end {
        tools.append(try tool(at, of: tree))
        if tools[tools.count - 1].json == nil { isVerbatim = false }
        at = tree.next(at)
      }
      return isVerbatim
    default: throw tree.wrongKind(node, "an array")
    }
  }

  private func tool(_ node: Int, of tree: RecordTree) throws(LayoutFailure) -> Tool {
    guard tree.kind(node) == .object else { throw tree.wrongKind(node, "an object") }
    let function = tree.member(.function, of: node)
    let owner = function == 0 ? node : function
    guard tree.kind(owner) == .object else { throw tree.wrongKind(owner, "an object") }
    let name = tree.member(.name, of: owner)
    var tool = Tool(name: try tree.requiredString(name, .name, of: owner))
    var isStandard = function != 0 && tree.member(.type, of: node) != 0
    var key = owner + 1
    while key < tree.next(owner) {
      switch tree.key(key) {
      case .description: tool.description = try tree.optionalString(key + 1)
      case .parameters: tool.parameters = tree.fragment(key + 1)
      case .inputSchema:
        tool.parameters = tree.fragment(key + 1)
        isStandard = false
      case .strict: tool.strict = tree.fragment(key + 1)
      case .name, .type: break
      default:
        tree.leaveOut(key, of: "tools[]")
        isStandard = false
      }
      key = tree.next(key + 1)
    }
    if isStandard { tool.json = tree.fragment(node) }
    return tool
  }
}
