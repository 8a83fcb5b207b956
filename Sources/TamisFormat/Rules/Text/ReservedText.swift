import TamisCore

/// X002 reserved-string.
///
/// What it checks: no text holds a string that the target keeps for itself: `\nHuman:` for Claude,
/// `User:` or `[EOS]` for Nova, in whatever case.
/// Why: the record is refused: `Invalid text content, following tokens are invalid`. Nova compares
/// parts of words, so that "Operating System:" is refused too.
/// Use instead: the same words without the colon.
/// Source: https://github.com/aws-samples/amazon-nova-samples/tree/1e88f24
struct ReservedText: RecordRule {
  static let rule = Rule("X002", "reserved-string")
  static let concern: RecordSigns = .textHits

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    guard !chat.text.hits.isEmpty else { return }
    for hit in chat.text.hits {
      guard case .reserved(let index) = hit.kind else { continue }
      let node = report.node(at: hit.range.lowerBound)
      guard chat.kind(node) == .string, !chat.document.node(node).isKey else { continue }
      let name = chat.text.reserved.names[index].replacing(newlineWith: "\\n")
      report.report(
        Self.rule, at: node, range: hit.range, "the text holds '\(name)', which is reserved")
    }
  }
}

extension String {
  /// The text with its line feeds written out.
  fileprivate func replacing(newlineWith escape: String) -> String {
    split(separator: "\n", omittingEmptySubsequences: false).joined(separator: escape)
  }
}
