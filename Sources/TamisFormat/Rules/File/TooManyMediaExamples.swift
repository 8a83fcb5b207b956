import TamisCore

/// L008 too-many-media-examples.
///
/// What it checks: no more examples of the file have an image or another medium than the target
/// takes.
/// Why: the job is refused; examples with media count against a limit of their own.
/// Source: https://developers.openai.com/api/docs/guides/vision-fine-tuning
struct TooManyMediaExamples: FileRule {
  static let rule = Rule("L008", "too-many-media-examples")

  private let limit: Profile.Limit?

  init(_ profile: Profile) {
    limit = profile.limit("max_image_examples") ?? profile.limit("max_multimodal_examples")
  }

  func check(_ file: FileSummary) -> [FileVerdict] {
    guard let limit, file.statistics.mediaExamples > limit.value else { return [] }
    return [
      FileVerdict(
        message: "\(file.statistics.mediaExamples) examples have images or other media, "
          + "limit \(limit.value) (\(limit.provenance.citation))")
    ]
  }
}
