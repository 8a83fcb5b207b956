import TamisCore

extension WriterContext {
  /// Appends what a tool is given, as a string that holds JSON.
  func appendString(_ arguments: ToolCall.Arguments, to output: inout ByteBuffer) {
    switch arguments {
    case .text(let text): output.append(text)
    case .object(let object): output.append(quoting: object.json)
    }
  }

  /// Appends what a tool is given, as an object: a string is parsed, and its JSON kept as it is
  /// written in there.
  func appendObject(
    _ arguments: ToolCall.Arguments, _ place: MessagePlace, to output: inout ByteBuffer
  ) throws(Refusal) {
    switch arguments {
    case .object(let object):
      guard object.kind == .object else {
        throw Refusal(
          .unreadableArguments, "\(place) calls a tool with \(object.kind.phrase), not an object")
      }
      output.append(inOneLine: object.json)
    case .text(let text):
      guard let value = value(in: text) else {
        throw Refusal(
          .unreadableArguments,
          "\(place) calls a tool with arguments that are not JSON; \(target) wants an object")
      }
      guard value.kind == .object else {
        throw Refusal(
          .unreadableArguments,
          "\(place) calls a tool with \(value.kind.phrase) as its arguments; "
            + "\(target) wants an object")
      }
      output.append(inOneLine: value.json)
    }
  }
}
