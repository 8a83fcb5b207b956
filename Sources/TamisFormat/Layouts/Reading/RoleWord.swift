/// What a word for a role means.
///
/// Layouts have their own words, and people write them as they like: `human`, `Chatbot`, `gpt`.
struct RoleWord: Equatable {
  var role: Role
  /// True for the words of openai-chat, letter for letter.
  var isExact = false
  /// True where the message is a call of a tool, whose content is the call.
  var isCall = false

  /// The meaning of the characters of `text`; `nil` for a word that nobody knows.
  @inline(__always)
  init?(_ text: UnsafeRawBufferPointer) {
    switch text.count {
    case 4 where text.isText("user"): self.init(role: .user, isExact: true)
    case 9 where text.isText("assistant"): self.init(role: .assistant, isExact: true)
    case 6 where text.isText("system"): self.init(role: .system, isExact: true)
    case 4 where text.isText("tool"): self.init(role: .tool, isExact: true)
    default: self.init(rare: text)
    }
  }

  private init(role: Role, isExact: Bool = false, isCall: Bool = false) {
    self.role = role
    self.isExact = isExact
    self.isCall = isCall
  }

  @inline(never)
  private init?(rare text: UnsafeRawBufferPointer) {
    if text.isText("developer") {
      self.init(role: .developer, isExact: true)
    } else if text.isText("function") {
      self.init(role: .function, isExact: true)
    } else if let word = Self.words.first(where: { Self.isSame(text, $0.word) }) {
      self.init(role: word.role, isCall: word.isCall)
    } else {
      return nil
    }
  }

  private static let words: [(word: StaticString, role: Role, isCall: Bool)] = [
    ("human", .user, false), ("gpt", .assistant, false), ("user", .user, false),
    ("assistant", .assistant, false), ("system", .system, false),
    ("chatbot", .assistant, false), ("model", .assistant, false), ("bot", .assistant, false),
    ("chatgpt", .assistant, false), ("ai", .assistant, false), ("prompter", .user, false),
    ("customer", .user, false), ("observation", .tool, false), ("tool", .tool, false),
    ("ipython", .tool, false), ("tool_response", .tool, false),
    ("function_response", .tool, false), ("tool_result", .tool, false),
    ("function_call", .assistant, true), ("tool_call", .assistant, true),
    ("developer", .developer, false), ("function", .function, false),
  ]

  /// True when `text` is `word`, capitals or not.
  static func isSame(_ text: UnsafeRawBufferPointer, _ word: StaticString) -> Bool {
    guard text.count == word.utf8CodeUnitCount else { return false }
    for (index, byte) in text.enumerated() {
      let lower = byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
      if lower != word.utf8Start[index] { return false }
    }
    return true
  }
}
