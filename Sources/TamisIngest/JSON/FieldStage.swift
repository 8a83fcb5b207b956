import TamisCore

/// Gives records of JSON the fields that were asked for, and `_origin` where it is missing.
public struct FieldStage: Stage {
  public let name = "ingest"
  private let fields: [(name: [UInt8], source: FieldName)]
  private let origin: Bool

  /// A stage that maps `fields`, or leaves all as they are where there are none.
  public init(fields: [FieldMapping], origin: Bool) {
    self.fields = fields.map { field in
      var name = ByteBuffer()
      JSONString.encode(field.name, into: &name)
      name.append(UInt8(ascii: ":"))
      return (name.array, FieldName(field.source))
    }
    self.origin = origin
  }

  public func makeKernel() -> any Kernel {
    FieldKernel(fields: fields, origin: origin)
  }
}

private struct FieldKernel: Kernel {
  let fields: [(name: [UInt8], source: FieldName)]
  let origin: Bool

  mutating func process(_ batch: RecordBatch) {
    let writer = OriginWriter(file: batch.file, isEnabled: origin)
    for record in batch.records {
      if fields.isEmpty {
        if origin, record[.origin] == nil {
          record.set(.origin) {
            writer.appendValue(to: &$0, line: record.line, byte: record.byteOffset)
          }
        }
      } else {
        select(record, writer)
      }
    }
  }

  private func select(_ record: Record, _ origin: OriginWriter) {
    if let missing = fields.first(where: { record[$0.source] == nil }) {
      record.reject(.missingField, .error, "there is no field '\(missing.source)'")
      return
    }
    record.rewrite { object in
      object.append(UInt8(ascii: "{"))
      for (index, field) in fields.enumerated() {
        if index > 0 { object.append(UInt8(ascii: ",")) }
        object.append(field.name)
        if let value = record[field.source] { object.append(value.json) }
      }
      if let known = record[.origin] {
        object.append(#","_origin":"# as StaticString)
        object.append(known.json)
      } else {
        origin.append(to: &object, line: record.line, byte: record.byteOffset)
      }
      object.append(UInt8(ascii: "}"))
    }
  }
}

extension Rule {
  /// A record without a field that was asked for.
  public static let missingField = Rule("I002", "missing-field")
}
