#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Copies and compares the short runs of bytes that templates are made of: for fewer than 33 bytes a call
/// of `memcpy` takes longer than the copy.
///
/// Two words that overlap take any length between one word and two:
///
///     "<|im_end|>"   10 bytes: 0 to 7, and 2 to 9
@inline(__always)
func copyBytes(
  _ source: UnsafePointer<UInt8>, to destination: UnsafeMutablePointer<UInt8>, _ count: Int
) {
  // Safety: both have `count` bytes, and no word reaches past them.
  if count > 32 {
    memcpy(destination, source, count)
  } else if count >= 16 {
    copyEnds(source, destination, count, SIMD16<UInt8>.self)
  } else if count >= 8 {
    copyEnds(source, destination, count, UInt64.self)
  } else if count >= 4 {
    copyEnds(source, destination, count, UInt32.self)
  } else if count > 0 {
    let (first, middle, last) = (source[0], source[count / 2], source[count - 1])
    destination[0] = first
    destination[count / 2] = middle
    destination[count - 1] = last
  }
}

/// Copies the first and the last `Word` of `count` bytes.
@inline(__always)
private func copyEnds<Word: BitwiseCopyable>(
  _ source: UnsafePointer<UInt8>, _ destination: UnsafeMutablePointer<UInt8>, _ count: Int,
  _ word: Word.Type
) {
  let last = count - MemoryLayout<Word>.size
  let (from, to) = (UnsafeRawPointer(source), UnsafeMutableRawPointer(destination))
  let (head, tail) = (
    from.loadUnaligned(as: Word.self), from.loadUnaligned(fromByteOffset: last, as: Word.self)
  )
  to.storeBytes(of: head, as: Word.self)
  to.storeBytes(of: tail, toByteOffset: last, as: Word.self)
}

/// True when both have the same bytes.
@inline(__always)
func sameBytes(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
  let count = a.count
  guard count == b.count else { return false }
  guard let left = a.baseAddress, let right = b.baseAddress, count > 0 else { return true }
  // Safety: both have `count` bytes, and no word reaches past them.
  if count > 16 { return memcmp(left, right, count) == 0 }
  if count >= 8 { return sameEnds(left, right, count, UInt64.self) }
  if count >= 4 { return sameEnds(left, right, count, UInt32.self) }
  return a[0] == b[0] && a[count / 2] == b[count / 2] && a[count - 1] == b[count - 1]
}

/// True when the first and the last `Word` of `count` bytes are the same.
@inline(__always)
private func sameEnds<Word: BitwiseCopyable & Equatable>(
  _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ count: Int, _ word: Word.Type
) -> Bool {
  let last = count - MemoryLayout<Word>.size
  return a.loadUnaligned(as: Word.self) == b.loadUnaligned(as: Word.self)
    && a.loadUnaligned(fromByteOffset: last, as: Word.self)
      == b.loadUnaligned(fromByteOffset: last, as: Word.self)
}
