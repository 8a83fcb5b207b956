import TamisCore

/// E005 wrong-encoding.
///
/// What it checks: the file is in UTF-8, not in UTF-16 or UTF-32.
/// Why: JSON Lines is UTF-8, and the upload is refused at line 1. PowerShell's `>` writes UTF-16.
/// Use instead: `tamis ingest FILE > fixed.jsonl`, which goes by the byte-order mark.
/// Source: https://jsonlines.org
struct WrongEncoding: FileRule {
  static let rule = Rule("E005", "wrong-encoding")

  init(_ profile: Profile) {}

  func check(_ file: FileSummary) -> [FileVerdict] {
    guard let mark = file.facts.byteOrderMark, mark.encoding != "UTF-8" else { return [] }
    return [Self.verdict(encoding: mark.encoding)]
  }

  /// What is said about a file in `encoding`.
  static func verdict(encoding: String) -> FileVerdict {
    FileVerdict(
      message: "the file is \(encoding), not UTF-8; the upload is refused at line 1",
      fix: Finding.Fix(
        .safe, "convert it: tamis ingest --encoding \(encoding) FILE > fixed.jsonl"))
  }
}
