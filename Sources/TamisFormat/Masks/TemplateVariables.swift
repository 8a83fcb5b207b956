public import TamisTemplates

/// What a template sees besides the conversation.
public struct TemplateVariables: Sendable, Equatable {
  /// Special tokens by their names in `tokenizer_config.json`: `bos_token`, `eos_token` …
  public var specialTokens: [(name: String, content: [UInt8])]
  /// Switches that templates know, such as `enable_thinking`.
  public var switches: [(name: String, isOn: Bool)]
  /// The clock of `strftime_now`.
  public var now: CivilTime?

  public init(
    specialTokens: [(name: String, content: [UInt8])] = [],
    switches: [(name: String, isOn: Bool)] = [], now: CivilTime? = nil
  ) {
    self.specialTokens = specialTokens
    self.switches = switches
    self.now = now
  }

  /// The content of the special token with that name.
  public func specialToken(_ name: String) -> [UInt8]? {
    specialTokens.first { $0.name == name }?.content
  }

  /// Puts all of it into `context`.
  func apply(to context: inout TemplateContext) {
    for token in specialTokens { context.set(token.name, .string(token.content)) }
    for entry in switches { context.set(entry.name, .bool(entry.isOn)) }
    context.now = now
  }

  public static func == (left: TemplateVariables, right: TemplateVariables) -> Bool {
    left.specialTokens.elementsEqual(right.specialTokens) { $0 == $1 }
      && left.switches.elementsEqual(right.switches) { $0 == $1 } && left.now == right.now
  }
}
