import TamisCore

/// Writes `{"systemInstruction"?,"contents":[…],"tools"?}`.
/// Source: https://docs.cloud.google.com/vertex-ai/generative-ai/docs/models/gemini-supervised-tuning-prepare
struct GeminiWriter: TargetWriter {
  private let context: WriterContext
  private let contents: ContentsWriter
  private let declarations: DeclarationsWriter

  init(_ context: WriterContext) {
    self.context = context
    contents = ContentsWriter(context, takesMedia: true)
    declarations = DeclarationsWriter(context)
  }

  func write(_ example: Example, to output: inout ByteBuffer) throws(Refusal) {
    let conversation = try context.conversation(of: example)
    output.append(UInt8(ascii: "{"))
    try contents.append(conversation, to: &output)
    try declarations.append(field: conversation, to: &output)
    output.append(UInt8(ascii: "}"))
  }
}

/// Writes `{"systemInstruction"?,"contents":[…],"completions":[{"score":1,"completion":{…}},
/// {"score":0,"completion":{…}}]}`: text only, the better answer first.
/// Source: https://docs.cloud.google.com/vertex-ai/generative-ai/docs/models/preference-tuning-prepare
struct GeminiPreferenceWriter: TargetWriter {
  private let context: WriterContext
  private let contents: ContentsWriter
  private let declarations: DeclarationsWriter

  init(_ context: WriterContext) {
    self.context = context
    contents = ContentsWriter(context, takesMedia: false)
    declarations = DeclarationsWriter(context)
  }

  func write(_ example: Example, to output: inout ByteBuffer) throws(Refusal) {
    let preference = try context.preference(of: example)
    try context.checkPair(preference)
    output.append(UInt8(ascii: "{"))
    try contents.append(preference.input, to: &output)
    try declarations.append(field: preference.input, to: &output)
    output.append(#","completions":[{"score":1,"completion":"#)
    try contents.append(
      answer: context.only(preference.chosen, of: "chosen"), of: "chosen", to: &output)
    output.append(#"},{"score":0,"completion":"#)
    try contents.append(
      answer: context.only(preference.rejected, of: "rejected"), of: "rejected", to: &output)
    output.append("}]}")
  }
}

/// Writes `{"systemInstruction"?,"contents":[…],"references":{"answer":"4"}}`: what a reward function
/// compares with is a map of strings; other values are written as the string of their JSON.
/// Source: https://docs.cloud.google.com/vertex-ai/generative-ai/docs/models/reinforcement-tuning-job
struct GeminiReinforcementWriter: TargetWriter {
  private let context: WriterContext
  private let contents: ContentsWriter
  private let declarations: DeclarationsWriter

  init(_ context: WriterContext) {
    self.context = context
    contents = ContentsWriter(context, takesMedia: true)
    declarations = DeclarationsWriter(context)
  }

  func write(_ example: Example, to output: inout ByteBuffer) throws(Refusal) {
    let reinforcement = try context.reinforcement(of: example)
    output.append(UInt8(ascii: "{"))
    try contents.append(reinforcement.input, to: &output)
    try declarations.append(field: reinforcement.input, to: &output)
    output.append(#","references":{"#)
    for (index, reference) in reinforcement.references.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      output.append(reference.name)
      output.append(UInt8(ascii: ":"))
      if reference.value.kind == .string {
        output.append(reference.value)
      } else {
        output.append(quoting: reference.value.json)
      }
    }
    output.append("}}")
  }
}
