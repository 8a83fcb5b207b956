import TamisCore

/// The rules about records that are to become tokens.
extension Rule {
  /// The record has no field with text.
  public static let noText = Rule("T010", "no-text")
  /// The text is none that a tokenizer takes.
  public static let unencodable = Rule("T011", "unencodable-text")
}
