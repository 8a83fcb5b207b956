/// XXH3 128-bit of inputs over 240 bytes.
///
/// The input is eaten in stripes of 64 bytes, one 8-byte word for each of eight accumulators. Each
/// stripe is keyed with a window of the secret that slides on by 8 bytes; after 16 stripes (one
/// block of 1,024 bytes) the accumulators are scrambled and the window starts over.
enum XXH3Long {
  private typealias Lanes = SIMD8<UInt64>

  private static let stripe = 64
  private static let stripesPerBlock = (XXH3.secretByteCount - stripe) / 8
  private static let block = stripe * stripesPerBlock

  @inline(never)
  static func hash(_ bytes: UnsafeRawPointer, _ count: Int, seed: UInt64) -> ContentHash {
    // Safety: the array and the temporary buffer hold 192 bytes each and outlive the calls.
    XXH3.secret.withUnsafeBytes { standard in
      let standard = standard.baseAddress.unsafelyUnwrapped
      if seed == 0 { return hash(bytes, count, secret: standard) }
      return withUnsafeTemporaryAllocation(
        byteCount: XXH3.secretByteCount, alignment: 8
      ) { seeded in
        for offset in stride(from: 0, to: XXH3.secretByteCount, by: 16) {
          let plus = XXH3.word(standard, offset) &+ seed
          let minus = XXH3.word(standard, offset + 8) &- seed
          seeded.storeBytes(of: plus.littleEndian, toByteOffset: offset, as: UInt64.self)
          seeded.storeBytes(of: minus.littleEndian, toByteOffset: offset + 8, as: UInt64.self)
        }
        return hash(bytes, count, secret: UnsafeRawPointer(seeded.baseAddress.unsafelyUnwrapped))
      }
    }
  }

  @inline(__always)
  private static func hash(
    _ bytes: UnsafeRawPointer, _ count: Int, secret: UnsafeRawPointer
  ) -> ContentHash {
    var lanes = Lanes(
      XXH3.prime32x3, XXH3.prime64x1, XXH3.prime64x2, XXH3.prime64x3,
      XXH3.prime64x4, XXH3.prime32x2, XXH3.prime64x5, XXH3.prime32x1)
    // The last stripe always ends at the last byte, so a block that is exactly full is not scrambled.
    let blocks = (count - 1) / block
    var start = bytes
    for _ in 0..<blocks {
      for index in 0..<stripesPerBlock {
        accumulate(&lanes, start + index * stripe, secret + index * 8)
      }
      scramble(&lanes, secret + (XXH3.secretByteCount - stripe))
      start += block
    }
    let stripes = (count - 1 - block * blocks) / stripe
    for index in 0..<stripes {
      accumulate(&lanes, start + index * stripe, secret + index * 8)
    }
    accumulate(
      &lanes, bytes + (count - stripe), secret + (XXH3.secretByteCount - stripe - 7))

    let length = UInt64(count)
    return ContentHash(
      low: merge(lanes, secret + 11, length &* XXH3.prime64x1),
      high: merge(
        lanes, secret + (XXH3.secretByteCount - stripe - 11), ~(length &* XXH3.prime64x2)))
  }

  @inline(__always)
  private static func load(_ bytes: UnsafeRawPointer) -> Lanes {
    // Safety: callers pass the start of 64 readable bytes: a stripe of the input or of the secret.
    Lanes(littleEndian: bytes.loadUnaligned(as: Lanes.self))
  }

  @inline(__always)
  private static func accumulate(
    _ lanes: inout Lanes, _ input: UnsafeRawPointer, _ secret: UnsafeRawPointer
  ) {
    let data = load(input)
    let keyed = data ^ load(secret)
    let neighbours = Lanes(
      data[1], data[0], data[3], data[2], data[5], data[4], data[7], data[6])
    let low = keyed & Lanes(repeating: 0xFFFF_FFFF)
    let high = keyed &>> Lanes(repeating: 32)
    lanes = lanes &+ neighbours &+ low &* high
  }

  @inline(__always)
  private static func scramble(_ lanes: inout Lanes, _ secret: UnsafeRawPointer) {
    lanes ^= lanes &>> Lanes(repeating: 47)
    lanes ^= load(secret)
    lanes = lanes &* Lanes(repeating: XXH3.prime32x1)
  }

  @inline(__always)
  private static func merge(
    _ lanes: Lanes, _ secret: UnsafeRawPointer, _ start: UInt64
  ) -> UInt64 {
    var sum = start
    for pair in stride(from: 0, to: 8, by: 2) {
      let even = lanes[pair] ^ XXH3.word(secret, 8 * pair)
      let odd = lanes[pair + 1] ^ XXH3.word(secret, 8 * pair + 8)
      sum = sum &+ XXH3.multiplyAndFold(even, odd)
    }
    return XXH3.avalanche(sum)
  }
}

extension SIMD8<UInt64> {
  @inline(__always)
  fileprivate init(littleEndian lanes: Self) {
    #if _endian(little)
      self = lanes
    #else
      self.init()
      for index in 0..<8 { self[index] = lanes[index].byteSwapped }
    #endif
  }
}
