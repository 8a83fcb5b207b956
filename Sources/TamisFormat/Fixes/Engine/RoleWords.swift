import TamisCore

/// Who speaks in a message, whatever the target calls it.
struct RoleWords {
  private let meanings: [(word: [UInt8], meaning: String)]

  init(_ profile: Profile) {
    meanings = profile.roles.map { (Array($0.name.utf8), $0.meaning) }
  }

  /// `system`, `user`, `assistant` …; `nil` where the target does not know the role.
  func meaning(of message: JSONValue) -> String? {
    guard let role = message.first(of: ["role", "from"]), role.kind == .string else { return nil }
    return role.withCharacters { name in
      meanings.first { name.elementsEqual($0.word) }?.meaning
    }
  }

  /// True for the messages that tell how to answer.
  func isSystem(_ message: JSONValue) -> Bool {
    let meaning = meaning(of: message)
    return meaning == "system" || meaning == "developer"
  }
}
