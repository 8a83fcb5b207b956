import TamisCore

/// S003, safe: writes a string among the parts of a content as a part with text.
struct WrongTypeFix: RecordFix {
  static let rule = Rule.wrongType

  private let textPart: KnownKeys.TextPart?

  init(_ profile: Profile) { textPart = KnownKeys(profile).textPart }

  func repair(at place: Place) -> Repair? {
    guard place.value.kind == .string, let parent = place.parent else { return nil }
    guard let textPart, parent.kind == .array, let message = place.parent(of: parent.node),
      message.first(of: ["content", "parts"])?.node == parent.node
    else { return nil }
    return .safe(.replace(place.value, with: textPart.json(of: place.value)))
  }
}

extension KnownKeys.TextPart {
  /// A part with `text`, a string.
  func json(of text: JSONValue) -> [UInt8] {
    let start = self == .typed ? #"{"type": "text", "text": "# : #"{"text": "#
    return Array(start.utf8) + Array(text.json) + Array("}".utf8)
  }
}
