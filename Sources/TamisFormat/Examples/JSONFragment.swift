public import TamisCore

/// The bytes of one JSON value, as they stand in the record that they were read from.
///
/// Borrowed, not copied: good until the layout reads the next record. What needs no change is passed
/// on in this form, so that key order, number spelling and escapes stay as the user wrote them.
public struct JSONFragment {
  private let start: UnsafeRawPointer
  // Records are shorter than 4 GiB: `JSONScanner.lengthLimit`.
  private let count: UInt32
  public let kind: JSONKind
  /// False for a string whose characters are its bytes: there is nothing to decode in it.
  public let isEscaped: Bool

  /// The value as it is written, without white space around it.
  @inline(__always)
  public var json: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: start, count: Int(count))
  }

  /// A fragment of a record's field.
  public init(_ value: Record.Value) {
    self.init(value.json, kind: value.kind, isEscaped: value.isEscaped)
  }

  /// The value that `json` is, of which the kind and the presence of escapes are known.
  ///
  /// `json` must not be empty, and must outlive the fragment.
  @inline(__always)
  public init(_ json: UnsafeRawBufferPointer, kind: JSONKind, isEscaped: Bool) {
    guard let base = json.baseAddress else { preconditionFailure("a JSON value has bytes") }
    start = base
    count = UInt32(json.count)
    self.kind = kind
    self.isEscaped = isEscaped
  }

  /// A string over bytes that outlive the fragment, such as those of an option of the command.
  public init(string json: UnsafeRawBufferPointer) {
    self.init(json, kind: .string, isEscaped: true)
  }

  /// A value that is written in the program, such as `"{}"`. It lives forever.
  public init(literal json: StaticString, kind: JSONKind) {
    self.init(
      UnsafeRawBufferPointer(start: json.utf8Start, count: json.utf8CodeUnitCount), kind: kind,
      isEscaped: false)
  }

  /// The inside of a string, between its quotes.
  @inline(__always)
  public var body: UnsafeRawBufferPointer {
    precondition(kind == .string, "only strings have quotes to take off")
    return UnsafeRawBufferPointer(start: start + 1, count: Int(count) - 2)
  }

  /// True for the string of no characters.
  public var isEmptyString: Bool { kind == .string && count == 2 }

  /// Appends the characters of the string to `output`.
  public func decode(into output: inout ByteBuffer) {
    if isEscaped {
      JSONString.decode(body, into: &output)
    } else {
      output.append(body)
    }
  }

  /// True for a string with exactly the characters of `text`. Allocates only where it is escaped.
  public func isString(_ text: StaticString) -> Bool {
    guard kind == .string else { return false }
    guard isEscaped else { return body.isText(text) }
    var decoded = ByteBuffer()
    decode(into: &decoded)
    return decoded.bytes.isText(text)
  }
}
