// How rules see a record.
//
// A record is parsed once, and one walk over its nodes resolves what all rules ask for: which field
// is which, which message has which role and where its members are. The rules then compare small
// numbers; they touch the text, and build strings, only when something is wrong.
//
//     {"messages":[{"role":"user","content":"Hi"}]}
//
//     nodes     0 object  1 key  2 array  3 object  4 key  5 string "user"  6 key  7 string "Hi"
//     messages  [node 3, role .user, roleNode 5, content 7 .string]
//
// The view is filled again for each record and keeps its memory: a good record allocates nothing.

import TamisCore

/// One chat record, read for the rules.
final class ChatView {
  let document = JSONDocument()
  /// The target's word for each role.
  private let roles: [(name: [UInt8], role: ChatRole)]
  private(set) var messages: [ChatMessage] = []

  /// Nodes of the record's fields, 0 where there is none.
  private(set) var messagesNode = 0
  private(set) var tools = 0
  private(set) var functions = 0
  private(set) var parallelToolCalls = 0
  /// Roles that occur.
  private(set) var hasAssistant = false
  private(set) var hasUnknownRole = false
  /// True when some message calls a tool or is the result of a call.
  private(set) var usesTools = false
  /// True when some content is a list of parts.
  private(set) var hasParts = false
  /// True when some message has a weight.
  private(set) var hasWeights = false
  let text: TextScan
  private let keys = KeyScan()
  /// The document that arguments of tool calls are parsed in.
  let arguments = JSONDocument()

  /// Hashes that one rule gathers at a time. Take it with `withHashes`.
  private var hashes: Set<ContentHash> = []
  private var key = ByteBuffer()

  init(_ profile: Profile) {
    text = TextScan(specialTokens: profile.specialTokens.values)
    let canonical: [(String, ChatRole)] = [
      ("system", .system), ("developer", .developer), ("user", .user),
      ("assistant", .assistant), ("tool", .tool), ("function", .function),
    ]
    roles = canonical.filter { entry in profile.roles.contains { $0.name == entry.0 } }
      .map { (Array($0.0.utf8), $0.1) }
  }

  /// True when the record has an array of messages, which is what most rules are about.
  var hasMessages: Bool { messagesNode != 0 && document.node(messagesNode).kind == .array }

  /// Keys that an object names twice.
  var duplicateKeys: [(first: Int, second: Int)] { keys.duplicates }
  /// True when some string holds half of a surrogate pair.
  var hasLoneSurrogate: Bool { keys.hasLoneSurrogate }

  /// What kind of value a node is.
  func kind(_ node: Int) -> JSONKind { document.node(node).kind }

  /// The value at a node.
  func value(_ node: Int) -> JSONValue { JSONValue(document: document, node: node) }

  /// Reads a record in place of the one before.
  func read(_ line: UnsafeRawBufferPointer) throws(JSONError) {
    messages.removeAll(keepingCapacity: true)
    (messagesNode, tools, functions, parallelToolCalls) = (0, 0, 0, 0)
    (hasAssistant, hasUnknownRole, usesTools, hasParts, hasWeights) = (
      false, false, false, false, false
    )
    try document.parse(line)
    text.scan(document)
    keys.scan(document)
    readFields()
    if hasMessages { readMessages() }
  }

  private func readFields() {
    var at = 1
    let end = Int(document.node(0).next)
    while at < end, document.node(0).kind == .object {
      let value = at + 1
      withKey(at) { key in
        switch key.count {
        case 8 where key.isText("messages"): messagesNode = value
        case 5 where key.isText("tools"): tools = value
        case 9 where key.isText("functions"): functions = value
        case 19 where key.isText("parallel_tool_calls"): parallelToolCalls = value
        default: break
        }
      }
      at = Int(document.node(value).next)
    }
  }

  private func readMessages() {
    var at = messagesNode + 1
    let end = Int(document.node(messagesNode).next)
    while at < end {
      let node = document.node(at)
      messages.append(readMessage(at, node))
      at = Int(node.next)
    }
  }

  private func readMessage(_ index: Int, _ node: JSONNode) -> ChatMessage {
    var message = ChatMessage(node: index)
    guard node.kind == .object else {
      message.isObject = false
      return message
    }
    var at = index + 1
    while at < Int(node.next) {
      let value = document.node(at + 1)
      withKey(at) { key in
        if let known = MessageKey(key) {
          // No calls are made by an empty list of them.
          let isEmptyList = value.kind == .array && Int(value.next) == at + 2
          let isNoCall = known == .toolCalls && isEmptyList
          message.set(known, to: at + 1, isNoCall ? .null : value.kind)
        } else {
          message.keys.insert(.other)
        }
      }
      at = Int(value.next)
    }
    if message.roleNode != 0, document.node(message.roleNode).kind == .string {
      withKey(message.roleNode) { name in
        message.role = roles.first { name.elementsEqual($0.name) }?.role
      }
    }
    note(message)
    return message
  }

  private func note(_ message: ChatMessage) {
    if message.role == .assistant { hasAssistant = true }
    if message.role == nil { hasUnknownRole = true }
    if message.callsTools || message.role == .tool || message.role == .function {
      usesTools = true
    }
    if message.content != 0, message.contentKind == .array { hasParts = true }
    if message.weight != 0 { hasWeights = true }
  }

  /// Calls `body` with an empty set, whose memory is kept for the next rule.
  func withHashes(_ body: (inout Set<ContentHash>) -> Void) {
    var hashes = self.hashes
    self.hashes = []
    body(&hashes)
    hashes.removeAll(keepingCapacity: hashes.capacity <= 1024)
    self.hashes = hashes
  }

  /// Calls `body` with the characters of the string at `node`.
  @inline(__always)
  func withKey(_ node: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
    let key = document.node(node)
    let inside = document.bytes(key.range.lowerBound + 1..<key.range.upperBound - 1)
    guard key.flags.contains(.escaped) else { return body(inside) }
    self.key.truncate(to: 0)
    JSONString.decode(inside, into: &self.key)
    body(self.key.bytes)
  }
}

extension MessageKey {
  /// The key of those characters.
  @inline(__always)
  init?(_ text: UnsafeRawBufferPointer) {
    switch text.count {
    case 4 where text.isText("role"): self = .role
    case 4 where text.isText("name"): self = .name
    case 5 where text.isText("audio"): self = .audio
    case 6 where text.isText("weight"): self = .weight
    case 7 where text.isText("content"): self = .content
    case 7 where text.isText("refusal"): self = .refusal
    case 10 where text.isText("tool_calls"): self = .toolCalls
    case 12 where text.isText("tool_call_id"): self = .toolCallID
    case 13 where text.isText("function_call"): self = .functionCall
    default: return nil
    }
  }
}
