import TamisCore

/// `{"input_ids": [integer, …], "labels"?, "attention_mask"?, "position_ids"?}`: rows that have been
/// through a tokenizer.
///
/// The lists are passed on as they are written; that they are lists of numbers is looked at.
///
/// Source: https://huggingface.co/docs/transformers/main_classes/trainer
public struct TokensLayout: Layout {
  public static let name = "tokens"
  public static let required = [KeySet(.inputIDs)]
  public static let optional = KeySet(.labels, .attentionMask, .positionIDs)

  public init() {}

  public mutating func example(from record: RecordTree) -> Result<Example, LayoutFailure> {
    Self.result { () throws(LayoutFailure) in
      guard let ids = try list(.inputIDs, .number, record) else {
        throw LayoutFailure(.missingKey, "the record has no 'input_ids'")
      }
      return .tokens(
        TokenRow(
          inputIDs: ids, labels: try list(.labels, .number, record),
          // Some write true and false for 1 and 0.
          attentionMask: try list(.attentionMask, .true, record),
          positionIDs: try list(.positionIDs, .number, record)))
    }
  }

  /// The field as a list of numbers, and of booleans too where `kind` is one.
  private func list(
    _ field: KnownKey, _ kind: JSONKind, _ record: RecordTree
  ) throws(LayoutFailure) -> JSONFragment? {
    let node = record[field]
    guard let list = try record.optionalArray(node) else { return nil }
    var at = node + 1
    let end = record.next(node)
    while at < end {
      switch record.kind(at) {
      case .number: break
      case .true, .false:
        if kind != .true { throw record.wrongKind(at, "a number") }
      default: throw record.wrongKind(at, "a number")
      }
      at = record.next(at)
    }
    return list
  }
}
