import TamisCore

/// Writes `{"prompt":…,"completion":…}`: two strings, the second of which is learned.
struct PromptCompletionWriter: TargetWriter {
  let context: WriterContext

  func write(_ example: Example, to output: inout ByteBuffer) throws(Refusal) {
    let pair = try context.fittingSystem(context.pair(of: example))
    output.append(#"{"prompt":"#)
    output.append(pair.prompt)
    output.append(#","completion":"#)
    output.append(pair.completion)
    output.append(UInt8(ascii: "}"))
  }
}
