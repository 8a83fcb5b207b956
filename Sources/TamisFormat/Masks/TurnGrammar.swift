// What a template puts around an answer.
//
// Where a template says it with `{% generation %}`, nothing has to be learned. Most don't. What an
// answer is in them is learned once, by rendering a few short conversations, and then found in each
// record from one render. Llama 3, with ⏎ for a newline:
//
//     …user<|end_header_id|>⏎⏎Ask.<|eot_id|><|start_header_id|>assistant<|end_header_id|>⏎⏎Answer.<|eot_id|>
//                                 ╰───────────────── opening after a user ────────────────╯      ╰closing╯
//
//     opening     what stands behind a user's text when the template is told to let the model begin
//     header      as much of it as is also there when the answer is
//     end of turn the first special token behind an answer
//
// **What belongs to an assistant turn:** everything behind its opening, up to and including the
// end-of-turn token. Not the role header, which the model is given; not the newline that a template
// writes behind the token, since who generates stops at the token. Text of the template inside of a
// turn, such as `<tool_call>` or an empty `<think></think>`, has to be generated and so belongs to it,
// unless the generation prompt ends with it. Axolotl trains the same (`train_on_eot: turn`); TRL's
// templates with `{% generation %}` do, but for the newline, which some of them put inside.

import TamisCore
import TamisTemplates
import TamisTokenizers

/// How the turns of a template's assistant begin and end.
struct TurnGrammar: Sendable {
  /// What stands between a message and the answer to it.
  struct Opening: Sendable {
    /// Who speaks before the answer.
    var role: Role
    /// With the generation prompt: all that the model is given.
    var full: [UInt8]
    /// As much of `full` as also stands before an answer that is there.
    var header: [UInt8]
  }

  private(set) var openings: [Opening] = []
  /// What `add_generation_prompt` adds behind a user's question, where it only adds.
  private(set) var answerPrompt: [UInt8] = []
  /// As much of it as also stands before answers that are there.
  private(set) var answerHeader: [UInt8] = []
  /// Tokens that end an answer.
  private(set) var endOfTurn: [TokenID] = []
  /// What the template writes behind the last answer.
  private(set) var closing: [UInt8] = []
  /// What the template writes itself in the conversations that it was tried on.
  private(set) var literals: [[UInt8]] = []
  /// Why the template renders none of these conversations.
  private(set) var failure: TemplateError?

  /// Learns from `template`. `specials` says which ids are special tokens.
  init(
    _ template: ChatTemplate, _ variables: TemplateVariables, _ encoder: Encoder, specials: [Bool]
  ) {
    var probe = TurnProbe(template, variables)
    let user = probe.message("user", "Ask.")
    let answer = probe.message("assistant", "Answer.")
    guard let last = probe.render([user, answer]) else {
      failure = probe.failure
      return
    }
    if let text = last.text(after: 1) {
      closing = text
      noteEnd(last, after: 1, encoder, specials)
    }
    literals = last.literals
    if let middle = probe.render([user, answer, user, answer]) {
      noteEnd(middle, after: 1, encoder, specials)
    }
    answerPrompt = probe.generationPrompt(user)
    for (role, messages) in probe.questions(user, answer) {
      let asked = probe.render(messages, generationPrompt: true)
      guard let full = asked?.text(after: messages.count - 1) else { continue }
      var shared = full.count
      // Answers before the last may be written otherwise: without an empty thought, say.
      for more in [[answer], [answer, user, answer]] {
        guard let gap = probe.render(messages + more)?.gap(before: messages.count) else { continue }
        shared = min(shared, gap.sharedPrefix(full))
      }
      openings.append(Opening(role: role, full: full, header: Array(full.prefix(shared))))
      if role == .user {
        let header = max(0, shared - (full.count - answerPrompt.count))
        answerHeader = Array(answerPrompt.prefix(header))
      }
    }
  }

  /// Where the answer starts in `gap`, the template's text between a message of `role` and the
  /// first byte of the answer's own; `nil` where no opening is recognised. `role` is `nil` where the
  /// message right before the answer is not the one that the gap follows.
  func start(in gap: UnsafeRawBufferPointer, after role: Role?) -> Int? {
    if let role, let opening = openings.first(where: { $0.role == role }) {
      let shared = gap.sharedPrefix(opening.full)
      let isWhole = shared == opening.full.count || shared == gap.count
      if isWhole, shared > 0 || gap.isEmpty { return shared }
      if !opening.header.isEmpty, shared >= opening.header.count { return opening.header.count }
    }
    // The template's own text only: nothing that a user wrote is in the gap.
    guard let header = gap.lastRange(of: answerHeader) else { return nil }
    let rest = gap[header.upperBound...]
    let shared = rest.sharedPrefix(answerPrompt.dropFirst(answerHeader.count))
    let isWhole = shared == rest.count || answerHeader.count + shared == answerPrompt.count
    return isWhole ? header.upperBound + shared : header.upperBound
  }

  private mutating func noteEnd(
    _ probe: TurnProbe.Rendering, after message: Int, _ encoder: Encoder, _ specials: [Bool]
  ) {
    guard let end = probe.end(of: message) else { return }
    let limit = probe.start(after: message) ?? probe.text.count
    var tokens = TokenBuffer(offsets: true)
    guard (try? encoder.encode(probe.text, into: &tokens)) != nil else { return }
    for index in 0..<tokens.count {
      let start = index == 0 ? 0 : Int(tokens.ends[index - 1])
      let id = tokens.ids[index]
      if start < end { continue }
      if start >= limit { return }
      guard Int(id) < specials.count, specials[Int(id)] else { continue }
      if !endOfTurn.contains(id) { endOfTurn.append(id) }
      return
    }
  }
}

extension Collection<UInt8> {
  /// How many bytes at the start are the same.
  func sharedPrefix(_ other: some Collection<UInt8>) -> Int {
    zip(self, other).prefix { $0 == $1 }.count
  }
}

extension UnsafeRawBufferPointer {
  /// Where `pattern` comes last.
  func lastRange(of pattern: [UInt8]) -> Range<Int>? {
    guard !pattern.isEmpty, pattern.count <= count else { return nil }
    for start in stride(from: count - pattern.count, through: 0, by: -1)
    where self[start] == pattern[0] && self[start..<start + pattern.count].elementsEqual(pattern) {
      return start..<start + pattern.count
    }
    return nil
  }
}
