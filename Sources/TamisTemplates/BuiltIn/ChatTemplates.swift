/// The chat templates that come with Tamis.
///
/// Written for Tamis after what the families' own templates render: the same text for the same
/// conversation, with `{% generation %}` around what the model has to write itself, its end-of-turn
/// token included.
public enum ChatTemplates {
  /// The names, family by family.
  public static var names: [String] { all.map(\.name) }

  /// The template of that name, in small or capital letters, with or without the marks between its
  /// parts: `llama-3.1`, `Llama3.1` and `llama_3_1` are one. `nil` where there is none.
  public static func named(_ name: String) -> BuiltInTemplate? {
    let wanted = plain(name)
    return all.first { plain($0.name) == wanted }
  }

  /// Every template.
  public static let all: [BuiltInTemplate] = [
    .llama2, .llama3, .llama31, .llama32, .mistral1, .mistral3, .mistral3Tekken, .mistral7, .phi3,
    .phi35, .phi4, .qwen25, .qwen3, .gemma, .gemma3, .chatML,
  ]

  private static func plain(_ name: String) -> [UInt8] {
    name.lowercased().utf8.filter { $0 &- 0x30 < 10 || $0 &- 0x61 < 26 }
  }
}

/// A chat template that comes with Tamis, and the special tokens of its models.
public struct BuiltInTemplate: Sendable {
  /// Its name, such as `llama-3.1`.
  public let name: String
  /// Jinja.
  public let source: String
  /// `bos_token` and its like, by the names that templates and `tokenizer_config.json` have for them.
  public let specialTokens: [(name: String, content: [UInt8])]

  init(
    _ name: String, bos: String? = nil, eos: String, pad: String? = nil, unknown: String? = nil,
    source: String
  ) {
    self.name = name
    self.source = source
    let tokens = [
      ("bos_token", bos), ("eos_token", eos), ("pad_token", pad), ("unk_token", unknown),
    ]
    specialTokens = tokens.compactMap { name, content in content.map { (name, Array($0.utf8)) } }
  }

  /// The template, ready to render.
  public func template() throws(TemplateError) -> ChatTemplate {
    try ChatTemplate(source: Array(source.utf8), name: name)
  }
}
