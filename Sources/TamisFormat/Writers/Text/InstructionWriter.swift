import TamisCore

/// Writes `{"instruction":…,"input":"","output":…}` and its kin, after the dataset of Alpaca.
///
/// The names of the fields are the target's; some have a field for a system message, and one for the
/// turns before: `"history":[["question","answer"],…]`. A field that the target has is always there,
/// empty where there is nothing to say, so that all rows of a table have the same columns.
struct InstructionWriter: TargetWriter {
  private let context: WriterContext
  /// The starts of the members: `{"instruction":`, `,"input":""`, `,"output":` …; `nil` for a field
  /// that the target lacks.
  private let instruction: [UInt8]
  private let input: [UInt8]
  private let output: [UInt8]
  private let system: [UInt8]?
  private let history: [UInt8]?

  init(_ context: WriterContext) {
    self.context = context
    let settings = context.settings
    func member(_ option: String, _ fallback: String) -> [UInt8]? {
      let name = settings.text(option, or: fallback)
      return name.isEmpty ? nil : Array(",\"\(name)\":".utf8)
    }
    instruction = [UInt8(ascii: "{")] + (member("instruction", "instruction") ?? []).dropFirst()
    input = member("input", "input").map { $0 + Array("\"\"".utf8) } ?? []
    output = member("output", "output") ?? []
    system = member("system", "")
    history = member("history", "")
  }

  func write(_ example: Example, to output: inout ByteBuffer) throws(Refusal) {
    if history != nil, case .conversation(let conversation) = example {
      return try write(conversation, to: &output)
    }
    var pair = try context.pair(of: example, wanted: "instructions with answers")
    if system == nil { pair = try context.fittingSystem(pair) }
    write(pair, to: &output)
    if history != nil { append(history, "[]", to: &output) }
    output.append(UInt8(ascii: "}"))
  }

  /// Appends a record but for its history and its end.
  private func write(_ pair: PromptCompletion, to output: inout ByteBuffer) {
    output.append(instruction)
    output.append(pair.prompt)
    output.append(input)
    output.append(self.output)
    output.append(pair.completion)
    if let system {
      output.append(system)
      if let text = pair.system { output.append(text) } else { output.append("\"\"") }
    }
  }

  private func append(_ lead: [UInt8]?, _ value: StaticString, to output: inout ByteBuffer) {
    output.append(lead ?? [])
    output.append(value)
  }

  /// Appends the record of a conversation, all turns but the last two of which are its history.
  private func write(
    _ conversation: Conversation, to output: inout ByteBuffer
  ) throws(Refusal) {
    try context.checkNoTools(of: conversation)
    let fitted = system == nil ? try context.withoutSystem(conversation) : conversation
    let (leading, turns) = try context.leadingSystem(of: fitted.messages)
    var texts: [JSONFragment] = []
    for index in turns.indices {
      let role: Role = (index - turns.startIndex) % 2 == 0 ? .user : .assistant
      let place = MessagePlace(index, turns[index].role)
      guard turns[index].role == role else {
        throw Refusal("\(place) is not of the \(role.name), whose turn it is at \(context.target)")
      }
      texts.append(try context.onlyText(of: turns[index], place))
    }
    guard texts.count >= 2, texts.count % 2 == 0 else {
      throw Refusal("the record does not end in an answer; \(context.target) wants one")
    }
    write(
      PromptCompletion(
        prompt: texts[texts.count - 2], completion: texts[texts.count - 1],
        system: try context.text(of: leading)), to: &output)
    append(history, "[", to: &output)
    for index in stride(from: 0, to: texts.count - 2, by: 2) {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      output.append(UInt8(ascii: "["))
      output.append(texts[index])
      output.append(UInt8(ascii: ","))
      output.append(texts[index + 1])
      output.append(UInt8(ascii: "]"))
    }
    output.append("]}")
  }
}
