import TamisCore

/// D001 exact-duplicate.
///
/// What it checks: no record is, byte for byte, one that came before in the file.
/// Why: what is there twice is learned twice, and overfits first; more than a few are an export gone
/// wrong. Cohere's service leaves them out.
/// Use instead: `tamis dedupe`.
/// Source: https://arxiv.org/abs/2107.06499
/// Fix: unsafe; the record is left out.
enum ExactDuplicate: LineRule {
  static let rule = Rule.exactDuplicate
}

extension Rule {
  static let exactDuplicate = Rule("D001", "exact-duplicate")
}
