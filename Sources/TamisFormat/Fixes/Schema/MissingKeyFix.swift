import TamisCore

/// S001, safe: writes a key that is there in other letters (`Role`, `CONTENT`) or in the words of another
/// layout (`from`, `value`) as the target has it, and gives a tool call the `"type": "function"` that
/// all have.
struct MissingKeyFix: RecordFix {
  static let rule = Rule.missingKey

  /// What people write in the place of a key.
  private static let words: [(key: StaticString, others: [StaticString])] = [
    ("messages", ["messages"]), ("role", ["role", "from"]), ("content", ["content", "value"]),
    ("from", ["from", "role"]), ("value", ["value", "content"]),
  ]

  private let known: KnownKeys

  init(_ profile: Profile) { known = KnownKeys(profile) }

  func repair(at place: Place) -> Repair? {
    guard place.value.kind == .object else { return nil }
    if place.value["function"]?.kind == .object, place.value["type"] == nil, known.callsHaveTypes {
      return .safe(.insert(#""type": "function""#, into: place.value))
    }
    return rename(place.value, place.node == 0 ? known.fields : known.messageKeys)
  }

  private func rename(_ object: JSONValue, _ wanted: Set<String>) -> Repair? {
    var edits: [Edit] = []
    for (key, others) in Self.words where wanted.contains("\(key)") && object[key] == nil {
      let candidates = object.members.filter { member in
        others.contains { Self.isLike(member.key, $0) } && !wanted.contains(member.key.string ?? "")
      }
      // Of two candidates nobody knows which is meant.
      guard candidates.count == 1 else { continue }
      edits.append(.replace(candidates[0].key, with: "\"\(key)\"".utf8))
    }
    // One member cannot become two.
    guard Set(edits.map(\.range.lowerBound)).count == edits.count, !edits.isEmpty else {
      return nil
    }
    return Repair(applicability: .safe, change: .edits(edits))
  }

  /// True for a key that is `name` but for the case of its letters.
  private static func isLike(_ key: JSONValue, _ name: StaticString) -> Bool {
    key.body.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }.withUnsafeBytes { $0.isText(name) }
  }
}
