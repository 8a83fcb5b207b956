import TamisCore

/// Strings that a target refuses wherever they stand in a text, such as `\nHuman:`.
///
/// They are looked for in the text as it is written: a line feed in front of one is there as `\n`.
/// The last byte of a string, which is a rare one, is found first.
struct ReservedStrings {
  /// The strings as the profile has them.
  let names: [String]
  /// As they are written in JSON, in small letters where that does not matter.
  private let written: [[UInt8]]
  private let ends: [UInt8]
  private let ignoresCase: Bool

  init(_ profile: Profile) {
    names = profile.reservedStrings.values
    let ignoresCase = profile.reservedStringsIgnoreCase
    self.ignoresCase = ignoresCase
    written = names.map { name in
      name.utf8.flatMap { byte -> [UInt8] in
        byte == 0x0A ? Array("\\n".utf8) : [ignoresCase ? Self.lower(byte) : byte]
      }
    }
    ends = Array(Set(written.compactMap(\.last)))
  }

  var isEmpty: Bool { written.isEmpty }

  /// Calls `found` with the index and the place of each string in `text`.
  func scan(
    _ text: UnsafeRawBufferPointer, found: (_ index: Int, _ range: Range<Int>) -> Void
  ) {
    for end in ends {
      var at = 0
      while let place = text.firstOffset(of: end, from: at) {
        at = place + 1
        // A key's colon stands behind a quote, and there are many of them.
        if place > 0, text[place - 1] == UInt8(ascii: "\"") { continue }
        for (index, string) in written.enumerated() where string.last == end {
          let start = place + 1 - string.count
          if start >= 0, matches(text, start, string) { found(index, start..<place + 1) }
        }
      }
    }
  }

  private func matches(_ text: UnsafeRawBufferPointer, _ start: Int, _ string: [UInt8]) -> Bool {
    for (offset, byte) in string.enumerated() {
      let other = text[start + offset]
      if byte != (ignoresCase ? Self.lower(other) : other) { return false }
    }
    return true
  }

  private static func lower(_ byte: UInt8) -> UInt8 { 0x41...0x5A ~= byte ? byte | 0x20 : byte }
}
