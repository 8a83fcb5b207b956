/// `{"messages": [{"role", "content": [{"type", "value"}, …], "loss_weight"?}, …], "tools"?: string}`:
/// what version 1 of LLaMA-Factory reads. Thoughts and tool calls are parts of the content.
///
/// Source: https://github.com/hiyouga/LLaMA-Factory/tree/ff6d4d1/data (v1_sft_demo.jsonl)
public struct LLaMAFactoryLayout: Layout {
  public static let name = "llama-factory-v1"
  public static let required = [KeySet(.messages)]
  public static let optional = KeySet(.tools)

  private var reader = ConversationReader()

  public init() {}

  public static func evidence(in record: RecordTree) -> LayoutEvidence? {
    let shape = record.shape(of: record.peek(.messages))
    return shape.contains(.hasValueParts) ? evidence(.inside, in: record) : nil
  }

  public mutating func example(from record: RecordTree) -> Result<Example, LayoutFailure> {
    Self.result { () throws(LayoutFailure) in
      .conversation(try reader.read(.messages, of: record))
    }
  }
}
