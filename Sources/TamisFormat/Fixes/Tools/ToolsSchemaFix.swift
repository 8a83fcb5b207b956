import TamisCore

/// R014, safe: gives a tool the `"type": "function"` that all of them have.
struct ToolsSchemaFix: RecordFix {
  static let rule = ToolsSchema.rule

  private let callsHaveTypes: Bool

  init(_ profile: Profile) { callsHaveTypes = KnownKeys(profile).callsHaveTypes }

  func repair(at place: Place) -> Repair? {
    guard callsHaveTypes, place.value.kind == .object,
      place.value["function"]?.kind == .object, place.value["type"] == nil
    else { return nil }
    return .safe(.insert(#""type": "function""#, into: place.value))
  }
}
