import TamisCore

/// J001 not-jsonl.
///
/// What it checks: the file is JSON Lines: not one JSON array, and no record spread over lines.
/// Why: OpenAI answers "Expected file to have JSONL format, where every line is a JSON dictionary".
/// One finding stands for the file, not one for each of its lines.
/// Use instead: `tamis ingest --as json FILE > fixed.jsonl`.
/// Source: https://jsonlines.org
/// Fix: safe; each record is written on a line of its own.
enum NotJSONLines: LineRule {
  static let rule = Rule.notJSONLines
}

extension Rule {
  static let notJSONLines = Rule("J001", "not-jsonl")
}
