import TamisCore

/// L001 too-few-examples.
///
/// What it checks: the file has as many examples as the target asks for, and at least one.
/// Why: OpenAI answers `invalid_n_examples`: "Training file has 3 example(s), but must have at
/// least 10 examples".
/// Source: the profile's limit `min_examples`.
struct TooFewExamples: FileRule {
  static let rule = Rule("L001", "too-few-examples")

  private let target: String
  private let limit: Profile.Limit?

  init(_ profile: Profile) {
    target = profile.name
    limit = profile.limit("min_examples")
  }

  func check(_ file: FileSummary) -> FileVerdict? {
    guard file.isLines, file.examples < limit?.value ?? 1 else { return nil }
    let wanted = limit.map { "; \(target) wants \($0.value) (\($0.provenance.citation))" } ?? ""
    if file.facts.size == 0 { return FileVerdict(message: "the file is empty\(wanted)") }
    let count = file.examples == 1 ? "1 example" : "\(file.examples) examples"
    return FileVerdict(message: "the file has \(count)\(wanted)")
  }
}
