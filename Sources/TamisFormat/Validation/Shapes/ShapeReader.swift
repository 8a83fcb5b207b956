// The language in which a profile says what a record looks like.
//
// A type is written in one string:
//
//     "string"                       a kind: any object array string number integer boolean null
//     "string|null"                  one of several
//     "[integer]"                    an array of
//     "@message"                     an object of the profile's `shapes`
//     "string|[@part]|null as content"   the same, with what it means to the rules
//
// A member that has more to it is an object: {"type", "noun", "words", "values", "min", "max",
// "characters", "prefixes", "rule", "count_rule", "severity"}. `min` and `max` count the elements of an array or
// the bytes of a string. `rule` is the rule that another value breaks, where it is not S003, S008 or
// S009, and `rule` of the object that the member is in; `noun` and `words` are for its message.
//
// An object shape is {"noun", "as", "members", "required", "one_of", "any_of", "same_count",
// "unknown", "values_of", "rule", "by", "cases"}. `unknown` is "allowed", "warning" or "error"; `by`
// names the member whose value tells which of `cases`, object shapes all, holds.

import TamisCore

/// Reads the shapes of a profile.
struct ShapeReader {
  private let chain: ProfileChain
  private var shape = RecordShape()
  private var known: [String: Int32] = [:]

  init(_ chain: ProfileChain) { self.chain = chain }

  /// The shape of a record that `json` tells.
  func record(_ json: JSONValue) throws(ProfileError) -> RecordShape {
    var reader = self
    _ = try reader.object(json)
    return reader.shape
  }

  private mutating func object(_ json: JSONValue) throws(ProfileError) -> Int32 {
    let index = try reserve(json)
    try fill(index, json)
    return index
  }

  /// A place in the table; what it holds is read later, since it may hold itself.
  private mutating func reserve(_ json: JSONValue) throws(ProfileError) -> Int32 {
    let index = Int32(shape.objects.count)
    shape.objects.append(RecordShape.Object())
    let unknown = json["unknown"]?.string ?? "error"
    shape.objectWords.append(
      RecordShape.ObjectWords(
        noun: json["noun"]?.string ?? "the object", rule: json["rule"]?.string,
        unknown: Severity(rawValue: unknown) ?? .error))
    shape.objects[Int(index)].isOpen = unknown == "allowed"
    return index
  }

  private mutating func fill(_ index: Int32, _ json: JSONValue) throws(ProfileError) {
    var object = shape.objects[Int(index)]
    object.meaning = try meaning(json["as"]?.string, at: json)
    if let type = json["values_of"]?.string { object.otherValues = try value(type, json) }
    var members: [RecordShape.Member] = []
    var keys: [String] = []
    for (key, member) in json["members"]?.members ?? json.members where json["members"] != nil {
      let name = key.string ?? ""
      let value = try value(of: member)
      if shape.valueWords[Int(value)].rule == nil {
        shape.valueWords[Int(value)].rule = json["rule"]?.string
      }
      members.append(RecordShape.Member(name: append(name), value: value))
      keys.append(name)
    }
    if keys.count > 62 { throw ProfileError(description: "too many members at \(json.pointer)") }
    let start = Int32(shape.members.count)
    shape.members += members
    object.members = start..<Int32(shape.members.count)
    object.required = try mask("required", keys, json)
    object.oneOf = try mask("one_of", keys, json)
    object.anyOf = try mask("any_of", keys, json)
    object.sameCount = try mask("same_count", keys, json)
    shape.objects[Int(index)] = object
    if let by = json["by"]?.string { try readCases(by, index, json) }
  }

  private mutating func readCases(
    _ by: String, _ index: Int32, _ json: JSONValue
  ) throws(ProfileError) {
    // The member that tells the case is the only one of the shape itself.
    let tag = RecordShape.Member(name: append(by), value: try value("string", json))
    shape.objects[Int(index)].members = Int32(shape.members.count)..<Int32(shape.members.count + 1)
    shape.members.append(tag)
    shape.objects[Int(index)].discriminator = 0
    var cases: [RecordShape.Case] = []
    for (name, body) in try json.member("cases").members {
      let object = try self.object(body)
      shape.objects[Int(object)].isOpen = shape.objects[Int(index)].isOpen
      shape.objectWords[Int(object)] = shape.objectWords[Int(index)]
      for member in shape.members(of: shape.objects[Int(object)])
      where shape.valueWords[Int(member.value)].rule == nil {
        shape.valueWords[Int(member.value)].rule = json["rule"]?.string
      }
      cases.append(RecordShape.Case(name: append(name.string ?? ""), object: object))
    }
    let start = Int32(shape.cases.count)
    shape.cases += cases
    shape.objects[Int(index)].cases = start..<Int32(shape.cases.count)
  }

