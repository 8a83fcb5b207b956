/// Hashes what records say: all of their fields, or a few that identify them.
///
/// Reserved fields do not count, so that a record has the same digest wherever it came from. Strings and
/// names count by their characters (`"\u00e9"` is `"é"`), everything else as it is written, fields in
/// their order.
public struct RecordDigest: ~Copyable {
  private let names: [FieldName]
  private var scratch = ByteBuffer(capacity: 4096)
  private var decoded = ByteBuffer(capacity: 4096)

  /// A digest of the fields `names`, or of all fields when there are none.
  public init(of names: [FieldName] = []) {
    self.names = names
  }

  /// The digest of `record`; `nil` when none of the fields that are asked for is there.
  public mutating func digest(of record: Record) -> ContentHash? {
    scratch.truncate(to: 0)
    if names.count == 1, let value = record[names[0]], value.kind == .string {
      // The usual case hashes the field's characters alone, where they lie if they can.
      if !value.isEscaped { return ContentHash(value.body) }
      value.decode(into: &scratch)
      return ContentHash(scratch.bytes)
    }
    if names.isEmpty {
      if let known = record.batch.entries[record.index].digest { return known }
      for field in record.fields where !field.isReserved { append(field) }
      let hash = ContentHash(scratch.bytes)
      record.batch.entries[record.index].digest = hash
      return hash
    } else {
      for name in names {
        guard let value = record[name] else { continue }
        name.utf8.withUnsafeBytes { append($0, value) }
      }
      if scratch.count == 0 { return nil }
    }
    return ContentHash(scratch.bytes)
  }

  private mutating func append(_ field: Record.Field) {
    guard field.isNameEscaped else { return append(field.name, field.value) }
    var name = ByteBuffer()
    JSONString.decode(field.name, into: &name)
    append(name.bytes, field.value)
  }

  /// Appends name and value so that no two lists of fields give the same bytes: each part is preceded
  /// by its length.
  private mutating func append(_ name: UnsafeRawBufferPointer, _ value: Record.Value) {
    append(part: name)
    scratch.append(value.kind.rawValue)
    if value.kind != .string {
      append(part: value.json)
    } else if !value.isEscaped {
      append(part: value.body)
    } else {
      decoded.truncate(to: 0)
      value.decode(into: &decoded)
      append(part: decoded.bytes)
    }
  }

  @inline(__always)
  private mutating func append(part: UnsafeRawBufferPointer) {
    let room = UnsafeMutableRawPointer(scratch.reserve(part.count + 8))
    // Safety: `reserve` made room for the eight bytes and the part.
    room.storeBytes(of: UInt64(part.count).littleEndian, as: UInt64.self)
    if let source = part.baseAddress { (room + 8).copyMemory(from: source, byteCount: part.count) }
    scratch.advance(by: part.count + 8)
  }
}
