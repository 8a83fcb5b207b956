import TamisCore

/// R001, safe: writes the role that is plainly meant (`human`, `gpt`, `Assistant`) as the target has it.
struct UnknownRoleFix: RecordFix {
  static let rule = UnknownRole.rule

  private let roles: [Profile.Role]

  init(_ profile: Profile) { roles = profile.roles }

  func repair(at place: Place) -> Repair? {
    guard let role = place.value.string,
      let nearest = UnknownRole.nearest(to: role, among: roles)
    else { return nil }
    return .safe(.replace(place.value, with: "\"\(nearest)\"".utf8))
  }
}
