import TamisCore

/// E012 cr-line-ends.
///
/// What it checks: lines end in a line feed, not in a carriage return alone (classic Mac OS).
/// Why: for everything that splits at line feeds the file is one line with many records.
/// Use instead: `tr '\r' '\n' < FILE > fixed.jsonl`.
/// Source: https://jsonlines.org
/// Fix: safe; each carriage return becomes a line feed.
enum CarriageReturnLines: LineRule {
  static let rule = Rule.carriageReturnLines
}

extension Rule {
  static let carriageReturnLines = Rule("E012", "cr-line-ends")
}
