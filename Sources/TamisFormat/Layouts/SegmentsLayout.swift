import TamisCore

/// `{"segments": [{"label": boolean, "text": string}, …]}`: Axolotl's `input_output`, text of which
/// each piece is learned or only read.
///
/// Source: https://docs.axolotl.ai/docs/dataset-formats/template_free.html
public struct SegmentsLayout: Layout {
  public static let name = "axolotl-segments"
  public static let required = [KeySet(.segments)]
  public static let optional = KeySet()

  private var segments: [Segment] = []

  public init() {}

  public mutating func example(from record: RecordTree) -> Result<Example, LayoutFailure> {
    Self.result { () throws(LayoutFailure) in .segments(try read(record)) }
  }

  private mutating func read(_ record: RecordTree) throws(LayoutFailure) -> [Segment] {
    let list = record[.segments]
    guard list != 0 else { throw LayoutFailure(.missingKey, "the record has no 'segments'") }
    guard record.kind(list) == .array else { throw record.wrongKind(list, "an array") }
    segments.removeAll(keepingCapacity: true)
    var at = list + 1
    while at < record.next(list) {
      guard record.kind(at) == .object else { throw record.wrongKind(at, "an object") }
      let label = record.member(.label, of: at)
      guard let isTrained = try record.optionalBoolean(label) else {
        throw record.failure(.missingKey, "there is no 'label'", at: at)
      }
      let text = record.member(.text, of: at)
      segments.append(
        Segment(text: try record.requiredString(text, .text, of: at), isTrained: isTrained))
      record.noteOthers(of: at, in: "segments[]", besides: .label, .text)
      at = record.next(at)
    }
    guard !segments.isEmpty else {
      throw record.failure(.emptyContent, "'segments' is empty", at: list)
    }
    return segments
  }
}
