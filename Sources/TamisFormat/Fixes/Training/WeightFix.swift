import TamisCore

/// M004, safe: leaves the weight of a message out that is not the assistant's, and writes `1.0`, `true`
/// and `"1"` as 1, and what says zero as 0.
struct WeightFix: RecordFix {
  static let rule = WeightInvalid.rule

  init(_ profile: Profile) {}

  func repair(at place: Place) -> Repair? {
    guard let message = place.parent, message.kind == .object, let role = message["role"],
      let key = message.members.first(where: { $0.value.node == place.node })?.key
    else { return nil }
    guard role.isString("assistant") else {
      return Edit.removeMember(at: key.node, of: message).map { .safe($0) }
    }
    switch String(decoding: place.value.json, as: UTF8.self) {
    case "1.0", "true", #""1""#, #""1.0""#: return .safe(.replace(place.value, with: "1".utf8))
    case "0.0", "-0", "false", #""0""#, #""0.0""#:
      return .safe(.replace(place.value, with: "0".utf8))
    default: return nil
    }
  }
}
