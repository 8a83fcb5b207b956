import CTamisKernels

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

  // MARK: Reading

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
  private func current(_ slot: Slot) -> Slot {
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

  // MARK: Changing

  /// Gives the field `name` the string `text`, adding the field at the end where it is missing.
  public func set(_ name: FieldName, string text: UnsafeRawBufferPointer) {
    set(name) { JSONString.encode(text, into: &$0) }
  }

  /// Gives the field `name` the value that `write` appends as JSON. `write` may read any field.
  public func set(_ name: FieldName, json write: (inout ByteBuffer) -> Void) {
    let slot = find(name)
    guard slot.node < 0, slot.edit < 0 else { return set(slot, json: write) }
    if !FieldName.reserved.contains(name) { batch.entries[index].digest = nil }
    // The key goes behind the value: what `write` reads may lie in the arena, which must not move
    // before it is done.
    let value = appendToArena(write)
    batch.arena.append(name.key)
    append(
      RecordBatch.Edit(
        change: .add, keyNode: -1, key: value.upperBound..<batch.arena.count, value: value))
  }

  /// Gives the field in `slot` the value that `write` appends as JSON.
  public func set(_ slot: Slot, json write: (inout ByteBuffer) -> Void) {
    batch.entries[index].digest = nil
    let value = appendToArena(write)
    let slot = current(slot)
    if slot.edit >= 0 {
      batch.edits[slot.edit].value = value
      if batch.edits[slot.edit].change == .remove {
        batch.edits[slot.edit].change = slot.node >= 0 ? .replace : .add
      }
    } else {
      append(RecordBatch.Edit(change: .replace, keyNode: slot.node, value: value))
    }
  }

  /// Gives the field in `slot` the string `text`.
  public func set(_ slot: Slot, string text: UnsafeRawBufferPointer) {
    set(slot) { JSONString.encode(text, into: &$0) }
  }

  private func appendToArena(_ write: (inout ByteBuffer) -> Void) -> Range<Int> {
    let start = batch.arena.count
    batch.withScratch { scratch in
      write(&scratch)
      batch.arena.append(scratch.bytes)
    }
    return start..<batch.arena.count
  }

  /// Takes the field `name` out, each of them where the key occurs more than once.
  public func remove(_ name: FieldName) {
    let slot = find(name)
    batch.entries[index].digest = nil
    if slot.node < 0 {
      if slot.edit >= 0 { batch.edits[slot.edit].change = .remove }
      return
    }
    var key = entry.firstNode + 1
    while key <= slot.node {
      let node = batch.nodes[key]
      if name.utf8.withUnsafeBytes({ matches(node, $0) }) {
        let edit = edit(of: key)
        if edit >= 0 {
          batch.edits[edit].change = .remove
        } else {
          append(RecordBatch.Edit(change: .remove, keyNode: key))
        }
      }
      key = Int(batch.nodes[key + 1].next)
    }
  }

  /// Replaces the whole record by the JSON object that `write` appends. `write` may read any field of
  /// the record as it was.
  public func rewrite(_ write: (inout ByteBuffer) -> Void) {
    keepSplit()
    batch.withScratch { scratch in
      write(&scratch)
      let start = batch.text.count
      batch.text.append(scratch.bytes)
      batch.entries[index].range = start..<batch.text.count
      // The scanner needs a stop byte behind the record.
      batch.text.append(UInt8(ascii: "\n"))
    }
    batch.entries[index].digest = nil
    batch.entries[index].firstNode = -1
    batch.entries[index].firstEdit = -1
  }

  /// The part of a split that the record belongs to, as `_split` says or said before the record was
  /// rewritten.
  public var splitPart: UnsafeRawBufferPointer? {
    if let kept = batch.entries[index].split { return batch.arena.bytes(kept) }
    guard let value = self[.split], value.kind == .string else { return nil }
    return value.body
  }

  private func keepSplit() {
    guard let part = splitPart, batch.entries[index].split == nil else { return }
    let start = batch.arena.count
    batch.withScratch { scratch in
      scratch.append(part)
      batch.arena.append(scratch.bytes)
    }
    batch.entries[index].split = start..<batch.arena.count
  }

  /// The entry, with the fields of a rewritten record found.
  var entry: RecordBatch.Entry {
    if batch.entries[index].firstNode < 0 { batch.indexRewritten(index) }
    return batch.entries[index]
  }

  /// Drops the record from the stream because a filter was asked to: an `info`.
  public func reject(_ rule: Rule, _ message: String) { reject(rule, .info, message) }

  /// Drops the record from the stream.
  public func reject(_ rule: Rule, _ severity: Severity, _ message: String) {
    guard batch.entries[index].isLive else { return }
    batch.entries[index].isLive = false
    batch.live -= 1
    batch.rejections.append(
      Rejection(
        finding: Finding(rule, severity, at: location, message), record: .record(index)))
  }

  // MARK: Writing

  /// Appends the record with its changes, without a line end.
  public func write(to output: inout ByteBuffer) {
    let entry = batch.entries[index]
    if entry.firstEdit < 0 {
      output.append(batch.text.bytes(entry.range))
    } else {
      writeChanged(entry, to: &output)
    }
  }

  /// Copies the text from change to change, and adds what is new before the closing brace.
  private func writeChanged(_ entry: RecordBatch.Entry, to output: inout ByteBuffer) {
    let object = batch.nodes[entry.firstNode]
    var needsComma = Int(object.next) > entry.firstNode + 1
    let brace = object.range.upperBound - 1
    if hasRemovals {
      needsComma = writeRemaining(object, entry, to: &output)
    } else {
      var copied = entry.range.lowerBound
      var key = entry.firstNode + 1
      while key < Int(object.next) {
        let value = batch.nodes[key + 1]
        let edit = edit(of: key)
        if edit >= 0 {
          output.append(batch.text.bytes(copied..<value.range.lowerBound))
          output.append(batch.arena.bytes(batch.edits[edit].value))
          copied = value.range.upperBound
        }
        key = Int(value.next)
      }
      output.append(batch.text.bytes(copied..<brace))
    }
    forEachEdit { edit in
      guard edit.change == .add else { return }
      if needsComma { output.append(UInt8(ascii: ",")) }
      output.append(batch.arena.bytes(edit.key))
      output.append(batch.arena.bytes(edit.value))
      needsComma = true
    }
    output.append(batch.text.bytes(brace..<entry.range.upperBound))
  }

  /// Appends the opening brace and the fields that stay, each as it was written; false for none.
  private func writeRemaining(
    _ object: JSONNode, _ entry: RecordBatch.Entry, to output: inout ByteBuffer
  ) -> Bool {
    output.append(UInt8(ascii: "{"))
    var any = false
    var key = entry.firstNode + 1
    while key < Int(object.next) {
      let name = batch.nodes[key]
      let value = batch.nodes[key + 1]
      let edit = edit(of: key)
      if edit < 0 || batch.edits[edit].change != .remove {
        if any { output.append(UInt8(ascii: ",")) }
        output.append(batch.text.bytes(name.range.lowerBound..<value.range.lowerBound))
        output.append(
          edit < 0
            ? batch.text.bytes(value.range) : batch.arena.bytes(batch.edits[edit].value))
        any = true
      }
      key = Int(value.next)
    }
    return any
  }

  private var hasRemovals: Bool {
    var found = false
    forEachEdit { if $0.change == .remove, $0.keyNode >= 0 { found = true } }
    return found
  }

  // MARK: Finding

  /// The last field of that name.
  private func find(_ name: FieldName) -> Slot {
    let entry = self.entry
    var found = -1
    var key = entry.firstNode + 1
    let end = Int(batch.nodes[entry.firstNode].next)
    name.utf8.withUnsafeBytes { wanted in
      while key < end {
        if matches(batch.nodes[key], wanted) { found = key }
        key = Int(batch.nodes[key + 1].next)
      }
    }
    var edit = entry.firstEdit
    while edit >= 0 {
      let change = batch.edits[edit]
      if found >= 0
        ? change.keyNode == found
        : change.keyNode < 0 && batch.arena.bytes(change.key).elementsEqual(name.key)
      {
        return Slot(node: found, edit: edit)
      }
      edit = change.next
    }
    return Slot(node: found, edit: -1)
  }

  private func matches(_ key: JSONNode, _ wanted: UnsafeRawBufferPointer) -> Bool {
    let body = batch.text.bytes(key.range.lowerBound + 1..<key.range.upperBound - 1)
    if key.flags.contains(.escaped) {
      var decoded = ByteBuffer()
      JSONString.decode(body, into: &decoded)
      return decoded.bytes.elementsEqual(wanted)
    }
    guard body.count == wanted.count else { return false }
    guard let one = body.baseAddress, let other = wanted.baseAddress else { return true }
    return tamis_same_bytes(one, other, body.count)
  }

  func edit(of keyNode: Int) -> Int {
    var edit = batch.entries[index].firstEdit
    while edit >= 0, batch.edits[edit].keyNode != keyNode { edit = batch.edits[edit].next }
    return edit
  }

  /// Calls `body` with each change, the oldest first.
  private func forEachEdit(_ body: (RecordBatch.Edit) -> Void) {
    var edit = batch.entries[index].firstEdit
    while edit >= 0 {
      body(batch.edits[edit])
      edit = batch.edits[edit].next
    }
  }

  private func append(_ edit: RecordBatch.Edit) {
    let new = batch.edits.count
    batch.edits.append(edit)
    var last = batch.entries[index].firstEdit
    guard last >= 0 else {
      batch.entries[index].firstEdit = new
      return
    }
    while batch.edits[last].next >= 0 { last = batch.edits[last].next }
    batch.edits[last].next = new
  }

  private func kind(of json: UnsafeRawBufferPointer) -> JSONKind {
    switch json.first {
    case UInt8(ascii: "\""): .string
    case UInt8(ascii: "{"): .object
    case UInt8(ascii: "["): .array
    case UInt8(ascii: "t"): .true
    case UInt8(ascii: "f"): .false
    case UInt8(ascii: "n"): .null
    default: .number
    }
  }
}
