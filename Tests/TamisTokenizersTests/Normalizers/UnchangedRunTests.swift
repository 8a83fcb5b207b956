import TamisCore
import Testing

@testable import TamisTokenizers

/// The normalizers with character maps copy runs that the map does not touch; here they are held against
/// loops that ask for each character.
@Suite("Runs that a character map leaves as they are")
struct UnchangedRunTests {
  static let models = ["unigram_nfkc", "unigram_suffix", "bpe_nmt", "unigram_bytes"]

  private func normalizer(_ model: String) throws -> SentencePieceNormalizer {
    let tokenizer = try Tokenizer(
      contentsOf: fixturePath("tokenizers/sentencepiece/\(model).model"))
    guard case .sentencePiece(let normalizer) = tokenizer.pipeline.normalizer else {
      throw TokenizerError.unsupported(construct: "\(model) without its normalizer", place: "")
    }
    return normalizer
  }

  /// Characters that keys of the usual maps start with, hold, and do not know.
  private static let characters =
    ([
      "a", "e", "A", " ", "  ", "\n", "\t", "\u{301}", "\u{308}", "и", "й", "у", "\u{306}", "が",
      "か",
      "\u{3099}", "가", "\u{11A8}", "ﬁ", "Ⅷ", "½", "中", "▁", "\u{A0}", "\u{3000}", "\u{200B}", "😀",
      "क",
      "\u{94D}", "ж", "\u{0}", "ｶ", "ﾞ", "\r\n", "🇩🇪", "\u{FFFD}",
    ] as [String]).map { Array($0.utf8) } + [[0x80], [0xE2, 0x96], [0xFF], [0xF0, 0x9F]]

  private func texts(_ test: String, onlyUTF8: Bool) -> [[UInt8]] {
    var random = TestRandom(for: test)
    let all = onlyUTF8 ? Array(Self.characters.dropLast(4)) : Self.characters
    return (0..<3000).map { size in
      (0..<1 + size % 24).flatMap { _ in random.pick(all) }
    }
  }

  @Test("SentencePiece's normalizer, character by character", arguments: models)
  func sentencePiece(model: String) throws {
    let normalizer = try normalizer(model)
    #expect(normalizer.escapesWhitespace && normalizer.writesSpaces)
    for text in texts("runs of \(model)", onlyUTF8: false) {
      var output = NormalizerOutput()
      text.withUnsafeBytes { normalizer.write($0, at: .whole, to: &output) }
      #expect(output.bytes.array == Self.plain(normalizer, text), "\(text)")
    }
  }

  /// What the normalizer of the reference does, by the letter.
  private static func plain(_ normalizer: SentencePieceNormalizer, _ bytes: [UInt8]) -> [UInt8] {
    var contents = bytes.withUnsafeBytes { text in
      var contents: [[UInt8]] = []
      var at = 0
      while at < text.count {
        let step = normalizer.prefix(of: text, at: at)
        switch step.content {
        case .same: contents.append(Array(text[at..<at + step.length]))
        case .result(let value):
          contents.append(normalizer.map?.withResult(value) { Array($0) } ?? [])
        case .replacement: contents.append(Array("\u{FFFD}".utf8))
        }
        at += step.length
      }
      return contents
    }
    let squeezes = normalizer.removesExtraWhitespace
    if squeezes { contents = Array(contents.drop { $0 == [0x20] }) }
    if contents.isEmpty { return [] }
    var output: [UInt8] = []
    let isSuffix = normalizer.treatsWhitespaceAsSuffix
    if normalizer.addsDummyPrefix, !isSuffix { output.append(0x20) }
    var wasSpace = squeezes
    for content in contents {
      let rest = wasSpace ? Array(content.drop { $0 == 0x20 }) : content
      // In models as they are loaded a space stays one, and the mark becomes one.
      output += rest == Array("\u{2581}".utf8) ? [0x20] : rest
      if let last = rest.last { wasSpace = squeezes && last == 0x20 }
    }
    while squeezes, output.last == 0x20 { output.removeLast() }
    return normalizer.addsDummyPrefix && isSuffix ? output + [0x20] : output
  }

  @Test("Hugging Face's Precompiled, cluster by cluster", arguments: models.prefix(1))
  func precompiled(model: String) throws {
    let map = try #require(try normalizer(model).map)
    for text in texts("clusters of \(model)", onlyUTF8: true) {
      var output = NormalizerOutput()
      text.withUnsafeBytes { GraphemeMapping(map: map).write($0, to: &output) }
      #expect(output.bytes.array == Self.plain(map, text), "\(text)")
    }
  }

  private static func plain(_ map: CharacterMap, _ bytes: [UInt8]) -> [UInt8] {
    bytes.withUnsafeBytes { bytes in
      guard let text = UTF8Text(bytes) else { return [] }
      var output: [UInt8] = []
      func mapped(_ start: Int, _ end: Int) -> [UInt8]? {
        let match = map.match(in: bytes, from: start, to: end, shortest: true)
        return match.map { map.withResult($0.value) { Array($0) } }
      }
      var at = 0
      while at < text.count {
        let end = NormalizerTables.withTables { tables in
          var breaks = GraphemeBreaks(tables: tables)
          return breaks.clusterEnd(text, from: at)
        }
        if end - at < 6, let result = mapped(at, end) {
          output += result
          at = end
        }
        while at < end {
          let next = at + text.decode(at).length
          output += mapped(at, next) ?? Array(bytes[at..<next])
          at = next
        }
      }
      return output
    }
  }
}
