import TamisCore

/// A problem in words.
struct ShapeMessage {
  var atMost = Severity.error
  var text: String
}

extension ShapeProblem {
  /// The code of the rule that is broken: that of the shape, where it has one, else a general one.
  func rule(in shape: RecordShape) -> String {
    guard object >= 0 else {
      let words = shape.valueWords[value]
      switch kind {
      case .count: return words.countRule ?? words.rule ?? "S008"
      case .value: return words.rule ?? "S009"
      default: return words.rule ?? "S003"
      }
    }
    let own = shape.objectWords[object].rule
    switch kind {
    case .moreThanOne: return own ?? "S003"
    case .differentCounts: return "S014"
    case .unknown: return own ?? "S002"
    case .noCase: return own ?? "S009"
    default: return own ?? "S001"
    }
  }

  /// What to say about the problem. `target` is its name.
  func message(_ view: ChatView, target: String) -> ShapeMessage {
    object >= 0 ? objectMessage(view, target) : valueMessage(view)
  }

  private func objectMessage(_ view: ChatView, _ target: String) -> ShapeMessage {
    let shape = view.shape
    let words = shape.objectWords[object]
    let noun = words.noun
    var message = ShapeMessage(text: "")
    switch kind {
    case .missing(let mask):
      let names = shape.names(of: mask, in: shape.objects[object])
      let keys = Self.list(names, "or")
      message.text = "\(noun) has no \(keys)"
      if node == 0 { message.text += ", which \(target) is made of" }
      if names.count == 1, let only = onlyValue(of: names[0], shape) {
        message.text += "; it must be '\(only)'"
      } else if let near = names.lazy.compactMap({ Self.near($0, node, view) }).first {
        message.text += "; is '\(near)' meant?"
      }
    case .noneOf(let mask):
      let names = shape.names(of: mask, in: shape.objects[object])
      message.text = "\(noun) has none of \(names.map { "'\($0)'" }.joined(separator: ", "))"
    case .moreThanOne(let mask):
      let names = shape.names(of: mask, in: shape.objects[object])
      message.text = "\(noun) has \(Self.list(names)); only one of them may be there"
    case .differentCounts(let mask):
      let names = shape.names(of: mask, in: shape.objects[object])
      message.text =
        "'\(view.value(key).string ?? "")' has \(view.document.elementCount(node)) elements; "
        + "\(Self.list(names)) must have the same number"
    case .unknown:
      let name = view.value(node).string ?? ""
      message.atMost = words.unknown
      message.text =
        object == 0
        ? "field '\(name)' is not part of \(target)" : "key '\(name)' is not part of \(noun)"
    case .noCase:
      let value = view.value(node)
      let found = value.string.map { "'\($0)'" } ?? value.kind.phrase
      let cases = shape.objects[object].cases
      let names = shape.cases[Int(cases.lowerBound)..<Int(cases.upperBound)]
        .map { shape.string($0.name) }
      message.text =
        "the \(view.value(key).string ?? "") of \(noun) is \(found); it may be "
        + names.joined(separator: ", ")
    default: break
    }
    return message
  }

  private func valueMessage(_ view: ChatView) -> ShapeMessage {
    let shape = view.shape
    let value = shape.values[self.value]
    let words = shape.valueWords[self.value]
    let noun = self.noun(view)
    let verb = ["the arguments", "the parameters", "the references"].contains(noun) ? "are" : "is"
    let json = view.value(node)
    var message = ShapeMessage(atMost: words.atMost, text: "")
    switch kind {
    case .count(let count):
      let range = shape.conditions[self.value]?.count ?? 0...Int.max
      message.text =
        "\(noun) has \(count) \(count == 1 ? "element" : "elements"); \(Self.limit(range))"
    case .value:
      let allowed = shape.conditions[self.value]?.allowed ?? []
      let known = allowed.map { String(decoding: $0, as: UTF8.self) }
      if let wish = words.words {
        message.text = "\(noun) must be \(wish)"
      } else if known.count == 1 {
        message.text = "\(noun) \(verb) \(Self.shown(json)); it must be '\(known[0])'"
      } else {
        message.text =
          "\(noun) \(verb) \(Self.shown(json)); it may be \(known.joined(separator: ", "))"
      }
    default:
      let isPattern = shape.conditions[self.value]?.pattern != nil
      let wish = (isPattern ? nil : words.words) ?? Self.phrase(value)
      message.text = "\(noun) \(verb) \(json.kind.phrase), not \(wish)"
    }
    return message
  }

  /// What the value is called.
  private func noun(_ view: ChatView) -> String {
    let shape = view.shape
    if let noun = shape.valueWords[value].noun { return noun }
    if key != 0 { return "'\(view.value(key).string ?? "")'" }
    let object = shape.values[value].object
    return object >= 0 ? shape.objectWords[Int(object)].noun : "the element"
  }

  /// The only value that the member may have, where there is one.
  private func onlyValue(of name: String, _ shape: RecordShape) -> String? {
    for member in shape.members(of: shape.objects[object])
    where shape.string(member.name) == name {
      let allowed = shape.conditions[Int(member.value)]?.allowed ?? []
      return allowed.count == 1 ? String(decoding: allowed[0], as: UTF8.self) : nil
    }
    return nil
  }

  /// Keys that people write in the place of others.
  private static let synonyms: [String: [StaticString]] = [
    "role": ["role", "from"], "content": ["content", "value", "text"],
    "messages": ["messages", "conversations", "message"],
    "text": ["text", "content"], "prompt": ["prompt", "input"],
    "completion": ["completion", "output", "response"], "from": ["from", "role"],
    "value": ["value", "content"], "chosen": ["chosen"], "rejected": ["rejected"],
    "contents": ["contents"], "parts": ["parts", "content"],
  ]

  private static func near(_ name: String, _ node: Int, _ view: ChatView) -> String? {
    (synonyms[name] ?? []).lazy.compactMap { view.key(like: $0, in: node) }.first
  }

  /// The kinds that a value may be of, in words.
  private static func phrase(_ value: RecordShape.Value) -> String {
    if value.kinds == .any { return "anything" }
    var words: [String] = []
    if value.kinds.contains(.string) { words.append("a string") }
    if value.kinds.contains(.array) { words.append("an array") }
    if value.kinds.contains(.object) { words.append("an object") }
    if value.kinds.contains(.number) { words.append(value.isInteger ? "an integer" : "a number") }
    if !value.kinds.isDisjoint(with: .boolean) { words.append("a boolean") }
    if words.count > 1 {
      return words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
    }
    return words.first ?? "null"
  }

  private static func limit(_ range: ClosedRange<Int>) -> String {
    if range.lowerBound == range.upperBound { return "it must have \(range.lowerBound)" }
    if range.upperBound == .max { return "it must have at least \(range.lowerBound)" }
    if range.lowerBound == 0 { return "the limit is \(range.upperBound)" }
    return "it must have \(range.lowerBound) to \(range.upperBound)"
  }

  private static func shown(_ json: JSONValue) -> String {
    if let text = json.string {
      return "'\(text.count > 40 ? String(text.prefix(40)) + "…" : text)'"
    }
    return json.kind == .number ? String(decoding: json.json, as: UTF8.self) : json.kind.phrase
  }

  private static func list(_ names: [String], _ conjunction: String = "and") -> String {
    let quoted = names.map { "'\($0)'" }
    guard quoted.count > 1 else { return quoted.first ?? "" }
    return quoted.dropLast().joined(separator: ", ") + " \(conjunction) " + (quoted.last ?? "")
  }
}
