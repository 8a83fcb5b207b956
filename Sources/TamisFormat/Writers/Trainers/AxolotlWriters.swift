import TamisCore

/// Writes `{"messages":[…],"chosen":{"role","content"},"rejected":{…}}`, for Axolotl's
/// `chat_template.default` of DPO. It reads role and content of a message and nothing else.
/// Source: https://github.com/axolotl-ai-cloud/axolotl/blob/067b021/src/axolotl/prompt_strategies/dpo/chat_template.py
struct AxolotlPreferenceWriter: TargetWriter {
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
    messages.startConversation()
    output.append(#"{"messages":"#)
    try messages.append(input.messages, of: "messages", to: &output)
    output.append(#","chosen":"#)
    try append(preference.chosen, "chosen", to: &output)
    output.append(#","rejected":"#)
    try append(preference.rejected, "rejected", to: &output)
    output.append(UInt8(ascii: "}"))
  }

  private func append(
    _ answer: [Message], _ list: String, to output: inout ByteBuffer
  ) throws(Refusal) {
    let message = try context.only(answer, of: list)
    try messages.append(message, at: MessagePlace(0, message.role, of: list), to: &output)
  }
}

/// Writes `{"system"?,"prompt":…,"completion":…,"label":true}`, for Axolotl's `chatml.ultra` and
/// `llama3.ultra` of KTO, which are made of strings.
/// Source: https://github.com/axolotl-ai-cloud/axolotl/blob/067b021/src/axolotl/prompt_strategies/kto/chatml.py
struct AxolotlJudgedWriter: TargetWriter {
  let context: WriterContext

  func write(_ example: Example, to output: inout ByteBuffer) throws(Refusal) {
    guard case .judged(let judged) = example else {
      throw .kind(example, target: context.target, wanted: "answers that are judged one by one")
    }
    try context.checkNoTools(of: judged.input)
    let (system, turns) = try context.leadingSystem(of: judged.input.messages)
    guard turns.count == 1, let question = turns.first, question.role == .user else {
      throw Refusal(
        "the record has \(turns.count) turns before the judged answer; "
          + "\(context.target) has one question")
    }
    let answer = try context.only(judged.completion, of: "completion")
    output.append(UInt8(ascii: "{"))
    if let text = try context.text(of: system) {
      output.append(#""system":"#)
      output.append(text)
      output.append(UInt8(ascii: ","))
    }
    output.append(#""prompt":"#)
    output.append(try context.onlyText(of: question, MessagePlace(turns.startIndex, .user)))
    output.append(#","completion":"#)
    output.append(
      try context.onlyText(of: answer, MessagePlace(0, answer.role, of: "completion")))
    output.append(judged.isDesired ? #","label":true}"# : #","label":false}"#)
  }
}
