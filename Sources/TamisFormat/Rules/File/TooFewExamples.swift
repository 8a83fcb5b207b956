import TamisCore

/// L001 too-few-examples.
///
/// What it checks: the file has as many examples as the target asks for, and at least one. A file for
/// validation is measured by the limit for those.
/// Why: OpenAI answers `invalid_n_examples`: "Training file has 3 example(s), but must have at
/// least 10 examples".
/// Source: https://developers.openai.com/api/docs/guides/supervised-fine-tuning
struct TooFewExamples: FileRule {
  static let rule = Rule("L001", "too-few-examples")

  private let target: String
  private let limit: Profile.Limit?
  private let validationLimit: Profile.Limit?

  init(_ profile: Profile) {
    target = profile.name
    limit = profile.limit("min_examples")
    validationLimit = profile.limit("min_validation_examples")
  }

  func check(_ file: FileSummary) -> [FileVerdict] {
    let limit = file.isForValidation ? validationLimit : self.limit
    guard file.isLines, file.examples < limit?.value ?? 1 else { return [] }
    let wanted =
      limit.map { $0.value > 1 ? "; \(target) wants \($0.value) (\($0.provenance.citation))" : "" }
      ?? ""
    if file.facts.size == 0 { return [FileVerdict(message: "the file is empty\(wanted)")] }
    let count = file.examples == 1 ? "1 example" : "\(file.examples) examples"
    return [FileVerdict(message: "the file has \(count)\(wanted)")]
  }
}
