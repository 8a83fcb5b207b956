public import TamisCore

/// A way in which the keys of a record are arranged: `openai-chat`, `prompt-completion` …
///
/// A layout is data going in. One value belongs to one thread, so that it may keep scratch space.
public protocol Layout: SendableMetatype {
  /// The name that `--from` takes.
  static var name: String { get }
  /// The fields that its records cannot lack: one of each set.
  static var required: [KeySet] { get }
  /// The other fields that it accounts for: those that it reads, and those that say again what it
  /// has read.
  static var optional: KeySet { get }

  init()

  /// What in a record that has the required fields speaks for the layout; `nil` where their values
  /// speak against it.
  static func evidence(in record: RecordTree) -> LayoutEvidence?

  /// The meaning of `record`, or why it has none.
  ///
  /// Good until the tree reads another record. Fields that the tree was not asked for, and what it
  /// was told to leave out, have no meaning in the layout.
  mutating func example(from record: RecordTree) -> Result<Example, LayoutFailure>
}

/// Why a record has no meaning in a layout.
public struct LayoutFailure: Error, Equatable {
  public var rule: Rule
  /// What is wrong, with the JSON Pointer of the place in it.
  public var message: String

  public init(_ rule: Rule, _ message: String) {
    self.rule = rule
    self.message = message
  }
}

/// The layouts that are known, one line each.
public enum Layouts {
  public static let all: [any Layout.Type] = [
    OpenAIChatLayout.self,
    HFChatLayout.self,
    MistralLayout.self,
    CohereLayout.self,
    AnthropicLayout.self,
    ConverseLayout.self,
    GeminiLayout.self,
    ShareGPTLayout.self,
    DialogLayout.self,
    LLaMAFactoryLayout.self,
    PromptCompletionLayout.self,
    AlpacaLayout.self,
    QuestionAnswerLayout.self,
    OASSTRowLayout.self,
    OASSTTreeLayout.self,
    TextLayout.self,
    PreferenceLayout.self,
    RankedLayout.self,
    OpenAIPreferenceLayout.self,
    GeminiPreferenceLayout.self,
    ConversePreferenceLayout.self,
    JudgedLayout.self,
    StepwiseLayout.self,
    PromptLayout.self,
    OpenAIReinforcementLayout.self,
    GeminiReinforcementLayout.self,
    SegmentsLayout.self,
    TokensLayout.self,
  ]

  /// The layout of that name.
  public static func named(_ name: String) throws(UnknownName) -> any Layout.Type {
    guard let layout = all.first(where: { $0.name == name }) else {
      throw UnknownName(kind: "layout", name: name, known: all.map { $0.name })
    }
    return layout
  }
}
