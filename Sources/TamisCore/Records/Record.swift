/// One JSON object in a batch: its own bytes, an index of its fields, and what stages have changed.
///
/// A handle of two words. It is good as long as the batch holds its records, that is until `reset()`.
/// Where a key occurs twice the last one counts, as it does for Python and JavaScript.
public struct Record {
  public let batch: RecordBatch
  /// Place in the batch, counted from 0.
  public let index: Int

  init(batch: RecordBatch, index: Int) {
    self.batch = batch
    self.index = index
  }

  /// A field's value as it is written. Pointers are good until the batch changes.
  public struct Value {
    /// The bytes of the JSON value.
    public let json: UnsafeRawBufferPointer
    public let kind: JSONKind
    @usableFromInline let flags: JSONNode.Flags

    /// The inside of a string, between its quotes.
    @inlinable public var body: UnsafeRawBufferPointer {
      precondition(kind == .string, "only strings have quotes to take off")
      return UnsafeRawBufferPointer(rebasing: json[1..<json.count - 1])
    }

    /// True when the characters of the string differ from its bytes.
    @inlinable public var isEscaped: Bool { flags.contains(.escaped) }

    /// Appends the characters of the string to `output`.
    public func decode(into output: inout ByteBuffer) {
      if isEscaped {
        JSONString.decode(body, into: &output)
      } else {
        output.append(body)
      }
    }
  }

  /// Where a field is, so that it need not be looked for again. Good until the record is rewritten.
  public struct Slot {
    /// The field's key among the nodes, and its change; -1 for none.
    let node: Int
    let edit: Int
  }

  /// The value of the field `name`, changed or not; `nil` where there is none.
  public subscript(name: FieldName) -> Value? { value(at: find(name)) }

  /// Where the field `name` is; `nil` where there is none.
  public func slot(of name: FieldName) -> Slot? {
    let slot = find(name)
    if slot.edit >= 0 { return batch.edits[slot.edit].change == .remove ? nil : slot }
    return slot.node < 0 ? nil : slot
  }

  /// The value of the field in `slot`, changed or not; `nil` where it has been removed.
  public subscript(slot: Slot) -> Value? { value(at: current(slot)) }

  /// The slot with the change that was made to the field since it was found.
  func current(_ slot: Slot) -> Slot {
    slot.edit >= 0 ? slot : Slot(node: slot.node, edit: edit(of: slot.node))
  }

  /// The value in a slot that knows of the field's change.
  func value(at slot: Slot) -> Value? {
    if slot.edit >= 0 {
      let change = batch.edits[slot.edit]
      guard change.change != .remove else { return nil }
      let json = batch.arena.bytes(change.value)
      // What stages write is plain or escaped: only the scanner's flags are not known.
      return Value(json: json, kind: kind(of: json), flags: .escaped)
    }
    guard slot.node >= 0 else { return nil }
    let value = batch.nodes[slot.node + 1]
    return Value(json: batch.text.bytes(value.range), kind: value.kind, flags: value.flags)
  }

  /// The characters of the string in the field `name`, appended to `output`; false where the field is
  /// missing or no string.
  public func string(_ name: FieldName, into output: inout ByteBuffer) -> Bool {
    guard let value = self[name], value.kind == .string else { return false }
    value.decode(into: &output)
    return true
  }

  /// How many fields the record came with.
  public var fieldCount: Int {
    let entry = self.entry
    // At this depth the object's node is followed by a key and a value for each field.
    return (Int(batch.nodes[entry.firstNode].next) - entry.firstNode) / 2
  }

  /// The record as it came, before any change.
  public var original: UnsafeRawBufferPointer { batch.text.bytes(batch.entries[index].range) }

  /// The entry, with the fields of a rewritten record found.
  var entry: RecordBatch.Entry {
    if batch.entries[index].firstNode < 0 { batch.indexRewritten(index) }
    return batch.entries[index]
  }
}
