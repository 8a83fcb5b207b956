import TamisCore

/// The digests that have been seen, and which record was the first of each.
///
/// A table with open addressing: no allocation a digest, and the order of what is found depends on
/// nothing but the input. Memory: 32 to 64 bytes for each distinct digest.
struct DigestTable {
  private struct Slot {
    var hash: ContentHash
    /// The first record with that hash, counted from 1; 0 for an empty slot.
    var record: UInt64
  }

  private var slots: [Slot]
  private var mask: Int
  private(set) var count = 0

  init() {
    slots = Array(repeating: Self.empty, count: 1 << 12)
    mask = slots.count - 1
  }

  private static let empty = Slot(hash: ContentHash([]), record: 0)

  /// Notes that `record` (counted from 1) has that digest; the first record that had it, if another one
  /// did.
  mutating func insert(_ hash: ContentHash, record: UInt64) -> UInt64? {
    let index = place(of: hash)
    if slots[index].record != 0 { return slots[index].record }
    slots[index] = Slot(hash: hash, record: record)
    count += 1
    if count * 4 > slots.count * 3 { grow() }
    return nil
  }

  /// The slot that holds the digest, or the empty one where it belongs.
  private func place(of hash: ContentHash) -> Int {
    var index = Int(truncatingIfNeeded: hash.low) & mask
    while slots[index].record != 0, slots[index].hash != hash { index = (index + 1) & mask }
    return index
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: Self.empty, count: old.count * 2)
    mask = slots.count - 1
    for slot in old where slot.record != 0 { slots[place(of: slot.hash)] = slot }
  }
}
