import TamisCore

/// Writes messages and tools the way templates read them: as openai-chat has them.
///
/// What came in that form goes on as it came. Arguments of a tool call stay what they are, an object
/// or a string: templates write the two differently, and so will a trainer.
enum MessageJSON {
  static func append(
    _ messages: [Message], _ more: [Message] = [], to json: inout ByteBuffer
  ) {
    json.append("[")
    var isFirst = true
    for message in [messages, more].joined() {
      if !isFirst { json.append(",") }
      isFirst = false
      append(message, to: &json)
    }
    json.append("]")
  }

  static func append(_ tools: [Tool], to json: inout ByteBuffer) {
    json.append("[")
    for (index, tool) in tools.enumerated() {
      if index > 0 { json.append(",") }
      if let whole = tool.json {
        json.append(whole.json)
        continue
      }
      json.append(#"{"type":"function","function":{"name":"#)
      json.append(tool.name.json)
      append(#","description":"#, tool.description, to: &json)
      append(#","parameters":"#, tool.parameters, to: &json)
      append(#","strict":"#, tool.strict, to: &json)
      json.append("}}")
    }
    json.append("]")
  }

  private static func append(_ message: Message, to json: inout ByteBuffer) {
    if let whole = message.json {
      json.append(whole.json)
      return
    }
    json.append(#"{"role":""#)
    json.append(message.role.name)
    json.append("\"")
    switch message.content {
    case .none: break
    case .text(let text): append(#","content":"#, text, to: &json)
    case .parts(let parts):
      json.append(#","content":"#)
      append(parts, to: &json)
    }
    append(#","reasoning_content":"#, message.reasoning, to: &json)
    append(#","name":"#, message.name, to: &json)
    append(#","tool_call_id":"#, message.toolCallID, to: &json)
    if !message.toolCalls.isEmpty {
      json.append(#","tool_calls":["#)
      for (index, call) in message.toolCalls.enumerated() {
        if index > 0 { json.append(",") }
        append(call, to: &json)
      }
      json.append("]")
    }
    json.append("}")
  }

  private static func append(_ call: ToolCall, to json: inout ByteBuffer) {
    json.append("{")
    if let id = call.id {
      json.append(#""id":"#)
      json.append(id.json)
      json.append(",")
    }
    json.append(#""type":"function","function":{"name":"#)
    json.append(call.name.json)
    json.append(#","arguments":"#)
    switch call.arguments {
    case .object(let value), .text(let value): json.append(value.json)
    }
    json.append("}}")
  }

  private static func append(_ parts: [Part], to json: inout ByteBuffer) {
    json.append("[")
    for (index, part) in parts.enumerated() {
      if index > 0 { json.append(",") }
      switch part {
      case .text(let text):
        json.append(#"{"type":"text","text":"#)
        json.append(text.json)
        json.append("}")
      case .media(let media):
        switch media.kind {
        case .image: json.append(#"{"type":"image"}"#)
        case .video: json.append(#"{"type":"video"}"#)
        case .audio: json.append(#"{"type":"audio"}"#)
        case .document: json.append(#"{"type":"document"}"#)
        }
      case .other(let value): json.append(value.json)
      }
    }
    json.append("]")
  }

  private static func append(
    _ key: StaticString, _ value: JSONFragment?, to json: inout ByteBuffer
  ) {
    guard let value else { return }
    json.append(key)
    json.append(value.json)
  }
}
