import CTamisKernels
import TamisCore
import Testing

/// Marks of a text, by the kernel, by its portable twin, and by their definition.
@Suite struct TextMarksTests {
  /// Texts with runs and figures of all lengths at all places.
  private func texts(_ random: inout TestRandom) -> [[UInt8]] {
    let bytes: [UInt8] = [0x20, 0x2C, 0x2D, 0x2E, 0x2F, 0x30, 0x39, 0x3A, 0x7F, 0x80, 0xFF]
    var texts = (0...130).map { [UInt8](repeating: 0x61, count: $0) }
    for size in [0, 1, 63, 64, 65, 200, 4095, 4096, 4097, 9000] {
      for percent in [5, 20, 60] {
        texts.append((0..<size).map { _ in random.chance(percent) ? random.pick(bytes) : 0x61 })
      }
    }
    return texts
  }

  private func marks(_ text: [UInt8], portable: Bool) -> [UInt64] {
    var found: [UInt64] = []
    var runs = tamis_mark_runs()
    var marks = [UInt64](repeating: 0, count: Int(TAMIS_MARKS_ROOM))
    var start = 0
    while start < text.count {
      let size = min(Int(TAMIS_MARKS_BLOCK), text.count - start)
      let count =
        portable
        ? tamis_mark_text_portable(text, start, size, &runs, &marks)
        : tamis_mark_text(text, start, size, &runs, &marks)
      found += marks[..<count]
      start += size
    }
    return found
  }

  /// The marks by their definition.
  private func wanted(_ text: [UInt8]) -> Set<UInt64> {
    var wanted: Set<UInt64> = []
    for place in stride(from: 0, to: text.count, by: 8)
    where text[place..<min(place + 8, text.count)].count(where: { 0x2D...0x39 ~= $0 }) > 2 {
      wanted.insert(UInt64(place) << 1)
    }
    var run = 0
    for (place, byte) in text.enumerated() {
      run = 0x2D...0x7F ~= byte ? run + 1 : 0
      if run == Int(TAMIS_MARKED_RUN) { wanted.insert(UInt64(place) << 1 | 1) }
    }
    return wanted
  }

  @Test func marksStandWhereTheyAreDefinedToStand() {
    var random = TestRandom(for: "text marks")
    for text in texts(&random) {
      let found = marks(text, portable: false)
      #expect(found == marks(text, portable: true))
      #expect(Set(found) == wanted(text))
      #expect(Set(found).count == found.count)
    }
  }

  @Test func signsAreThoseOfThePortableTwin() {
    var random = TestRandom(for: "text signs")
    for size in 0...70 {
      for place in 0..<max(size, 1) {
        var text = [UInt8](repeating: random.chance(2) ? 0xC3 : 0x61, count: size)
        if size > 0 { text[place] = UInt8(ascii: "\\") }
        if place + 1 < size { text[place + 1] = UInt8(ascii: "u") }
        let (signs, twin) = (
          tamis_find_text_signs(text, size), tamis_find_text_signs_portable(text, size)
        )
        #expect(signs.non_ascii == text.contains { $0 >= 0x80 })
        #expect(signs.unicode_escape == (place + 1 < size))
        #expect(signs.non_ascii == twin.non_ascii && signs.unicode_escape == twin.unicode_escape)
      }
    }
  }
}
