import TamisCore

/// S002, unsafe: leaves the key that the target does not know out, with its value.
struct UnknownKeyFix: RecordFix {
  static let rule = Rule.unknownKey

  init(_ profile: Profile) {}

  func repair(at place: Place) -> Repair? {
    // The finding names the key; a value leads to it.
    guard let object = place.parent, object.kind == .object,
      let member = object.members.first(where: {
        $0.key.node == place.node || $0.value.node == place.node
      })
    else { return nil }
    return Edit.removeMember(at: member.key.node, of: object).map { .unsafe($0) }
  }
}
