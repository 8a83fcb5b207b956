/// A character of UTF-8 that was taken for Windows-1252, byte for byte, and written as UTF-8 again.
///
/// `é` is the bytes C3 A9, which Windows-1252 calls `Ã` and `©`. So the text `Ã©` is probably an
/// `é` that went through the wrong decoder. The same two letters can be meant, as in `«IRMÃ»`: a
/// sequence is strong when nobody would write it, and weak ones count only side by side.
struct MojibakeSequence {
  /// Bytes of the text that the sequence takes.
  let length: Int
  let isStrong: Bool

  /// The sequence that starts at `start`, where the first byte of U+00C2 to U+00F4 (C3) stands.
  init?(_ text: UnsafeRawBufferPointer, at start: Int) {
    guard start + 1 < text.count, 0x82...0xB4 ~= text[start + 1] else { return nil }
    let lead = text[start + 1] | 0x40
    let continuations = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3
    var at = start + 2
    var isTypographic = true
    for _ in 0..<continuations {
      guard let next = Self.continuation(text, at) else { return nil }
      at += next.length
      if !next.isTypographic { isTypographic = false }
    }
    length = at - start
    isStrong = !isTypographic && (continuations > 1 || lead <= 0xC3)
  }

  /// The character at `at` if Windows-1252 has it at 0x80 to 0xBF, and whether it is one of the
  /// marks that follow a word in ordinary text: quotes, dashes, an ellipsis, a hard space.
  private static func continuation(
    _ text: UnsafeRawBufferPointer, _ at: Int
  ) -> (length: Int, isTypographic: Bool)? {
    guard at + 1 < text.count else { return nil }
    let second = text[at + 1]
    switch text[at] {
    case 0xC2:
      guard 0x80...0xBF ~= second else { return nil }
      return (2, [0xA0, 0xAB, 0xB7, 0xBB].contains(second))
    case 0xC5:
      // Š Œ Ž š œ ž Ÿ
      return [0xA0, 0x92, 0xBD, 0xA1, 0x93, 0xBE, 0xB8].contains(second) ? (2, false) : nil
    case 0xC6: return second == 0x92 ? (2, false) : nil
    case 0xCB: return second == 0x86 || second == 0x9C ? (2, false) : nil
    case 0xE2:
      guard at + 2 < text.count else { return nil }
      return third(second, text[at + 2])
    default: return nil
    }
  }

  private static func third(_ second: UInt8, _ third: UInt8) -> (length: Int, isTypographic: Bool)?
  {
    switch (second, third) {
    case (0x82, 0xAC), (0x84, 0xA2), (0x80, 0xB0): (3, false)
    case (0x80, 0x93), (0x80, 0x94), (0x80, 0x98), (0x80, 0x99), (0x80, 0x9A), (0x80, 0x9C),
      (0x80, 0x9D), (0x80, 0x9E), (0x80, 0xA0), (0x80, 0xA1), (0x80, 0xA2), (0x80, 0xA6),
      (0x80, 0xB9), (0x80, 0xBA):
      (3, true)
    default: nil
    }
  }
}
