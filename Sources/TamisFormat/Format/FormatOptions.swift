/// What may be changed about examples that a target has no place for as they are.
///
/// Nothing is by default: such an example is refused.
public struct FormatOptions: Sendable, Equatable {
  /// What is left out where the target has no place for it.
  public var drops: Set<Droppable>
  /// Whether a system message goes before the first message of the user, in the same message, where
  /// the target has no place for one.
  public var foldsSystem: Bool

  public init(drops: Set<Droppable> = [], foldsSystem: Bool = false) {
    self.drops = drops
    self.foldsSystem = foldsSystem
  }
}

/// Something that examples can go without: what `--drop` takes.
public enum Droppable: String, Sendable, CaseIterable {
  /// All answers of a ranked list but the best and the worst.
  case alternatives
  /// All turns before the last question and its answer.
  case history
  /// Images, films, sounds and documents.
  case media
  /// Who speaks among those of a role.
  case names
  /// What the model thought before it answered.
  case reasoning
  /// What a grader compares with.
  case references
  case system
  /// The declarations of tools. Calls and their results are never left out.
  case tools
  /// Which messages count, and how much.
  case weights

  /// The names as one list, for help and messages.
  public static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
