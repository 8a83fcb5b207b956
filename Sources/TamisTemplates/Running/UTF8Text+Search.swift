import TamisCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Searching in text, in linear time also for what strangers make to be slow.
///
/// The next byte that the needle may start at is looked for, and the needle compared there: fastest for
/// text that people write. `aaaaaaab` in a thousand `a` would compare nearly everything everywhere, so
/// when the comparisons in vain have cost more than the way that was made, Knuth, Morris and Pratt's
/// automaton (https://doi.org/10.1137/0206024) goes on from there.
extension UTF8Text {
  /// Place of `needle` in `text` from `start` on; `nil` where it is not.
  static func find(
    _ needle: UnsafeRawBufferPointer, in text: UnsafeRawBufferPointer, from start: Int = 0
  ) -> Int? {
    guard start <= text.count else { return nil }
    guard let wanted = needle.baseAddress, needle.count > 0 else { return start }
    guard let base = text.baseAddress, text.count - start >= needle.count else { return nil }
    let first = Int32(needle[0])
    let last = text.count - needle.count
    var at = start
    var wasted = 0
    while at <= last {
      // Safety: both ranges lie within what the pointers were given for.
      guard let hit = memchr(base + at, first, last + 1 - at) else { return nil }
      at = UnsafeRawPointer(hit) - base
      if memcmp(base + at, wanted, needle.count) == 0 { return at }
      at += 1
      wasted += needle.count / 16
      if wasted > at - start + needle.count { return findByAutomaton(needle, in: text, from: at) }
    }
    return nil
  }

  private static func findByAutomaton(
    _ needle: UnsafeRawBufferPointer, in text: UnsafeRawBufferPointer, from start: Int
  ) -> Int? {
    // How much of the needle still matches when the byte behind its first n + 1 ones does not.
    var borders = [Int](repeating: 0, count: needle.count)
    var border = 0
    for index in 1..<needle.count {
      while border > 0, needle[index] != needle[border] { border = borders[border - 1] }
      if needle[index] == needle[border] { border += 1 }
      borders[index] = border
    }
    var matched = 0
    for index in start..<text.count {
      while matched > 0, text[index] != needle[matched] { matched = borders[matched - 1] }
      if text[index] == needle[matched] { matched += 1 }
      if matched == needle.count { return index + 1 - needle.count }
    }
    return nil
  }

  /// Last place of `needle` in `text`; `nil` where it is not.
  ///
  /// Looks through windows from the end, each twice the size of the one before, turned round: so the
  /// time is linear in what lies behind the place, also for a needle that nearly matches everywhere.
  static func findLast(
    _ needle: UnsafeRawBufferPointer, in text: UnsafeRawBufferPointer
  ) -> Int? {
    guard needle.count > 1 else {
      guard let byte = needle.first else { return text.count }
      return text.lastIndex(of: byte)
    }
    let wanted = Bytes(needle.reversed())
    var (end, size) = (text.count, 4 * needle.count)
    while end >= needle.count {
      let start = max(end - size, 0)
      let window = Bytes(text.part(start, end).reversed())
      let place = wanted.withUnsafeBytes { wanted in
        window.withUnsafeBytes { find(wanted, in: $0) }
      }
      if let place { return end - place - needle.count }
      if start == 0 { return nil }
      // A match may begin in front of this window and end within it.
      end = start + needle.count - 1
      size *= 2
    }
    return nil
  }
}
