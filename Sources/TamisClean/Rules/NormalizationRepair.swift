import TamisCore

extension Rule {
  /// Text that is not in Unicode's composed form.
  public static let notNormalized = Rule("C003", "nfc")
}

/// Puts text into Normalization Form C, so that what looks the same is the same bytes.
///
/// https://www.unicode.org/reports/tr15/
enum NormalizationRepair: TextRepair {
  static let rule = Rule.notNormalized

  static func firstDefect(in text: UnsafeRawBufferPointer) -> Int? {
    NFC.firstUnnormalized(in: text)
  }

  static func repair(_ text: UnsafeRawBufferPointer, into output: inout ByteBuffer) {
    var normalized: [UInt8] = []
    NFC.normalize(text, into: &normalized)
    output.append(normalized)
  }
}
