import TamisCore

/// Reads what an answer answers, in whichever field and form a record has it.
struct PromptReader {
  private var reader = ConversationReader()

  init() {}

  /// The fields that hold a prompt.
  private static let fields = KeySet(
    .prompt, .question, .query, .instruction, .messages, .conversations, .conversation)

  static func hasPrompt(_ record: RecordTree) -> Bool { record.present.overlaps(fields) }

  /// The prompt, and whether it came as messages. Without a prompt the conversation is empty.
  ///
  /// A string becomes a message of the user; a system field goes in front.
  mutating func read(
    of record: RecordTree, isOptional: Bool = false
  ) throws(LayoutFailure) -> (input: Conversation, isConversational: Bool) {
    let field =
      record.first(
        of: .prompt, .question, .query, .instruction, .conversations, .conversation, .messages)
    let system = record.first(of: .system, .systemPrompt)
    guard let field else {
      if isOptional { return (try plain(nil, system, record), false) }
      throw LayoutFailure(.missingKey, "the record has no 'prompt'")
    }
    let node = record.peek(field)
    if record.kind(node) == .array {
      return (try reader.read(field, system: system, of: record), true)
    }
    if field == .messages || field == .conversations || field == .conversation {
      throw record.wrongKind(node, "an array")
    }
    if field == .instruction {
      let none = JSONFragment(literal: #""""#, kind: .string)
      return (
        try plain(AlpacaLayout.pair(of: record, completion: none).prompt, system, record), false
      )
    }
    if isOptional, record.kind(node) == .null { return (try plain(nil, system, record), false) }
    return (try plain(try record.filledString(field), system, record), false)
  }

  private mutating func plain(
    _ prompt: JSONFragment?, _ system: KnownKey?, _ record: RecordTree
  ) throws(LayoutFailure) -> Conversation {
    var input = Conversation()
    if let system, let message = try reader.systemMessage(record[system], of: record) {
      input.messages.append(message)
    }
    if let prompt { input.messages.append(Message(role: .user, content: .text(prompt))) }
    try reader.readTools(into: &input, of: record)
    return input
  }
}

extension MessageReader {
  /// Reads an answer in place of all messages: a string, a message, a list of them, or an object with
  /// one as `messages`. True for a string.
  mutating func readAnswer(
    _ field: KnownKey, of record: RecordTree
  ) throws(LayoutFailure) -> Bool {
    reset()
    let node = record[field]
    guard node != 0 else { throw LayoutFailure(.missingKey, "the record has no '\(field.name)'") }
    switch record.kind(node) {
    case .string:
      add(Message(role: .assistant, content: .text(record.fragment(node))))
      return true
    case .array: try read(node, of: record)
    case .object:
      let list = record.member(.messages, of: node)
      if list == 0 {
        try readMessage(node, of: record)
      } else {
        try read(list, of: record)
        record.noteOthers(of: node, in: "answer", besides: .messages)
      }
    default: throw record.wrongKind(node, "a string or messages")
    }
    guard !messages.isEmpty else {
      throw record.failure(.emptyContent, "there is no message in '\(field.name)'", at: node)
    }
    return false
  }

  /// How many messages both start with. One at least is left for each.
  func sharedCount(_ other: MessageReader) -> Int {
    let limit = min(messages.count, other.messages.count) - 1
    var count = 0
    while count < limit, messages[count].isSame(as: other.messages[count]) { count += 1 }
    // An answer has to be there in both: what the assistant says last is never the prompt's.
    return count
  }
}

extension Message {
  /// The content where it is one string.
  var text: JSONFragment? {
    if case .text(let text) = content { text } else { nil }
  }

  /// True when both say the same in the same role, as far as that is text.
  func isSame(as other: Message) -> Bool {
    guard role == other.role else { return false }
    if let json, let otherJSON = other.json, json.json.isSame(as: otherJSON.json) { return true }
    return says(other)
  }

  /// True when both are one string, and the same. Allocates only where one has escapes.
  func says(_ other: Message) -> Bool {
    guard let text, let otherText = other.text, toolCalls.isEmpty, other.toolCalls.isEmpty else {
      return false
    }
    if text.body.isSame(as: otherText.body) { return true }
    guard text.isEscaped || otherText.isEscaped else { return false }
    var one = ByteBuffer()
    var two = ByteBuffer()
    text.decode(into: &one)
    otherText.decode(into: &two)
    return one.bytes.isSame(as: two.bytes)
  }
}
