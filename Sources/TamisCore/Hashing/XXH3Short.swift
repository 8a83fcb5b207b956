/// XXH3 128-bit of inputs of 0...240 bytes: no state, every byte is read once or twice.
enum XXH3Short {
  /// The hash of no bytes at all.
  static func hashEmpty(seed: UInt64) -> ContentHash {
    let secret = XXH3.secret
    return ContentHash(
      low: XXH3.avalanche64(seed ^ secret[8] ^ secret[9]),
      high: XXH3.avalanche64(seed ^ secret[10] ^ secret[11]))
  }

  @inline(__always)
  static func hashUpTo16(
    _ bytes: UnsafeRawPointer, _ count: Int, seed: UInt64
  ) -> ContentHash {
    if count > 8 { return hash9To16(bytes, count, seed: seed) }
    if count >= 4 { return hash4To8(bytes, count, seed: seed) }
    return hash1To3(bytes, count, seed: seed)
  }

  @inline(__always)
  private static func hash1To3(
    _ bytes: UnsafeRawPointer, _ count: Int, seed: UInt64
  ) -> ContentHash {
    // Safety: 1 <= count <= 3, so 0, count / 2 and count - 1 are all inside.
    let first = UInt32(bytes.load(as: UInt8.self))
    let middle = UInt32(bytes.load(fromByteOffset: count >> 1, as: UInt8.self))
    let last = UInt32(bytes.load(fromByteOffset: count - 1, as: UInt8.self))
    let low = (first << 16) | (middle << 24) | last | (UInt32(count) << 8)
    let swapped = low.byteSwapped
    let high = (swapped << 13) | (swapped >> 19)
    let secret = XXH3.secret
    let flipLow = ((secret[0] & 0xFFFF_FFFF) ^ (secret[0] >> 32)) &+ seed
    let flipHigh = ((secret[1] & 0xFFFF_FFFF) ^ (secret[1] >> 32)) &- seed
    return ContentHash(
      low: XXH3.avalanche64(UInt64(low) ^ flipLow),
      high: XXH3.avalanche64(UInt64(high) ^ flipHigh))
  }

  @inline(__always)
  private static func hash4To8(
    _ bytes: UnsafeRawPointer, _ count: Int, seed: UInt64
  ) -> ContentHash {
    let secret = XXH3.secret
    let spreadSeed = seed ^ (UInt64(UInt32(truncatingIfNeeded: seed).byteSwapped) << 32)
    let input =
      UInt64(XXH3.halfWord(bytes, 0)) | (UInt64(XXH3.halfWord(bytes, count - 4)) << 32)
    let keyed = input ^ ((secret[2] ^ secret[3]) &+ spreadSeed)
    let product = keyed.multipliedFullWidth(by: XXH3.prime64x1 &+ (UInt64(count) << 2))
    let high = product.high &+ (product.low << 1)
    var low = product.low ^ (high >> 3)
    low ^= low >> 35
    low = low &* XXH3.primeMx2
    low ^= low >> 28
    return ContentHash(low: low, high: XXH3.avalanche(high))
  }

  @inline(__always)
  private static func hash9To16(
    _ bytes: UnsafeRawPointer, _ count: Int, seed: UInt64
  ) -> ContentHash {
    let secret = XXH3.secret
    let flipLow = (secret[4] ^ secret[5]) &- seed
    let flipHigh = (secret[6] ^ secret[7]) &+ seed
    let inputLow = XXH3.word(bytes, 0)
    let inputHigh = XXH3.word(bytes, count - 8)
    let product = (inputLow ^ inputHigh ^ flipLow).multipliedFullWidth(by: XXH3.prime64x1)
    var low = product.low &+ (UInt64(count - 1) << 54)
    let flipped = inputHigh ^ flipHigh
    let high = product.high &+ flipped &+ (flipped & 0xFFFF_FFFF) &* (XXH3.prime32x2 - 1)
    low ^= high.byteSwapped
    let mixed = low.multipliedFullWidth(by: XXH3.prime64x2)
    return ContentHash(
      low: XXH3.avalanche(mixed.low),
      high: XXH3.avalanche(mixed.high &+ high &* XXH3.prime64x2))
  }