  private func mask(
    _ key: StaticString, _ keys: [String], _ json: JSONValue
  ) throws(ProfileError) -> UInt64 {
    guard json[key] != nil else { return 0 }
    var mask: UInt64 = 0
    for name in try json.strings(key) {
      guard let bit = keys.firstIndex(of: name) else {
        throw ProfileError(description: "'\(name)' is no member at \(json.pointer)/\(key)")
      }
      mask |= 1 << UInt64(bit)
    }
    return mask
  }

  private mutating func append(_ name: String) -> Range<Int32> {
    let start = Int32(shape.names.count)
    shape.names += Array(name.utf8)
    return start..<Int32(shape.names.count)
  }

  /// The value that a member's string or object tells.
  private mutating func value(of json: JSONValue) throws(ProfileError) -> Int32 {
    if let type = json.string { return try value(type, json) }
    let index = Int(try value(json.text("type"), json))
    var condition = RecordShape.Condition()
    if json["values"] != nil {
      condition.allowed = try json.strings("values").map { Array($0.utf8) }
    }
    condition.pattern = try TextPattern(json)
    if shape.values[index].kinds.contains(.array), let range = condition.pattern?.length {
      condition.count = range
      if !shape.values[index].kinds.contains(.string) { condition.pattern = nil }
    }
    shape.valueWords[index] = RecordShape.ValueWords(
      noun: json["noun"]?.string, words: json["words"]?.string, rule: json["rule"]?.string,
      countRule: json["count_rule"]?.string,
      atMost: json["severity"]?.string.flatMap(Severity.init(rawValue:)) ?? .error)
    shape.conditions[index] = condition
    shape.values[index].isConditional = true
    return Int32(index)
  }

  /// The value that a type expression tells.
  private mutating func value(_ type: String, _ json: JSONValue) throws(ProfileError) -> Int32 {
    let parts = type.split(separator: " ")
    guard parts.count == 1 || (parts.count == 3 && parts[1] == "as") else {
      throw ProfileError(description: "no type at \(json.pointer): '\(type)'")
    }
    var value = RecordShape.Value(kinds: [])
    if parts.count == 3 { value.meaning = try meaning(String(parts[2]), at: json) }
    for term in Self.terms(parts[0]) { try add(term, to: &value, json) }
    shape.values.append(value)
    shape.valueWords.append(RecordShape.ValueWords())
    return Int32(shape.values.count - 1)
  }

  private mutating func add(
    _ term: Substring, to value: inout RecordShape.Value, _ json: JSONValue
  ) throws(ProfileError) {
    switch term {
    case "any": value.kinds.formUnion(.any)
    case "object": value.kinds.insert(.object)
    case "array": value.kinds.insert(.array)
    case "string": value.kinds.insert(.string)
    case "number": value.kinds.insert(.number)
    case "integer":
      value.kinds.insert(.number)
      value.isInteger = true
    case "boolean": value.kinds.formUnion(.boolean)
    case "null": value.kinds.insert(.null)
    default:
      if term.first == "[", term.last == "]" {
        value.kinds.insert(.array)
        value.element = try self.value(String(term.dropFirst().dropLast()), json)
      } else if term.first == "@" {
        value.kinds.insert(.object)
        value.object = try named(String(term.dropFirst()), json)
      } else {
        throw ProfileError(description: "no type at \(json.pointer): '\(term)'")
      }
    }
  }

  private mutating func named(_ name: String, _ json: JSONValue) throws(ProfileError) -> Int32 {
    if let index = known[name] { return index }
    guard let body = chain.entry("shapes", name) else {
      throw ProfileError(description: "no shape '\(name)', which \(json.pointer) names")
    }
    let index = try reserve(body)
    known[name] = index
    try fill(index, body)
    return index
  }

  private func meaning(
    _ name: String?, at json: JSONValue
  ) throws(ProfileError) -> ShapeMeaning {
    guard let name else { return .none }
    guard let meaning = ShapeMeaning(rawValue: name) else {
      throw ProfileError(description: "nothing is meant by '\(name)' at \(json.pointer)")
    }
    return meaning
  }

  /// The parts of a type between the bars that are in no brackets.
  private static func terms(_ type: Substring) -> [Substring] {
    var terms: [Substring] = []
    var depth = 0
    var start = type.startIndex
    for index in type.indices {
      switch type[index] {
      case "[": depth += 1
      case "]": depth -= 1
      case "|" where depth == 0:
        terms.append(type[start..<index])
        start = type.index(after: index)
      default: break
      }
    }
    terms.append(type[start...])
    return terms
  }
}
