/// `{"messages": […], "tools"?, "images"?, "videos"?, "audios"?}` as trainers on Hugging Face's
/// libraries read it: arguments of tool calls are objects, media stand in fields of their own.
///
/// Source: https://huggingface.co/docs/trl/dataset_formats
public struct HFChatLayout: Layout {
  public static let name = "hf-chat"
  public static let required = [KeySet(.messages)]
  public static let optional = KeySet(.tools, .image, .images, .videos, .audios, .weight)

  private var reader = ConversationReader()

  public init() {}

  public static func evidence(in record: RecordTree) -> LayoutEvidence? {
    let shape = record.shape(of: record.peek(.messages))
    if shape.contains(.hasObjectArguments) { return evidence(.inside, in: record) }
    return record.present.overlaps(MediaColumns.fields) ? evidence(.names, in: record) : nil
  }

  public mutating func example(from record: RecordTree) -> Result<Example, LayoutFailure> {
    Self.result { () throws(LayoutFailure) in
      .conversation(try reader.read(.messages, of: record))
    }
  }
}
