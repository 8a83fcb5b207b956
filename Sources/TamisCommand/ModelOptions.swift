import ArgumentParser
import Tamis
import TamisFormat

/// The options of the verbs that look at what a model reads: tokenizer, template, strategy.
struct ModelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A tokenizer: a file, a folder, an encoding, a model.", valueName: "file|name"))
  var tokenizer: String?

  @Option(
    help: ArgumentHelp(
      "A chat template instead of the tokenizer's: a file, or the name of a built-in one.",
      valueName: "file|name"))
  var template: String?

  @Option(
    help: ArgumentHelp(
      "What is learned: assistant-only, completion-only, last-turn or all.",
      valueName: "strategy"))
  var strategy = MaskStrategy.assistantOnly

  @Option(
    help: ArgumentHelp(
      "A role whose messages are learned; may be repeated (default: assistant).",
      valueName: "role"))
  var trainRole: [Role] = []

  @Flag(help: "Encode special tokens that a message spells out as text, as mistral-common does.")
  var plainSpecialText = false

  func validate() throws {
    if tokenizer == nil, template != nil { throw ValidationError("--template needs --tokenizer") }
  }

  var maskOptions: MaskOptions {
    MaskOptions(
      strategy: strategy, roles: trainRole.isEmpty ? [.assistant] : Set(trainRole),
      keepsSpecialTextPlain: plainSpecialText, templatesPrompts: template != nil)
  }

  /// The tokenizer with its template; `nil` where none is named.
  func load() throws -> LoadedChatTokenizer? {
    try tokenizer.map { try LoadedChatTokenizer(named: $0, template: template) }
  }
}

extension MaskStrategy: ExpressibleByArgument {}

extension Role: ExpressibleByArgument {
  public init?(argument: String) {
    guard let role = Role.allCases.first(where: { "\($0)" == argument }) else { return nil }
    self = role
  }

  public static var allValueStrings: [String] { allCases.map { "\($0)" } }
}
