import TamisCore

/// S005 type-drift.
///
/// What it checks: a field is of one kind in all records: not a string here and a number there, not a
/// text in one message and a list in another. Null goes with everything.
/// Why: Hugging Face's `datasets` reads files through Arrow, which takes the kinds of the first
/// records for those of the column, and stops with `ArrowInvalid` or `Column changed from …` at the
/// record that differs, often after a long time.
/// Use instead: one form for the field; arguments of tools as strings of JSON where they differ.
/// Source: https://huggingface.co/docs/datasets/loading#json
struct TypeDrift: FileRule {
  static let rule = Rule("S005", "type-drift")

  /// Drifts that are told.
  private static let limit = 20

  init(_ profile: Profile) {}

  func check(_ file: FileSummary) -> [FileVerdict] {
    (file.statistics.types?.drifts ?? []).prefix(Self.limit).map { drift in
      FileVerdict(
        message: "'\(drift.path)' is \(drift.other.kind.phrase) here, and "
          + "\(drift.first.kind.phrase) in line \(drift.first.line)",
        line: drift.other.line)
    }
  }
}
