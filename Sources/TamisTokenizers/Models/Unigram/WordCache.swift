import CTamisKernels

/// Words → ids, of bounded size, with the word itself as the key.
///
/// A key is the bytes of the word and its length in one or two 16-byte lanes, so that a hit is
/// exact and reads one cache line: no pointer, no second compare. Words of at most 15 bytes and 3
/// ids lie in entries of 32 bytes, two to a line; longer ones, and those of up to 7 ids, in entries
/// of 64. A new entry takes the first place of its bucket and pushes what was there to the second.
struct WordCache: ~Copyable {
  /// Words longer than this have no place here.
  static let longestWord = 31
  static let mostIDs = 7

  /// What is known of a word: `count` ids at `ids`, and the greatest magnitude of the sum before
  /// the word for which they hold (`UnigramModel`).
  struct Found {
    var ids: UnsafePointer<UInt32>
    var count: Int
    var limit: Int16
  }

  private let short: UnsafeMutableRawPointer
  private let long: UnsafeMutableRawPointer
  private let shortMask: Int
  private let longMask: Int
  private let byteCount: Int

  /// A cache of at most `bytes` bytes, and at least 8 KiB.
  init(bytes: Int) {
    var half = 4096
    while half * 4 <= bytes && half < 1 << 30 { half *= 2 }
    byteCount = half
    shortMask = half / 64 - 1
    longMask = half / 64 - 1
    short = .allocate(byteCount: half, alignment: 64)
    long = .allocate(byteCount: half, alignment: 64)
    short.initializeMemory(as: UInt8.self, repeating: 0, count: half)
    long.initializeMemory(as: UInt8.self, repeating: 0, count: half)
  }

  deinit {
    short.deallocate()
    long.deallocate()
  }

  /// Forgets all words.
  mutating func removeAll() {
    short.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    long.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
  }

  /// The key of the `count` bytes at `start`, 1 to 31 of them; 32 bytes have to be readable there.
  @inline(__always)
  static func key(_ start: UnsafeRawPointer, count: Int) -> SIMD4<UInt64> {
    // Safety: the caller keeps 32 readable bytes.
    let first = start.loadUnaligned(as: UInt64.self)
    let second = start.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    if count <= 15 {
      let bits = UInt64(truncatingIfNeeded: count &* 8)
      if count < 8 {
        return SIMD4(first & (1 &<< bits &- 1), UInt64(truncatingIfNeeded: count) &<< 56, 0, 0)
      }
      let kept = second & (1 &<< (bits &- 64) &- 1)
      return SIMD4(first, kept | UInt64(truncatingIfNeeded: count) &<< 56, 0, 0)
    }
    let third = start.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
    let bits = UInt64(truncatingIfNeeded: (count &- 16) &* 8)
    let length = UInt64(truncatingIfNeeded: count) &<< 56
    if count < 24 {
      return SIMD4(first, second, third & (1 &<< bits &- 1), length)
    }
    let fourth = start.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
    return SIMD4(first, second, third, fourth & (1 &<< (bits &- 64) &- 1) | length)
  }

