import TamisCore

/// J002 syntax-error.
///
/// What it checks: each line is JSON as RFC 8259 has it: no comma behind the last member, no single
/// quotes, no `NaN`, no half of a record.
/// Why: readers stop at the line, or pass over it without a word; Python's takes `NaN`, others do not.
/// Source: https://www.rfc-editor.org/rfc/rfc8259
enum SyntaxErrorInLine: LineRule {
  static let rule = Rule.syntaxError
}
