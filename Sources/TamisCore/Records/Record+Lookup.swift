import CTamisKernels

extension Record {
  /// The last field of that name.
  func find(_ name: FieldName) -> Slot {
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

  /// True for a key with these characters.
  func matches(_ key: JSONNode, _ wanted: UnsafeRawBufferPointer) -> Bool {
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

  /// The change to the field with that key; -1 for none.
  func edit(of keyNode: Int) -> Int {
    var edit = batch.entries[index].firstEdit
    while edit >= 0, batch.edits[edit].keyNode != keyNode { edit = batch.edits[edit].next }
    return edit
  }

  /// What a value is, by its first byte.
  func kind(of json: UnsafeRawBufferPointer) -> JSONKind {
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
