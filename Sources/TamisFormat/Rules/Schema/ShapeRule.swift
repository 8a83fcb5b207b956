import TamisCore

/// A rule that the walk over a record's shape has asked already.
protocol ShapeRule: RecordRule {
  var target: String { get }
  /// What would mend the problem.
  func fix(_ problem: ShapeProblem, _ chat: ChatView) -> Finding.Fix?
  /// False where something else says what there is to say.
  func isWorthSaying(_ problem: ShapeProblem, _ chat: ChatView) -> Bool
}

extension ShapeRule {
  func check(_ chat: ChatView, _ report: Reporter) { reportProblems(chat, report) }

  /// Reports the problems of the walk that break the rule.
  func reportProblems(_ chat: ChatView, _ report: Reporter) {
    for problem in chat.problems {
      guard problem.rule(in: chat.shape) == Self.rule.code, isWorthSaying(problem, chat) else {
        continue
      }
      let message = problem.message(chat, target: target)
      report.report(
        Self.rule, at: problem.node, atMost: message.atMost, fix: fix(problem, chat),
        message.text)
    }
  }

  func fix(_ problem: ShapeProblem, _ chat: ChatView) -> Finding.Fix? { nil }

  func isWorthSaying(_ problem: ShapeProblem, _ chat: ChatView) -> Bool { true }
}

/// Which members the messages of each role may have, and must.
struct RoleKeys {
  /// Bits of members, for each shape of a message and each role; the last role stands for those that
  /// nobody knows.
  private var allowed: [[UInt64]] = []
  private var required: [[UInt64]] = []

  init(_ profile: Profile) {
    let shape = profile.record
    for object in shape.objects {
      let names = shape.members(of: object).map { shape.string($0.name) }
      func mask(_ keys: [String]) -> UInt64 {
        keys.reduce(0) { mask, key in
          names.firstIndex(of: key).map { mask | 1 << UInt64($0) } ?? mask
        }
      }
      var required = [UInt64](repeating: 0, count: ChatRole.allCases.count + 1)
      var allowed = required
      if object.meaning == .message {
        // A role that the profile does not have is that of a place: the record's system prompt.
        for role in ChatRole.allCases
        where !profile.roles.contains(where: { $0.meaning == "\(role)" }) {
          allowed[role.rawValue] = .max
        }
        for role in profile.roles {
          guard let known = ChatRole(named: role.meaning) else { continue }
          // Two words for one role, such as ShareGPT's and OpenAI's, come with keys of their own.
          allowed[known.rawValue] |= mask(role.keys)
          required[known.rawValue] |= mask(role.required)
          allowed[ChatRole.allCases.count] |= mask(role.keys)
        }
      }
      self.allowed.append(allowed)
      self.required.append(required)
    }
  }

  /// Members that the message has and its role may not have.
  func excess(_ message: ChatMessage) -> UInt64 {
    guard message.shape >= 0 else { return 0 }
    return message.members & ~allowed[message.shape][index(message.role)]
  }

  /// Members that the message lacks and its role must have.
  func missing(_ message: ChatMessage) -> UInt64 {
    guard message.shape >= 0 else { return 0 }
    return required[message.shape][index(message.role)] & ~message.members
  }

  private func index(_ role: ChatRole?) -> Int { role?.rawValue ?? ChatRole.allCases.count }
}
