/// What all length classes of XXH3 share: its constants, its secret and its mixing steps.
///
/// Names follow <https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md>.
enum XXH3 {
  static let prime32x1: UInt64 = 0x9E37_79B1
  static let prime32x2: UInt64 = 0x85EB_CA77
  static let prime32x3: UInt64 = 0xC2B2_AE3D
  static let prime64x1: UInt64 = 0x9E37_79B1_85EB_CA87
  static let prime64x2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  static let prime64x3: UInt64 = 0x1656_67B1_9E37_79F9
  static let prime64x4: UInt64 = 0x85EB_CA77_C2B2_AE63
  static let prime64x5: UInt64 = 0x27D4_EB2F_1656_67C5
  static let primeMx1: UInt64 = 0x1656_6791_9E37_79F9
  static let primeMx2: UInt64 = 0x9FB2_1C65_1E98_DF25

  /// The default secret: 192 bytes, here as little-endian words.
  static let secret: [UInt64] = [
    0xBE4B_A423_396C_FEB8, 0x1CAD_21F7_2C81_017C, 0xDB97_9083_E96D_D4DE, 0x1F67_B3B7_A4A4_4072,
    0x78E5_C0CC_4EE6_79CB, 0x2172_FFCC_7DD0_5A82, 0x8E24_43F7_7446_08B8, 0x4C26_3A81_E690_35E0,
    0xCB00_C391_BB52_283C, 0xA32E_531B_8B65_D088, 0x4EF9_0DA2_9748_6471, 0xD8AC_DEA9_46EF_1938,
    0x3F34_9CE3_3F76_FAA8, 0x1D4F_0BC7_C7BB_DCF9, 0x3159_B4CD_4BE0_518A, 0x6473_78D9_C97E_9FC8,
    0xC3EB_D334_83AC_C5EA, 0xEB63_13FA_FFA0_81C5, 0x49DA_F0B7_51DD_0D17, 0x9E68_D429_2655_16D3,
    0xFCA1_477D_58BE_162B, 0xCE31_D07A_D1B8_F88F, 0x2804_1695_8F3A_CB45, 0x7E40_4BBB_CAFB_D7AF,
  ]

  static let secretByteCount = 192

  /// The smallest secret the specification allows; two offsets are counted from its end.
  static let minimumSecretByteCount = 136

  @inline(__always)
  static func word(_ bytes: UnsafeRawPointer, _ offset: Int) -> UInt64 {
    // Safety: each caller keeps offset + 8 within its input or within the 192 bytes of the secret.
    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  @inline(__always)
  static func halfWord(_ bytes: UnsafeRawPointer, _ offset: Int) -> UInt32 {
    // Safety: each caller keeps offset + 4 within its input.
    UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  @inline(__always)
  static func multiplyAndFold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.low ^ product.high
  }

  @inline(__always)
  static func avalanche(_ value: UInt64) -> UInt64 {
    var mixed = value
    mixed ^= mixed >> 37
    mixed = mixed &* primeMx1
    return mixed ^ (mixed >> 32)
  }

  /// The final mix of XXH64, which XXH3 keeps for inputs under 4 bytes.
  @inline(__always)
  static func avalanche64(_ value: UInt64) -> UInt64 {
    var mixed = value
    mixed ^= mixed >> 33
    mixed = mixed &* prime64x2
    mixed ^= mixed >> 29
    mixed = mixed &* prime64x3
    return mixed ^ (mixed >> 32)
  }
}
