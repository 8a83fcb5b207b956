/// The rules about bytes and JSON that hold wherever records are read.
extension Rule {
  public static let byteOrderMark = Rule("E001", "bom-present")
  public static let invalidUTF8 = Rule("E003", "invalid-utf8")
  public static let syntaxError = Rule("J002", "syntax-error")
  public static let duplicateKey = Rule("J003", "duplicate-key")
  public static let notAnObject = Rule("J007", "not-an-object")
  public static let tooDeep = Rule("J010", "too-deep")
  public static let recordTooLarge = Rule("L005", "record-too-large")
}

extension JSONError {
  /// The rule that the error breaks.
  public var rule: Rule {
    switch kind {
    case .invalidUTF8: .invalidUTF8
    case .tooDeep: .tooDeep
    case .tooLong: .recordTooLarge
    default: .syntaxError
    }
  }
}
