/// `{"conversations" | "conversation": [{"from", "value"}, …], "system"?, "tools"?: string}`, with the
/// words `human`, `gpt`, `function_call` and `observation`, or with `role` and `content`.
///
/// A `system` field goes in front unless the turns start with a system message. Media of LLaMA-Factory
/// are read where the field names are its own.
///
/// Source: https://github.com/hiyouga/LLaMA-Factory/blob/main/data/README.md,
/// https://docs.axolotl.ai/docs/dataset-formats/conversation.html
public struct ShareGPTLayout: Layout {
  public static let name = "sharegpt"
  public static let required = [KeySet(.conversations, .conversation, .messages)]
  public static let optional = KeySet(
    .system, .systemPrompt, .tools, .image, .images, .videos, .audios, .weight)

  private var reader = ConversationReader()

  public init() {}

  public static func evidence(in record: RecordTree) -> LayoutEvidence? {
    let shape = record.shape(of: record.peek(field(of: record)))
    if shape.contains(.hasFrom) { return evidence(.inside, in: record) }
    return record.peek(.conversations) != 0 || record.peek(.conversation) != 0
      ? evidence(.names, in: record) : nil
  }

  static func field(of record: RecordTree) -> KnownKey {
    record.first(of: .conversations, .conversation) ?? .messages
  }

  public mutating func example(from record: RecordTree) -> Result<Example, LayoutFailure> {
    Self.result { () throws(LayoutFailure) in
      let system = record.first(of: .system, .systemPrompt)
      return .conversation(try reader.read(Self.field(of: record), system: system, of: record))
    }
  }
}