  static func hash17To128(
    _ bytes: UnsafeRawPointer, _ count: Int, seed: UInt64
  ) -> ContentHash {
    // Safety: the static array is immortal; offsets into it end at 96 + 32 < 192. Round i reads 16
    // bytes at 16 * i from either end and is entered only if count > 32 * i.
    XXH3.secret.withUnsafeBytes { secret in
      let secret = secret.baseAddress.unsafelyUnwrapped
      var state = MidState(count)
      if count > 32 {
        if count > 64 {
          if count > 96 { state.mix(bytes, 48, count - 64, secret + 96, seed) }
          state.mix(bytes, 32, count - 48, secret + 64, seed)
        }
        state.mix(bytes, 16, count - 32, secret + 32, seed)
      }
      state.mix(bytes, 0, count - 16, secret, seed)
      return state.finish(count, seed)
    }
  }

  static func hash129To240(
    _ bytes: UnsafeRawPointer, _ count: Int, seed: UInt64
  ) -> ContentHash {
    // Safety: the static array is immortal; the largest offset used is 103 + 32 < 192. Rounds read
    // the 32 bytes before `end` <= count, the last one the final 32 of at least 129.
    XXH3.secret.withUnsafeBytes { secret in
      let secret = secret.baseAddress.unsafelyUnwrapped
      var state = MidState(count)
      for start in stride(from: 0, to: 128, by: 32) {
        state.mix(bytes, start, start + 16, secret + start, seed)
      }
      state.low = XXH3.avalanche(state.low)
      state.high = XXH3.avalanche(state.high)
      var end = 160
      while end <= count {
        state.mix(bytes, end - 32, end - 16, secret + (3 + end - 160), seed)
        end += 32
      }
      let lastSecret = secret + (XXH3.minimumSecretByteCount - 17 - 16)
      state.mix(bytes, count - 16, count - 32, lastSecret, 0 &- seed)
      return state.finish(count, seed)
    }
  }

  /// The two accumulators of inputs of 17...240 bytes.
  private struct MidState {
    var low: UInt64
    var high: UInt64

    @inline(__always)
    init(_ count: Int) {
      low = UInt64(count) &* XXH3.prime64x1
      high = 0
    }

    /// Takes in the 16 bytes at `first` and the 16 bytes at `second`.
    @inline(__always)
    mutating func mix(
      _ bytes: UnsafeRawPointer, _ first: Int, _ second: Int,
      _ secret: UnsafeRawPointer, _ seed: UInt64
    ) {
      let a = XXH3.word(bytes, first)
      let b = XXH3.word(bytes, first + 8)
      let c = XXH3.word(bytes, second)
      let d = XXH3.word(bytes, second + 8)
      let keyedA = a ^ (XXH3.word(secret, 0) &+ seed)
      let keyedB = b ^ (XXH3.word(secret, 8) &- seed)
      let keyedC = c ^ (XXH3.word(secret, 16) &+ seed)
      let keyedD = d ^ (XXH3.word(secret, 24) &- seed)
      low = (low &+ XXH3.multiplyAndFold(keyedA, keyedB)) ^ (c &+ d)
      high = (high &+ XXH3.multiplyAndFold(keyedC, keyedD)) ^ (a &+ b)
    }

    @inline(__always)
    func finish(_ count: Int, _ seed: UInt64) -> ContentHash {
      let folded =
        low &* XXH3.prime64x1 &+ high &* XXH3.prime64x4
        &+ (UInt64(count) &- seed) &* XXH3.prime64x2
      return ContentHash(
        low: XXH3.avalanche(low &+ high), high: 0 &- XXH3.avalanche(folded))
    }
  }
}
