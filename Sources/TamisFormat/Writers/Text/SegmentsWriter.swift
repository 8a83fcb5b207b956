import TamisCore

/// Writes `{"segments":[{"label":true,"text":…},…]}`: text in pieces, some of which are learned. What
/// starts and ends a sequence is part of the text.
/// Source: https://github.com/axolotl-ai-cloud/axolotl/blob/067b021/docs/dataset-formats/template_free.qmd
struct SegmentsWriter: TargetWriter {
  let context: WriterContext

  func write(_ example: Example, to output: inout ByteBuffer) throws(Refusal) {
    guard case .segments(let segments) = example else {
      throw .kind(
        example, target: context.target,
        wanted: "segments that hold their special tokens as text, which no other kind does")
    }
    output.append(#"{"segments":["#)
    for (index, segment) in segments.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      output.append(segment.isTrained ? #"{"label":true,"text":"# : #"{"label":false,"text":"#)
      output.append(segment.text)
      output.append(UInt8(ascii: "}"))
    }
    output.append("]}")
  }
}
