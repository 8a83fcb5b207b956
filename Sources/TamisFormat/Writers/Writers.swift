/// The record layouts that can be written, one line each.
///
/// A target names one of them in its profile. A new target of a known layout is a profile only; a new
/// layout is a writer and a line here.
enum Writers {
  private static let all: [(layout: String, make: @Sendable (WriterContext) -> any TargetWriter)] =
    [
      ("openai-chat", { OpenAIChatWriter($0) }),
      ("messages", { ChatWriter($0) }),
      ("openai-preference", { OpenAIPreferenceWriter($0) }),
      ("openai-rft", { OpenAIReinforcementWriter($0) }),
      ("prompt-completion", { PromptCompletionWriter(context: $0) }),
      ("text", { TextWriter(context: $0) }),
      ("alpaca", { InstructionWriter($0) }),
      ("segments", { SegmentsWriter(context: $0) }),
      ("tokens", { TokensWriter(context: $0) }),
      ("gemini", { GeminiWriter($0) }),
      ("gemini-preference", { GeminiPreferenceWriter($0) }),
      ("gemini-rl", { GeminiReinforcementWriter($0) }),
      ("anthropic", { AnthropicWriter(context: $0) }),
      ("converse", { ConverseWriter($0) }),
      ("converse-preference", { ConversePreferenceWriter($0) }),
      ("nova-rft", { NovaReinforcementWriter($0) }),
      ("trl-prompt", { TRLPromptWriter($0) }),
      ("trl-prompt-completion", { TRLPromptCompletionWriter($0) }),
      ("trl-preference", { TRLPreferenceWriter($0) }),
      ("trl-unpaired", { TRLUnpairedWriter($0) }),
      ("trl-stepwise", { StepwiseWriter(context: $0) }),
      ("axolotl-dpo", { AxolotlPreferenceWriter($0) }),
      ("axolotl-kto", { AxolotlJudgedWriter(context: $0) }),
      ("sharegpt", { ShareGPTWriter($0) }),
      ("torchtune-preference", { TorchtunePreferenceWriter($0) }),
    ]

  /// The names of the layouts.
  static var layouts: [String] { all.map(\.layout) }

  /// What makes the writer of that layout, one for each thread.
  static func named(
    _ layout: String
  ) throws(UnknownName) -> @Sendable (WriterContext) -> any TargetWriter {
    guard let entry = all.first(where: { $0.layout == layout }) else {
      throw UnknownName(kind: "layout that can be written", name: layout, known: layouts)
    }
    return entry.make
  }
}
