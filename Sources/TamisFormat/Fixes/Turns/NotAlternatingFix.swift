import TamisCore

/// R002, unsafe: merges two messages of one role in a row, their texts with an empty line between them.
/// Not where one of them has more than a role and a content.
struct NotAlternatingFix: RecordFix {
  static let rule = NotAlternating.rule

  init(_ profile: Profile) {}

  func repair(at place: Place) -> Repair? {
    guard let (messages, index) = place.siblings, index > 0 else { return nil }
    let (first, second) = (messages[index - 1], place.value)
    guard let content = Self.content(of: first), let addition = Self.content(of: second),
      Self.role(of: first).isSame(as: Self.role(of: second)),
      let removal = place.parent.flatMap({ Edit.removeElement(second, of: $0) }),
      let merged = Self.merged(content, addition)
    else { return nil }
    return .unsafe(.replace(content, with: merged), removal)
  }

  /// The content of a message that has nothing besides it but a role.
  private static func content(of message: JSONValue) -> JSONValue? {
    guard message.kind == .object, message.first(of: ["role", "from"]) != nil else { return nil }
    var count = 0
    for _ in message.members { count += 1 }
    return count == 2 ? message.first(of: ["content", "parts", "value"]) : nil
  }

  private static func role(of message: JSONValue) -> UnsafeRawBufferPointer {
    message.first(of: ["role", "from"])?.json ?? UnsafeRawBufferPointer(start: nil, count: 0)
  }

  private static func merged(_ first: JSONValue, _ second: JSONValue) -> [UInt8]? {
    guard first.kind == second.kind else { return nil }
    let inside = Array(first.json.dropLast())
    let addition = Array(second.json.dropFirst())
    switch first.kind {
    case .string:
      // An empty text needs no line between.
      let separator = first.body.isEmpty || second.body.isEmpty ? "" : #"\n\n"#
      return inside + Array(separator.utf8) + addition
    case .array:
      let separator = first.isEmptyContainer || second.isEmptyContainer ? "" : ", "
      return inside + Array(separator.utf8) + addition
    default: return nil
    }
  }
}

extension JSONValue {
  /// True for an array or an object with nothing in it.
  var isEmptyContainer: Bool { Int(document.node(node).next) == node + 1 }
}
