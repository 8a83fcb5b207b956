#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// `+`, `~` and arithmetic.
extension Machine {
  /// The `count` values at `values`, added from left to right.
  @inline(__always)
  func sum(_ values: UnsafeMutablePointer<Value>, _ count: Int) throws(Halt) -> Value {
    var flags: UInt8 = 0
    var size = 0
    for index in 0..<count {
      guard values[index].isString else { return try sumSlowly(values, count) }
      flags |= values[index].flags
      size += Int(values[index].count)
    }
    if flags != 0 { return try sumSlowly(values, count) }
    return try join(values, count, size)
  }

  /// A string of `count` strings with `size` bytes together.
  private func join(
    _ values: UnsafeMutablePointer<Value>, _ count: Int, _ size: Int
  ) throws(Halt) -> Value {
    try checkMemory(size)
    guard size < Int(UInt32.max) else { throw fail(.limit, "a string of 4 GiB") }
    let first = values[0]
    var start = UnsafeMutablePointer(mutating: first.base)
    var at: UnsafeMutablePointer<UInt8>
    var index = 0
    if first.count > 0,
      let room = arena.extend(first.base + Int(first.count), by: size - Int(first.count))
    {
      (at, index) = (room, 1)
    } else {
      let isGrowing = first.count >= 256 && Int(first.count) > size / 2
      if isGrowing { try checkMemory(2 * size) }
      start = isGrowing ? arena.growingBytes(size) : arena.bytes(size)
      at = start
    }
    while index < count {
      let value = values[index]
      // Safety: the room has `size` bytes, the sum of all counts.
      copyBytes(value.base, to: at, Int(value.count))
      if let tracker { try charge(8 * tracker.copy(value.base, Int(value.count), to: at)) }
      at += Int(value.count)
      index += 1
    }
    return .string(start, size)
  }

  @inline(never)
  private func sumSlowly(
    _ values: UnsafeMutablePointer<Value>, _ count: Int
  ) throws(Halt) -> Value {
    var sum = values[0]
    for index in 1..<count { sum = try compute(sum, BinaryOperator.add.rawValue, values[index]) }
    return sum
  }

  /// Writes the sum of the `count` values at `values`.
  @inline(__always)
  func writeSum(_ values: UnsafeMutablePointer<Value>, _ count: Int) throws(Halt) {
    for index in 0..<count where !values[index].isString || values[index].flags != 0 {
      return try write(sumSlowly(values, count))
    }
    for index in 0..<count { writeText(values[index]) }
  }

  /// `a ~ b ~ …`: the texts of all, put together.
  func concatenate(
    _ values: UnsafeMutablePointer<Value>, _ count: Int
  ) throws(Halt) -> Value {
    var size = 0
    for index in 0..<count {
      if !values[index].isString { values[index] = try string(of: values[index]) }
      size += Int(values[index].count)
    }
    return try join(values, count, size)
  }

  /// `a symbol b`, by a ``BinaryOperator``.
  func compute(_ a: Value, _ symbol: UInt8, _ b: Value) throws(Halt) -> Value {
    let symbol = BinaryOperator(rawValue: symbol) ?? .add
    if let left = a.smallInteger, let right = b.smallInteger,
      let result = small(left, symbol, right)
    {
      return result
    }
    if a.tag == .undefined { throw undefinedError(a) }
    if a.isNumber, b.isNumber { return try computeNumbers(a, symbol, b) }
    if symbol == .mod, a.isString { return try formatted(a, b) }
    if b.tag == .undefined { throw undefinedError(b) }
    switch symbol {
    case .add: return try add(a, b)
    case .mul:
      if let times = b.smallInteger { return try multiply(a, times, b) }
      if let times = a.smallInteger { return try multiply(b, times, a) }
      throw cannot(a, symbol, b)
    default: throw cannot(a, symbol, b)
    }
  }

  private func add(_ a: Value, _ b: Value) throws(Halt) -> Value {
    switch (a.tag, b.tag) {
    case (.string, .string):
      if a.isMarkup || b.isMarkup {
        let parts = [try escaped(a), try escaped(b)]
        return try makeString(flags: Value.markup) { () throws(Halt) in
          for part in parts { self.writeText(part) }
        }
      }
      var pair = (a, b)
      return try withUnsafeMutablePointer(to: &pair) { pointer throws(Halt) -> Value in
        try pointer.withMemoryRebound(to: Value.self, capacity: 2) { values throws(Halt) -> Value in
          try self.join(values, 2, Int(values[0].count) + Int(values[1].count))
        }
      }
    case (.list, .list), (.tuple, .tuple):
      return try join(a, b)
    case (.string, _):
      throw fail(.type, "can only concatenate str (not \"\(typeName(b))\") to str")
    case (.list, _), (.tuple, _):
      throw fail(
        .type,
        "can only concatenate \(typeName(a)) (not \"\(typeName(b))\") to \(typeName(a))")
    default: throw cannot(a, .add, b)
    }
  }

