import TamisCore
import TamisTemplates
import Testing

/// Strings of the conversation that are written with escapes.
struct EscapedTextTests {
  private static let pieces = [
    "a", "bc", "seven..", "exactly sixteen!", "é", "日本", "😀", #"\n"#, #"\""#, #"\\"#, #"\/"#,
    #"\t"#,
    #"\r"#, #"\b"#, #"\f"#, #"\u0041"#, #"\u00e9"#, #"\u65E5"#, #"\ud83d\ude00"#, #"\ud83d"#,
    #"\udE00x"#, #"\ud83d\n"#, #"\ud83d\u0041"#,
  ]

  /// The text of a message whose content is written as `body`.
  private func rendered(_ body: String, _ template: ChatTemplate) throws -> [UInt8] {
    let document = try JSONDocument(Array(#"{"messages":[{"content":"\#(body)"}]}"#.utf8))
    let context = try #require(TemplateContext(record: document.root))
    return try template.render(context).text
  }

  @Test("a string with escapes is what the JSON reader of the core makes of it")
  func decoding() throws {
    let template = try ChatTemplate(source: Array("{{ messages[0].content }}".utf8))
    let seed = UInt64(20_261_124)
    var random = SeededGenerator(seed: seed)
    for round in 0..<3000 {
      let body = (0..<round % 12).map { _ in Self.pieces.randomElement(using: &random) ?? "" }
        .joined()
      var expected = ByteBuffer()
      Array(body.utf8).withUnsafeBytes { JSONString.decode($0, into: &expected) }
      #expect(try rendered(body, template) == expected.array, "seed \(seed), \(body)")
    }
  }
}

/// SplitMix64 (https://prng.di.unimi.it/splitmix64.c).
private struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }
}
