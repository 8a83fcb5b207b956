import TamisCore

/// From the values of the caller to those of the machine.
extension Machine {
  /// Fills the values of the names that the template looks up.
  func prepare(_ context: TemplateContext) throws(Halt) {
    guard let program else { return }
    let messages = try conversation(context.messages)
    for (index, name) in program.contextNames.enumerated() {
      (contextValues + index).initialize(
        to: try lookUp(name, program.contextKinds[index], messages, context))
    }
  }

  private func lookUp(
    _ name: Bytes, _ kind: ContextName, _ messages: Value, _ context: TemplateContext
  ) throws(Halt) -> Value {
    switch kind {
    case .messages: return messages
    case .tools: return try value(context.tools)
    case .documents: return try value(context.documents)
    case .addGenerationPrompt: return .bool(context.addGenerationPrompt)
    case .function, .other:
      if let variable = context.variables.last(where: { $0.name == name }) {
        return try value(variable.value)
      }
      if case .function(let function) = kind {
        return Value(.function, bits: UInt64(function.rawValue))
      }
      return .missing
    }
  }

  /// The value that the caller calls `value`.
  func value(_ value: TemplateValue, _ source: SourceTracker.Source? = nil) throws(Halt) -> Value {
    switch value {
    case .undefined: return .missing
    case .none: return .none
    case .bool(let truth): return .bool(truth)
    case .int(let number): return .int(number)
    case .float(let number): return .float(number)
    case .string(let bytes):
      let string = try makeString(bytes)
      if let source { tracker?.note(string.base, bytes.count, source) }
      return string
    case .json(let json):
      return try self.value(of: json.node, in: documentPlace(json.document))
    case .list(let elements):
      let (list, places) = try makeSequence(.list, elements.count)
      for (index, element) in elements.enumerated() {
        var inner = source
        if inner?.part == 0, inner?.field == .content || inner?.field == .toolCalls {
          inner?.part = index
        }
        (places + index).initialize(to: try self.value(element, inner))
      }
      return list
    case .dictionary(let members):
      var entries: [(key: Value, value: Value)] = []
      for (key, member) in members {
        entries.append((try makeString(key), try self.value(member, source)))
      }
      return try makeDictionary(entries)
    }
  }

  // MARK: Messages

  /// The messages as a list, reasoning under all of its names, their places told to the tracker.
  private func conversation(_ messages: TemplateValue) throws(Halt) -> Value {
    switch messages {
    case .json(let json) where json.kind == .array:
      let list = try value(messages)
      let elements = try elements(of: list.list)
      let document = Int(list.list.pointee.document)
      let source = documents[document]
      for index in 0..<list.list.pointee.count {
        guard elements[index].tag == .dictionary else { throw notAMessage(index) }
        let node = Int(elements[index].dictionary.pointee.node)
        if tracker != nil { noteSources(ofMessage: index, node, document) }
        if hasReasoning(node, source) {
          elements[index] = try withAliases(elements[index])
        }
      }
      return list
    case .list(let messages):
      let (list, places) = try makeSequence(.list, messages.count)
      for (index, message) in messages.enumerated() {
        let value = try self.message(message, index)
        guard value.tag == .dictionary else { throw notAMessage(index) }
        (places + index).initialize(to: try withAliases(value))
      }
      return list
    default: throw fail(.input, "messages must be a list of objects")
    }
  }

  private func notAMessage(_ index: Int) -> Halt {
    fail(.input, "message \(index) is not an object")
  }

  private func message(_ message: TemplateValue, _ index: Int) throws(Halt) -> Value {
    switch message {
    case .json(let json):
      let place = documentPlace(json.document)
      if tracker != nil { noteSources(ofMessage: index, json.node, place) }
      return try value(of: json.node, in: place)
    case .dictionary(let members):
      var entries: [(key: Value, value: Value)] = []
      for (key, member) in members {
        let source = SourceTracker.Source(message: index, field: Self.field(of: key), part: 0)
        let name = try makeString(key)
        if case .json(let json) = member, tracker != nil {
          noteSource(json.node, documentPlace(json.document), source)
        }
        entries.append((name, try value(member, source)))
      }
      return try makeDictionary(entries)
    default: return try value(message)
    }
  }