  /// The elements of two lists, or of two tuples, in one.
  private func join(_ a: Value, _ b: Value) throws(Halt) -> Value {
    let (left, right) = (a.list.pointee.count, b.list.pointee.count)
    let added = try elements(of: b.list)
    if let room = a.list.pointee.room, room.pointee.used == left,
      room.pointee.capacity - left >= right, let elements = a.list.pointee.elements
    {
      try charge(right)
      try checkMemory(64)
      (elements + left).initialize(from: added, count: right)
      room.pointee.used = left + right
      let header = arena.allocate(ListHeader.self)
      header.initialize(
        to: ListHeader(
          elements: elements, count: left + right, node: -1, document: -1, room: room))
      return .object(a.tag, header)
    }
    let capacity = 2 * (left + right)
    try charge(left + right)
    let (sum, places) = try makeSequence(a.tag, capacity)
    places.initialize(from: try elements(of: a.list), count: left)
    (places + left).initialize(from: added, count: right)
    sum.list.pointee.count = left + right
    sum.list.pointee.room = withHeader(ListRoom(used: left + right, capacity: capacity))
    return sum
  }

  private func multiply(_ value: Value, _ times: Int, _ factor: Value) throws(Halt) -> Value {
    let times = max(times, 0)
    switch value.tag {
    case .string:
      let (size, overflow) = Int(value.count).multipliedReportingOverflow(by: times)
      guard !overflow, size < Int(UInt32.max) else {
        try checkMemory(.max)
        return value
      }
      try charge(size / 16)
      try checkMemory(size)
      let start = arena.bytes(size)
      if value.count > 0 {
        for turn in 0..<times {
          // Safety: the room takes the string as often as it is copied.
          memcpy(start + turn * Int(value.count), value.base, Int(value.count))
        }
      }
      return .string(start, size, flags: value.flags)
    case .list, .tuple:
      let count = value.list.pointee.count
      let (size, overflow) = count.multipliedReportingOverflow(by: times)
      guard !overflow, size < 1 << 32 else {
        try checkMemory(.max)
        return value
      }
      try charge(size)
      let (product, places) = try makeSequence(value.tag, size)
      let elements = try elements(of: value.list)
      if count > 0 {
        for turn in 0..<times {
          (places + turn * count).initialize(from: elements, count: count)
        }
      }
      return product
    default: throw cannot(value, .mul, factor)
    }
  }

  private func cannot(_ a: Value, _ symbol: BinaryOperator, _ b: Value) -> Halt {
    let sequence = [Value.Tag.string, .list, .tuple]
    if symbol == .mul, sequence.contains(a.tag) || sequence.contains(b.tag) {
      let other = sequence.contains(a.tag) ? b : a
      return fail(.type, "can't multiply sequence by non-int of type '\(typeName(other))'")
    }
    return fail(
      .type,
      "unsupported operand type(s) for \(symbol.symbol): '\(typeName(a))' and '\(typeName(b))'")
  }

  // MARK: Numbers

