import TamisCore

/// What decoding needs to know of a tokenizer: the text of each id, and the decoder.
///
/// Immutable, so that decoders on any number of threads share one.
final class DecodingTable: Sendable {
  /// How tokens become text.
  enum Plan: Sendable {
    /// Each token is bytes, and the text is these one after the other: byte-level and rank files.
    case bytes
    /// Each token is text with spaces in place, or one byte (`<0x0A>`); then up to so many spaces
    /// go from the start of the text: Llama, Mistral.
    case textAndBytes(strip: Int)
    /// The decoder of the file, step by step, on the tokens as it writes them.
    case chain(Decoder)
    /// No decoder: tokens with a space between them.
    case joinedBySpaces
  }

  /// The text of a token, as `plan` wants it.
  struct Entry: Sendable {
    var bytes: [UInt8]
    var isSpecial = false
  }

  let plan: Plan
  private let arena: [UInt8]
  private let places: [Place]

  private struct Place: Sendable {
    var start: UInt32 = 0
    var count: UInt32 = 0
    var flags: Flags = []
  }

  private struct Flags: OptionSet, Sendable {
    let rawValue: UInt8
    static let present = Flags(rawValue: 1)
    static let special = Flags(rawValue: 2)
    static let byte = Flags(rawValue: 4)
  }

  /// A table of `count` ids, where `entry` gives the text of those that are tokens.
  init(plan: Plan, count: Int, entry: (TokenID) -> Entry?) {
    self.plan = plan
    var arena: [UInt8] = []
    var places = [Place](repeating: Place(), count: count)
    for id in 0..<count {
      guard let found = entry(TokenID(id)) else { continue }
      var flags: Flags = .present
      if found.isSpecial { flags.insert(.special) }
      var bytes = found.bytes
      if case .textAndBytes = plan, let byte = Decoder.fallbackByte(bytes[...]) {
        flags.insert(.byte)
        bytes = [byte]
      }
      places[id] = Place(
        start: UInt32(truncatingIfNeeded: arena.count),
        count: UInt32(truncatingIfNeeded: bytes.count), flags: flags)
      arena += bytes
    }
    self.arena = arena
    self.places = places
  }

  /// The table of `count` ids of a vocabulary whose tokens are the bytes of text, with `special` tokens
  /// in the place of what else has their ids; of two for one id the first counts.
  init(_ vocabulary: Vocabulary, count: Int, special: [(content: [UInt8], id: TokenID)]) {
    plan = .bytes
    var arena = vocabulary.allBytes
    var places = [Place](repeating: Place(), count: count)
    for id in 0..<min(vocabulary.count, count) {
      guard let range = vocabulary.range(of: TokenID(id)) else { continue }
      places[id] = Place(
        start: UInt32(truncatingIfNeeded: range.lowerBound),
        count: UInt32(truncatingIfNeeded: range.count), flags: .present)
    }
    for token in special where !places[Int(token.id)].flags.contains(.special) {
      places[Int(token.id)] = Place(
        start: UInt32(truncatingIfNeeded: arena.count),
        count: UInt32(truncatingIfNeeded: token.content.count), flags: [.present, .special])
      arena += token.content
    }
    self.arena = arena
    self.places = places
  }

  /// The bytes of a token, and whether they are one byte of a character; `nil` for ids that are no
  /// token, and for special ones that are to be skipped.
  func token(
    _ id: TokenID, skippingSpecial: Bool
  ) -> (bytes: ArraySlice<UInt8>, isByte: Bool)? {
    guard Int(id) < places.count else { return nil }
    let place = places[Int(id)]
    guard place.flags.contains(.present), !(skippingSpecial && place.flags.contains(.special))
    else { return nil }
    return (
      arena[Int(place.start)..<Int(place.start) + Int(place.count)], place.flags.contains(.byte)
    )
  }
}
