import TamisCore
import TamisFormat

/// `tamis format`
public struct FormatStep: Step {
  public static let verb = "format"

  public var to = ""
  public var from: String?
  public var system: String?
  public var rejects: String?

  public init() {}

  init(_ recipe: inout RecipeMapping) throws(RecipeError) {
    to = try recipe.requiredString("to")
    from = try recipe.string("from")
    system = try recipe.string("system")
    rejects = try recipe.string("rejects")
  }

  public var arguments: [String] {
    var words = ArgumentWords()
    words.add("--to", to)
    words.add("--from", from)
    words.add("--system", system)
    words.add("--rejects", rejects)
    return words.words
  }

  public func makeStage() throws -> any Stage {
    let target = try target(named: to)
    do throws(UnknownName) {
      return try FormatStage(target: target, layout: from, system: system)
    } catch {
      throw UsageError(
        "there is no layout '\(error.name)'" + suggestion(for: error.name, among: error.known))
    }
  }
}
