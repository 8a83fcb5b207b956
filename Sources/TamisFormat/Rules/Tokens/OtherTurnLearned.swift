import TamisCore

/// M003 user-turn-trained.
///
/// What it checks: nothing that a user, a system prompt or a tool says is learned, unless that was
/// asked for with a strategy.
/// Why: the model learns to speak for the user, and goes on after its answer. `train` on such a
/// message does it, or `{% generation %}` around the wrong part of a template.
/// Source: https://docs.axolotl.ai/docs/dataset-formats/conversation.html
struct OtherTurnLearned: TokenRule {
  static let rule = UserTurnTrained.rule
  static let severity = Severity.warning
  private let isAsked: Bool

  init(_ options: TokenCheckOptions) {
    isAsked = options.mask.strategy == .all || options.mask.roles != [.assistant]
  }

  func check(_ example: TokenExample, _ report: TokenReport) {
    guard !isAsked else { return }
    for message in example.mask.otherMessagesLearned {
      if example.options.knowsTrainedMarks, example.messages[message].isTrained == true { continue }
      let role = example.messages[message].role.map { "\($0.name) " } ?? ""
      report.report(Self.rule, at: message, "this \(role)message is learned")
    }
  }
}
