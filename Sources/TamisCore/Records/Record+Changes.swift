extension Record {
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
    if let value = self[.split], value.kind == .string { return value.body }
    return batch.entries[index].split.map { batch.arena.bytes($0) }
  }

  private func keepSplit() {
    guard let value = self[.split], value.kind == .string else { return }
    batch.entries[index].split = appendToArena { $0.append(value.body) }
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
}
