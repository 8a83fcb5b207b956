import TamisCore
import Testing

@Suite struct ContentHashTests {
  private func pattern(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 131 &+ 7) }
  }

  @Test("every length class agrees with xxHash, seeded or not")
  func recordedVectors() throws {
    let table = fixtureTable("hash/xxh3_128.tsv")
    #expect(table.count == 312)
    for fields in table {
      let count = try #require(Int(fields[0]))
      let bytes = pattern(count)
      #expect(ContentHash(bytes).hex == fields[1], "\(count) bytes")
      #expect(
        ContentHash(bytes, seed: 0x9E37_79B1_85EB_CA87).hex == fields[2], "\(count) bytes, seeded")
    }
  }

  @Test("the hash does not depend on where in memory the bytes lie")
  func alignment() {
    for count in [1, 3, 4, 8, 9, 16, 17, 128, 129, 240, 241, 1024, 1025, 3000] {
      let bytes = pattern(count)
      let expected = ContentHash(bytes)
      for shift in 1...9 {
        let shifted = [UInt8](repeating: 0xAA, count: shift) + bytes + [0xBB]
        let hash = shifted.withUnsafeBytes {
          ContentHash(UnsafeRawBufferPointer(rebasing: $0[shift..<(shift + count)]))
        }
        #expect(hash == expected, "\(count) bytes, shifted by \(shift)")
      }
    }
  }

  @Test("no bytes hash the same with and without a base address")
  func empty() {
    let nowhere = UnsafeRawBufferPointer(start: nil, count: 0)
    #expect(ContentHash(nowhere) == ContentHash([]))
    #expect(ContentHash(nowhere, seed: 5) == ContentHash([], seed: 5))
    #expect(ContentHash([]) != ContentHash([], seed: 5))
  }

  @Test("each single bit of the input changes both halves")
  func everyBitCounts() {
    for count in [1, 5, 12, 40, 200, 300, 2000] {
      let bytes = pattern(count)
      let original = ContentHash(bytes)
      for bit in 0..<(8 * count) {
        var flipped = bytes
        flipped[bit / 8] ^= 1 << UInt8(bit % 8)
        let hash = ContentHash(flipped)
        #expect(
          hash.low != original.low && hash.high != original.high, "bit \(bit) of \(count) bytes")
      }
    }
  }

  @Test("hex is the high half, then the low half, each with its leading zeros")
  func hexadecimal() {
    var hash = ContentHash([])
    hash.high = 0xAB
    hash.low = 0x8000_0000_0000_0001
    #expect(hash.hex == "00000000000000ab8000000000000001")
    #expect("\(hash)" == hash.hex)
  }
}
