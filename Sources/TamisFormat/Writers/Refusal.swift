import TamisCore

/// Why a target cannot say an example.
///
/// Nothing is left out in silence: what a target has no place for refuses the record, with the place
/// and what would resolve it.
struct Refusal: Error, Equatable {
  var rule: Rule
  /// What is wrong, the place first.
  var message: String

  init(_ rule: Rule, _ message: String) {
    self.rule = rule
    self.message = message
  }

  /// The target has no place for something.
  init(_ message: String) { self.init(.noPlaceInTarget, message) }
}

extension Rule {
  /// The example holds something that the target's records have no place for.
  static let noPlaceInTarget = Rule("S020", "no-place-in-target")
  /// The rule of `ArgumentsNotJSON`, broken so that no other layout can say the call.
  static let unreadableArguments = Rule("R012", "arguments-not-json-string")
  /// The rule of `NotAlternating`, for targets that would lose the example without a word.
  static let sameSideTwice = Rule("R002", "not-alternating")
}

extension Refusal {
  /// The example is of a kind that the target does not learn from; `wanted` says from what it does.
  static func kind(_ example: Example, target: String, wanted: String) -> Refusal {
    Refusal(
      .wrongLayout, "the record is \(example.phrase); \(target) is made of \(wanted)")
  }

  /// Something in a message that the target has no place for.
  static func noPlace(
    for what: String, in place: MessagePlace, target: String, resolution: String? = nil
  ) -> Refusal {
    Refusal("\(place) has \(what); \(target) has no place for \(resolution ?? "it")")
  }

  /// Like the other, for calls of tools, which are never left out.
  static func noPlaceForCalls(in place: MessagePlace, target: String) -> Refusal {
    noPlace(for: "tool calls", in: place, target: target, resolution: "them")
  }

  /// Like the other, and `--drop` would leave the thing out.
  static func noPlace(
    for what: String, in place: MessagePlace, target: String, drop: Droppable
  ) -> Refusal {
    noPlace(
      for: what, in: place, target: target,
      resolution: "it; leave it out with --drop \(drop.rawValue)")
  }
}

/// A message in the words of a reason: "the 3rd message (tool)".
struct MessagePlace: CustomStringConvertible {
  /// Counted from 0.
  var index: Int
  var role: Role
  /// What the messages belong to, where it is not the conversation: "chosen".
  var list: String?

  init(_ index: Int, _ role: Role, of list: String? = nil) {
    self.index = index
    self.role = role
    self.list = list
  }

  var description: String {
    "the \(Self.ordinal(index + 1)) message (\(role.name))" + (list.map { " of '\($0)'" } ?? "")
  }

  /// 1st, 2nd, 3rd, 4th … 11th …
  static func ordinal(_ number: Int) -> String {
    let ending =
      switch (number % 10, number % 100) {
      case (1, let rest) where rest != 11: "st"
      case (2, let rest) where rest != 12: "nd"
      case (3, let rest) where rest != 13: "rd"
      default: "th"
      }
    return "\(number)\(ending)"
  }
}
