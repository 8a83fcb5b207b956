import Testing

@testable import TamisTokenizers

@Suite("Pieces that are remembered")
struct PieceTableTests {
  /// A piece of `length` bytes by number, with room behind it.
  private func piece(_ number: Int, _ length: Int) -> [UInt8] {
    (0..<length).map { UInt8(truncatingIfNeeded: number >> ($0 % 4 * 8)) ^ UInt8($0 & 0xFF) }
  }

  private func ids(_ number: Int) -> [UInt32] {
    let count = 1 + number % (PieceTable.longestSpill + 1)
    if number % 3 == 0 { return [UInt32(number)] }
    // Some ids have more than 18 bits, or look like the number of a spill.
    let base = number % 5 == 1 ? 0x3_FF00 : 0
    return (0..<min(count, PieceTable.longestSpill)).map { UInt32(base + number * 7 + $0) }
  }

  private func found(_ table: borrowing PieceTable, _ piece: [UInt8]) -> [UInt32]? {
    let padded = piece + [UInt8](repeating: 0xAA, count: 40)
    let result = padded.withUnsafeBufferPointer { padded in
      padded.baseAddress.map { table.view.result($0, piece.count) }
    }
    guard let result, !result.isUnknown else { return nil }
    if result.isPair { return [result.firstID] + (result.hasSecond ? [result.secondID] : []) }
    return (0..<Int(result.spill[0])).map { result.spill[$0 + 1] }
  }

  @Test(
    "a table that grows keeps every piece, until it may not grow",
    arguments: [1, 7, 8, 9, 11, 12, 16, 17, 23, 24, 25, 26])
  func growth(_ length: Int) {
    var table = PieceTable(shortBits: 4, longBits: 4)
    let limit = 32 << 8
    let pieces = (0..<(length == 1 ? 100 : 400)).map { piece($0, length) }
    var held = 0
    for (number, bytes) in pieces.enumerated() {
      let padded = bytes + [UInt8](repeating: 0x55, count: 40)
      #expect(found(table, bytes) == nil)
      let ids = ids(number)
      let isIn = padded.withUnsafeBufferPointer { padded in
        ids.withUnsafeBufferPointer { ids in
          guard let base = padded.baseAddress else { return false }
          while !table.insert(base, length, ids) {
            if !table.grow(forLength: length, limit: limit) { return false }
          }
          return true
        }
      }
      if !isIn { break }
      held += 1
    }
    #expect(length == 1 ? held == 100 : held > 100)
    for number in 0..<held { #expect(found(table, pieces[number]) == ids(number)) }
    let copy = PieceTable(copying: table)
    for number in 0..<held { #expect(found(copy, pieces[number]) == ids(number)) }
  }

  @Test("an encoder that learns more pieces than its table holds at first changes no id")
  func learning() throws {
    var random = TestRandom(for: "learning")
    let letters = ["a", "b", "c", "\u{4F60}"].map { Array($0.utf8) }
    let vocabulary = try RandomBytePair(.byteMerges, letters: letters, merges: 30, &random)
    var encoder = PieceEncoder(vocabulary.model)
    let pieces = (0..<5000).map { number in
      // Numbers in base 4, so that all are new.
      (0..<(7 + number % 4)).flatMap { letters[number >> ($0 * 2) & 3] }
    }
    var first: [[UInt32]] = []
    for batch in stride(from: 0, to: pieces.count, by: 50) {
      first.append(encoder.ids(Array(pieces[batch..<batch + 50])))
    }
    for (index, batch) in stride(from: 0, to: pieces.count, by: 50).enumerated() {
      #expect(encoder.ids(Array(pieces[batch..<batch + 50])) == first[index])
    }
    for index in stride(from: 0, to: pieces.count, by: 250) {
      let batch = Array(pieces[index..<index + 50])
      #expect(first[index / 50] == batch.flatMap { vocabulary.naive.ids($0) })
    }
  }

  @Test("a memo that is full takes no more until it forgets, and gives no wrong ids")
  func memo() {
    var memo = PieceMemo()
    var known = 0
    let length = PieceMemo.longestPiece
    let filler = TokenBuffer.filled(with: 9, count: 40_000)
    for number in 0..<100 {
      var bytes = [UInt8](repeating: 0x61, count: 27 + number % (length - 26))
      for index in 0..<4 { bytes[index] = UInt8(truncatingIfNeeded: number >> (index * 8)) }
      bytes.withUnsafeBufferPointer { bytes in
        guard let base = bytes.baseAddress else { return }
        let hash = PieceMemo.hash(base, bytes.count)
        if memo.isFull { memo.forget() }
        #expect(memo.result(base, bytes.count, at: memo.place(hash: hash)).isUnknown)
        // Many ids, so that the memo is full soon.
        memo.insert(base, bytes.count, hash: hash, filler.ids[...].dropLast(number))
        let found = memo.result(base, bytes.count, at: memo.place(hash: hash))
        #expect(found.isUnknown == memo.isFull)
        if !found.isUnknown { #expect(Int(found.spill[0]) == 40_000 - number) }
      }
    }
    for number in 0..<100 {
      var bytes = [UInt8](repeating: 0x61, count: 27 + number % (length - 26))
      for index in 0..<4 { bytes[index] = UInt8(truncatingIfNeeded: number >> (index * 8)) }
      bytes.withUnsafeBufferPointer { bytes in
        guard let base = bytes.baseAddress else { return }
        let place = memo.place(hash: PieceMemo.hash(base, bytes.count))
        let found = memo.result(base, bytes.count, at: place)
        guard !found.isUnknown else { return }
        known += 1
        #expect(Int(found.spill[0]) == 40_000 - number)
      }
    }
    #expect(known > 0 && known < 100)
  }
}

extension TokenBuffer {
  fileprivate static func filled(with id: UInt32, count: Int) -> TokenBuffer {
    var tokens = TokenBuffer(capacity: count)
    for _ in 0..<count { tokens.append(id, endingAt: 0) }
    return tokens
  }
}
