import TamisCore

/// R003 first-not-user.
///
/// What it checks: behind the system message the first word is the user's.
/// Why: Claude, Nova and torchtune refuse such records; chat templates raise an error or put an empty
/// turn of the user in front.
/// Use instead: the record with the user's turn, or without the first answer.
/// Source: https://docs.aws.amazon.com/bedrock/latest/userguide/preparing-the-dataset.html
/// Fix: unsafe; what stands before the first user's turn is left out.
struct FirstNotUser: RecordRule {
  static let rule = Rule("R003", "first-not-user")

  private let table: TurnTable?
  private let isStrict: Bool

  init(_ profile: Profile) {
    table = TurnTable(profile)
    isStrict = profile.rules[Self.rule.code] == .error
  }

  func check(_ chat: ChatView, _ report: Reporter) {
    guard let table, let first = chat.messages.first(where: { $0.role?.isSystem != true }),
      let state = first.state
    else { return }
    guard isStrict ? !table.allows(state, after: .start) : state != .user else { return }
    report.report(
      Self.rule, at: first.node, fix: Finding.Fix(.unsafe, "leave it out"),
      "the first turn is \(first.role?.phrase ?? "another"), not the user's")
  }
}
