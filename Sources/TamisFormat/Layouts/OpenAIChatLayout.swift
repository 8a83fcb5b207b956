import TamisCore

/// `{"messages": [{"role", "content", …}, …], "tools"?, "parallel_tool_calls"?, "functions"?}`.
///
/// Only the shape is asked for: an array of objects. Whether roles and contents are good is a
/// question to the validator of the target.
public struct OpenAIChatLayout: Layout {
  public static let name = "openai-chat"
  public static let required: [FieldName] = [messages]
  public static let optional: [FieldName] = [tools, parallelToolCalls, functions]

  // Names are costly to make: once, not for each record.
  private static let messages: FieldName = "messages"
  private static let tools: FieldName = "tools"
  private static let parallelToolCalls: FieldName = "parallel_tool_calls"
  private static let functions: FieldName = "functions"

  private let document = JSONDocument()

  public init() {}

  public mutating func example(from record: Record) -> Result<Example, LayoutFailure> {
    guard let messages = record[Self.messages] else {
      return .failure(LayoutFailure(.missingKey, "the record has no 'messages'"))
    }
    guard messages.kind == .array else {
      return .failure(
        LayoutFailure(
          .wrongType, "'messages' is \(messages.kind.phrase), not an array, at /messages"))
    }
    do throws(LayoutFailure) {
      return .success(
        .conversation(
          Conversation(
            json: JSONFragment(messages), messages: try read(messages.json),
            tools: record[Self.tools].map { JSONFragment($0) },
            parallelToolCalls: record[Self.parallelToolCalls].map { JSONFragment($0) },
            functions: record[Self.functions].map { JSONFragment($0) })))
    } catch {
      return .failure(error)
    }
  }

  private func read(_ json: UnsafeRawBufferPointer) throws(LayoutFailure) -> [Message] {
    let array: JSONValue
    do throws(JSONError) { array = try document.parse(json) } catch {
      throw LayoutFailure(error.rule, "\(error.message), at /messages")
    }
    var messages: [Message] = []
    for value in array.elements {
      guard value.kind == .object else {
        throw LayoutFailure(
          .wrongType,
          "a message is \(value.kind.phrase), not an object, at /messages/\(messages.count)")
      }
      messages.append(message(value, of: json))
    }
    return messages
  }

  private func message(_ value: JSONValue, of json: UnsafeRawBufferPointer) -> Message {
    var message = Message(json: JSONFragment(value, of: json), others: [])
    for (key, member) in value.members {
      let fragment = JSONFragment(member, of: json)
      if key.isString("role") {
        message.role = fragment
      } else if key.isString("content") {
        message.content = fragment
      } else {
        message.others.append((JSONFragment(key, of: json), fragment))
      }
    }
    return message
  }
}
