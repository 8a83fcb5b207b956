import TamisCore

/// L002 too-many-examples.
///
/// What it checks: the file has no more examples than the target takes; a file for validation is
/// measured by the limit for those.
/// Why: the job is refused, after the upload was waited for.
/// Use instead: a part of the file, drawn by `tamis split`.
/// Source: https://docs.aws.amazon.com/bedrock/latest/userguide/preparing-the-dataset.html
struct TooManyExamples: FileRule {
  static let rule = Rule("L002", "too-many-examples")

  private let limit: Profile.Limit?
  private let validationLimit: Profile.Limit?

  init(_ profile: Profile) {
    limit = profile.limit("max_examples")
    validationLimit = profile.limit("max_validation_examples")
  }

  func check(_ file: FileSummary) -> [FileVerdict] {
    let limit = (file.isForValidation ? validationLimit : nil) ?? self.limit
    guard file.isLines, let limit, file.examples > limit.value else { return [] }
    return [
      FileVerdict(
        message: "the file has \(file.examples) examples, limit \(limit.value) "
          + "(\(limit.provenance.citation))",
        fix: Finding.Fix(.displayOnly, "leave examples out"))
    ]
  }
}
