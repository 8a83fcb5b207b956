import TamisCore

/// A rule about lines, or about records beside other records. Whoever reads the lines, or `FileFold`,
/// asks it; the type tells what it is about.
protocol LineRule: SendableMetatype {
  static var rule: Rule { get }
}

/// The rules about lines, one line each.
enum LineRules {
  static let all: [any LineRule.Type] = [
    InvalidUTF8.self,
    CarriageReturnLines.self,
    NotJSONLines.self,
    SyntaxErrorInLine.self,
    BlankLine.self,
    NotAnObject.self,
    TooDeep.self,
    RecordTooLarge.self,
    ExactDuplicate.self,
    DuplicateID.self,
    TrainValidationOverlap.self,
  ]
}
