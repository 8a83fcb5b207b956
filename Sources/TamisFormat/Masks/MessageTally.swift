import TamisTemplates

/// Counts how much of each message a template has written.
enum MessageTally {
  /// Notes messages of which nothing is written, and answers without their thoughts.
  static func note(_ sources: [SourceSpan], _ infos: [MessageInfo], into mask: LossMask) {
    var isComplete = true
    var last = -1
    for source in sources where source.field != .other {
      if source.message > last + 1 { isComplete = false }
      last = max(last, source.message)
    }
    let hasThoughts = infos.contains { $0.thought > 0 || $0.hasReasoning }
    // Most templates write each message, in its turn, and most messages have no thoughts.
    guard !isComplete || last + 1 < infos.count || hasThoughts else { return }
    var written = [Written](repeating: Written(), count: infos.count)
    for source in sources where source.field != .other && source.message < infos.count {
      written[source.message].bytes += source.range.count
      if source.field == .reasoning { written[source.message].hasReasoning = true }
    }
    for (index, info) in infos.enumerated() {
      if info.saysSomething, written[index].bytes == 0 {
        mask.lostMessages.append(index)
      } else if info.hasReasoning
        ? !written[index].hasReasoning
        : info.thought > 0
          && written[index].bytes < info.answer + info.thought / 2
      {
        mask.messagesWithoutThoughts.append(index)
      }
    }
  }

  private struct Written {
    var bytes = 0
    var hasReasoning = false
  }
}
