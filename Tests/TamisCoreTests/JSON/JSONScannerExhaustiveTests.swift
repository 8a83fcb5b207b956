import TamisCore
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The scanner against a slow parser, on all small texts; on longer ones where TAMIS_LONG is set.
@Suite struct JSONScannerExhaustiveTests {
  /// Walks over texts and holds the two against each other.
  private final class Walk {
    let alphabet: [UInt8]
    let longest: Int
    /// Texts that are visited whatever the reference says of their beginnings.
    let pruneFrom: Int
    private let text = ScanText()
    private(set) var texts = 0
    private(set) var accepted = 0
    private(set) var differences: [String] = []

    init(_ alphabet: String, longest: Int, pruneFrom: Int) {
      self.alphabet = utf8(alphabet)
      self.longest = longest
      self.pruneFrom = pruneFrom
    }

    /// Visits what starts with `prefix`. An error before the end of a text is that of all texts that
    /// go on from there, so these need no visit.
    func visit(_ prefix: [UInt8] = []) {
      let expected = ReferenceParser.parse(prefix)
      compare(prefix, expected)
      guard prefix.count < longest else { return }
      if let error = expected.error, error.kind != .endsEarly, error.kind != .empty,
        prefix.count >= pruneFrom
      {
        if texts % 8 == 0 { compare(prefix + tail(), expected) }
        return
      }
      var longer = prefix + [0]
      for byte in alphabet {
        longer[prefix.count] = byte
        visit(longer)
      }
    }

    /// Some bytes out of the alphabet.
    private func tail() -> [UInt8] {
      (0..<1 + texts / 8 % 20).map { alphabet[(texts / 8 + $0 * $0) % alphabet.count] }
    }

    private func compare(_ bytes: [UInt8], _ expected: ScanOutcome) {
      texts += 1
      // What stands behind the text changes with each one.
      let stop = UInt8(texts % 32)
      let slack = alphabet[texts % alphabet.count]
      let outcome = text.scan(bytes, stop: stop, slack: slack)
      if outcome != expected {
        differences.append("\(shown(bytes)): \(outcome) instead of \(expected)")
      }
      guard expected.error == nil else { return }
      accepted += 1
      for depth in 0...1 {
        let kept = text.scan(bytes, depth: depth, stop: stop, slack: slack)
        if kept != ReferenceParser.parse(bytes, depth: depth) {
          differences.append("\(shown(bytes)) at depth \(depth): \(kept)")
        }
      }
    }
  }

  /// How many bytes longer than usual the texts may be.
  private static let extra = getenv("TAMIS_LONG") == nil ? 0 : 2

  @Test(
    "all small texts are judged, placed and cut into nodes as the grammar has it",
    arguments: [
      // The alphabet, the longest text, and the length up to which all of them are tried.
      ("{}[],:\"\\1-.e0 t\n", 5, 3), ("{}[],:\"1", 7, 4), ("-+.eE019 ", 6, 3),
      ("\"\\udD8cC0\u{1}n/", 6, 3), ("truefalsn0,", 7, 3),
    ])
  func smallTexts(alphabet: String, longest: Int, pruneFrom: Int) {
    let walk = Walk(alphabet, longest: longest + Self.extra, pruneFrom: pruneFrom)
    walk.visit()
    print("\(shown(alphabet.utf8)) to \(longest): \(walk.texts) texts, \(walk.accepted) accepted")
    #expect(walk.differences.isEmpty, "\(walk.differences.prefix(10).joined(separator: "\n"))")
    #expect(walk.texts > 1_000 && walk.accepted > 5)
  }

  @Test("all escapes of two code units, and which of them are half a pair")
  func surrogates() {
    let text = ScanText()
    let units = [
      "0041", "d7ff", "d800", "D83D", "dbFF", "dc00", "DE00", "dfff", "e000", "00e9", "d83", "d83g",
    ]
    for first in units {
      for second in units {
        for tail in ["", "x", #"\"#, #"\n"#, #"\ud83d"#, #"\ude00"#, #"\u"#] {
          for body in [#"\u\#(first)\u\#(second)\#(tail)"#, #"\u\#(first)x\u\#(second)\#(tail)"#] {
            for whole in ["\"\(body)\"", "\"\(body)", "{\"\(body)\":0}"] {
              let bytes = utf8(whole)
              #expect(text.scan(bytes, slack: 0x22) == ReferenceParser.parse(bytes), "\(whole)")
            }
          }
        }
      }
    }
    #expect(text.scan(utf8(#""\ud83d\ude00""#)).nodes.first?.flags == .escaped)
    #expect(text.scan(utf8(#""\ude00\ud83d""#)).nodes.first?.flags == [.escaped, .loneSurrogate])
    #expect(
      text.scan(utf8(#""\ud83d\ud83d\ude00""#)).nodes.first?.flags.contains(.loneSurrogate) == true)
  }
}
