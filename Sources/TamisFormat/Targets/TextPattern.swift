/// What a short text such as a name or an id may look like.
public struct TextPattern: Sendable, Equatable {
  /// Bytes that may occur, the whole alphabet where it is empty.
  public var characters: Set<UInt8> = []
  /// How many bytes there may be, behind the prefix.
  public var length: ClosedRange<Int> = 0...Int.max
  /// Ways in which the text may start; any where there are none.
  public var prefixes: [[UInt8]] = []
  /// The pattern for people: "1 to 64 letters, digits, '_' or '-'".
  public var words: String

  /// True for a text that fits.
  func matches(_ text: UnsafeRawBufferPointer) -> Bool {
    var start = 0
    if !prefixes.isEmpty {
      guard let prefix = prefixes.first(where: { text.starts(with: $0, at: 0) }) else {
        return false
      }
      start = prefix.count
    }
    guard length.contains(text.count - start) else { return false }
    return characters.isEmpty || text[start...].allSatisfy { characters.contains($0) }
  }

  /// The bytes that `words` name: "letters", "digits", and single characters.
  static func characters(named words: String) -> Set<UInt8> {
    var set: Set<UInt8> = []
    for word in words.split(separator: " ") {
      switch word {
      case "letters":
        set.formUnion(UInt8(ascii: "a")...UInt8(ascii: "z"))
        set.formUnion(UInt8(ascii: "A")...UInt8(ascii: "Z"))
      case "digits": set.formUnion(UInt8(ascii: "0")...UInt8(ascii: "9"))
      default: set.formUnion(word.utf8)
      }
    }
    return set
  }
}
