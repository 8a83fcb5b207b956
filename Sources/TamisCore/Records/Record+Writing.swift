extension Record {
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

  /// Calls `body` with each change, the oldest first.
  private func forEachEdit(_ body: (RecordBatch.Edit) -> Void) {
    var edit = batch.entries[index].firstEdit
    while edit >= 0 {
      body(batch.edits[edit])
      edit = batch.edits[edit].next
    }
  }
}
