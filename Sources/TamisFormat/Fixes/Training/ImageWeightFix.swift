import TamisCore

/// M005, safe: leaves the weight of a message with an image out.
struct ImageWeightFix: RecordFix {
  static let rule = ImageMessageWeighted.rule

  init(_ profile: Profile) {}

  func repair(at place: Place) -> Repair? {
    guard let message = place.parent, message.kind == .object,
      let key = message.members.first(where: { $0.value.node == place.node })?.key
    else { return nil }
    return Edit.removeMember(at: key.node, of: message).map { .safe($0) }
  }
}
