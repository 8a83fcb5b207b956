/// Who may speak after whom, for quick looks: a mask of states for each state.
struct TurnTable {
  private var next: [UInt8]
  private let last: UInt8

  /// The table of `profile`; `nil` where its records have no turns.
  init?(_ profile: Profile) {
    guard let turns = profile.turns else { return nil }
    func mask(_ states: [String]) -> UInt8 {
      // An assistant that calls tools speaks wherever an assistant may.
      states.reduce(0) { mask, name in
        switch TurnState(rawValue: name) {
        case .assistant: mask | Self.bit(.assistant) | Self.bit(.call)
        case let state?: mask | Self.bit(state)
        case nil: mask
        }
      }
    }
    next = TurnState.allCases.map { mask(turns.next[$0.rawValue] ?? []) }
    last = mask(turns.last)
  }

  private static func bit(_ state: TurnState) -> UInt8 {
    switch state {
    case .start: 1
    case .system: 2
    case .user: 4
    case .assistant: 8
    case .call: 16
    case .tool: 32
    }
  }

  /// True where `state` may follow `before`.
  func allows(_ state: TurnState, after before: TurnState) -> Bool {
    let row =
      switch before {
      case .start: 0
      case .system: 1
      case .user: 2
      case .assistant: 3
      case .call: 4
      case .tool: 5
      }
    return next[row] & Self.bit(state) != 0
  }

  /// True where the last word may be that of `state`.
  func allowsLast(_ state: TurnState) -> Bool { last & Self.bit(state) != 0 }
}

extension ChatView {
  /// Calls `body` with each turn whose speaker is known, and the turn before.
  func forEachTurn(
    _ body: (_ message: ChatMessage, _ state: TurnState, _ before: TurnState) -> Void
  ) {
    var before = TurnState.start
    for message in messages {
      guard let state = message.state else {
        // Who may follow somebody unknown is unknown too.
        before = .start
        continue
      }
      body(message, state, before)
      before = state
    }
  }
}
