import TamisCore

/// What there is to say about a file once its records have been seen.
struct FileSummary {
  var facts: FileFacts
  /// Lines that are not blank, records or not.
  var examples = 0
  /// Records in which nothing is learned.
  var untrainable = 0
  /// False where the lines are no records at all, so that counting them means nothing.
  var isLines = true
}

/// A question asked about each file, at its end.
///
/// As with `RecordRule`, one file holds one rule, and the profile says how bad it is to break it.
protocol FileRule: SendableMetatype {
  static var rule: Rule { get }
  init(_ profile: Profile)
  func check(_ file: FileSummary) -> FileVerdict?
}

/// What a rule has to say about a file.
struct FileVerdict {
  var message: String
  var atMost = Severity.error
  var fix: Finding.Fix?
}

/// The rules about files, one line each.
enum FileRules {
  static let all: [any FileRule.Type] = [
    ByteOrderMarkPresent.self,
    WrongEncoding.self,
    CarriageReturns.self,
    NoFinalNewline.self,
    TooFewExamples.self,
    FileTooLarge.self,
    WrongExtension.self,
    NothingTrainable.self,
  ]
}
