import TamisCore
import TamisSplit

/// `tamis split`
public struct SplitStep: Step {
  public static let verb = "split"

  public var train = 0.0
  public var validation = 0.0
  public var test = 0.0
  public var by: [String] = []
  public var seed: UInt64 = 0
  public var rejects: String?

  public init() {}

  init(_ recipe: inout RecipeMapping) throws(RecipeError) {
    train = try recipe.number("train") ?? 0
    validation = try recipe.number("validation") ?? 0
    test = try recipe.number("test") ?? 0
    by = try recipe.strings("by")
    seed = UInt64(try recipe.integer("seed") ?? 0)
    rejects = try recipe.string("rejects")
  }

  public var arguments: [String] {
    var words = ArgumentWords()
    for (flag, share) in [("--train", train), ("--validation", validation), ("--test", test)]
    where share > 0 {
      words.add(flag, "\(share)")
    }
    words.add("--by", by)
    words.add("--seed", seed == 0 ? nil : "\(seed)")
    words.add("--rejects", rejects)
    return words.words
  }

  /// The parts that get a share.
  public var parts: [String] { (try? ratios())?.parts.map(\.rawValue) ?? [] }

  public func makeStage() throws -> any Stage {
    SplitStage(try ratios(), by: FieldName.list(by), seed: seed)
  }

  private func ratios() throws -> SplitRatios {
    guard let ratios = SplitRatios(train: train, validation: validation, test: test) else {
      throw UsageError(
        "the shares of --train, --validation and --test must make 1 together; "
          + "they are \(train), \(validation) and \(test)")
    }
    return ratios
  }
}
