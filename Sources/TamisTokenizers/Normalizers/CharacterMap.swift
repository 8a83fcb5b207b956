import TamisCore

/// The `precompiled_charsmap` of a SentencePiece model: byte strings, and what becomes of them.
///
/// A blob of a 32-bit length, as many bytes of a double-array trie (Darts-clone), and the results,
/// each ended by a zero byte. A unit of the trie is 32 bits:
///
///     bit 31        the unit is a leaf, and the other bits are where its result starts
///     bits 0...7    the byte that leads here
///     bit 8         a leaf hangs below: what leads here is a key
///     bits 10...30  how far the children lie, shifted up by 8 if bit 9 is set
///
/// From the unit at `i` the byte `b` leads to the unit at `i ^ offset(i) ^ b`, if that says `b`.
/// Format: <https://github.com/google/sentencepiece/blob/master/src/normalizer.cc>,
/// <https://github.com/s-yata/darts-clone>.
struct CharacterMap: Sendable {
  private let units: [UInt32]
  /// The results, and a zero byte behind the last.
  private let results: [UInt8]
  /// What becomes of one ASCII byte before another: a byte, or `slow` if only the trie can say.
  let asciiBytes: [UInt16]
  /// False if an ASCII byte is the second or a later one of some key.
  let startsAtASCII: Bool

  /// A bit for each two bytes that some key, or a key of one byte, may start: the first byte times 4
  /// and the upper two bits of the second say in which word.
  private let pairs: [UInt64]

  static let slow: UInt16 = 0x100

  /// Reads the blob as a model has it; in tokenizer.json it stands in Base64.
  init(_ blob: UnsafeRawBufferPointer, place: String = "precompiled_charsmap")
    throws(TokenizerError)
  {
    guard blob.count > 4 else {
      throw .malformed("the character map has \(blob.count) bytes", place: place)
    }
    let size = Int(UInt32(littleEndian: blob.loadUnaligned(as: UInt32.self)))
    guard size >= 4, size < blob.count, size + 4 <= blob.count else {
      throw .malformed("the trie of the character map is longer than the map", place: place)
    }
    units = (0..<size / 4).map {
      UInt32(littleEndian: blob.loadUnaligned(fromByteOffset: 4 + $0 * 4, as: UInt32.self))
    }
    let tail = UnsafeRawBufferPointer(rebasing: blob[(4 + size)...])
    guard validUTF8Prefix(tail) == tail.count else {
      throw .malformed("the results of the character map are not UTF-8", place: place)
    }
    results = Array(tail) + [0]
    let trie = Trie(units: units)
    startsAtASCII = trie.startsAtASCII()
    var table: [UInt16] = []
    for byte in UInt8(0)..<0x80 {
      table.append(Self.asciiByte(byte, trie, results))
    }
    asciiBytes = table
    pairs = Self.pairs(trie)
  }

  private static func pairs(_ trie: Trie) -> [UInt64] {
    var pairs = [UInt64](repeating: 0, count: 1024)
    for first in UInt8(1)...0xFF {
      guard let node = trie.child(of: trie.root, first) else { continue }
      for second in UInt8(0)...0xFF where node.isKey || trie.child(of: node, second) != nil {
        pairs[Int(first) << 2 | Int(second >> 6)] |= 1 << UInt64(second & 63)
      }
    }
    return pairs
  }

  private static func asciiByte(_ byte: UInt8, _ trie: Trie, _ results: [UInt8]) -> UInt16 {
    guard let node = trie.child(of: trie.root, byte) else { return UInt16(byte) }
    if (UInt8(1)..<0x80).contains(where: { trie.child(of: node, $0) != nil }) { return slow }
    guard let value = trie.value(at: node) else { return UInt16(byte) }
    guard value + 1 < results.count, results[value] != 0, results[value] < 0x80,
      results[value + 1] == 0
    else { return slow }
    return UInt16(results[value])
  }

  /// A key at the start of some bytes.
  struct Match {
    /// Bytes of the key.
    var length: Int
    /// Where its result starts.
    var value: Int
  }

