import TamisCore

extension Rule {
  /// A row with more or fewer values than there are columns.
  public static let raggedRow = Rule("I010", "csv-ragged-row")
  /// A quote that nothing closes.
  public static let unclosedQuote = Rule("I011", "csv-unclosed-quote")
  /// Something between a closing quote and the next delimiter.
  public static let textBehindQuote = Rule("I012", "csv-text-behind-quote")
}

/// What can be wrong with the quotes of a row.
///
/// Places are those in the bytes that were parsed.
package enum CSVDefect: Equatable {
  /// The quote there is never closed.
  case unclosedQuote(Int)
  /// Text stands at the second place, behind the closing quote of a value that was opened at the first.
  case textBehindQuote(opened: Int, Int)
}
