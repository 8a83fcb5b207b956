import TamisCore

/// The rules that conversion and validation share. Each other rule is named in its own file.
extension Rule {
  static let missingKey = Rule("S001", "missing-key")
  static let unknownKey = Rule("S002", "unknown-key")
  static let wrongType = Rule("S003", "wrong-type")
  static let mixedFormats = Rule("S004", "mixed-formats")
  static let wrongLayout = Rule("S007", "wrong-layout")
  static let ownSystemKept = Rule("R009", "own-system-kept")
  static let emptyContent = Rule("R007", "empty-content")
}
