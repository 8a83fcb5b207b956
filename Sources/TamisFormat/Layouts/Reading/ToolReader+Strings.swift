// Tools and calls of them that stand in strings: LLaMA-Factory writes both so, because a column of a
// table has one type.
//
//     {"from":"function_call","value":"{\"name\": \"f\", \"arguments\": {}}"}

import TamisCore

extension ToolReader {
  /// Adds the calls that the string at `node` holds: an object with `name` and `arguments`, or an
  /// array of them.
  func readCalls(
    inString node: Int, of tree: RecordTree, into calls: inout [ToolCall]
  ) throws(LayoutFailure) {
    let value = try parse(node, of: tree, "a tool call")
    if value.root.kind == .object {
      calls.append(try call(value.root, of: value, node, tree))
      return
    }
    guard value.root.kind == .array else {
      throw tree.failure(
        .wrongType, "a tool call is \(value.root.kind.phrase), not an object", at: node)
    }
    for element in value.root.elements {
      calls.append(try call(element, of: value, node, tree))
    }
  }

  private func call(
    _ json: JSONValue, of text: ParsedString, _ node: Int, _ tree: RecordTree
  ) throws(LayoutFailure) -> ToolCall {
    let call = json["function"] ?? json
    guard let name = call["name"], name.kind == .string else {
      throw tree.failure(.missingKey, "a tool call has no 'name'", at: node)
    }
    var arguments = Self.noArguments
    if let value = call["arguments"] ?? call["parameters"], value.kind != .null {
      switch value.kind {
      case .object: arguments = .object(text.fragment(value))
      case .string: arguments = .text(text.fragment(value))
      default:
        throw tree.failure(
          .wrongType, "the arguments of a tool call are \(value.kind.phrase), not an object",
          at: node)
      }
    }
    noteOthers(of: json, in: text, "tool_calls[]", tree)
    if json["function"] != nil { noteOthers(of: call, in: text, "tool_calls[]", tree) }
    return ToolCall(
      id: json["id"].flatMap { $0.kind == .string ? text.fragment($0) : nil },
      name: text.fragment(name), arguments: arguments)
  }

  /// Adds the tools of the array that the string at `node` holds.
  func readTools(
    inString node: Int, of tree: RecordTree, into tools: inout [Tool]
  ) throws(LayoutFailure) {
    let text = try parse(node, of: tree, "the list of tools")
    guard text.root.kind == .array else {
      if text.root.kind == .null { return }
      throw tree.failure(
        .wrongType, "the string holds \(text.root.kind.phrase), not an array of tools", at: node)
    }
    for value in text.root.elements {
      let function = value["function"] ?? value
      guard let name = function["name"], name.kind == .string else {
        throw tree.failure(.missingKey, "a tool has no 'name'", at: node)
      }
      func member(_ key: StaticString) -> JSONFragment? {
        function[key].flatMap { $0.kind == .null ? nil : text.fragment($0) }
      }
      var tool = Tool(
        name: text.fragment(name), description: member("description"),
        parameters: member("parameters") ?? member("input_schema"), strict: member("strict"))
      noteOthers(of: function, in: text, "tools[]", tree)
      if value["function"] != nil, value["type"] != nil { tool.json = text.fragment(value) }
      tools.append(tool)
    }
  }

  /// Notes the members that neither a tool nor a call of one has.
  private func noteOthers(
    of value: JSONValue, in text: ParsedString, _ container: StaticString, _ tree: RecordTree
  ) {
    for (key, _) in value.members where !Self.known.contains(where: { key.isString($0) }) {
      tree.leaveOut(text.fragment(key), of: container)
    }
  }

  private static let known: [StaticString] = [
    "id", "type", "function", "name", "arguments", "parameters", "description", "strict",
    "input_schema",
  ]

  private func parse(
    _ node: Int, of tree: RecordTree, _ what: StaticString
  ) throws(LayoutFailure) -> ParsedString {
    guard tree.kind(node) == .string else { throw tree.wrongKind(node, "a string") }
    do throws(JSONError) {
      return try ParsedString(tree.fragment(node), in: tree)
    } catch {
      throw tree.failure(
        .wrongType, "\(what) is a string that holds no JSON: \(error.message)", at: node)
    }
  }
}

/// JSON that a string of a record held, in memory that is good as long as the record's.
struct ParsedString {
  let root: JSONValue
  private let text: UnsafeRawBufferPointer

  init(_ string: JSONFragment, in tree: RecordTree) throws(JSONError) {
    text = tree.arena.make(.object) { string.decode(into: &$0) }.json
    root = try tree.inner.parse(text)
  }

  /// A value of the JSON; it outlives this one.
  func fragment(_ value: JSONValue) -> JSONFragment {
    JSONFragment(
      UnsafeRawBufferPointer(rebasing: text[value.range]), kind: value.kind,
      isEscaped: value.document.node(value.node).flags.contains(.escaped))
  }
}
