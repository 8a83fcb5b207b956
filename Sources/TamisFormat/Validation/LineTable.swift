import TamisCore

/// The line in which each hash was seen first: 20 bytes an entry, 23 to 35 with the free places.
struct LineTable {
  private var hashes: [ContentHash] = []
  /// 0 for a free place.
  private var lines: [UInt32] = []
  private(set) var count = 0

  /// Notes that `hash` is in `line`; returns the line that it was in before, if it was.
  ///
  /// Lines past four thousand million are not told apart.
  mutating func insert(_ hash: ContentHash, line: Int) -> Int? {
    if count * 8 >= lines.count * 7 { grow() }
    let place = self.place(of: hash)
    if lines[place] != 0 { return Int(lines[place]) }
    hashes[place] = hash
    lines[place] = UInt32(clamping: max(line, 1))
    count += 1
    return nil
  }

  /// The line that `hash` is in; `nil` where it is in none.
  func line(of hash: ContentHash) -> Int? {
    guard count > 0 else { return nil }
    let place = self.place(of: hash)
    return lines[place] == 0 ? nil : Int(lines[place])
  }

  /// Where `hash` is, or would be.
  private func place(of hash: ContentHash) -> Int {
    // The high half of the product is an even spread over any number of places.
    var place = Int(hash.low.multipliedFullWidth(by: UInt64(lines.count)).high)
    while lines[place] != 0, hashes[place] != hash {
      place += 1
      if place == lines.count { place = 0 }
    }
    return place
  }

  private mutating func grow() {
    let old = (hashes: hashes, lines: lines)
    let capacity = max(1024, old.lines.count * 3 / 2)
    hashes = Array(repeating: ContentHash([]), count: capacity)
    lines = Array(repeating: 0, count: capacity)
    for (hash, line) in zip(old.hashes, old.lines) where line != 0 {
      let place = self.place(of: hash)
      hashes[place] = hash
      lines[place] = line
    }
  }
}
