import TamisCore

/// The part of JSON Schema that tools are declared with: `type`, `enum`, `properties`, `required`,
/// `additionalProperties` and `items`. Types may be in capitals, as Google has them. What else a
/// schema says (`anyOf`, `$ref`, `pattern` …) is not looked at, and never counts as broken.
enum ToolSchema {
  /// What is wrong, at a node of the document that was looked at.
  struct Problem {
    var node: Int
    var message: String
  }

  /// Deeper values are not looked at.
  private static let depthLimit = 32
  /// Objects with more members are not looked at: each is looked for among the declared ones.
  private static let memberLimit = 256
  private static let types: [StaticString] = [
    "object", "array", "string", "number", "integer", "boolean", "null",
  ]

  /// What is wrong with a schema itself; `nil` for a good one.
  static func problem(in schema: JSONValue, _ depth: Int = 0) -> Problem? {
    guard schema.kind == .object, depth < depthLimit else { return nil }
    if let type = schema["type"], let problem = problem(inType: type) { return problem }
    if let required = schema["required"], required.kind != .array {
      return Problem(
        node: required.node,
        message: "'required' of a schema is \(required.kind.phrase), not a list")
    }
    if let properties = schema["properties"] {
      guard properties.kind == .object else {
        return Problem(
          node: properties.node,
          message: "'properties' of a schema is \(properties.kind.phrase), not an object")
      }
      for (_, property) in properties.members {
        if let problem = problem(in: property, depth + 1) { return problem }
      }
    }
    return schema["items"].flatMap { problem(in: $0, depth + 1) }
  }

  private static func problem(inType type: JSONValue) -> Problem? {
    let names = type.kind == .array ? Array(type.elements) : [type]
    for name in names where !types.contains(where: { isType(name, $0) }) {
      let shown = name.string.map { "'\($0)'" } ?? name.kind.phrase
      return Problem(node: name.node, message: "JSON Schema has no type \(shown)")
    }
    return nil
  }

  /// What is wrong with `value` by `schema`; `nil` where nothing is, or nobody can tell.
  static func problem(
    in value: JSONValue, of schema: JSONValue, at path: String = "", _ depth: Int = 0
  ) -> Problem? {
    guard schema.kind == .object, depth < depthLimit, !isLarge(schema) else { return nil }
    let name = path.isEmpty ? "the arguments" : "'\(path)'"
    if let type = schema["type"], !fits(value, type), schema["nullable"]?.kind != .true {
      let wish = type.string ?? String(decoding: type.json, as: UTF8.self)
      let verb = path.isEmpty ? "are" : "is"
      return Problem(
        node: value.node, message: "\(name) \(verb) \(value.kind.phrase); the tool wants \(wish)")
    }
    if let allowed = schema["enum"], allowed.kind == .array,
      !allowed.elements.contains(where: { isSame($0, value) })
    {
      return Problem(
        node: value.node, message: "\(name) is none of the values that the tool allows")
    }
    if value.kind == .object { return problem(inObject: value, schema, path, depth) }
    if value.kind == .array, let items = schema["items"] {
      for (index, element) in value.elements.enumerated() {
        if let problem = problem(in: element, of: items, at: "\(path)[\(index)]", depth + 1) {
          return problem
        }
      }
    }
    return nil
  }

  private static func problem(
    inObject value: JSONValue, _ schema: JSONValue, _ path: String, _ depth: Int
  ) -> Problem? {
    let prefix = path.isEmpty ? "" : path + "."
    let properties = schema["properties"]
    if isLarge(value) || properties.map(isLarge) ?? false { return nil }
    if let required = schema["required"] {
      for key in required.elements.prefix(memberLimit) {
        guard let name = key.string else { continue }
        if value.members.contains(where: { $0.key.string == name }) { continue }
        return Problem(
          node: value.node, message: "the tool requires '\(prefix)\(name)', and it is not there")
      }
    }
    for (key, member) in value.members {
      let name = key.string ?? ""
      let declared = properties?.members.first { $0.key.string == name }?.value
      if let declared {
        if let problem = problem(in: member, of: declared, at: prefix + name, depth + 1) {
          return problem
        }
      } else if schema["additionalProperties"]?.kind == .false {
        return Problem(node: key.node, message: "the tool has no parameter '\(prefix)\(name)'")
      }
    }
    return nil
  }

  private static func isLarge(_ object: JSONValue) -> Bool {
    object.members.prefix(memberLimit + 1).reduce(0) { count, _ in count + 1 } > memberLimit
  }

  private static func fits(_ value: JSONValue, _ type: JSONValue) -> Bool {
    if type.kind == .array { return type.elements.contains { fits(value, $0) } }
    guard types.contains(where: { isType(type, $0) }) else { return true }
    switch value.kind {
    case .object: return isType(type, "object")
    case .array: return isType(type, "array")
    case .string: return isType(type, "string")
    case .true, .false: return isType(type, "boolean")
    case .null: return isType(type, "null")
    case .number:
      if isType(type, "number") { return true }
      return isType(type, "integer") && isWhole(value)
    }
  }

  /// True for numbers without a fraction, `1.0` among them.
  private static func isWhole(_ number: JSONValue) -> Bool {
    let text = String(decoding: number.json, as: UTF8.self)
    return Double(text).map { $0 == $0.rounded() } ?? false
  }

  private static func isType(_ type: JSONValue, _ name: StaticString) -> Bool {
    type.isString(name) || type.string?.lowercased() == name.description
  }

  private static func isSame(_ left: JSONValue, _ right: JSONValue) -> Bool {
    guard left.kind == right.kind else { return false }
    return left.kind == .string ? left.string == right.string : left.json.isSame(as: right.json)
  }
}
