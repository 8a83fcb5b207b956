import TamisClean
import TamisCore

/// `tamis clean`
public struct CleanStep: Step {
  public static let verb = "clean"

  public var field: [String] = []
  public var ignore: [String] = []
  public var minLength: Int?
  public var maxLength: Int?
  public var rejects: String?

  public init() {}

  init(_ recipe: inout RecipeMapping) throws(RecipeError) {
    field = try recipe.strings("field")
    ignore = try recipe.strings("ignore")
    minLength = try recipe.integer("min-length")
    maxLength = try recipe.integer("max-length")
    rejects = try recipe.string("rejects")
  }

  public var arguments: [String] {
    var words = ArgumentWords()
    words.add("--field", field)
    words.add("--ignore", ignore)
    words.add("--min-length", minLength.map { "\($0)" })
    words.add("--max-length", maxLength.map { "\($0)" })
    words.add("--rejects", rejects)
    return words.words
  }

  public func makeStage() throws -> any Stage {
    let known = CleanOptions.rules.flatMap { [$0.code, $0.name] }
    for rule in ignore where !known.contains(rule) {
      throw UsageError(
        "clean has no rule '\(rule)'"
          + suggestion(for: rule, among: CleanOptions.rules.map(\.name)))
    }
    return CleanStage(
      CleanOptions(
        fields: FieldName.list(field), ignored: Set(ignore), minimumLength: minLength ?? 1,
        maximumLength: maxLength))
  }
}
