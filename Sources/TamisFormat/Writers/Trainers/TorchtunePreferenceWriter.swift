import TamisCore

/// Writes `{"chosen":[…],"rejected":[…]}`, both with all of the conversation, for torchtune.
/// Source: https://github.com/pytorch/torchtune/blob/bd2a0fc/torchtune/data/_messages.py
struct TorchtunePreferenceWriter: TargetWriter {
  private let context: WriterContext
  private let messages: MessagesWriter

  init(_ context: WriterContext) {
    self.context = context
    messages = MessagesWriter(context)
  }

  func write(_ example: Example, to output: inout ByteBuffer) throws(Refusal) {
    let preference = try context.preference(of: example)
    try context.checkPair(preference)
    let input = try context.fittingSystem(preference.input)
    try context.checkNoTools(of: input)
    output.append(#"{"chosen":"#)
    messages.startConversation()
    try messages.append(input.messages + preference.chosen, of: "chosen", to: &output)
    output.append(#","rejected":"#)
    messages.startConversation()
    try messages.append(input.messages + preference.rejected, of: "rejected", to: &output)
    output.append(UInt8(ascii: "}"))
  }
}
