extension Record {
  /// One field of a record.
  public struct Field {
    /// The name as it is written, escapes and all, without quotes.
    public let name: UnsafeRawBufferPointer
    /// True when the characters of the name may differ from its bytes.
    let isNameEscaped: Bool
    public let value: Value
    public let slot: Slot

    /// True for the fields that are Tamis's own.
    @inlinable public var isReserved: Bool {
      name.first == UInt8(ascii: "_") && FieldName.isReserved(name)
    }
  }

  /// The fields in their order; those that stages removed are left out, those that they added come last.
  /// Setting a field that was given already, while going on, is fine.
  public var fields: Fields { Fields(self) }

  /// The fields of a record, one after the other.
  public struct Fields: Sequence, IteratorProtocol {
    private let record: Record
    private var key: Int
    private let end: Int
    /// The first edit at the start: without one, the fields ahead have none.
    private let edit: Int
    private var added: Int

    init(_ record: Record) {
      self.record = record
      let entry = record.entry
      key = entry.firstNode + 1
      end = Int(record.batch.nodes[entry.firstNode].next)
      edit = entry.firstEdit
      added = edit
    }

    public mutating func next() -> Field? {
      let batch = record.batch
      while key < end {
        let node = batch.nodes[key]
        let name = node.range
        let slot = Slot(node: key, edit: edit < 0 ? -1 : record.edit(of: key))
        key = Int(batch.nodes[key + 1].next)
        guard let value = record.value(at: slot) else { continue }
        return Field(
          name: batch.text.bytes(name.lowerBound + 1..<name.upperBound - 1),
          isNameEscaped: node.flags.contains(.escaped), value: value, slot: slot)
      }
      while added >= 0 {
        let slot = Slot(node: -1, edit: added)
        let change = batch.edits[added]
        added = change.next
        guard change.change == .add, let value = record.value(at: slot) else { continue }
        return Field(
          name: batch.arena.bytes(change.key.lowerBound + 1..<change.key.upperBound - 2),
          isNameEscaped: true, value: value, slot: slot)
      }
      return nil
    }
  }
}
