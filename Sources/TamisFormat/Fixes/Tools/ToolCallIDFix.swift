import TamisCore

/// R020, safe: makes the id anew out of a hash of the old one, the same for a call and its answer.
struct ToolCallIDFix: RecordFix {
  static let rule = ToolCallIDInvalid.rule

  private static let digits = Array(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
  private let pattern: TextPattern?

  init(_ profile: Profile) { pattern = profile.toolIDs }

  func repair(at place: Place) -> Repair? {
    guard let pattern, place.value.kind == .string else { return nil }
    let count = min(max(pattern.length.lowerBound, 9), pattern.length.upperBound)
    var hash = place.value.withCharacters { ContentHash($0) }
    var id = pattern.prefixes.first ?? []
    for place in 0..<count {
      if place % 10 == 9 { hash = hash.seeded(UInt64(place)) }
      id.append(Self.digits[Int(hash.low % 62)])
      hash.low /= 62
    }
    guard id.withUnsafeBytes({ pattern.matches($0) }) else { return nil }
    return id.withUnsafeBytes { .safe(.replace(place.value, withString: $0)) }
  }
}
