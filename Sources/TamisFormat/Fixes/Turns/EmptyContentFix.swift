import TamisCore

/// R007, unsafe: leaves an empty system message out, and the record where a question or an answer is
/// empty.
struct EmptyContentFix: RecordFix {
  static let rule = Rule.emptyContent

  private let roles: RoleWords

  init(_ profile: Profile) { roles = RoleWords(profile) }

  func repair(at place: Place) -> Repair? {
    guard let message = place.parent, message.kind == .object, roles.isSystem(message),
      let array = place.parent(of: message.node), array.kind == .array,
      let removal = Edit.removeElement(message, of: array)
    else { return .drop }
    return .unsafe(removal)
  }
}
