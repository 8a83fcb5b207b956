import TamisCore

/// R005, unsafe: moves a system message to the front; where one stands there already, its text goes
/// behind that one's.
struct SystemNotFirstFix: RecordFix {
  static let rule = SystemNotFirst.rule

  private let roles: RoleWords

  init(_ profile: Profile) { roles = RoleWords(profile) }

  func repair(at place: Place) -> Repair? {
    guard let (messages, index) = place.siblings, index > 0, let array = place.parent,
      let removal = Edit.removeElement(place.value, of: array)
    else { return nil }
    guard roles.isSystem(messages[0]) else {
      let front = Array(place.value.json) + Array(", ".utf8)
      let start = messages[0].range.lowerBound
      return .unsafe(Edit(start..<start, front), removal)
    }
    guard let first = messages[0].first(of: ["content", "value"]),
      let second = place.value.first(of: ["content", "value"]),
      first.kind == .string, second.kind == .string
    else { return nil }
    let text = first.json.dropLast() + Array(#"\n\n"#.utf8) + second.json.dropFirst()
    return .unsafe(.replace(first, with: text), removal)
  }
}
