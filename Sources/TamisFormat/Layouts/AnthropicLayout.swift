import TamisCore

/// `{"system"?: string | [text], "messages": [{"role", "content": string | [block]}, …], "tools"?}`.
///
/// Blocks are `text`, `image`, `document`, `thinking`, `tool_use` and `tool_result`. The results of
/// tools, which stand in a turn of the user, become messages of their own in front of it.
///
/// Source: https://docs.claude.com/en/api/messages,
/// https://docs.aws.amazon.com/bedrock/latest/userguide/preparing-the-dataset.html
public struct AnthropicLayout: Layout {
  public static let name = "anthropic"
  public static let required = [KeySet(.messages)]
  public static let optional = KeySet(.system, .tools)

  private var reader = ConversationReader()

  public init() {}

  public static func evidence(in record: RecordTree) -> LayoutEvidence? {
    let shape = record.shape(of: record.peek(.messages))
    if shape.contains(.hasAnthropicParts) { return evidence(.inside, in: record) }
    guard shape.contains(.hasRole), !shape.contains(.hasUntypedParts) else { return nil }
    if hasSystem(record) || hasTools(record) { return evidence(.shape, in: record) }
    return nil
  }

  private static func hasSystem(_ record: RecordTree) -> Bool {
    let system = record.peek(.system)
    guard system != 0 else { return false }
    if record.kind(system) == .string { return true }
    guard record.kind(system) == .array, record.next(system) > system + 1 else { return false }
    return record.member(.type, of: system + 1) != 0
  }

  /// Tools have the schema of their input beside the name, and no `function` around the two.
  private static func hasTools(_ record: RecordTree) -> Bool {
    let tools = record.peek(.tools)
    guard tools != 0, record.kind(tools) == .array, record.next(tools) > tools + 1 else {
      return false
    }
    return record.member(.inputSchema, of: tools + 1) != 0
  }

  public mutating func example(from record: RecordTree) -> Result<Example, LayoutFailure> {
    Self.result { () throws(LayoutFailure) in
      .conversation(try reader.read(.messages, system: .system, of: record))
    }
  }
}
