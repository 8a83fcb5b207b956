import TamisCore

/// J004 blank-line.
///
/// What it checks: no line is empty or white space alone.
/// Why: it is not a JSON value, so readers that take each line for one stop there; others pass over
/// it.
/// Use instead: the file without the line.
/// Source: https://jsonlines.org
/// Fix: safe; the line is left out.
enum BlankLine: LineRule {
  static let rule = Rule.blankLine
}

extension Rule {
  static let blankLine = Rule("J004", "blank-line")
}
