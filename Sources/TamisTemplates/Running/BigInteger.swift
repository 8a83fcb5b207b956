/// An integer of any size, for the few that do not fit a machine word.
///
/// Nine decimal digits a limb, the least first: nearly all that happens to such numbers in templates is
/// that they are read and printed.
struct BigInteger {
  /// The number in the arena.
  struct Header {
    var limbs: UnsafeMutablePointer<UInt32>
    var count: Int
    var isNegative: Bool
  }

  private static let base: UInt64 = 1_000_000_000

  /// No zeros at the end; none for zero.
  private(set) var limbs: [UInt32]
  private(set) var isNegative: Bool

  private init(limbs: [UInt32], isNegative: Bool) {
    self.limbs = limbs
    while self.limbs.last == 0 { self.limbs.removeLast() }
    self.isNegative = isNegative && !self.limbs.isEmpty
  }

  init(_ value: Int) {
    var rest = value.magnitude
    var limbs: [UInt32] = []
    while rest > 0 {
      limbs.append(UInt32(rest % UInt(Self.base)))
      rest /= UInt(Self.base)
    }
    self.init(limbs: limbs, isNegative: value < 0)
  }

  init(header: Header) {
    self.init(
      limbs: Array(UnsafeBufferPointer(start: header.limbs, count: header.count)),
      isNegative: header.isNegative)
  }

  /// The integer that `text`, digits with or without a minus, writes.
  init(decimal text: UnsafeRawBufferPointer) {
    let isNegative = text.first == UInt8(ascii: "-")
    var digits = isNegative ? text.dropFirst() : text[...]
    var limbs: [UInt32] = []
    while !digits.isEmpty {
      limbs.append(digits.suffix(9).reduce(0) { $0 * 10 + UInt32($1 &- UInt8(ascii: "0")) })
      digits = digits.dropLast(9)
    }
    self.init(limbs: limbs, isNegative: isNegative)
  }

  /// A float without a fraction.
  init(_ value: Double) {
    if let small = Int(exactly: value) {
      self.init(small)
      return
    }
    // The significand, doubled as often as the exponent says.
    let shift = Int(value.exponent) - 52
    var number = BigInteger(Int(value.significandBitPattern | 1 << 52))
    let factor = BigInteger(1 << 30)
    for _ in 0..<max(0, shift / 30) { number = number.multiplied(by: factor) }
    number = number.multiplied(by: BigInteger(1 << (max(0, shift) % 30)))
    self.init(limbs: number.limbs, isNegative: value < 0)
  }

  var limbCount: Int { limbs.count }
  var isZero: Bool { limbs.isEmpty }
  var negated: BigInteger { BigInteger(limbs: limbs, isNegative: !isNegative) }

  /// The number as a machine word, where it fits.
  var int: Int? {
    guard limbs.count <= 3 else { return nil }
    var value: UInt = 0
    for limb in limbs.reversed() {
      let (product, overflow) = value.multipliedReportingOverflow(by: UInt(Self.base))
      let (sum, carries) = product.addingReportingOverflow(UInt(limb))
      if overflow || carries { return nil }
      value = sum
    }
    if isNegative { return value <= UInt(Int.max) + 1 ? Int(truncatingIfNeeded: 0 &- value) : nil }
    return Int(exactly: value)
  }

  var double: Double { Double(description) ?? .infinity }

  /// Decimal digits.
  var description: String {
    guard let last = limbs.last else { return "0" }
    var text = (isNegative ? "-" : "") + String(last)
    for limb in limbs.dropLast().reversed() {
      let digits = String(limb)
      text += String(repeating: "0", count: 9 - digits.count) + digits
    }
    return text
  }

  /// The quotient as the float next to it; `nil` where there is none so large. `divisor` is not zero.
  func divided(by divisor: BigInteger) -> Double? {
    // Twenty-five digits of it, and one more that tells whether that is all.
    let shift = max(0, 3 + divisor.limbs.count - limbs.count)
    let scaled = BigInteger(
      limbs: [UInt32](repeating: 0, count: shift) + limbs, isNegative: false)
    let (quotient, rest) = scaled.floorDivided(
      by: BigInteger(limbs: divisor.limbs, isNegative: false))
    let digits = quotient.description + (rest.isZero ? "0" : "1")
    guard let value = Double(digits + "e-\(9 * shift + 1)"), value.isFinite else { return nil }
    return isNegative == divisor.isNegative ? value : -value
  }

