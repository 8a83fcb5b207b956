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
  var statistics = FileStatistics()

  /// True for a file that is there to be validated with, not to be trained on.
  var isForValidation: Bool { facts.part == .validation || facts.part == .test }
}

/// A question asked about each file, at its end.
///
/// As with `RecordRule`, one file holds one rule, and the profile says how bad it is to break it.
protocol FileRule: SendableMetatype {
  static var rule: Rule { get }
  init(_ profile: Profile)
  func check(_ file: FileSummary) -> [FileVerdict]
}

/// What a rule has to say about a file.
struct FileVerdict {
  var message: String
  var atMost = Severity.error
  var fix: Finding.Fix?
  /// The line in which it shows; `nil` where it is about the file as a whole.
  var line: Int?
}

/// The rules about files, one line each.
enum FileRules {
  static let all: [any FileRule.Type] = [
    ByteOrderMarkPresent.self,
    ByteOrderMarkWanted.self,
    WrongEncoding.self,
    CarriageReturns.self,
    NoFinalNewline.self,
    TypeDrift.self,
    TooFewExamples.self,
    TooManyExamples.self,
    FileTooLarge.self,
    WrongExtension.self,
    TooManyMediaExamples.self,
    NothingTrainable.self,
    LengthBias.self,
    OneSidedLabels.self,
  ]
}
