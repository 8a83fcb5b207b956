import TamisCore

@testable import TamisFormat

/// What an example says, as text that does not depend on how a layout writes it.
struct ExampleMeaning {
  /// The meaning of a record that is read as it looks; `nil` where it has none.
  static func of(_ line: String) -> String? {
    let tree = RecordTree()
    let read = Array(line.utf8).withUnsafeBytes { bytes in
      (try? tree.read(bytes)) != nil
    }
    guard read, case .layout(let layout) = LayoutRecognizer(target: "a test").verdict(on: tree)
    else { return nil }
    var reader = layout.init()
    guard case .success(let example) = reader.example(from: tree) else { return nil }
    return describe(example)
  }

  private static func describe(_ example: Example) -> String {
    switch example {
    case .text(let text): "text " + characters(text)
    case .promptCompletion(let pair):
      describe(WriterContext.messages(of: pair))
    case .conversation(let conversation):
      describe(conversation)
    case .preference(let preference):
      describe(preference.input) + "\nchosen " + describe(preference.chosen) + "\nrejected "
        + describe(preference.rejected)
    case .judged(let judged):
      describe(judged.input) + "\n\(judged.isDesired) " + describe(judged.completion)
    case .stepwise(let stepwise):
      "steps " + characters(stepwise.prompt) + "\(stepwise.completions.map(characters))"
        + "\(stepwise.labels)"
    case .reinforcement(let prompt):
      describe(prompt.input) + "\n"
        + prompt.references.map { characters($0.name) + "=" + characters($0.value) }.joined()
    case .segments(let segments):
      "segments \(segments.map { "\($0.isTrained) " + characters($0.text) })"
    case .tokens(let row):
      "tokens \(characters(row.inputIDs)) \(characters(row.labels ?? row.inputIDs))"
    }
  }

  private static func describe(_ conversation: Conversation) -> String {
    describe(conversation.messages)
      + conversation.tools.map { "\ntool " + characters($0.name) }
      .joined()
  }

  private static func describe(_ messages: [Message]) -> String {
    messages.map { message in
      let role: Role =
        switch message.role {
        case .developer: .system
        case .function: .tool
        default: message.role
        }
      let isLearned = message.isLearned ?? (role == .assistant)
      let calls = message.toolCalls.map { call in
        let arguments =
          switch call.arguments {
          case .object(let object): characters(object)
          case .text(let text): characters(text)
          }
        return "\(characters(call.name))(\(arguments.filter { $0 != "\n" }))"
      }
      return "\(role)\(isLearned ? "" : " unlearned"): \(content(message.content)) \(calls) "
        + (message.reasoning.map { "thought " + characters($0) } ?? "")
    }.joined(separator: "\n")
  }

  private static func content(_ content: Message.Content) -> String {
    switch content {
    case .none: ""
    case .text(let text): characters(text)
    case .parts(let parts):
      parts.map { part in
        switch part {
        case .text(let text): characters(text)
        case .media(let media): "<\(media.kind)>"
        case .other: "<other>"
        }
      }.joined()
    }
  }

  private static func characters(_ value: JSONFragment) -> String {
    guard value.kind == .string else { return String(decoding: value.json, as: UTF8.self) }
    var decoded = ByteBuffer()
    value.decode(into: &decoded)
    return String(decoding: decoded.bytes, as: UTF8.self)
  }
}
