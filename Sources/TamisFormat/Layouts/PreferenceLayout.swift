// Two answers, the better one and the other, in all the forms that go by these names.
//
//     {"prompt": "Q", "chosen": "A", "rejected": "B"}                         TRL, standard
//     {"prompt": [msg], "chosen": [msg], "rejected": [msg]}                   TRL, conversational
//     {"chosen": [msg, msg], "rejected": [msg, msg]}                          the prompt is what both share
//     {"system": "S", "question": "Q", "chosen": "A", "rejected": "B"}        Intel's orca pairs
//     {"conversations": [msg], "chosen": {msg}, "rejected": {msg}}            LLaMA-Factory
//     {"chosen": {"messages": [msg, msg]}, "rejected": {"messages": [msg, msg]}}   Fireworks
//
// Each answer is a string, a message, a list of them, or an object with such a list; each prompt is a
// string or a list. Where the lists of both answers start alike that is the prompt, and a prompt
// beside it has to be its last question.

import TamisCore

/// `{"prompt"?, "chosen", "rejected"}` as strings or as messages.
///
/// Source: https://huggingface.co/docs/trl/dataset_formats#preference,
/// https://github.com/hiyouga/LLaMA-Factory/blob/main/data/README.md,
/// https://docs.axolotl.ai/docs/rlhf.html
public struct PreferenceLayout: Layout {
  public static let name = "preference"
  public static let required = [
    KeySet(.chosen, .responseJ, .chosenMessages), KeySet(.rejected, .responseK, .rejectedMessages),
  ]
  public static let optional = KeySet(
    .prompt, .question, .query, .instruction, .input, .context, .messages, .conversations,
    .conversation, .system, .systemPrompt, .tools, .images, .videos, .audios)

  private var prompt = PromptReader()
  private var chosen = MessageReader()
  private var rejected = MessageReader()

  public init() {}

  public static func evidence(in record: RecordTree) -> LayoutEvidence? {
    evidence(.shape, in: record)
  }

  public mutating func example(from record: RecordTree) -> Result<Example, LayoutFailure> {
    Self.result { () throws(LayoutFailure) in .preference(try read(record)) }
  }

  private mutating func read(_ record: RecordTree) throws(LayoutFailure) -> Preference {
    let chosen = record.first(of: .chosen, .chosenMessages, .responseJ) ?? .chosen
    let rejected = record.first(of: .rejected, .rejectedMessages, .responseK) ?? .rejected
    let isText = try self.chosen.readAnswer(chosen, of: record)
    guard try self.rejected.readAnswer(rejected, of: record) == isText else {
      throw LayoutFailure(
        .wrongType, "one of '\(chosen.name)' and '\(rejected.name)' is a string, the other is not")
    }
    if isText, !PromptReader.hasPrompt(record) { return withoutPrompt(record) }
    let shared = isText ? 0 : self.chosen.sharedCount(self.rejected)
    let (prompt, isConversational) = try prompt.read(of: record, isOptional: !isText)
    var input = prompt
    if shared > 0 {
      input = try merged(prompt, Array(self.chosen.messages[..<shared]), isConversational)
    }
    return Preference(
      input: input, chosen: Array(self.chosen.messages[shared...]),
      rejected: Array(self.rejected.messages[shared...]),
      isConversational: isConversational || !isText)
  }

  /// The input, where the answers start with `shared`.
  private func merged(
    _ input: Conversation, _ shared: [Message], _ isConversational: Bool
  ) throws(LayoutFailure) -> Conversation {
    var merged = input
    merged.json = nil
    if isConversational {
      // A list of messages as prompt: TRL puts the answers behind it as they are.
      merged.messages = input.messages + shared
      return merged
    }
    let systems = input.messages.filter { $0.role == .system }
    merged.messages = (shared.contains { $0.role == .system } ? [] : systems) + shared
    guard let question = input.messages.last(where: { $0.role == .user }) else { return merged }
    let asked = shared.contains { $0.role == .user && $0.says(question) }
    if !asked {
      throw LayoutFailure(
        .wrongLayout,
        "the prompt is not among the messages that chosen and rejected have in common; leave it "
          + "out, or them")
    }
    return merged
  }

  /// What two texts have in common at their start is the prompt, as TRL reads it: up to the first
  /// difference, without a space in front of that.
  private func withoutPrompt(_ record: RecordTree) -> Preference {
    var input = Conversation()
    var answers = [chosen.messages, rejected.messages]
    let texts = answers.compactMap { $0.first?.text }
    if texts.count == 2, let cut = SharedText.end(texts[0], texts[1]), cut > 0 {
      let prompt = SharedText.part(texts[0], 0..<cut, in: record)
      input.messages = [Message(role: .user, content: .text(prompt))]
      for index in 0..<2 {
        let text = texts[index]
        let rest = SharedText.part(text, cut..<text.body.count, in: record)
        answers[index] = [Message(role: .assistant, content: .text(rest))]
      }
    }
    return Preference(
      input: input, chosen: answers[0], rejected: answers[1], isConversational: false)
  }
}
