/// `{"systemInstruction"?, "contents": [{"role": "user" | "model", "parts": […]}, …], "tools"?}`, in
/// camelCase or snake_case.
///
/// Source: https://cloud.google.com/vertex-ai/generative-ai/docs/models/gemini-supervised-tuning-prepare
public struct GeminiLayout: Layout {
  public static let name = "gemini"
  public static let required = [KeySet(.contents)]
  public static let optional = KeySet(.systemInstruction, .tools)

  private var reader = GeminiReader()

  public init() {}

  public mutating func example(from record: RecordTree) -> Result<Example, LayoutFailure> {
    Self.result { () throws(LayoutFailure) in .conversation(try reader.read(record)) }
  }
}
