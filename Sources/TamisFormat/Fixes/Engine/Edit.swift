import TamisCore

/// Bytes of a record, and what is to stand in their place.
struct Edit: Equatable {
  var range: Range<Int>
  var replacement: [UInt8]

  init(_ range: Range<Int>, _ replacement: some Sequence<UInt8>) {
    self.range = range
    self.replacement = Array(replacement)
  }
}

/// Edits that go together: in the order of their places, and none into another.
struct EditList {
  private(set) var edits: [Edit] = []

  /// Takes `new` in, all of it or, where one would touch another edit, nothing.
  mutating func add(_ new: [Edit]) -> Bool {
    for edit in new {
      let place = self.place(of: edit)
      if place < edits.count, edits[place].range.lowerBound < edit.range.upperBound { return false }
      if place > 0, edits[place - 1].range.upperBound > edit.range.lowerBound { return false }
      // Two insertions at one place would have no order.
      if edits.indices.contains(place), edits[place].range == edit.range { return false }
    }
    for edit in new { edits.insert(edit, at: place(of: edit)) }
    return true
  }

  /// Where `edit` belongs: findings come in the order of their places, so mostly at the end.
  private func place(of edit: Edit) -> Int {
    var low = 0
    var high = edits.count
    if let last = edits.last, last.range.upperBound <= edit.range.lowerBound { return high }
    while low < high {
      let middle = (low + high) / 2
      if edits[middle].range.lowerBound < edit.range.lowerBound {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  /// Appends `text` with the edits in it.
  func apply(to text: UnsafeRawBufferPointer, into output: inout ByteBuffer) {
    var at = 0
    for edit in edits {
      output.append(UnsafeRawBufferPointer(rebasing: text[at..<edit.range.lowerBound]))
      output.append(edit.replacement)
      at = edit.range.upperBound
    }
    output.append(UnsafeRawBufferPointer(rebasing: text[at...]))
  }
}
