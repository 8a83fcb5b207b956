import Testing

@testable import TamisTokenizers

@Suite("SentencePiece .model files")
struct SentencePieceFileTests {
  static func definition(_ name: String) throws -> SentencePieceDefinition {
    try SentencePieceFile.parse(fixtureBytes("tokenizers/sentencepiece/\(name).model"))
  }

  @Test("what the trainer was told is what the file says")
  func specs() throws {
    let bytes = try Self.definition("unigram_bytes")
    #expect(bytes.modelKind == .unigram)
    #expect(bytes.byteFallback)
    #expect(bytes.byteIDs()?.count == 256)
    #expect(
      bytes.pieces.filter { $0.kind == .userDefined }.map { $0.bytes }
        == ["<sep>", "<mask>", "aaa"].map { Array($0.utf8) })
    #expect(bytes.normalizer.name == Array("identity".utf8))
    #expect(bytes.normalizer.precompiledCharsmap.isEmpty)
    #expect(!bytes.normalizer.addDummyPrefix && !bytes.normalizer.removeExtraWhitespaces)
    #expect(bytes.unknownSurface == Array(" ⁇ ".utf8))
    #expect((bytes.unknownID, bytes.specialID(named: bytes.beginningName)) == (0, 1))
    #expect(bytes.specialID(named: bytes.endName) == 2)
    #expect(bytes.specialID(named: bytes.paddingName) == nil)
    #expect(bytes.paddingID == nil)

    let normalized = try Self.definition("unigram_nfkc")
    #expect(!normalized.byteFallback && normalized.byteIDs() == nil)
    #expect(normalized.normalizer.name == Array("nmt_nfkc".utf8))
    #expect(normalized.normalizer.precompiledCharsmap.count > 100_000)
    #expect(normalized.normalizer.addDummyPrefix && normalized.normalizer.removeExtraWhitespaces)
    #expect(try Self.definition("unigram_suffix").treatsWhitespaceAsSuffix)
    #expect(try Self.definition("bpe_nmt").modelKind == .bytePair)
  }

  @Test("a file that was cut off anywhere is refused or read, and never traps")
  func truncated() {
    let file = fixtureBytes("tokenizers/sentencepiece/bpe_nmt.model")
    var refused = 0
    for size in 0..<file.count {
      do throws(TokenizerError) {
        _ = try SentencePieceFile.parse(Array(file[..<size]))
      } catch {
        refused += 1
        guard case .malformed = error else {
          Issue.record("\(error)")
          return
        }
      }
    }
    #expect(refused > file.count / 2)
  }

  @Test("bytes that were changed are refused or read, and never trap; seed 9")
  func damaged() {
    let file = fixtureBytes("tokenizers/sentencepiece/bpe_nmt.model")
    var generator = SplitMix(seed: 9)
    for _ in 0..<300 {
      var bytes = file
      for _ in 0..<(1 + generator.next() % 4) {
        let place = Int(generator.next() % UInt64(file.count))
        bytes[place] = UInt8(truncatingIfNeeded: generator.next())
      }
      guard let definition = try? SentencePieceFile.parse(bytes) else { continue }
      _ = try? UnigramModel(definition)
    }
  }

  @Test(
    "hostile wire data is refused with its offset",
    arguments: [
      // A length beyond the file, a number without end, a wire type that is none, field 0.
      ([0x0A, 0x7F, 0x00], "byte 1"), ([0x08] + [UInt8](repeating: 0xFF, count: 12), "byte 1"),
      ([0x0B], "byte 0"), ([0x00, 0x00], "byte 0"), ([0x15, 1, 2], "byte 1"),
      // A piece within: its length goes past the message.
      ([0x0A, 0x03, 0x0A, 0x09, 0x61, 0x0A, 0x00, 0x00], "byte 3"),
      // A length of 2^64 - 1.
      ([0x0A] + [UInt8](repeating: 0xFF, count: 9) + [0x01], "byte 1"),
    ] as [([UInt8], String)])
  func hostile(bytes: [UInt8], place: String) throws {
    let error = #expect(throws: TokenizerError.self) { try SentencePieceFile.parse(bytes) }
    guard case .malformed(_, let found)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found == place)
  }

  @Test("what the reference refuses is refused: duplicates, two unknown pieces, none, lone bytes")
  func refusedModels() throws {
    func piece(_ text: String, _ kind: UInt8) -> [UInt8] {
      let content = [0x0A, UInt8(text.utf8.count)] + Array(text.utf8) + [0x18, kind]
      return [0x0A, UInt8(content.count)] + content
    }
    let good = piece("<unk>", 2) + piece("a", 1)
    #expect(try SentencePieceFile.parse(good).pieces.count == 2)
    for bad in [
      piece("a", 1), good + piece("a", 4), good + piece("<u>", 2), good + piece("<0x00>", 6),
      piece("<unk>", 2) + [0x12, 2, 0x98, 0x02, 1],
      good + [0x12, 3, 0x98, 0x02, 1], good + piece("", 1),
      good + [0x12, 2, 0x18, 9],
    ] {
      #expect(throws: TokenizerError.self) { try SentencePieceFile.parse(bad) }
    }
    // The same text may be a control piece and a normal one.
    #expect(try SentencePieceFile.parse(good + piece("a", 3)).pieces.count == 3)
  }
}
