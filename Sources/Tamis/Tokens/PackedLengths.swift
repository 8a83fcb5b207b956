/// What examples of some lengths come to when each is put into a row of `rowLength` tokens: padded, a
/// row each; or packed, several to a row.
public struct PackedLengths: Sendable, Equatable {
  /// Tokens in a row.
  public let rowLength: Int
  /// Examples, each of which has a row of its own when padded.
  public private(set) var examples = 0
  /// Rows when packed: best fit decreasing, as TRL packs (`packing_strategy="bfd"`): the longest
  /// first, each into the row with the least space that is enough.
  public private(set) var packs = 0
  /// Tokens behind the end of a row: cut off.
  public private(set) var truncated = 0
  /// Tokens that are in a row.
  public private(set) var kept = 0

  /// Packs `lengths`, pairs of a length and how many examples have it, in any order.
  ///
  /// - Complexity: O(n · L / 64) for n examples and rows of L tokens; far less in practice.
  public init(_ lengths: [(length: Int, count: Int)], rowLength: Int) {
    precondition(rowLength > 0, "a row holds at least one token")
    self.rowLength = rowLength
    var spaces = FreeSpaces(rowLength)
    for (length, count) in lengths.sorted(by: { $0.length > $1.length }) where length > 0 {
      let fitting = min(length, rowLength)
      examples += count
      truncated += (length - fitting) * count
      kept += fitting * count
      for _ in 0..<count where !spaces.take(fitting) {
        packs += 1
        spaces.add(rowLength - fitting)
      }
    }
  }

  /// Tokens that are computed when padded.
  public var paddedTokens: Int { examples * rowLength }
  /// Tokens that are computed when packed.
  public var packedTokens: Int { packs * rowLength }
}

/// Rows that have been begun, by how much space they have left.
private struct FreeSpaces {
  private var rows: [Int]
  /// A bit for each space that some row has.
  private var words: [UInt64]

  init(_ rowLength: Int) {
    rows = [Int](repeating: 0, count: rowLength + 1)
    words = [UInt64](repeating: 0, count: rowLength / 64 + 1)
  }

  mutating func add(_ space: Int) {
    guard space > 0 else { return }
    rows[space] += 1
    words[space / 64] |= 1 << UInt64(space % 64)
  }

  /// Puts an example of that length into the row with the least space that is enough; false where
  /// there is none.
  mutating func take(_ length: Int) -> Bool {
    guard let space = smallest(from: length) else { return false }
    rows[space] -= 1
    if rows[space] == 0 { words[space / 64] &= ~(1 << UInt64(space % 64)) }
    add(space - length)
    return true
  }

  private func smallest(from length: Int) -> Int? {
    var index = length / 64
    var word = words[index] & (~0 << UInt64(length % 64))
    while word == 0 {
      index += 1
      guard index < words.count else { return nil }
      word = words[index]
    }
    return index * 64 + word.trailingZeroBitCount
  }
}
