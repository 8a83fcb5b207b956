/// `{"messages" | "interactions": […], "tools" | "available_tools"?, "system_prompt"?,
/// "only_last"?}`, with `text` for `content` and an `image_url` that is a string.
///
/// Source: https://github.com/mistralai/mistral-finetune/blob/1943535/finetune/data/dataset.py
public struct MistralLayout: Layout {
  public static let name = "mistral"
  public static let required = [KeySet(.messages, .interactions)]
  public static let optional = KeySet(.tools, .availableTools, .systemPrompt, .onlyLast, .weight)

  private var reader = ConversationReader()

  public init() {}

  public static func evidence(in record: RecordTree) -> LayoutEvidence? {
    let field = record.first(of: .interactions, .messages) ?? .messages
    let shape = record.shape(of: record.peek(field))
    if shape.contains(.hasStringURL) { return evidence(.inside, in: record) }
    let own = KeySet(.interactions, .availableTools, .systemPrompt, .onlyLast)
    return record.present.overlaps(own) ? evidence(.shape, in: record) : nil
  }

  public mutating func example(from record: RecordTree) -> Result<Example, LayoutFailure> {
    Self.result { () throws(LayoutFailure) in
      let field = record.first(of: .interactions, .messages) ?? .messages
      let onlyLast = try record.optionalBoolean(record[.onlyLast]) ?? false
      return .conversation(
        try reader.read(field, system: .systemPrompt, onlyLast: onlyLast, of: record))
    }
  }
}
