import TamisCore

/// A rule about what should not leave the house, which `PrivacyScan` has looked for.
protocol PrivacyRule: RecordRule {
  static var kind: PrivacyScan.Kind { get }
}

extension PrivacyRule {
  static var concern: RecordSigns { .privacyHits }

  func check(_ chat: ChatView, _ report: Reporter) {
    guard let hits = chat.privacy?.hits, !hits.isEmpty else { return }
    for hit in hits where hit.kind == Self.kind {
      let node = report.node(at: hit.range.lowerBound)
      // Numbers that are no text are identifiers and times.
      guard chat.kind(node) == .string else { continue }
      report.report(Self.rule, at: node, range: hit.range, "the text holds \(hit.words)")
    }
  }
}
