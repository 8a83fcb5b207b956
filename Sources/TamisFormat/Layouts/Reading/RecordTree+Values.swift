import TamisCore

extension RecordTree {
  /// The string at `node`; `nil` for null and for no node.
  func optionalString(_ node: Int) throws(LayoutFailure) -> JSONFragment? {
    try optional(node, "a string") { $0 == .string }
  }

  /// The number at `node`; `nil` for null and for no node.
  func optionalNumber(_ node: Int) throws(LayoutFailure) -> JSONFragment? {
    try optional(node, "a number") { $0 == .number }
  }

  /// The array at `node`; `nil` for null and for no node.
  func optionalArray(_ node: Int) throws(LayoutFailure) -> JSONFragment? {
    try optional(node, "an array") { $0 == .array }
  }

  /// The boolean at `node`; `nil` for null and for no node.
  func optionalBoolean(_ node: Int) throws(LayoutFailure) -> Bool? {
    try optional(node, "a boolean") { $0 == .true || $0 == .false }.map { $0.kind == .true }
  }

  /// The string at `node`, which is the value of `key` in the object `owner`.
  func requiredString(
    _ node: Int, _ key: KnownKey, of owner: Int
  ) throws(LayoutFailure) -> JSONFragment {
    guard node != 0 else { throw failure(.missingKey, "there is no '\(key.name)'", at: owner) }
    guard kind(node) == .string else { throw wrongKind(node, "a string") }
    return fragment(node)
  }

  @inline(__always)
  private func optional(
    _ node: Int, _ wanted: StaticString, _ isWanted: (JSONKind) -> Bool
  ) throws(LayoutFailure) -> JSONFragment? {
    if node == 0 { return nil }
    let kind = self.kind(node)
    if isWanted(kind) { return fragment(node) }
    if kind == .null { return nil }
    throw wrongKind(node, wanted)
  }

  /// A failure because the value at `node` is of another kind.
  func wrongKind(_ node: Int, _ wanted: StaticString) -> LayoutFailure {
    let pointer = self.pointer(node)
    let steps = pointer.split(separator: "/")
    var name = steps.last.map { "'\($0)'" } ?? "the record"
    if let last = steps.last, steps.count > 1, last.allSatisfy(\.isWholeNumber) {
      name = "element \(last) of '\(steps[steps.count - 2])'"
    }
    return LayoutFailure(
      .wrongType, "\(name) is \(kind(node).phrase), not \(wanted), at \(pointer)")
  }
}

extension RecordTree {
  /// True for the field at that place when it is Tamis's own.
  func isReserved(_ place: Int) -> Bool {
    FieldName.isReserved(fragment(fields[place].key).body)
  }
}

extension RecordTree {
  /// The field, which has to be a string of at least one character.
  func filledString(_ field: KnownKey) throws(LayoutFailure) -> JSONFragment {
    let node = self[field]
    guard node != 0 else { throw LayoutFailure(.missingKey, "the record has no '\(field.name)'") }
    switch kind(node) {
    case .string where fragment(node).isEmptyString:
      throw failure(.emptyContent, "'\(name(ofField: node))' is empty", at: node)
    case .string: return fragment(node)
    case .null: throw failure(.emptyContent, "'\(name(ofField: node))' is null", at: node)
    default: throw wrongKind(node, "a string")
    }
  }

  /// The field, which may be missing, null or empty: that counts as none, as a cell of a table that
  /// was left blank.
  func systemString(_ field: KnownKey) throws(LayoutFailure) -> JSONFragment? {
    try optionalString(self[field]).flatMap { $0.isEmptyString ? nil : $0 }
  }

  /// The name, in the record, of the field whose value is at `node`.
  private func name(ofField node: Int) -> String {
    excerpt(node - 1)
  }

  /// The start of the string at `node` for messages, as it is written: on one line whatever it holds.
  func excerpt(_ node: Int) -> String {
    String(String(decoding: fragment(node).body, as: UTF8.self).prefix(40))
  }
}

// MARK: Made values

extension RecordTree {
  /// Strings in one, with `separator` between them as it is written in JSON. Empty ones are left out.
  func joined(_ strings: [JSONFragment], _ separator: StaticString) -> JSONFragment? {
    let filled = strings.filter { !$0.isEmptyString }
    guard filled.count > 1 else { return filled.first ?? strings.first }
    return arena.makeString { output in
      for (index, string) in filled.enumerated() {
        if index > 0 { output.append(separator) }
        output.append(string.body)
      }
    }
  }
}
