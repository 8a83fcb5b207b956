import TamisCore

/// D004 duplicate-id.
///
/// What it checks: no two records have the same id, where the target goes by it.
/// Why: results come back under the id, so those of one of the two are lost.
/// Source: https://github.com/openai/openai-openapi
enum DuplicateID: LineRule {
  static let rule = Rule.duplicateID
}

extension Rule {
  static let duplicateID = Rule("D004", "duplicate-id")
}
