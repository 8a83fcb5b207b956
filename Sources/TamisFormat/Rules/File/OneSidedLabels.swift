import TamisCore

/// P006 one-sided-labels.
///
/// What it checks: of unpaired answers some are wanted and some are not.
/// Why: with one kind alone there is nothing to tell apart; KTO's loss needs both.
/// Source: https://github.com/huggingface/trl/blob/f2cd577/docs/source/dataset_formats.md
struct OneSidedLabels: FileRule {
  static let rule = Rule("P006", "one-sided-labels")

  init(_ profile: Profile) {}

  func check(_ file: FileSummary) -> [FileVerdict] {
    let (wanted, unwanted) = (file.statistics.wanted, file.statistics.unwanted)
    guard wanted + unwanted > 1, wanted == 0 || unwanted == 0 else { return [] }
    return [
      FileVerdict(message: "all labels are \(wanted > 0 ? "true" : "false"); both are needed")
    ]
  }
}
