import TamisCore

/// One verb of the pipe with its options, as a recipe or a command line gives them.
///
/// The same value makes the stage that runs and the shell words that say it, so that a recipe and its
/// pipe cannot drift apart.
public protocol Step: Sendable {
  /// The verb.
  static var verb: String { get }
  /// The options as words for the command line.
  var arguments: [String] { get }
  /// Where what the step leaves out goes.
  var rejects: String? { get }
  /// What does the work.
  func makeStage() throws -> any Stage
}

extension Step {
  /// The verb.
  public var verb: String { Self.verb }
}

/// What is wrong with the options of a step, in the words of the user.
public struct UsageError: Error, Equatable, Sendable, CustomStringConvertible {
  public var description: String
  public init(_ description: String) { self.description = description }
}

/// Options as words of a command line.
struct ArgumentWords {
  private(set) var words: [String] = []

  mutating func add(_ flag: String, _ value: String?) {
    if let value { words += [flag, value] }
  }

  mutating func add(_ flag: String, _ values: [String]) {
    for value in values { words += [flag, value] }
  }

  mutating func add(_ flag: String, if isOn: Bool) {
    if isOn { words.append(flag) }
  }
}

extension FieldName {
  /// The names of the fields that options give as text.
  static func list(_ names: [String]) -> [FieldName] { names.map { FieldName($0) } }
}