  /// The same key, from no more than the `count` bytes themselves.
  @inline(__always)
  static func exactKey(_ start: UnsafeRawPointer, count: Int) -> SIMD4<UInt64> {
    // Safety: every load lies within the `count` bytes; loads that overlap agree where they do.
    @inline(__always) func word(_ offset: Int) -> UInt64 {
      start.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }
    /// The last `kept` bytes, 0 to 8 of them; at least 8 have to be there.
    @inline(__always) func end(_ kept: Int) -> UInt64 {
      kept == 0 ? 0 : word(count &- 8) &>> UInt64(truncatingIfNeeded: 64 &- kept &* 8)
    }
    let length = UInt64(truncatingIfNeeded: count) &<< 56
    if count >= 24 { return SIMD4(word(0), word(8), word(16), end(count &- 24) | length) }
    if count >= 16 { return SIMD4(word(0), word(8), end(count &- 16), length) }
    if count >= 8 { return SIMD4(word(0), end(count &- 8) | length, 0, 0) }
    if count >= 4 {
      let first = UInt64(start.loadUnaligned(as: UInt32.self))
      let last = UInt64(start.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
      return SIMD4(first | last &<< UInt64(truncatingIfNeeded: (count &- 4) &* 8), length, 0, 0)
    }
    var bytes: UInt64 = 0
    for index in 0..<count {
      let byte = UInt64(start.load(fromByteOffset: index, as: UInt8.self))
      bytes |= byte &<< UInt64(truncatingIfNeeded: index &* 8)
    }
    return SIMD4(bytes, length, 0, 0)
  }

  /// Where the word with this key is looked for.
  @inline(__always)
  static func hash(_ key: SIMD4<UInt64>, tag: UInt8) -> Int {
    let one = (key[0] ^ (key[2] &* 0x9FB2_1C65_1E98_DF25)) &* 0x9E37_79B9_7F4A_7C15
    let two = (key[1] ^ (key[3] &* 0xA24B_AED4_963E_E407) ^ UInt64(tag)) &* 0xD6E8_FEB8_6659_FD93
    let mixed = (one ^ (two &>> 29 | two &<< 35)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed &>> 33)
  }

  // An entry is the key (16 or 32 bytes), then count, tag and limit (4 bytes), then the ids.

  /// What is known of the word with this key.
  @inline(__always)
  func find(_ key: SIMD4<UInt64>, tag: UInt8) -> Found? {
    find(key, tag: tag, hash: Self.hash(key, tag: tag))
  }

  /// Asks for the entry of a word that is looked up soon.
  @inline(__always)
  func prepare(_ key: SIMD4<UInt64>, hash: Int) {
    // Safety: the masks keep both places within the allocations.
    if key[2] | key[3] == 0 {
      tamis_prefetch(short + (hash & shortMask) &* 64)
    } else {
      tamis_prefetch(long + (hash & longMask) &* 64)
    }
  }

  /// As `find`, with the `hash` of the key and the tag.
  @inline(__always)
  func find(_ key: SIMD4<UInt64>, tag: UInt8, hash: Int) -> Found? {
    if key[2] | key[3] == 0 {
      // Safety: the mask keeps the bucket within the allocation.
      var entry = UnsafeRawPointer(short) + (hash & shortMask) &* 64
      for _ in 0..<2 {
        if entry.load(as: UInt64.self) == key[0],
          entry.load(fromByteOffset: 8, as: UInt64.self) == key[1],
          entry.load(fromByteOffset: 17, as: UInt8.self) == tag
        {
          return Self.read(entry + 16)
        }
        entry += 32
      }
    }
    return findLong(key, tag: tag, hash: hash)
  }

  @inline(__always)
  private func findLong(_ key: SIMD4<UInt64>, tag: UInt8, hash: Int) -> Found? {
    for way in 0..<2 {
      // Safety: as above; the mask is odd, so its neighbour is within too.
      let entry = UnsafeRawPointer(long) + ((hash & longMask) ^ way) &* 64
      if entry.load(as: SIMD4<UInt64>.self) == key,
        entry.load(fromByteOffset: 33, as: UInt8.self) == tag
      {
        return Self.read(entry + 32)
      }
    }
    return nil
  }

  @inline(__always)
  private static func read(_ value: UnsafeRawPointer) -> Found {
    Found(
      ids: (value + 4).assumingMemoryBound(to: UInt32.self),
      count: Int(value.load(as: UInt8.self)),
      limit: value.load(fromByteOffset: 2, as: Int16.self))
  }

  /// Remembers 0 to 7 `ids` for the word with this key; more are not remembered.
  mutating func insert(
    _ key: SIMD4<UInt64>, tag: UInt8, ids: UnsafeBufferPointer<UInt32>, limit: Int16
  ) {
    guard ids.count <= Self.mostIDs else { return }
    let hash = Self.hash(key, tag: tag)
    let value: UnsafeMutableRawPointer
    if key[2] | key[3] == 0 && ids.count <= 3 {
      // Safety: a bucket is 64 aligned bytes within the allocation.
      let bucket = short + (hash & shortMask) &* 64
      (bucket + 32).copyMemory(from: bucket, byteCount: 32)
      bucket.storeBytes(of: key[0], as: UInt64.self)
      bucket.storeBytes(of: key[1], toByteOffset: 8, as: UInt64.self)
      value = bucket + 16
    } else {
      let bucket = long + (hash & longMask) &* 64
      let other = long + ((hash & longMask) ^ 1) &* 64
      other.copyMemory(from: bucket, byteCount: 64)
      bucket.storeBytes(of: key, as: SIMD4<UInt64>.self)
      value = bucket + 32
    }
    value.storeBytes(of: UInt8(ids.count), as: UInt8.self)
    value.storeBytes(of: tag, toByteOffset: 1, as: UInt8.self)
    value.storeBytes(of: limit, toByteOffset: 2, as: Int16.self)
    for (index, id) in ids.enumerated() {
      value.storeBytes(of: id, toByteOffset: 4 + index * 4, as: UInt32.self)
    }
  }
}
