import TamisCore

/// R014 tools-schema-invalid.
///
/// What it checks: a tool is `{"type": "function", "function": {"name", "description"?,
/// "parameters"?, "strict"?}}`; the name has 1 to 64 letters, digits, `_` or `-` and is there once;
/// the parameters are an object; there are no more `functions` than the target takes.
/// Why: the schema refuses anything else; of two tools of one name nobody knows which is called.
/// Source: https://github.com/openai/openai-openapi/tree/f7f4b05, ChatCompletionTool,
/// FunctionObject
struct ToolsSchema: RecordRule {
  static let rule = Rule("R014", "tools-schema-invalid")

  private let nameLimit: Int
  private let functionLimit: Profile.Limit?

  init(_ profile: Profile) {
    nameLimit = profile.limit("max_function_name_characters")?.value ?? .max
    functionLimit = profile.limit("max_functions")
  }

  func check(_ chat: ChatView, _ report: Reporter) {
    guard chat.tools != 0 || chat.functions != 0 else { return }
    chat.withHashes { check(chat, report, &$0) }
  }

  private func check(
    _ chat: ChatView, _ report: Reporter, _ names: inout Set<ContentHash>
  ) {
    if chat.tools != 0 {
      for tool in chat.value(chat.tools).elements { check(tool: tool, chat, report, &names) }
    }
    if chat.functions != 0 {
      names.removeAll()
      var count = 0
      for function in chat.value(chat.functions).elements {
        check(function: function, chat, report, &names)
        count += 1
      }
      if let limit = functionLimit, count > limit.value {
        report.report(
          Self.rule, at: chat.functions,
          "there are \(count) functions, limit \(limit.value) (\(limit.provenance.citation))")
      }
    }
  }

  private func check(
    tool: JSONValue, _ chat: ChatView, _ report: Reporter, _ names: inout Set<ContentHash>
  ) {
    guard tool.kind == .object else {
      report.report(Self.rule, at: tool.node, "the tool is \(tool.kind.phrase), not an object")
      return
    }
    if let type = tool["type"] {
      if !type.isString("function") {
        let words = type.string.map { "'\($0)'" } ?? type.kind.phrase
        report.report(
          Self.rule, at: type.node, "the type of the tool is \(words); it must be 'function'")
      }
    } else {
      report.report(Self.rule, at: tool.node, "the tool has no 'type'; it must be 'function'")
    }
    guard let function = tool["function"] else {
      report.report(Self.rule, at: tool.node, "the tool has no 'function'")
      return
    }
    check(function: function, chat, report, &names)
  }

  private func check(
    function: JSONValue, _ chat: ChatView, _ report: Reporter, _ names: inout Set<ContentHash>
  ) {
    guard function.kind == .object else {
      report.report(
        Self.rule, at: function.node,
        "the function is \(function.kind.phrase), not an object")
      return
    }
    checkName(of: function, chat, report, &names)
    want(function["description"], [.string], "a string", "description", report)
    want(function["strict"], [.true, .false, .null], "a boolean", "strict", report)
    want(
      function["parameters"], [.object], "a JSON Schema, which is an object", "parameters", report)
    if let parameters = function["parameters"], let type = parameters["type"],
      !type.isString("object")
    {
      report.report(
        Self.rule, at: type.node, "the type of the parameters must be 'object'")
    }
  }

  private func checkName(
    of function: JSONValue, _ chat: ChatView, _ report: Reporter, _ names: inout Set<ContentHash>
  ) {
    guard let name = function["name"] else {
      report.report(Self.rule, at: function.node, "the function has no 'name'")
      return
    }
    guard name.kind == .string else {
      report.report(Self.rule, at: name.node, "the name is \(name.kind.phrase), not a string")
      return
    }
    var isValid = false
    chat.withKey(name.node) { text in
      isValid = 1...nameLimit ~= text.count && text.allSatisfy(Self.isNameByte)
    }
    if !isValid {
      report.report(
        Self.rule, at: name.node,
        "the name of the function must be 1 to \(nameLimit) letters, digits, '_' or '-'")
    }
    if !names.insert(chat.hash(name.node)).inserted {
      report.report(
        Self.rule, at: name.node, "there are two functions called '\(name.string ?? "")'")
    }
  }

  private func want(
    _ value: JSONValue?, _ kinds: [JSONKind], _ words: String, _ key: String, _ report: Reporter
  ) {
    guard let value, !kinds.contains(value.kind) else { return }
    report.report(Self.rule, at: value.node, "'\(key)' is \(value.kind.phrase), not \(words)")
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
