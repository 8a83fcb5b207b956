import CTamisKernels
import Testing

@testable import TamisTokenizers

@Suite("Character classes")
struct CharacterClassesTests {
  /// The classes of all whole blocks of `text`, by `classify`.
  private func classes(
    _ text: [UInt8], _ flags: UnsafePointer<UInt8>,
    _ classify: (
      UnsafePointer<UInt8>, Int, UnsafePointer<UInt8>,
      UnsafeMutablePointer<tamis_character_classes>
    ) -> Void
  ) -> [tamis_character_classes] {
    let count = (text.count - 2) / 64
    return [tamis_character_classes](unsafeUninitializedCapacity: count) { blocks, written in
      text.withUnsafeBufferPointer { text in
        if let text = text.baseAddress, let blocks = blocks.baseAddress {
          classify(text, count, flags, blocks)
        }
      }
      written = count
    }
  }

  private func words(_ classes: tamis_character_classes) -> [UInt64] {
    [
      classes.text.letters, classes.text.uppers, classes.text.digits, classes.text.spaces,
      classes.text.newlines, classes.text.blanks, classes.text.apostrophes, classes.text.slashes,
      classes.text.non_ascii, classes.either, classes.marks, classes.unknown,
      classes.continuations,
    ]
  }

  /// The bytes among `text` at which the kernel and its twin differ: blocks, for all kinds of flags.
  private func differences(_ text: [UInt8]) -> [Int] {
    [ScannerClasses.marksAsSigns, .marksInWords, .hanApart, .signsAlone].flatMap { kinds in
      let fast = classes(text, kinds.flags) { tamis_classify_characters($0, $1, $2, $3) }
      let slow = classes(text, kinds.flags) { tamis_classify_characters_portable($0, $1, $2, $3) }
      return fast.indices.filter { words(fast[$0]) != words(slow[$0]) }
    }
  }

  @Test("the kernel and its portable twin agree on every scalar, at every place of a block")
  func scalars() {
    for shift in 0..<4 {
      var text = [UInt8](repeating: UInt8(ascii: "x"), count: shift)
      for scalar in (0...0x10FFFF as ClosedRange<UInt32>).lazy.compactMap(Unicode.Scalar.init) {
        text += UTF8.encode(scalar).map(Array.init) ?? []
        if scalar.value % 5 == 0 { text.append(UInt8(ascii: " ")) }
      }
      text += [UInt8](repeating: UInt8(ascii: "x"), count: 2)
      #expect(differences(text).isEmpty)
    }
  }

  @Test("they agree on bytes that are no characters")
  func brokenText() {
    var random = TestRandom(for: "broken characters")
    let bytes: [UInt8] = [
      0x20, 0x41, 0x61, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xC5, 0xD0,
      0xDF, 0xE0, 0xE2, 0xE3, 0xE4, 0xE5, 0xE9, 0xEA, 0xEB, 0xEC, 0xED, 0xEF, 0xF0, 0xF4, 0xF5,
      0xFF,
    ]
    for _ in 0..<500 {
      #expect(differences((0..<64 * 5 + 2).map { _ in random.pick(bytes) }).isEmpty)
    }
  }

  @Test("each byte of a character has the character's bits, across blocks too")
  func spread() {
    var text = [UInt8](repeating: UInt8(ascii: "."), count: 63)
    text += Array("жД你\u{300}₂".utf8)
    text += [UInt8](repeating: UInt8(ascii: "."), count: 64 * 2 + 2 - text.count)
    let all = classes(text, ScannerClasses.marksInWords.flags) {
      tamis_classify_characters($0, $1, $2, $3)
    }
    #expect(all[0].text.letters == 1 << 63)
    #expect(all[0].continuations == 0)
    // ж | Д Д 你 你 你 mark mark, and the subscript, a number, that no block tells anything about.
    #expect(all[1].text.letters == 0b1111_1111)
    #expect(all[1].text.uppers == 0b0000_0110)
    #expect(all[1].either == 0b1111_1000)
    #expect(all[1].marks == 0b1100_0000)
    #expect(all[1].unknown == 0b111_0000_0000)
    #expect(all[1].continuations == 0b110_1011_0101)
  }
}
