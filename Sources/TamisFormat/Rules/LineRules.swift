import TamisCore

/// The rules about lines, which need to know the lines before. `FileFold` asks them.
extension Rule {
  /// What it checks: the file is JSON Lines: not one JSON array, and no record spread over lines.
  ///
  /// Why: OpenAI answers "Expected file to have JSONL format, where every line is a JSON
  /// dictionary". One finding stands for the file, not one for each of its lines.
  /// Use instead: `tamis ingest --as json FILE > fixed.jsonl`. Source: https://jsonlines.org
  static let notJSONLines = Rule("J001", "not-jsonl")

  /// What it checks: no line is empty or white space alone.
  ///
  /// Why: it is not a JSON value, so readers that take each line for one stop there; others pass
  /// over it. Source: https://jsonlines.org
  static let blankLine = Rule("J004", "blank-line")

  /// What it checks: lines end in a line feed, not in a carriage return alone (classic Mac OS).
  ///
  /// Why: for everything that splits at line feeds the file is one line with many records.
  /// Source: https://jsonlines.org
  static let carriageReturnLines = Rule("E012", "cr-line-ends")

  /// What it checks: no record is, byte for byte, one that came before in the file.
  ///
  /// Why: what is there twice is learned twice, and overfits first; more than a few are an export
  /// gone wrong. Use instead: `tamis dedupe`. Source: https://arxiv.org/abs/2107.06499
  static let exactDuplicate = Rule("D001", "exact-duplicate")

  /// What it tells: the dates on which the target stops to be of use.
  ///
  /// Source: the profile's `lifecycle`.
  static let targetClosing = Rule("V001", "target-closing")
}
