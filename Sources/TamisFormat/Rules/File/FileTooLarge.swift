import TamisCore

/// L003 file-too-large.
///
/// What it checks: the file has no more bytes than the target takes. Where there is another way to
/// upload larger ones, the lower limit is a warning. A file for validation is measured by the limit
/// for those.
/// Why: the upload is refused, after it was waited for.
/// Source: https://github.com/openai/openai-openapi
struct FileTooLarge: FileRule {
  static let rule = Rule("L003", "file-too-large")

  private let limit: Profile.Limit?
  private let simpleLimit: Profile.Limit?
  private let validationLimit: Profile.Limit?

  init(_ profile: Profile) {
    limit = profile.limit("max_file_bytes")
    simpleLimit = profile.limit("max_simple_upload_bytes")
    validationLimit = profile.limit("max_validation_bytes")
  }

  func check(_ file: FileSummary) -> [FileVerdict] {
    guard let size = file.facts.size else { return [] }
    let limit = (file.isForValidation ? validationLimit : nil) ?? self.limit
    if let limit, size > limit.value { return [verdict(size, limit, .error)] }
    if let simpleLimit, size > simpleLimit.value {
      var verdict = verdict(size, simpleLimit, .warning)
      verdict.fix = limit?.note.map { Finding.Fix(.displayOnly, "upload it \($0)") }
      return [verdict]
    }
    return []
  }

  private func verdict(
    _ size: Int, _ limit: Profile.Limit, _ severity: Severity
  ) -> FileVerdict {
    let way = limit.note.map { " \($0)" } ?? ""
    return FileVerdict(
      message: "the file has \(size) bytes, limit \(limit.value)\(way) "
        + "(\(limit.provenance.citation))",
      atMost: severity,
      fix: Finding.Fix(.displayOnly, "leave examples out, or train in two jobs"))
  }
}
