import TamisCore

/// R007 empty-content.
///
/// What it checks: a message says something. An empty answer is an error; an empty question, or
/// white space alone, is a warning. Tools may answer nothing, and who calls a tool may say nothing.
/// Why: an empty answer teaches to say nothing; OpenAI's own checking notebook counts it as missing,
/// Nova's validator answers `Invalid content, empty text content`.
/// Source: https://cookbook.openai.com/examples/chat_finetuning_data_prep
/// Fix: unsafe; the record is left out.
struct EmptyContent: ShapeRule {
  static let rule = Rule.emptyContent

  let target: String
  private let refused: [ChatRole]

  init(_ profile: Profile) {
    target = profile.name
    refused = profile.refusesEmpty.compactMap { ChatRole(named: $0) }
  }

  func check(_ chat: ChatView, _ report: Reporter) {
    if !chat.problems.isEmpty { reportProblems(chat, report) }
    for message in chat.messages { check(message, chat, report) }
    for message in chat.sideMessages { check(message, chat, report) }
  }

  func isWorthSaying(_ problem: ShapeProblem, _ chat: ChatView) -> Bool {
    if case .count = problem.kind { return true }
    return false
  }

  @inline(__always)
  private func check(_ message: ChatMessage, _ chat: ChatView, _ report: Reporter) {
    guard message.content != 0, let role = message.role, role != .tool, role != .function else {
      return
    }
    let node = chat.document.node(message.content)
    // What has more than a few bytes and starts with a letter says something.
    if message.contentKind == .string, node.range.count > 2,
      chat.document.text[node.range.lowerBound + 1] > 0x20,
      chat.document.text[node.range.lowerBound + 1] != UInt8(ascii: "\\")
    {
      return
    }
    checkClosely(message, role, node, chat, report)
  }

  private func checkClosely(
    _ message: ChatMessage, _ role: ChatRole, _ node: JSONNode, _ chat: ChatView,
    _ report: Reporter
  ) {
    let isEmpty: Bool
    switch message.contentKind {
    case .string where node.range.count == 2: isEmpty = true
    case .string where Self.isBlank(chat.document.bytes(node.range)): isEmpty = false
    case .array where Int(node.next) == message.content + 1: isEmpty = true
    case .array where !message.parts.isEmpty && message.calls.isEmpty && message.results.isEmpty:
      guard let isNothing = emptiness(of: chat.parts[message.parts], chat) else { return }
      isEmpty = isNothing
    default: return
    }
    if role == .assistant, message.saysWithoutContent { return }
    report.report(
      Self.rule, at: message.content,
      atMost: isEmpty && refused.contains(role) ? .error : .warning,
      isEmpty
        ? "the content of the \(role) message is empty"
        : "the content of the \(role) message is nothing but white space")
  }

  /// True where the parts hold no text at all, false where it is white space alone; `nil` where
  /// there is something.
  private func emptiness(of parts: ArraySlice<PartNodes>, _ chat: ChatView) -> Bool? {
    var isEmpty = true
    for part in parts {
      guard part.text != 0, chat.kind(part.text) == .string else { return nil }
      let json = chat.value(part.text).json
      if json.count > 2 { isEmpty = false }
      if !Self.isBlank(json) { return nil }
    }
    return isEmpty
  }

  /// True for a string, with its quotes, of white space alone, which may be written as escapes.
  private static func isBlank(_ json: UnsafeRawBufferPointer) -> Bool {
    var at = 1
    while at < json.count - 1 {
      if json[at] == 0x20 {
        at += 1
      } else if json[at] == UInt8(ascii: "\\"), "ntrf".utf8.contains(json[at + 1]) {
        at += 2
      } else {
        return false
      }
    }
    return true
  }
}
