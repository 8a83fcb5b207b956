import TamisCore

/// J003, safe: leaves the earlier of two members with the same key and value out. Unsafe where the
/// values differ: the last one stays, which is the one that readers keep.
struct DuplicateKeyFix: RecordFix {
  static let rule = DuplicateKey.rule

  init(_ profile: Profile) {}

  func repair(at place: Place) -> Repair? {
    guard let object = place.parent, object.kind == .object else { return nil }
    let later = object.members.first { $0.key.node == place.node }
    let earlier = object.members.prefix { $0.key.node != place.node }.last { member in
      Self.isSame(member.key, place.value)
    }
    guard let later, let earlier,
      let edit = Edit.removeMember(at: earlier.key.node, of: object)
    else { return nil }
    return later.value.json.isSame(as: earlier.value.json) ? .safe(edit) : .unsafe(edit)
  }

  private static func isSame(_ first: JSONValue, _ second: JSONValue) -> Bool {
    first.withCharacters { one in second.withCharacters { one.isSame(as: $0) } }
  }
}
