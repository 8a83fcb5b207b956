import TamisCore

/// R003, unsafe: leaves out what stands before the first turn of the user, but for the system message; a
/// record in which no user speaks, as a whole.
struct FirstNotUserFix: RecordFix {
  static let rule = FirstNotUser.rule

  private let roles: RoleWords

  init(_ profile: Profile) { roles = RoleWords(profile) }

  func repair(at place: Place) -> Repair? {
    guard let (messages, index) = place.siblings else { return nil }
    let user = messages[index...].firstIndex { roles.meaning(of: $0) == "user" }
    guard let user else { return .drop }
    return .unsafe(Edit(messages[index].range.lowerBound..<messages[user].range.lowerBound, []))
  }
}
