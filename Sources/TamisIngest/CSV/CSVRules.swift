import TamisCore

extension Rule {
  /// A row with more or fewer values than there are columns.
  public static let raggedRow = Rule("I010", "csv-ragged-row")
  /// A quote that nothing closes.
  public static let unclosedQuote = Rule("I011", "csv-unclosed-quote")
  /// Something between a closing quote and the next delimiter.
  public static let textBehindQuote = Rule("I012", "csv-text-behind-quote")
}
