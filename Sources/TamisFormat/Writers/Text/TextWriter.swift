import TamisCore

/// Writes `{"text":…}`: text to go on with.
struct TextWriter: TargetWriter {
  let context: WriterContext

  func write(_ example: Example, to output: inout ByteBuffer) throws(Refusal) {
    output.append(#"{"text":"#)
    switch example {
    case .text(let text): output.append(text)
    case .conversation, .promptCompletion:
      throw Refusal(
        .wrongLayout,
        "the record is \(example.phrase); \(context.target) is made of plain text, which a chat "
          + "template makes of it: 'tamis render'")
    default: throw .kind(example, target: context.target, wanted: "plain text")
    }
    output.append(UInt8(ascii: "}"))
  }
}
