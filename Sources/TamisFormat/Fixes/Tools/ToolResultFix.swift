import TamisCore

/// R011, unsafe: leaves an answer of a tool that nobody has called out.
struct ToolResultFix: RecordFix {
  static let rule = ToolResultWithoutCall.rule

  init(_ profile: Profile) {}

  func repair(at place: Place) -> Repair? {
    // The finding is about the message or about the id in it.
    let message = place.value.kind == .object ? place.value : place.parent
    guard let message, message.kind == .object, let array = place.parent(of: message.node),
      array.kind == .array, let removal = Edit.removeElement(message, of: array)
    else { return nil }
    return .unsafe(removal)
  }
}
