import TamisCore

/// S002 unknown-key.
///
/// What it checks: a record has only the fields that the target names, and a message only the keys
/// of its role. A key in a message is a warning.
/// Why: OpenAI answers `Example 1 contains an extra "weight"` and refuses the file. What it does
/// with unknown keys of a message is not documented.
/// Use instead: `tamis format`, which leaves such fields out and says so.
/// Source: https://github.com/openai/openai-openapi/tree/f7f4b05, FineTuneChatRequestInput
struct UnknownKey: RecordRule {
  static let rule = Rule.unknownKey

  private let target: String
  private let fields: [[UInt8]]
  private let allowed: [ChatRole: MessageKeys]
  private let allKeys: MessageKeys

  init(_ profile: Profile) {
    target = profile.name
    fields = profile.fields.values.map { Array($0.utf8) }
    var allowed: [ChatRole: MessageKeys] = [:]
    for role in ChatRole.allCases {
      guard let known = profile.roles.first(where: { $0.name == "\(role)" }) else { continue }
      allowed[role] = known.keys.reduce(into: []) { keys, name in
        if let key = MessageKey(name) { keys.insert(MessageKeys(key)) }
      }
    }
    self.allowed = allowed
    allKeys = allowed.values.reduce(into: []) { $0.formUnion($1) }
  }

  func check(_ chat: ChatView, _ report: Reporter) {
    // Of a record without messages all fields are unknown: that it has none is enough to say.
    if chat.messagesNode == 0 { return }
    checkFields(chat, report)
    for message in chat.messages where message.isObject {
      let allowed = message.role.flatMap { self.allowed[$0] } ?? allKeys
      if !message.keys.isSubset(of: allowed) { reportKeys(of: message, allowed, chat, report) }
    }
  }

  private func checkFields(_ chat: ChatView, _ report: Reporter) {
    let document = chat.document
    guard document.node(0).kind == .object else { return }
    var key = 1
    while key < Int(document.node(0).next) {
      var isKnown = false
      chat.withKey(key) { name in
        isKnown = fields.contains { $0.withUnsafeBytes { name.isSame(as: $0) } }
      }
      if !isKnown {
        let name = chat.value(key).string ?? ""
        report.report(
          Self.rule, at: key, fix: Finding.Fix(.unsafe, "leave the field out"),
          "field '\(name)' is not part of \(target); the file is refused for an extra \"\(name)\"")
      }
      key = Int(document.node(key + 1).next)
    }
  }

  private func reportKeys(
    of message: ChatMessage, _ allowed: MessageKeys, _ chat: ChatView, _ report: Reporter
  ) {
    var key = message.node + 1
    while key < Int(chat.document.node(message.node).next) {
      let name = chat.value(key).string ?? ""
      let known = MessageKey(name).map { MessageKeys($0) } ?? .other
      // A weight in the wrong place has a rule of its own.
      if !allowed.contains(known), known != MessageKeys(.weight) {
        let owner = message.role?.phrase ?? "a message"
        report.report(
          Self.rule, at: key, atMost: .warning, fix: Finding.Fix(.unsafe, "leave the key out"),
          "key '\(name)' is not part of \(owner)")
      }
      key = Int(chat.document.node(key + 1).next)
    }
  }
}

extension MessageKey {
  fileprivate init?(_ name: String) {
    var name = name
    guard let key = name.withUTF8({ MessageKey(UnsafeRawBufferPointer($0)) }) else { return nil }
    self = key
  }
}