  /// Negative, zero or positive, as the number is less than, equal to or greater than `other`.
  func compared(to other: BigInteger) -> Int {
    if isNegative != other.isNegative { return isNegative ? -1 : 1 }
    let order = Self.compareMagnitudes(limbs, other.limbs)
    return isNegative ? -order : order
  }

  private static func compareMagnitudes(_ a: [UInt32], _ b: [UInt32]) -> Int {
    if a.count != b.count { return a.count < b.count ? -1 : 1 }
    for (left, right) in zip(a.reversed(), b.reversed()) where left != right {
      return left < right ? -1 : 1
    }
    return 0
  }

  func adding(_ other: BigInteger) -> BigInteger {
    if isNegative == other.isNegative {
      var sum: [UInt32] = []
      var carry: UInt64 = 0
      for index in 0..<max(limbs.count, other.limbs.count) {
        let total = carry + UInt64(limb(index)) + UInt64(other.limb(index))
        sum.append(UInt32(total % Self.base))
        carry = total / Self.base
      }
      return BigInteger(limbs: sum + [UInt32(carry)], isNegative: isNegative)
    }
    if Self.compareMagnitudes(limbs, other.limbs) < 0 { return other.adding(self) }
    var difference: [UInt32] = []
    var borrow: Int64 = 0
    for index in 0..<limbs.count {
      var rest = Int64(limbs[index]) - Int64(other.limb(index)) - borrow
      borrow = rest < 0 ? 1 : 0
      if rest < 0 { rest += Int64(Self.base) }
      difference.append(UInt32(rest))
    }
    return BigInteger(limbs: difference, isNegative: isNegative)
  }

  private func limb(_ index: Int) -> UInt32 { index < limbs.count ? limbs[index] : 0 }

  func multiplied(by other: BigInteger) -> BigInteger {
    var product = [UInt32](repeating: 0, count: limbs.count + other.limbs.count + 1)
    for (i, left) in limbs.enumerated() {
      var carry: UInt64 = 0
      for (j, right) in other.limbs.enumerated() {
        let total = UInt64(product[i + j]) + UInt64(left) * UInt64(right) + carry
        product[i + j] = UInt32(total % Self.base)
        carry = total / Self.base
      }
      product[i + other.limbs.count] = UInt32(UInt64(product[i + other.limbs.count]) + carry)
    }
    return BigInteger(limbs: product, isNegative: isNegative != other.isNegative)
  }

  /// The quotient, rounded down, and the remainder, which has the sign of `divisor`; that is not zero.
  func floorDivided(by divisor: BigInteger) -> (BigInteger, BigInteger) {
    var quotient = [UInt32](repeating: 0, count: limbs.count)
    var rest = BigInteger(0)
    let magnitude = BigInteger(limbs: divisor.limbs, isNegative: false)
    for index in limbs.indices.reversed() {
      rest = BigInteger(limbs: [limbs[index]] + rest.limbs, isNegative: false)
      // The digit by bisection: at most thirty small products a limb.
      var (low, high): (UInt32, UInt32) = (0, UInt32(Self.base) - 1)
      while low < high {
        let middle = low + (high - low + 1) / 2
        if magnitude.multiplied(by: BigInteger(Int(middle))).compared(to: rest) <= 0 {
          low = middle
        } else {
          high = middle - 1
        }
      }
      quotient[index] = low
      rest = rest.adding(magnitude.multiplied(by: BigInteger(Int(low))).negated)
    }
    let isNegative = isNegative != divisor.isNegative
    var result = BigInteger(limbs: quotient, isNegative: isNegative)
    if isNegative, !rest.isZero {
      result = result.adding(BigInteger(-1))
      rest = magnitude.adding(rest.negated)
    }
    return (result, BigInteger(limbs: rest.limbs, isNegative: divisor.isNegative))
  }
}