  /// The message with its reasoning under the names that templates look for, as Transformers 5 gives
  /// it: `thinking` in front where it is not there, `reasoning_content` at the end or in its place.
  private func withAliases(_ message: Value) throws(Halt) -> Value {
    let names: [StaticString] = ["reasoning_content", "thinking", "reasoning"]
    var reasoning: Value?
    for name in names where reasoning == nil {
      if let value = try lookUp(name, in: message.dictionary), value.tag != .none {
        reasoning = value
      }
    }
    guard let reasoning else { return message }
    var entries: [(key: Value, value: Value)] = [
      (try makeString("thinking"), reasoning)
    ]
    let own = try self.entries(of: message.dictionary)
    for index in 0..<message.dictionary.pointee.count {
      entries.append((own[2 * index], own[2 * index + 1]))
    }
    entries.append((try makeString("reasoning_content"), reasoning))
    return try makeDictionary(entries)
  }

  /// True when the object has a member with one of the names of reasoning.
  private func hasReasoning(_ node: Int, _ document: JSONDocument) -> Bool {
    let end = Int(document.node(node).next)
    var key = node + 1
    while key < end {
      let length = document.node(key).range.count - 2
      if length == 17 || length == 8 || length == 9 {
        let value = JSONValue(document: document, node: key)
        if value.isString("reasoning_content") || value.isString("thinking")
          || value.isString("reasoning")
        {
          return true
        }
      } else if document.node(key).flags.contains(.escaped) {
        return true
      }
      key = Int(document.node(key + 1).next)
    }
    return false
  }

  // MARK: Sources

  static func field(of key: Bytes) -> SourceSpan.Field {
    switch String(decoding: key, as: UTF8.self) {
    case "content": .content
    case "reasoning_content", "reasoning", "thinking": .reasoning
    case "tool_calls", "function_call": .toolCalls
    default: .other
    }
  }

  private func noteSources(ofMessage index: Int, _ node: Int, _ place: Int) {
    for (key, value) in JSONValue(document: documents[place], node: node).members {
      let field = Self.field(of: Bytes((key.string ?? "").utf8))
      let source = SourceTracker.Source(message: index, field: field, part: 0)
      if value.kind == .array, field == .content || field == .toolCalls {
        var part = 0
        for element in value.elements {
          var source = source
          source.part = part
          noteSource(element.node, place, source)
          part += 1
        }
      } else {
        noteSource(value.node, place, source)
      }
    }
  }

  private func noteSource(_ node: Int, _ place: Int, _ source: SourceTracker.Source) {
    let json = JSONValue(document: documents[place], node: node).json
    guard let base = json.baseAddress else { return }
    tracker?.note(base.assumingMemoryBound(to: UInt8.self), json.count, source)
  }
}

/// What a name that a template does not set is.
enum ContextName {
  case messages, tools, documents, addGenerationPrompt
  case function(GlobalFunction)
  case other

  init(_ name: Bytes) {
    let text = String(decoding: name, as: UTF8.self)
    switch text {
    case "messages": self = .messages
    case "tools": self = .tools
    case "documents": self = .documents
    case "add_generation_prompt": self = .addGenerationPrompt
    default: self = GlobalFunction(name: text).map(ContextName.function) ?? .other
    }
  }
}

/// The functions that every template can call.
enum GlobalFunction: UInt8, CaseIterable {
  case raiseException, strftimeNow, namespace, range, dict, cycler, joiner, lipsum

  var name: String {
    switch self {
    case .raiseException: "raise_exception"
    case .strftimeNow: "strftime_now"
    case .namespace: "namespace"
    case .range: "range"
    case .dict: "dict"
    case .cycler: "cycler"
    case .joiner: "joiner"
    case .lipsum: "lipsum"
    }
  }

  init?(name: String) {
    guard let function = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = function
  }
}
