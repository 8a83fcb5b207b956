import CTamisKernels
import Testing

@Suite("Piece probes")
struct PieceProbesTests {
  /// A table of 256 entries with some of `pieces` in the places that their hashes give.
  private func table(_ pieces: [[UInt8]], _ random: inout TestRandom) -> [UInt64] {
    var table = [UInt64](repeating: 0, count: 512)
    for piece in pieces where piece.count <= 11 && random.next() % 4 != 0 {
      var words: [UInt64] = [0, 0]
      for (index, byte) in piece.enumerated() {
        words[index / 8] |= UInt64(byte) << UInt64(index % 8 * 8)
      }
      words[1] |= UInt64(piece.count) << 24
      let entry = Int(tamis_piece_hash(words[0], words[1]) >> 56)
      let first = random.pick([0, 1, 77, 0x3FEFF, 0x3FF00, 0x3FFFF] as [UInt64])
      let second = random.pick([0, 5, 0x3FFFE, 0x3FFFF] as [UInt64])
      table[entry * 2] = words[0]
      table[entry * 2 + 1] = words[1] | (second << 18 | first) << 28
    }
    return table
  }

  private struct Outcome: Equatable {
    var low: [UInt64] = []
    var high: [UInt64] = []
    var entries: [UInt32] = []
    var pairs: UInt64 = 0
    var ids: [UInt32] = []
  }

  private func outcome(_ text: [UInt8], _ ends: [UInt32], _ table: [UInt64], fast: Bool) -> Outcome
  {
    var batch = tamis_piece_batch()
    var outcome = Outcome()
    text.withUnsafeBufferPointer { text in
      guard let text = text.baseAddress else { return }
      if fast {
        tamis_probe_pieces(text, 3, ends, ends.count, table, 56, &batch)
        outcome.pairs = tamis_find_pairs(table, ends.count, &batch)
      } else {
        tamis_probe_pieces_portable(text, 3, ends, ends.count, table, 56, &batch)
        outcome.pairs = tamis_find_pairs_portable(table, ends.count, &batch)
      }
    }
    withUnsafeBytes(of: batch.low) { outcome.low = Array($0.bindMemory(to: UInt64.self)) }
    withUnsafeBytes(of: batch.high) { outcome.high = Array($0.bindMemory(to: UInt64.self)) }
    withUnsafeBytes(of: batch.entries) { outcome.entries = Array($0.bindMemory(to: UInt32.self)) }
    outcome.low.removeLast(64 - ends.count)
    outcome.high.removeLast(64 - ends.count)
    outcome.entries.removeLast(64 - ends.count)
    let values = withUnsafeBytes(of: batch.values) { values in
      values.bindMemory(to: UInt64.self).enumerated()
        .filter { outcome.pairs >> UInt64($0.offset) & 1 == 1 && $0.offset < ends.count }.map(
          \.element)
    }
    outcome.ids = [UInt32](unsafeUninitializedCapacity: 2 * values.count + 16) { place, count in
      guard let start = place.baseAddress else { return }
      let end =
        fast
        ? tamis_put_pairs(values, values.count, start)
        : tamis_put_pairs_portable(values, values.count, start)
      count = end.map { $0 - start } ?? 0
    }
    return outcome
  }

  @Test("the kernels and their portable twins agree")
  func twins() {
    var random = TestRandom(for: "piece probes")
    for round in 0..<400 {
      var text: [UInt8] = Array("abc".utf8)
      var ends: [UInt32] = []
      var pieces: [[UInt8]] = []
      for _ in 0..<(round % 64 + 1) {
        let length = Int(random.next() % 16) + 1
        let piece = (0..<length).map { _ in random.pick(Array("ab\u{0}\u{7F}".utf8) + [0xFF]) }
        pieces.append(piece)
        text += piece
        ends.append(UInt32(text.count))
      }
      text += [UInt8](repeating: 0xAA, count: 16)
      let table = table(pieces, &random)
      let fast = outcome(text, ends, table, fast: true)
      #expect(fast == outcome(text, ends, table, fast: false))
      if ends.count > 30 { #expect(fast.pairs != 0) }
    }
  }
}
