import TamisCore

/// M003 user-turn-trained.
///
/// What it checks: a message that is marked to be trained is the assistant's.
/// Why: the model learns to write the questions too; mostly the mark slipped to another message.
/// Source: https://github.com/axolotl-ai-cloud/axolotl/tree/067b021/docs/dataset-formats
struct UserTurnTrained: RecordRule {
  static let rule = Rule("M003", "user-turn-trained")

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    for message in chat.messages where message.train != 0 && chat.kind(message.train) == .true {
      guard let role = message.role, role != .assistant else { continue }
      report.report(Self.rule, at: message.train, "\(role.phrase) is marked to be trained")
    }
  }
}
