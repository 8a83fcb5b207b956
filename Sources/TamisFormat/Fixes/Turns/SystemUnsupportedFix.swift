import TamisCore

/// R006, safe: makes the system message the record's `system`, where the target has that field and the
/// record has none yet. Unsafe elsewhere: its text goes in front of the first question, with an empty
/// line between them.
struct SystemUnsupportedFix: RecordFix {
  static let rule = SystemUnsupported.rule

  private let hasField: Bool
  private let roles: RoleWords

  init(_ profile: Profile) {
    hasField = profile.fields.values.contains("system")
    roles = RoleWords(profile)
  }

  func repair(at place: Place) -> Repair? {
    let system = place.value
    guard system.kind == .object, let array = place.parent, array.kind == .array,
      let removal = Edit.removeElement(system, of: array),
      let text = system["content"], text.kind == .string
    else { return nil }
    if hasField, place.root["system"] == nil {
      let start = place.root.range.lowerBound + 1
      let member = Array(#""system": "#.utf8) + Array(text.json) + Array(", ".utf8)
      return .safe(Edit(start..<start, member), removal)
    }
    let user = array.elements.first { $0.node > system.node && roles.meaning(of: $0) == "user" }
    guard let question = user?["content"], question.kind == .string else { return nil }
    let folded = text.json.dropLast() + Array(#"\n\n"#.utf8) + question.json.dropFirst()
    return .unsafe(removal, .replace(question, with: folded))
  }
}
