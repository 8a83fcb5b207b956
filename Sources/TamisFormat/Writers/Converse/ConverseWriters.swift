import TamisCore

/// Writes `{"schemaVersion"?,"system"?,"toolConfig"?,"messages":[…]}`.
struct ConverseWriter: TargetWriter {
  private let context: WriterContext
  private let blocks: BlocksWriter

  init(_ context: WriterContext) {
    self.context = context
    blocks = BlocksWriter(context)
  }

  func write(_ example: Example, to output: inout ByteBuffer) throws(Refusal) {
    output.append(UInt8(ascii: "{"))
    try blocks.appendStart(of: context.conversation(of: example), to: &output)
    output.append("]}")
  }
}

/// Writes the same with a last message of candidates: `{"role":"assistant","candidates":[{"content":
/// […],"preferenceLabel":"preferred"},…]}`.
/// Source: https://docs.aws.amazon.com/nova/latest/userguide/customize-fine-tune-prepare.html
struct ConversePreferenceWriter: TargetWriter {
  private let context: WriterContext
  private let blocks: BlocksWriter

  init(_ context: WriterContext) {
    self.context = context
    blocks = BlocksWriter(context, takesTools: false)
  }

  func write(_ example: Example, to output: inout ByteBuffer) throws(Refusal) {
    let preference = try context.preference(of: example)
    try context.checkPair(preference)
    guard !preference.input.messages.isEmpty else {
      throw Refusal(
        "the two answers have no message in common; \(context.target) wants what they answer")
    }
    output.append(UInt8(ascii: "{"))
    try blocks.appendStart(of: preference.input, to: &output)
    output.append(#",{"role":"assistant","candidates":["#)
    try append(preference.chosen, "chosen", to: &output)
    output.append(#","preferenceLabel":"preferred"},"#)
    try append(preference.rejected, "rejected", to: &output)
    output.append(#","preferenceLabel":"non-preferred"}]}]}"#)
  }

  private func append(
    _ answer: [Message], _ list: String, to output: inout ByteBuffer
  ) throws(Refusal) {
    let message = try context.only(answer, of: list)
    output.append(#"{"content":["#)
    try blocks.appendBlocks(of: message, MessagePlace(0, message.role, of: list), to: &output)
    output.append(UInt8(ascii: "]"))
  }
}
