import TamisCore

/// S007 wrong-layout.
///
/// What it checks: a record that lacks what the target is made of isn't one of another layout: prompt
/// and completion, ShareGPT, Alpaca, Gemini, a preference pair, plain text.
/// Why: the target answers `Example 1 is missing key 'messages'`, or takes the file for the data of
/// another method; the way out is a conversion, not an edit.
/// Use instead: the file that `tamis format` writes.
/// Source: https://developers.openai.com/api/docs/guides/supervised-fine-tuning
/// Fix: safe, where `tamis format` reads the layout.
struct WrongLayout: RecordRule {
  static let rule = Rule.wrongLayout
  static let concern: RecordSigns = .problems

  /// How the record of another layout is known, and what to do with it.
  private struct Other {
    var keys: [StaticString]
    var name: String
    /// Layout that `tamis format` reads it as.
    var layout: String?
    var advice: String
  }

  private let target: String
  private let wish: String

  init(_ profile: Profile) {
    target = profile.name
    let shape = profile.record
    let needed = shape.objects.first.map { shape.names(of: $0.required | $0.anyOf, in: $0) } ?? []
    wish = needed.map { "'\($0)'" }.joined(
      separator: shape.objects.first?.required == 0 ? " or " : " and ")
  }

  private static let others = [
    Other(
      keys: ["conversations"], name: "in ShareGPT's layout", layout: "sharegpt",
      advice: "turn 'conversations' with 'from' and 'value' into 'messages' with 'role' and "
        + "'content'"),
    Other(
      keys: ["input", "preferred_output", "non_preferred_output"],
      name: "a preference pair (DPO)", layout: nil,
      advice: "it belongs in a job of the method 'dpo'"),
    Other(
      keys: ["chosen", "rejected"], name: "a preference pair", layout: nil,
      advice: "only one of the two answers can be learned from here: map it to 'completion'"),
    Other(
      keys: ["prompt", "completion"], name: "a prompt with its completion",
      layout: "prompt-completion", advice: ""),
    Other(
      keys: ["instruction", "output"], name: "in Alpaca's layout", layout: "alpaca",
      advice: "map the fields: tamis ingest --field prompt=instruction --field completion=output"),
    Other(
      keys: ["schemaVersion", "messages"], name: "in the layout of Converse", layout: "converse",
      advice: "turn the blocks of its contents into text"),
    Other(
      keys: ["contents"], name: "in Gemini's layout", layout: "gemini",
      advice: "turn 'contents' with 'parts' into 'messages' with 'content'"),
    Other(
      keys: ["custom_id", "body"], name: "a request of the Batch API", layout: nil,
      advice: "the messages are in its 'body'"),
    Other(
      keys: ["messages"], name: "a conversation in OpenAI's layout", layout: "openai-chat",
      advice: "turn 'messages' into what the target is made of"),
    Other(
      keys: ["question", "answer"], name: "a question with its answer", layout: nil,
      advice: "map the fields: tamis ingest --field prompt=question --field completion=answer"),
    Other(
      keys: ["input_ids"], name: "made of token ids", layout: nil,
      advice: "only the text that they were made from can be converted"),
    Other(
      keys: ["text"], name: "plain text", layout: nil,
      advice: "a chat target is made of turns, and text has none"),
  ]

  func check(_ chat: ChatView, _ report: Reporter) {
    guard chat.lacksFields, let other = Self.match(chat) else { return }
    let canFormat = other.layout.map { name in Layouts.all.contains { $0.name == name } } ?? false
    let advice = canFormat ? "convert it: tamis format --to \(target)" : other.advice
    report.report(
      Self.rule, at: 0, fix: Finding.Fix(canFormat ? .safe : .displayOnly, advice),
      "the record is \(other.name); \(target) wants \(wish)")
  }

  /// True when the record is one of another layout, so that other rules have nothing to say.
  static func isOther(_ chat: ChatView) -> Bool { chat.lacksFields && match(chat) != nil }

  private static func match(_ chat: ChatView) -> Other? {
    let root = chat.document.root
    let own = chat.shape.rootKeys
    return others.first { other in
      // A record that has only what is the target's own is an incomplete one of the target.
      other.keys.allSatisfy { root[$0] != nil }
        && !other.keys.allSatisfy { own.contains($0.description) }
    }
  }
}