  /// The longest key, or the shortest one, that starts `bytes[offset...]` and ends by `end`.
  @inline(__always)
  func match(
    in bytes: UnsafeRawBufferPointer, from offset: Int, to end: Int, shortest: Bool
  ) -> Match? {
    units.withUnsafeBufferPointer { units in
      var found: Match?
      guard let root = units.first else { return nil }
      var node = Int(root.childOffset)
      var position = offset
      while position < end {
        let byte = bytes[position]
        node ^= Int(byte)
        guard node < units.count else { break }
        let unit = units[node]
        if unit & 0x8000_00FF != UInt32(byte) || byte == 0 { break }
        position += 1
        node ^= Int(unit.childOffset)
        if unit & 0x100 != 0, node < units.count {
          found = Match(length: position - offset, value: Int(units[node] & 0x7FFF_FFFF))
          if shortest { break }
        }
      }
      return found
    }
  }

  /// The trie as a loop over characters wants it.
  struct Walker {
    fileprivate let units: UnsafeBufferPointer<UInt32>
    fileprivate let root: Int
    fileprivate let pairs: UnsafePointer<UInt64>?

    /// True where some key starts the bytes from `offset` on, two at least.
    @inline(__always)
    func hasKey(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Bool {
      guard let pairs else { return false }
      let second = bytes[offset &+ 1]
      // Safety: there is a word for each first byte and each upper half of a second.
      let word = pairs[Int(bytes[offset]) &<< 2 | Int(second &>> 6)]
      return word &>> UInt64(second & 63) & 1 != 0 && walk(bytes, offset)
    }

    private func walk(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Bool {
      var node = root
      var position = offset
      while position < bytes.count {
        let byte = bytes[position]
        node ^= Int(byte)
        guard node < units.count else { return false }
        let unit = units[node]
        if unit & 0x8000_00FF != UInt32(byte) || byte == 0 { return false }
        position &+= 1
        node ^= Int(unit.childOffset)
        if unit & 0x100 != 0, node < units.count { return true }
      }
      return false
    }
  }

  /// Lends a walker over the trie of `map` to `body`; without a map, one that finds nothing.
  @inline(__always)
  static func withWalker<Result>(_ map: CharacterMap?, _ body: (Walker) -> Result) -> Result {
    guard let map, let first = map.units.first else {
      return body(Walker(units: UnsafeBufferPointer(start: nil, count: 0), root: 0, pairs: nil))
    }
    return map.units.withUnsafeBufferPointer { units in
      map.pairs.withUnsafeBufferPointer { pairs in
        body(Walker(units: units, root: Int(first.childOffset), pairs: pairs.baseAddress))
      }
    }
  }

  /// Lends the result that starts at `value` to `body`.
  @inline(__always)
  func withResult<Result>(_ value: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    results.withUnsafeBytes { all in
      let start = min(value, all.count - 1)
      var end = start
      // The last byte of `results` is zero.
      while all[end] != 0 { end += 1 }
      return body(UnsafeRawBufferPointer(rebasing: all[start..<end]))
    }
  }

  /// Whether `text` is ASCII that the map leaves as it is.
  func leavesASCIIUnchanged(_ text: UnsafeRawBufferPointer) -> Bool {
    asciiBytes.withUnsafeBufferPointer { table in
      text.allSatisfy { $0 < 0x80 && table[Int($0)] == UInt16($0) }
    }
  }
}

extension UInt32 {
  /// How far the children of a unit lie.
  @inline(__always)
  fileprivate var childOffset: UInt32 { (self >> 10) << ((self & 0x200) >> 6) }
}

/// The trie, walked node by node while the map is loaded.
private struct Trie {
  let units: [UInt32]

  /// Where the children of a node are counted from.
  typealias Node = (children: Int, isKey: Bool)

  var root: Node { (Int(units.first?.childOffset ?? 0), false) }

  func child(of node: Node, _ byte: UInt8) -> Node? {
    let index = node.children ^ Int(byte)
    guard byte != 0, index < units.count, units[index] & 0x8000_00FF == UInt32(byte) else {
      return nil
    }
    return (index ^ Int(units[index].childOffset), units[index] & 0x100 != 0)
  }

  func value(at node: Node) -> Int? {
    guard node.isKey, node.children < units.count else { return nil }
    return Int(units[node.children] & 0x7FFF_FFFF)
  }

  /// Whether no key has an ASCII byte behind its first; false too for a trie that is no tree.
  func startsAtASCII() -> Bool {
    var stack = (UInt8(1)...0xFF).compactMap { child(of: root, $0) }
    var visited = 0
    while let node = stack.popLast() {
      visited += 1
      if visited > units.count { return false }
      for byte in UInt8(1)...0xFF {
        guard let next = child(of: node, byte) else { continue }
        if byte < 0x80 { return false }
        stack.append(next)
      }
    }
    return true
  }
}
