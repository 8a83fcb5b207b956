import TamisCore

/// The bytes of one JSON value, as they stand in the record that they were read from.
///
/// Borrowed, not copied: good until the batch of the record changes. What needs no change is passed
/// on in this form, so that key order, number spelling and escapes stay as the user wrote them.
public struct JSONFragment {
  /// The value as it is written, without white space around it.
  public let json: UnsafeRawBufferPointer
  public let kind: JSONKind

  /// A fragment of a record's field.
  public init(_ value: Record.Value) {
    json = value.json
    kind = value.kind
  }

  /// The part of `whole` at `value`, which was parsed from a copy of `whole`.
  init(_ value: JSONValue, of whole: UnsafeRawBufferPointer) {
    json = UnsafeRawBufferPointer(rebasing: whole[value.range])
    kind = value.kind
  }

  /// A fragment over bytes that outlive it, such as those of an option of the command.
  init(string json: UnsafeRawBufferPointer) {
    self.json = json
    kind = .string
  }

  /// True for the string of no characters.
  public var isEmptyString: Bool { kind == .string && json.count == 2 }
}
