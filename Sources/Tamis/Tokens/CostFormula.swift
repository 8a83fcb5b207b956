/// How a provider counts the tokens of a training run.
///
/// The formulas are facts about others, each with the place that says so and the day on which it was
/// looked at. Prices are not here: they age faster than a release, and the user knows his own.
public struct CostFormula: Sendable, Equatable {
  /// The formula in words.
  public let words: String
  /// What is charged besides the tokens; `nil` for nothing that is known.
  public let besides: String?
  public let source: String
  /// Day on which the source was looked at.
  public let checked: String
  let kind: Kind

  enum Kind: Sendable {
    /// Longer examples are cut off at the limit and cost no more.
    case cutOff
    /// Tokens of training, and those of each evaluation.
    case withEvaluations
    case plain
  }

  /// The formula of the target with that name; by default each epoch reads each token.
  public init(target: String?) {
    let name = target ?? ""
    func starts(_ prefix: String) -> Bool { name.hasPrefix(prefix) }
    if starts("openai") || starts("azure") {
      words = "epochs × the sum of min(tokens, longest example)"
      besides = nil
      source = "https://cookbook.openai.com/examples/chat_finetuning_data_prep"
      kind = .cutOff
    } else if starts("together") {
      words = "epochs × training tokens + evaluations × validation tokens"
      besides = "without packing each row counts as many tokens as the longest sequence"
      source = "https://docs.together.ai, pricing of fine-tuning"
      kind = .withEvaluations
    } else if starts("bedrock") {
      words = "epochs × tokens"
      besides = "storage of the model by the month, and provisioned throughput to use it"
      source = "https://github.com/tensorzero/tensorzero/issues/559"
      kind = .plain
    } else {
      words = "epochs × tokens"
      besides = nil
      source = ""
      kind = .plain
    }
    checked = "2026-11-23"
  }

  /// The tokens that are charged.
  public func tokens(
    _ count: TokenCount, epochs: Int, longest: Int?, evaluations: Int = 0, validation: Int = 0
  ) -> Int {
    let once =
      kind == .cutOff && longest != nil
      ? count.lengths.reduce(0) { $0 + min($1.length, longest ?? .max) * $1.count } : count.tokens
    return epochs * once + (kind == .withEvaluations ? evaluations * validation : 0)
  }

  /// How many epochs a run has that nobody has said it for: OpenAI's own rule of thumb for its
  /// targets, else one.
  public func epochs(examples: Int) -> Int {
    guard kind == .cutOff, examples > 0 else { return 1 }
    if examples * 3 < 100 { return min(25, 100 / examples) }
    if examples * 3 > 25_000 { return max(1, 25_000 / examples) }
    return 3
  }
}
