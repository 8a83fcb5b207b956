import TamisCore

/// A repair that replaces single characters, wherever they stand.
protocol CharacterRepair: TextRepair {
  /// What takes the place of such a character.
  static var replacement: StaticString { get }

  /// Bytes of the unwanted character at `place`, which is a stop of `nextStop(from:)`; 0 for one that
  /// stays.
  static func length(at place: Int, in text: UnsafeRawBufferPointer) -> Int
}

extension CharacterRepair {
  static func firstDefect(in text: UnsafeRawBufferPointer) -> Int? {
    var at = text.nextStop(from: 0)
    while at < text.count {
      if length(at: at, in: text) > 0 { return at }
      at = text.nextStop(from: at + 1)
    }
    return nil
  }

  static func repair(_ text: UnsafeRawBufferPointer, into output: inout ByteBuffer) {
    var kept = 0
    var at = text.nextStop(from: 0)
    while at < text.count {
      let length = length(at: at, in: text)
      if length > 0 {
        output.append(text.part(kept..<at))
        output.append(replacement)
        kept = at + length
      }
      at = text.nextStop(from: at + max(length, 1))
    }
    output.append(text.part(kept..<text.count))
  }
}
