/// Hashes what records say: all of their fields, or a few that identify them.
///
/// Reserved fields do not count, so that a record has the same digest wherever it came from. Strings count
/// by their characters (`"\u00e9"` is `"é"`), everything else as it is written, fields in their order.
public struct RecordDigest: ~Copyable {
  private let names: [FieldName]
  private let seed: UInt64
  private var scratch = ByteBuffer(capacity: 4096)

  /// A digest of the fields `names`, or of all fields when there are none.
  public init(of names: [FieldName] = [], seed: UInt64 = 0) {
    self.names = names
    self.seed = seed
  }

  /// The digest of `record`; `nil` when none of the fields that are asked for is there.
  public mutating func digest(of record: Record) -> ContentHash? {
    scratch.truncate(to: 0)
    if names.count == 1, let value = record[names[0]], value.kind == .string {
      // The usual case hashes the field's characters alone, where they lie if they can.
      if !value.isEscaped { return ContentHash(value.body, seed: seed) }
      value.decode(into: &scratch)
      return ContentHash(scratch.bytes, seed: seed)
    }
    if names.isEmpty {
      record.forEachField { name, value in
        if !FieldName.isReserved(name) { append(name, value) }
      }
    } else {
      for name in names {
        guard let value = record[name] else { continue }
        name.utf8.withUnsafeBytes { append($0, value) }
      }
      if scratch.count == 0 { return nil }
    }
    return ContentHash(scratch.bytes, seed: seed)
  }

  /// Appends name and value so that no two lists of fields give the same bytes: each part is preceded
  /// by its length.
  private mutating func append(_ name: UnsafeRawBufferPointer, _ value: Record.Value) {
    append(length: name.count)
    scratch.append(name)
    scratch.append(value.kind.rawValue)
    let place = scratch.count
    append(length: 0)
    let start = scratch.count
    if value.kind == .string { value.decode(into: &scratch) } else { scratch.append(value.json) }
    let length = UInt64(scratch.count - start)
    withUnsafeBytes(of: length.littleEndian) { bytes in
      // Safety: the eight bytes at `place` were appended above.
      UnsafeMutableRawPointer(scratch.base + place).copyMemory(
        from: bytes.baseAddress.unsafelyUnwrapped, byteCount: 8)
    }
  }

  private mutating func append(length: Int) {
    withUnsafeBytes(of: UInt64(length).littleEndian) { scratch.append($0) }
  }
}
