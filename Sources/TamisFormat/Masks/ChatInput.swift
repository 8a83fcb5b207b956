import TamisCore
import TamisTemplates

/// What the mask needs to know of a message besides what the template makes of it.
struct MessageInfo {
  /// `nil` for a role that is none of ours.
  var role: Role?
  /// Whether the message is learned, where it says so itself.
  var isTrained: Bool?
  /// True when the message has text that is not white space alone, or calls a tool.
  var saysSomething = false
  /// True when a member is null.
  var hasNull = false
  /// True when thoughts stand beside the content.
  var hasReasoning = false
  /// Bytes of a thought in the content, up to `</think>`, and of what stands behind; 0 for none.
  var thought = 0
  var answer = 0
}

/// A conversation on its way into a template, with memory that is used again.
final class ChatInput {
  private(set) var messages = TemplateValue.none
  private(set) var tools = TemplateValue.none
  private(set) var infos: [MessageInfo] = []
  private var array: JSONValue?

  private let document = JSONDocument()
  private let withoutNulls = JSONDocument()
  private let toolsDocument = JSONDocument()
  // Safety: `read` fills it and parses a copy; nothing else sees it.
  @exclusivity(unchecked) private var json = ByteBuffer()

  /// Takes messages as openai-chat writes them, from a document that outlives the render.
  func read(messages array: JSONValue, tools offered: JSONValue?) {
    infos.removeAll(keepingCapacity: true)
    messages = .json(array)
    self.array = array
    var hasNulls = false
    for message in array.elements {
      let info = MessageInfo(message)
      if info.hasNull { hasNulls = true }
      infos.append(info)
    }
    if hasNulls { removeNulls(from: array) }
    tools = .none
    // TRL does the same: templates write a heading over an empty list.
    if let offered, offered.kind == .array, offered.hasElements {
      tools = .json(offered)
    }
  }

  /// Takes the messages of an example, `completion` behind those of `conversation`.
  func read(
    _ conversation: Conversation, _ completion: [Message] = []
  ) throws(LossMaskError) {
    json.removeAll(keepingUpTo: 1 << 20)
    MessageJSON.append(conversation.messages, completion, to: &json)
    do throws(JSONError) {
      let array = try document.parse(json.bytes)
      var offered: JSONValue?
      if !conversation.tools.isEmpty {
        json.removeAll()
        MessageJSON.append(conversation.tools, to: &json)
        offered = try toolsDocument.parse(json.bytes)
      }
      read(messages: array, tools: offered)
    } catch {
      throw .unmaskable("the messages cannot be read: \(error.message)")
    }
    var index = 0
    for message in [conversation.messages, completion].joined() {
      infos[index].role = message.role
      infos[index].isTrained = message.isTrained ?? infos[index].isTrained
      if message.isTrained == nil, message.role == .assistant, let weight = message.weight {
        infos[index].isTrained = !isZero(weight.json)
      }
      index += 1
    }
  }

  /// Takes the messages without the members that are null: Transformers leaves them out before it
  /// renders, because many templates would write `None` (`apply_chat_template`, since 5.0).
  private func removeNulls(from array: JSONValue) {
    json.removeAll(keepingUpTo: 1 << 20)
    json.append("[")
    var isFirst = true
    for message in array.elements {
      if !isFirst { json.append(",") }
      isFirst = false
      guard message.kind == .object else {
        json.append(message.json)
        continue
      }
      json.append("{")
      var separator: StaticString = ""
      for (key, value) in message.members where value.kind != .null {
        json.append(separator)
        json.append(key.json)
        json.append(":")
        json.append(value.json)
        separator = ","
      }
      json.append("}")
    }
    json.append("]")
    guard let cleaned = try? withoutNulls.parse(json.bytes) else { return }
    messages = .json(cleaned)
    self.array = cleaned
  }

  /// The first `count` messages, as a value of their own.
  func prefix(_ count: Int) -> TemplateValue {
    .list(array?.elements.prefix(count).map { .json($0) } ?? [])
  }
}

extension MessageInfo {
  private static let roles = Role.allCases

  /// What `message` says about itself.
  init(_ message: JSONValue) {
    var weight: JSONValue?
    for (key, value) in message.members {
      if value.kind == .null {
        hasNull = true
      } else if key.isString("role") {
        role = Self.roles.first { value.isString($0.name) }
      } else if key.isString("content") {
        saysSomething = saysSomething || Self.hasText(value)
        noteThought(in: value.json)
      } else if key.isString("tool_calls") || key.isString("function_call") {
        saysSomething = saysSomething || value.json.count > 2 && value.kind != .null
      } else if key.isString("reasoning_content") || key.isString("reasoning")
        || key.isString("thinking")
      {
        hasReasoning = hasReasoning || Self.hasText(value)
      } else if key.isString("weight") {
        weight = value
      } else if key.isString("train") || key.isString("training") {
        if value.kind == .true { isTrained = true }
        if value.kind == .false { isTrained = false }
      }
    }
    if isTrained == nil, role == .assistant, let weight, weight.kind == .number {
      isTrained = !isZero(weight.json)
    }
  }

  private mutating func noteThought(in json: UnsafeRawBufferPointer) {
    guard let end = json.firstOffset(of: "</think>") else { return }
    let start = json.firstOffset(of: "<think>").map { $0 + 7 } ?? 1
    let isBlank = json[min(start, end)..<end].allSatisfy { $0 <= 0x20 || "\\nrt".utf8.contains($0) }
    thought = isBlank ? 0 : end - min(start, end)
    answer = json.count - end - 9
  }

  /// True for a string, or a list with one, that has more than white space in it.
  private static func hasText(_ value: JSONValue) -> Bool {
    switch value.kind {
    case .string:
      // A string that begins with a letter is decided by its first byte.
      var rest = value.json.dropFirst().dropLast()[...]
      while let byte = rest.first {
        if byte == UInt8(ascii: "\\"), let next = rest.dropFirst().first, "ntrf".utf8.contains(next)
        {
          rest = rest.dropFirst(2)
        } else if byte <= 0x20 {
          rest = rest.dropFirst()
        } else {
          return true
        }
      }
      return false
    case .array: return value.elements.contains { $0["text"].map(hasText) ?? ($0.kind != .object) }
    case .object: return true
    default: return false
    }
  }
}

/// True for a number that is nothing: `0`, `0.0`, `-0e5`.
private func isZero(_ json: UnsafeRawBufferPointer) -> Bool {
  for byte in json {
    if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") { return true }
    if byte > UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { return false }
  }
  return true
}

extension JSONValue {
  /// True for an array that is not empty.
  fileprivate var hasElements: Bool { Int(document.node(node).next) > node + 1 }
}

extension UnsafeRawBufferPointer {
  /// Where the bytes of `text` come first.
  func firstOffset(of text: StaticString) -> Int? {
    let size = text.utf8CodeUnitCount
    var start = 0
    while let at = firstOffset(of: text.utf8Start[0], from: start), at + size <= count {
      if UnsafeRawBufferPointer(rebasing: self[at..<at + size]).isText(text) { return at }
      start = at + 1
    }
    return nil
  }
}
