import TamisCore

// TRL's dataset types. Each has a standard form, of strings, and a conversational one, of lists of
// messages; an example keeps the form that it came in. Tools are one string, and arguments objects,
// which is what chat templates read.
// Source: https://github.com/huggingface/trl/blob/f2cd577/docs/source/dataset_formats.md

/// Writes `{"prompt":…}`, with what a reward function reads beside it.
struct TRLPromptWriter: TargetWriter {
  private let context: WriterContext
  private let turns: TurnsWriter

  init(_ context: WriterContext) {
    self.context = context
    turns = TurnsWriter(context)
  }

  func write(_ example: Example, to output: inout ByteBuffer) throws(Refusal) {
    let reinforcement = try context.reinforcement(of: example)
    let messages = reinforcement.input.messages
    let isStandard = !reinforcement.isConversational && turns.isOneText(messages)
    turns.start()
    output.append(#"{"prompt":"#)
    try turns.append(messages, of: "prompt", isStandard: isStandard, to: &output)
    try turns.appendFields(of: reinforcement.input, to: &output)
    for reference in reinforcement.references {
      output.append(UInt8(ascii: ","))
      output.append(member: reference)
    }
    output.append(UInt8(ascii: "}"))
  }
}

/// Writes `{"prompt":…,"completion":…}`. A conversation is one where a single answer is learned: the
/// last. Messages before it are the prompt.
struct TRLPromptCompletionWriter: TargetWriter {
  private let context: WriterContext
  private let turns: TurnsWriter

  init(_ context: WriterContext) {
    self.context = context
    turns = TurnsWriter(context)
  }

  func write(_ example: Example, to output: inout ByteBuffer) throws(Refusal) {
    if case .promptCompletion(let pair) = example, pair.system == nil {
      return try PromptCompletionWriter(context: context).write(example, to: &output)
    }
    let conversation = try context.conversation(of: example)
    let (prompt, completion) = try split(conversation.messages)
    turns.start()
    output.append(#"{"prompt":"#)
    try turns.append(prompt, of: "prompt", isStandard: false, to: &output)
    output.append(#","completion":"#)
    try turns.append([completion], of: "completion", isStandard: false, to: &output)
    try turns.appendFields(of: conversation, to: &output)
    output.append(UInt8(ascii: "}"))
  }

  private func split(_ messages: [Message]) throws(Refusal) -> ([Message], Message) {
    guard var last = messages.last, last.role == .assistant else {
      throw Refusal("the record does not end in an answer; \(context.target) wants a completion")
    }
    var prompt = Array(messages.dropLast())
    for index in prompt.indices where prompt[index].role == .assistant {
      guard prompt[index].isLearned == false || context.drops(.weights) else {
        throw Refusal(
          "\(MessagePlace(index, .assistant)) is learned too; \(context.target) learns the last "
            + "answer only; give the others weight 0, or write for trl-messages")
      }
      prompt[index].weight = nil
      prompt[index].isTrained = nil
    }
    if last.isLearned == true { (last.weight, last.isTrained) = (nil, nil) }
    return (prompt, last)
  }
}

/// Writes `{"prompt"?,"chosen":…,"rejected":…}`, the prompt where there is one.
struct TRLPreferenceWriter: TargetWriter {
  private let context: WriterContext
  private let turns: TurnsWriter

  init(_ context: WriterContext) {
    self.context = context
    turns = TurnsWriter(context)
  }

  func write(_ example: Example, to output: inout ByteBuffer) throws(Refusal) {
    let preference = try context.preference(of: example)
    try context.checkPair(preference)
    let input = preference.input
    let isStandard =
      !preference.isConversational && (input.messages.isEmpty || turns.isOneText(input.messages))
      && turns.isOneText(preference.chosen) && turns.isOneText(preference.rejected)
    turns.start()
    output.append(UInt8(ascii: "{"))
    if !input.messages.isEmpty {
      output.append(#""prompt":"#)
      try turns.append(input.messages, of: "prompt", isStandard: isStandard, to: &output)
      output.append(UInt8(ascii: ","))
    }
    output.append(#""chosen":"#)
    try turns.append(preference.chosen, of: "chosen", isStandard: isStandard, to: &output)
    output.append(#","rejected":"#)
    try turns.append(preference.rejected, of: "rejected", isStandard: isStandard, to: &output)
    try turns.appendFields(of: input, to: &output)
    output.append(UInt8(ascii: "}"))
  }
}

/// Writes `{"prompt":…,"completion":…,"label":true}`.
struct TRLUnpairedWriter: TargetWriter {
  private let context: WriterContext
  private let turns: TurnsWriter

  init(_ context: WriterContext) {
    self.context = context
    turns = TurnsWriter(context)
  }

  func write(_ example: Example, to output: inout ByteBuffer) throws(Refusal) {
    guard case .judged(let judged) = example else {
      throw .kind(example, target: context.target, wanted: "answers that are judged one by one")
    }
    let isStandard =
      !judged.isConversational && turns.isOneText(judged.input.messages)
      && turns.isOneText(judged.completion)
    turns.start()
    output.append(#"{"prompt":"#)
    try turns.append(judged.input.messages, of: "prompt", isStandard: isStandard, to: &output)
    output.append(#","completion":"#)
    try turns.append(judged.completion, of: "completion", isStandard: isStandard, to: &output)
    output.append(judged.isDesired ? #","label":true"# : #","label":false"#)
    try turns.appendFields(of: judged.input, to: &output)
    output.append(UInt8(ascii: "}"))
  }
}

/// Writes `{"prompt":…,"completions":["step",…],"labels":[true,…]}`.
struct StepwiseWriter: TargetWriter {
  let context: WriterContext

  func write(_ example: Example, to output: inout ByteBuffer) throws(Refusal) {
    guard case .stepwise(let stepwise) = example else {
      throw .kind(
        example, target: context.target, wanted: "solutions whose steps are judged one by one")
    }
    output.append(#"{"prompt":"#)
    output.append(stepwise.prompt)
    output.append(#","completions":["#)
    for (index, step) in stepwise.completions.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      output.append(step)
    }
    output.append(#"],"labels":["#)
    for (index, label) in stepwise.labels.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      output.append(label ? "true" : "false")
    }
    output.append("]}")
  }
}
