import TamisCore

extension Rule {
  /// A record with less text than was asked for.
  public static let tooShort = Rule("C010", "too-short")
  /// A record with more text than was asked for.
  public static let tooLong = Rule("C011", "too-long")
}

/// Drops records by the length of their text in characters (Unicode scalars).
struct LengthFilter {
  private let minimum: Int?
  private let maximum: Int?

  init(_ options: CleanOptions) {
    minimum = options.isIgnored(.tooShort) ? nil : options.minimumLength
    maximum = options.isIgnored(.tooLong) ? nil : options.maximumLength
  }

  /// The length of `text`, or a number that is as good for the limits.
  func characters(in text: UnsafeRawBufferPointer) -> Int {
    // A character has one to four bytes: mostly that is enough to know.
    if maximum == nil, text.count / 4 >= minimum ?? 0 { return text.count / 4 }
    var continuations = 0
    for byte in text where byte & 0xC0 == 0x80 { continuations += 1 }
    return text.count - continuations
  }

  /// Rejects `record` if `characters` is outside of the limits.
  func check(_ record: Record, _ characters: Int) {
    if let minimum, characters < minimum {
      record.reject(.tooShort, "\(characters) characters, at least \(minimum) are wanted")
    } else if let maximum, characters > maximum {
      record.reject(.tooLong, "\(characters) characters, at most \(maximum) are wanted")
    }
  }
}
