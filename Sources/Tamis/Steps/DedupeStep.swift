import TamisCore
import TamisDedupe

/// `tamis dedupe`
public struct DedupeStep: Step {
  public static let verb = "dedupe"

  public var by: [String] = []
  public var rejects: String?

  public init() {}

  init(_ recipe: inout RecipeMapping) throws(RecipeError) {
    by = try recipe.strings("by")
    rejects = try recipe.string("rejects")
  }

  public var arguments: [String] {
    var words = ArgumentWords()
    words.add("--by", by)
    words.add("--rejects", rejects)
    return words.words
  }

  public func makeStage() throws -> any Stage {
    ExactDedupeStage(by: FieldName.list(by))
  }
}
