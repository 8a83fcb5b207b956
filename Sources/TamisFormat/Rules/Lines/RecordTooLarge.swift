import TamisCore

/// L005 record-too-large.
///
/// What it checks: no line is longer than the limit of the run.
/// Why: a record is held in memory as a whole, by readers and by trainers.
/// Source: https://jsonlines.org
enum RecordTooLarge: LineRule {
  static let rule = Rule.recordTooLarge
}
