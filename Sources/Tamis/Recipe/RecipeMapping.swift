import Yams

/// The keys of one mapping in a recipe, each of which must be asked for.
///
/// A key that nobody asks for is a mistake of the user, and an error: `finish()` says which one was
/// probably meant.
struct RecipeMapping {
  let path: String
  private let line: Int?
  private let nodes: [(key: String, line: Int?, value: Node)]
  private var known: [String] = []

  /// The keys of `node`, which is the value of `owner`.
  init(_ node: Node, of owner: String, path: String) throws(RecipeError) {
    self.path = path
    line = node.mark?.line
    // `dedupe:` alone is a step without options.
    if node.isNullValue {
      nodes = []
      return
    }
    guard let mapping = node.mapping else {
      throw RecipeError(path: path, line: line, message: "'\(owner)' must be a list of options")
    }
    var nodes: [(key: String, line: Int?, value: Node)] = []
    for (key, value) in mapping {
      guard let name = key.scalar?.string else {
        throw RecipeError(path: path, line: key.mark?.line, message: "keys must be words")
      }
      nodes.append((name, key.mark?.line, value))
    }
    self.nodes = nodes
  }

  /// The keys in the order in which they are written.
  var keys: [(key: String, line: Int?, value: Node)] { nodes }

  /// The value of `key`, which is known from here on.
  mutating func node(_ key: String) -> Node? {
    known.append(key)
    return nodes.first { $0.key == key }?.value
  }

  /// Makes `keys` known, whose values are looked at elsewhere.
  mutating func expect(_ keys: [String]) { known += keys }

  mutating func string(_ key: String) throws(RecipeError) -> String? {
    guard let node = node(key) else { return nil }
    guard let scalar = node.scalar else { throw error(node, key, "text") }
    return scalar.string
  }

  mutating func requiredString(_ key: String) throws(RecipeError) -> String {
    guard let value = try string(key) else {
      throw RecipeError(path: path, line: line, message: "'\(key)' is missing")
    }
    return value
  }

  /// One text or a list of texts.
  mutating func strings(_ key: String) throws(RecipeError) -> [String] {
    guard let node = node(key) else { return [] }
    if let scalar = node.scalar { return [scalar.string] }
    guard let sequence = node.sequence else { throw error(node, key, "text or a list of texts") }
    var values: [String] = []
    for element in sequence {
      guard let scalar = element.scalar else { throw error(element, key, "a list of texts") }
      values.append(scalar.string)
    }
    return values
  }

  /// `NAME: SOURCE` pairs, in their order.
  mutating func pairs(_ key: String) throws(RecipeError) -> [(String, String)] {
    guard let node = node(key) else { return [] }
    guard let mapping = node.mapping else { throw error(node, key, "NAME: SOURCE pairs") }
    var pairs: [(String, String)] = []
    for (name, source) in mapping {
      guard let name = name.scalar?.string, let source = source.scalar?.string else {
        throw error(name, key, "NAME: SOURCE pairs")
      }
      pairs.append((name, source))
    }
    return pairs
  }

  mutating func integer(_ key: String) throws(RecipeError) -> Int? {
    guard let node = node(key) else { return nil }
    guard let value = node.scalar.flatMap({ Int($0.string) }), value >= 0 else {
      throw error(node, key, "a whole number")
    }
    return value
  }

  mutating func number(_ key: String) throws(RecipeError) -> Double? {
    guard let node = node(key) else { return nil }
    guard let value = node.scalar.flatMap({ Double($0.string) }) else {
      throw error(node, key, "a number")
    }
    return value
  }

  mutating func boolean(_ key: String) throws(RecipeError) -> Bool? {
    guard let node = node(key) else { return nil }
    switch node.scalar?.string {
    case "true", "yes": return true
    case "false", "no": return false
    default: throw error(node, key, "true or false")
    }
  }

  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String
  ) throws(RecipeError) -> Choice? where Choice.RawValue == String {
    guard let text = try string(key) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      let words = Choice.allCases.map(\.rawValue)
      throw RecipeError(
        path: path, line: nodes.first { $0.key == key }?.line,
        message: "'\(key)' cannot be '\(text)'" + suggestion(for: text, among: words))
    }
    return choice
  }

  /// Refuses the first key that nobody has asked for.
  func finish(_ owner: String) throws(RecipeError) {
    for (index, node) in nodes.enumerated() {
      guard known.contains(node.key) else {
        throw RecipeError(
          path: path, line: node.line,
          message: "\(owner) has no key '\(node.key)'" + suggestion(for: node.key, among: known))
      }
      if nodes[..<index].contains(where: { $0.key == node.key }) {
        throw RecipeError(path: path, line: node.line, message: "'\(node.key)' is given twice")
      }
    }
  }

  private func error(_ node: Node, _ key: String, _ wanted: String) -> RecipeError {
    RecipeError(path: path, line: node.mark?.line, message: "'\(key)' must be \(wanted)")
  }
}

extension Node {
  /// True for a key with nothing behind it.
  var isNullValue: Bool { scalar.map { ["", "~", "null"].contains($0.string) } ?? false }
}
