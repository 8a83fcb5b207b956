import TamisCore
import TamisFormat

/// `tamis format`
public struct FormatStep: Step {
  public static let verb = "format"

  public var to = ""
  public var from: String?
  /// Pairs such as `prompt=question`.
  public var map: String?
  public var system: String?
  public var foldSystem = false
  /// What is left out where the target has no place for it.
  public var drop: [String] = []
  public var rejects: String?

  public init() {}

  init(_ recipe: inout RecipeMapping) throws(RecipeError) {
    to = try recipe.requiredString("to")
    from = try recipe.string("from")
    map = try recipe.string("map")
    system = try recipe.string("system")
    foldSystem = try recipe.boolean("fold-system") ?? false
    drop = try recipe.strings("drop")
    rejects = try recipe.string("rejects")
  }

  public var arguments: [String] {
    var words = ArgumentWords()
    words.add("--to", to)
    words.add("--from", from)
    words.add("--map", map)
    words.add("--system", system)
    words.add("--fold-system", if: foldSystem)
    words.add("--drop", drop)
    words.add("--rejects", rejects)
    return words.words
  }

  public func makeStage() throws -> any Stage {
    let target = try target(named: to)
    let map = try layoutMap()
    let options = try options()
    do throws(UnknownName) {
      return try FormatStage(
        target: target, layout: from, map: map, system: system, options: options)
    } catch {
      if error.name != from {
        throw UsageError("records of \(to) are checked by 'tamis validate', and not written")
      }
      throw UsageError(
        "there is no layout '\(error.name)'" + suggestion(for: error.name, among: error.known))
    }
  }

  private func layoutMap() throws -> LayoutMap {
    guard let map else { return LayoutMap() }
    do throws(LayoutMapError) { return try LayoutMap(map) } catch {
      throw UsageError("--map: \(error.description)")
    }
  }

  private func options() throws -> FormatOptions {
    var options = FormatOptions(foldsSystem: foldSystem)
    for word in drop.flatMap({ $0.split(separator: ",") }).map(String.init) {
      guard let droppable = Droppable(rawValue: word) else {
        throw UsageError(
          "--drop knows no '\(word)'"
            + suggestion(for: word, among: Droppable.allCases.map(\.rawValue)))
      }
      options.drops.insert(droppable)
    }
    if options.foldsSystem, options.drops.contains(.system) {
      throw UsageError("--fold-system keeps what --drop system leaves out; give one of the two")
    }
    return options
  }
}
