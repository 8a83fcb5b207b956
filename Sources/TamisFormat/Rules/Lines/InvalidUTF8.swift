import TamisCore

/// E003 invalid-utf8.
///
/// What it checks: each line is UTF-8.
/// Why: JSON Lines is UTF-8; most readers end with a decoding error, and one that replaces what it
/// cannot read changes the text.
/// Use instead: `tamis ingest --encoding latin1 FILE > fixed.jsonl`, with the encoding that it is in.
/// Source: https://jsonlines.org
enum InvalidUTF8: LineRule {
  static let rule = Rule.invalidUTF8
}
