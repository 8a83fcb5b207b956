import TamisCore

/// M001 no-trainable-tokens, for a whole file.
///
/// What it checks: there is a record in which something is learned.
/// Why: a job over a file where every answer has weight 0 costs as any other and changes nothing.
/// Source: https://developers.openai.com/api/docs/guides/supervised-fine-tuning
struct NothingTrainable: FileRule {
  static let rule = NoTrainableTokens.rule

  init(_ profile: Profile) {}

  func check(_ file: FileSummary) -> [FileVerdict] {
    guard file.isLines, file.examples > 0, file.untrainable == file.examples else { return [] }
    return [FileVerdict(message: "nothing in the file is learned: every answer is masked")]
  }
}
