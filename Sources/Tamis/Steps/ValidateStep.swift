import TamisFormat

/// `tamis validate`
public struct ValidateStep: Sendable {
  public static let verb = "validate"

  public var target = ""

  public init() {}

  init(_ recipe: inout RecipeMapping) throws(RecipeError) {
    target = try recipe.requiredString("target")
  }

  /// The options as words for the command line.
  public var arguments: [String] { ["--target", target] }
}

/// The target of that name.
public func target(named name: String) throws(UsageError) -> Target {
  do throws(UnknownName) { return try Target.named(name) } catch {
    throw UsageError("there is no target '\(name)'" + suggestion(for: name, among: error.known))
  }
}