  /// The result for two machine words; `nil` where it is no machine word, or not an integer.
  private func small(_ a: Int, _ symbol: BinaryOperator, _ b: Int) -> Value? {
    func checked(_ result: (partialValue: Int, overflow: Bool)) -> Value? {
      result.overflow ? nil : .int(result.partialValue)
    }
    switch symbol {
    case .add: return checked(a.addingReportingOverflow(b))
    case .sub: return checked(a.subtractingReportingOverflow(b))
    case .mul: return checked(a.multipliedReportingOverflow(by: b))
    case .floorDiv, .mod:
      guard b != 0, !(a == .min && b == -1) else { return nil }
      let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b)
      let adjusts = remainder != 0 && (remainder < 0) != (b < 0)
      return symbol == .mod
        ? .int(adjusts ? remainder + b : remainder) : .int(adjusts ? quotient - 1 : quotient)
    case .div, .pow: return nil
    }
  }

  private func computeNumbers(
    _ a: Value, _ symbol: BinaryOperator, _ b: Value
  ) throws(Halt) -> Value {
    let isInteger = a.tag != .float && b.tag != .float
    if isInteger, symbol != .div || !a.isExactFloat || !b.isExactFloat {
      return try computeIntegers(a, symbol, b)
    }
    let (left, right) = (try double(a), try double(b))
    switch symbol {
    case .add: return .float(left + right)
    case .sub: return .float(left - right)
    case .mul: return .float(left * right)
    case .div:
      if right == 0 {
        throw fail(.value, isInteger ? "division by zero" : "float division by zero")
      }
      return .float(left / right)
    case .floorDiv, .mod:
      if right == 0 {
        throw fail(.value, symbol == .mod ? "float modulo" : "float floor division by zero")
      }
      var remainder = fmod(left, right)
      var quotient = (left - remainder) / right
      if remainder != 0, (remainder < 0) != (right < 0) {
        remainder += right
        quotient -= 1
      } else if remainder == 0 {
        remainder = right < 0 ? -0.0 : 0.0
      }
      if symbol == .mod { return .float(remainder) }
      let floored = quotient.rounded(.down)
      return .float(quotient - floored > 0.5 ? floored + 1 : floored)
    case .pow:
      if left == 0, right < 0 {
        throw fail(.value, "0.0 cannot be raised to a negative power")
      }
      if left < 0, right != right.rounded() {
        throw fail(.unsupported, "complex numbers are not supported")
      }
      let power = pow(left, right)
      if power.isInfinite, left.isFinite, right.isFinite {
        throw fail(.value, "(34, 'Numerical result out of range')")
      }
      return .float(power)
    }
  }

  private func computeIntegers(
    _ a: Value, _ symbol: BinaryOperator, _ b: Value
  ) throws(Halt) -> Value {
    let (left, right) = (bigInteger(a), bigInteger(b))
    try charge((left.limbCount + 1) * (right.limbCount + 1))
    switch symbol {
    case .add: return try makeInteger(left.adding(right))
    case .sub: return try makeInteger(left.adding(right.negated))
    case .mul: return try makeInteger(left.multiplied(by: right))
    case .floorDiv, .mod:
      if right.isZero {
        throw fail(
          .value, symbol == .mod ? "integer modulo by zero" : "integer division or modulo by zero")
      }
      let (quotient, remainder) = left.floorDivided(by: right)
      return try makeInteger(symbol == .mod ? remainder : quotient)
    case .div:
      if right.isZero { throw fail(.value, "division by zero") }
      guard let quotient = left.divided(by: right) else {
        throw fail(.value, "integer division result too large for a float")
      }
      return .float(quotient)
    case .pow: return try power(left, b)
    }
  }

  private func power(_ base: BigInteger, _ exponent: Value) throws(Halt) -> Value {
    guard let exponent = exponent.smallInteger else {
      throw fail(.limit, "an exponent past 64 bits")
    }
    if exponent < 0 {
      if base.isZero { throw fail(.value, "0.0 cannot be raised to a negative power") }
      return .float(pow(base.double, Double(exponent)))
    }
    var result = BigInteger(1)
    var square = base
    var rest = exponent
    while rest > 0 {
      try charge((result.limbCount + square.limbCount) * (square.limbCount + 1))
      guard square.limbCount < 2000, result.limbCount < 2000 else {
        throw fail(.limit, "an integer of more than 18,000 digits")
      }
      if rest & 1 == 1 { result = result.multiplied(by: square) }
      rest >>= 1
      if rest > 0 { square = square.multiplied(by: square) }
    }
    return try makeInteger(result)
  }

  func negative(_ value: Value) throws(Halt) -> Value {
    switch value.tag {
    case .int, .bool:
      return try value.int == .min ? makeInteger(bigInteger(value).negated) : .int(-value.int)
    case .float: return .float(-value.float)
    case .bigInteger: return try makeInteger(bigInteger(value).negated)
    case .undefined: throw undefinedError(value)
    default: throw fail(.type, "bad operand type for unary -: '\(typeName(value))'")
    }
  }

  func positive(_ value: Value) throws(Halt) -> Value {
    switch value.tag {
    case .int, .bool: return .int(value.int)
    case .float, .bigInteger: return value
    case .undefined: throw undefinedError(value)
    default: throw fail(.type, "bad operand type for unary +: '\(typeName(value))'")
    }
  }

  /// The number as a float.
  func double(_ value: Value) throws(Halt) -> Double {
    switch value.tag {
    case .float: return value.float
    case .bigInteger:
      let number = bigInteger(value).double
      if number.isInfinite { throw fail(.value, "int too large to convert to float") }
      return number
    default: return Double(value.int)
    }
  }

  func bigInteger(_ value: Value) -> BigInteger {
    value.tag == .bigInteger
      ? BigInteger(header: value.header(BigInteger.Header.self).pointee) : BigInteger(value.int)
  }

  /// The value of an integer, which is a machine word where it fits.
  func makeInteger(_ number: BigInteger) throws(Halt) -> Value {
    if let small = number.int { return .int(small) }
    try checkMemory(number.limbCount * 4 + 64)
    let limbs = arena.allocate(UInt32.self, number.limbCount)
    limbs.initialize(from: number.limbs, count: number.limbCount)
    let header = arena.allocate(BigInteger.Header.self)
    header.initialize(
      to: BigInteger.Header(
        limbs: limbs, count: number.limbCount, isNegative: number.isNegative))
    return .object(.bigInteger, header)
  }
}
