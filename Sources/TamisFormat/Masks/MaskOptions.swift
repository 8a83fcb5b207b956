/// Which part of an example is learned.
public enum MaskStrategy: String, Sendable, CaseIterable {
  /// What the assistant says in each of its turns. TRL's `assistant_only_loss`, Axolotl's default.
  case assistantOnly = "assistant-only"
  /// The completion of a prompt; of a conversation the last answer. TRL's `completion_only_loss`.
  case completionOnly = "completion-only"
  /// The last answer alone. LLaMA-Factory's `mask_history`, mlx-lm's `--mask-prompt`.
  case lastTurn = "last-turn"
  /// Everything. Axolotl's `train_on_inputs`.
  case all
}

/// How a mask is made.
public struct MaskOptions: Sendable, Equatable {
  public var strategy: MaskStrategy
  /// Whose messages are learned, where the strategy looks at messages and a message does not say it
  /// itself with `weight` or `train`.
  public var roles: Set<Role>
  /// True to encode special tokens that are spelled out in messages as the text that they are.
  /// Transformers makes control tokens of them, and so does the default.
  public var keepsSpecialTextPlain: Bool
  /// True to write prompts and completions that came as strings with the template, as a question and
  /// its answer. TRL joins them as they are, and so does the default.
  public var templatesPrompts: Bool

  public init(
    strategy: MaskStrategy = .assistantOnly, roles: Set<Role> = [.assistant],
    keepsSpecialTextPlain: Bool = false, templatesPrompts: Bool = false
  ) {
    self.strategy = strategy
    self.roles = roles
    self.keepsSpecialTextPlain = keepsSpecialTextPlain
    self.templatesPrompts = templatesPrompts
  }
}
