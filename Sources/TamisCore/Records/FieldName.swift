/// The name of a record's field, ready to be looked for.
public struct FieldName: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The characters of the name.
  public let utf8: [UInt8]
  /// The name as it is written in a record, with quotes and colon.
  let key: [UInt8]

  public init(_ name: String) {
    utf8 = Array(name.utf8)
    var written = ByteBuffer()
    JSONString.encode(name, into: &written)
    written.append(UInt8(ascii: ":"))
    key = written.array
  }

  public init(stringLiteral value: String) { self.init(value) }

  public var description: String { String(decoding: utf8, as: UTF8.self) }

  /// Where a record came from: `{"file", "line", "byte"}`, and for XML `"path"`.
  public static let origin: FieldName = "_origin"
  /// Which part of a split the record belongs to.
  public static let split: FieldName = "_split"
  /// Why a record was rejected: `{"stage", "rule", "message"}`.
  public static let rejected: FieldName = "_rejected"

  /// The fields that are Tamis's own and never reach a target.
  public static let reserved: [FieldName] = [origin, split, rejected]

  /// True for the written name of a reserved field.
  public static func isReserved(_ name: UnsafeRawBufferPointer) -> Bool {
    guard name.first == UInt8(ascii: "_") else { return false }
    return reserved.contains { name.elementsEqual($0.utf8) }
  }
}
