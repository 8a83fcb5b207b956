import CTamisKernels

extension UnsafeRawBufferPointer {
  /// The first control character, DEL or lead byte of U+0080 to U+00BF at or behind `start`; the
  /// text's end where there is none.
  ///
  /// The text lies in a `ByteBuffer`, whose slack is read. Text without such bytes goes by at memory
  /// speed: that is how the repairs find that there is nothing to repair.
  func nextStop(from start: Int) -> Int {
    guard let base = baseAddress?.assumingMemoryBound(to: UInt8.self) else { return count }
    return start + tamis_text_run(base + start, count - start)
  }

  /// True for the inside of a JSON string that is printable ASCII without escapes and without blanks
  /// at its ends. No repair could find anything in it, which is what most short fields are like.
  var isPlain: Bool {
    guard let first, let last, let base = baseAddress?.assumingMemoryBound(to: UInt8.self)
    else { return true }
    return first != 0x20 && last != 0x20 && tamis_plain_ascii_run(base, count) == count
  }

  /// The bytes in `range`.
  func part(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: self[range])
  }
}
