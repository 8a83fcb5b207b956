// Turns by difference, where the sources do not tell them.
//
// The conversation up to an answer is rendered with the generation prompt, and once more with the
// answer. If the first text is how the whole one begins, the answer starts where it ends; if the
// second agrees with the whole one for longer, the answer ends where it stops to:
//
//     whole   <user>Ask.<end><assistant>Answer.<end><user>More.<end>…
//     before  <user>Ask.<end><assistant>                                 messages[..<k], prompt
//     with    <user>Ask.<end><assistant>Answer.<end>                     messages[...k]
//
// Templates that write an answer otherwise when more follows (those that leave thoughts of earlier
// turns out) have no such prefix, and the turn stays unknown: `LossMask.missingTurns`. A render costs
// as much as the messages before the answer, so that a conversation of which no turn can be found
// otherwise takes quadratic time; `limit` turns are tried at most.

import TamisTemplates

/// Finds the turn of one answer by rendering the conversation without it and with it.
struct TurnDifference {
  /// Answers of one conversation that are looked for at most.
  static let limit = 64

  let template: ChatTemplate
  let variables: TemplateVariables
  let renderer: TemplateRenderer

  /// From behind the header of the answer in message `index` to where it ends in `text`.
  func range(
    of index: Int, in chat: ChatInput, text: UnsafeRawBufferPointer
  ) -> Range<Int>? {
    guard let start = agreement(chat, index, prompt: true, text, whole: true),
      let end = agreement(chat, index + 1, prompt: false, text, whole: false), end >= start
    else { return nil }
    return start..<end
  }

  /// How far the first `count` messages are rendered as the beginning of `text` is; with `whole`,
  /// `nil` unless that is all of them.
  private func agreement(
    _ chat: ChatInput, _ count: Int, prompt: Bool, _ text: UnsafeRawBufferPointer, whole: Bool
  ) -> Int? {
    var context = TemplateContext(messages: chat.prefix(count))
    context.tools = chat.tools
    context.addGenerationPrompt = prompt
    variables.apply(to: &context)
    do throws(TemplateError) { try renderer.render(template, context) } catch { return nil }
    let shared = text.sharedPrefix(renderer.text)
    return whole && shared < renderer.text.count ? nil : shared
  }
}
