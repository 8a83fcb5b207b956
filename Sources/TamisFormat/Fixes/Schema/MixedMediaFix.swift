import TamisCore

/// S015, safe: writes a content that is a string as a list of one part with that text.
struct MixedMediaFix: RecordFix {
  static let rule = MixedMedia.rule

  private let textPart: KnownKeys.TextPart?

  init(_ profile: Profile) { textPart = KnownKeys(profile).textPart }

  func repair(at place: Place) -> Repair? {
    guard let textPart, place.value.kind == .string else { return nil }
    let json = Array("[".utf8) + textPart.json(of: place.value) + Array("]".utf8)
    return .safe(.replace(place.value, with: json))
  }
}
