/// `{"dialog": [{"role", "content"}, …]}`: SageMaker JumpStart's chat data.
///
/// Source: https://docs.aws.amazon.com/sagemaker/latest/dg/jumpstart-fine-tune.html
public struct DialogLayout: Layout {
  public static let name = "jumpstart-chat"
  public static let required = [KeySet(.dialog, .dialogue)]
  public static let optional = KeySet()

  private var reader = ConversationReader()

  public init() {}

  public mutating func example(from record: RecordTree) -> Result<Example, LayoutFailure> {
    Self.result { () throws(LayoutFailure) in
      let field = record.first(of: .dialog, .dialogue) ?? .dialog
      return .conversation(try reader.read(field, of: record))
    }
  }
}
