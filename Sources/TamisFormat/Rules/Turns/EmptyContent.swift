import TamisCore

/// R007 empty-content.
///
/// What it checks: a message says something. An empty answer is an error; an empty question, or
/// white space alone, is a warning. Tools may answer nothing, and who calls a tool may say nothing.
/// Why: an empty answer teaches to say nothing; OpenAI's own checking notebook counts it as
/// missing.
/// Source: https://cookbook.openai.com/examples/chat_finetuning_data_prep
struct EmptyContent: RecordRule {
  static let rule = Rule.emptyContent

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    for message in chat.messages where message.content != 0 {
      guard let role = message.role, role != .tool, role != .function else { continue }
      let node = chat.document.node(message.content)
      let size = node.range.count
      switch message.contentKind {
      case .string where size == 2: break
      case .string where Self.isBlank(chat.document.bytes(node.range)): break
      case .array where Int(node.next) == message.content + 1: break
      default: continue
      }
      if role == .assistant, message.saysWithoutContent { continue }
      let isEmpty = message.contentKind == .array || size == 2
      report.report(
        Self.rule, at: message.content,
        atMost: isEmpty && role == .assistant ? .error : .warning,
        isEmpty
          ? "the content of the \(role) message is empty"
          : "the content of the \(role) message is nothing but white space")
    }
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
