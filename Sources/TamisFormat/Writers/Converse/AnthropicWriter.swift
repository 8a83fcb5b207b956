import TamisCore

/// Writes `{"system"?:string,"messages":[{"role":"user","content":string},…]}` and no other key: what
/// Bedrock takes for Claude.
/// Source: https://docs.aws.amazon.com/bedrock/latest/userguide/preparing-the-dataset.html
struct AnthropicWriter: TargetWriter {
  let context: WriterContext

  func write(_ example: Example, to output: inout ByteBuffer) throws(Refusal) {
    let conversation = try context.conversation(of: example)
    try context.checkNoTools(of: conversation)
    let (system, turns) = try context.leadingSystem(of: conversation.messages)
    output.append(UInt8(ascii: "{"))
    if let text = try context.text(of: system) {
      output.append(#""system":"#)
      output.append(text)
      output.append(UInt8(ascii: ","))
    }
    output.append(#""messages":["#)
    for index in turns.indices {
      let place = MessagePlace(index, turns[index].role)
      if index > turns.startIndex { output.append(UInt8(ascii: ",")) }
      switch turns[index].role {
      case .assistant: output.append(#"{"role":"assistant","content":"#)
      case .user: output.append(#"{"role":"user","content":"#)
      default:
        throw .noPlace(for: "the result of a tool", in: place, target: context.target)
      }
      output.append(try context.onlyText(of: turns[index], place))
      output.append(UInt8(ascii: "}"))
    }
    output.append("]}")
  }
}
