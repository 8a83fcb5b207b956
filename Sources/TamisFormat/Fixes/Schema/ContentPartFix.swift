import TamisCore

/// S010, safe: writes an image whose `image_url` is a string, as Mistral has it, with the object that
/// OpenAI wants, `{"url": …}`.
struct ContentPartFix: RecordFix {
  static let rule = ContentPartInvalid.rule

  init(_ profile: Profile) {}

  func repair(at place: Place) -> Repair? {
    guard place.value.kind == .string, let part = place.parent,
      part["image_url"]?.node == place.node
    else { return nil }
    let image = Array(#"{"url": "#.utf8) + Array(place.value.json) + Array("}".utf8)
    return .safe(.replace(place.value, with: image))
  }
}
