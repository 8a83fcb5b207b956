import TamisCore

/// J008 no-final-newline.
///
/// What it checks: the last line is ended by a line feed.
/// Why: it is optional everywhere; but two such files put one behind the other (`cat a b`) lose a
/// record each.
/// Source: https://jsonlines.org
struct NoFinalNewline: FileRule {
  static let rule = Rule("J008", "no-final-newline")

  init(_ profile: Profile) {}

  func check(_ file: FileSummary) -> [FileVerdict] {
    guard file.facts.endsWithNewline == false, file.examples > 0, file.isLines,
      file.facts.byteOrderMark.map({ $0.encoding == "UTF-8" }) ?? true
    else { return [] }
    return [
      FileVerdict(
        message: "the last line does not end in a line feed; that is accepted",
        fix: Finding.Fix(.safe, "add one"))
    ]
  }
}
