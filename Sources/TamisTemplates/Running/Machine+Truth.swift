import TamisCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Truth, equality and order, as Python has them.
extension Machine {
  /// Python's `bool(value)`.
  @inline(__always)
  func isTrue(_ value: Value) throws(Halt) -> Bool {
    switch value.tag {
    case .bool: return value.bits != 0
    case .string: return value.count != 0
    default: return try isOtherTrue(value)
    }
  }

  @inline(never)
  private func isOtherTrue(_ value: Value) throws(Halt) -> Bool {
    switch value.tag {
    case .bool, .int: return value.bits != 0
    case .string: return value.count != 0
    case .missing, .none: return false
    case .undefined:
      return false
    case .float: return value.float != 0
    case .list, .tuple: return value.list.pointee.count != 0
    case .dictionary: return try !isEmpty(value.dictionary)
    case .range: return value.header(RangeHeader.self).pointee.count != 0
    case .view: return try !isEmpty(value.header(ViewHeader.self).pointee.dictionary)
    case .loop: return try loopLength(value.header(LoopHeader.self)) != 0
    case .bigInteger, .generator, .namespace, .macro, .function, .method, .cycler, .joiner:
      return true
    }
  }

  private func isEmpty(_ dictionary: UnsafeMutablePointer<DictionaryHeader>) throws(Halt) -> Bool {
    _ = try entries(of: dictionary)
    return dictionary.pointee.count == 0
  }

  /// Python's `a == b`.
  func areEqual(_ a: Value, _ b: Value, depth: Int = 0) throws(Halt) -> Bool {
    if a.isString, b.isString {
      return a.count == b.count && sameBytes(a.bytes, b.bytes)
    }
    if a.isNumber, b.isNumber { return compareNumbers(a, b) == 0 }
    switch (a.tag, b.tag) {
    case (.none, .none), (.undefined, .undefined): return true
    case (.list, .list), (.tuple, .tuple):
      let count = a.list.pointee.count
      guard count == b.list.pointee.count else { return false }
      guard depth < Self.nestingLimit else { throw tooDeep() }
      try charge(count)
      let (left, right) = (try elements(of: a.list), try elements(of: b.list))
      for index in 0..<count where !(try areEqual(left[index], right[index], depth: depth + 1)) {
        return false
      }
      return true
    case (.dictionary, .dictionary):
      guard depth < Self.nestingLimit else { throw tooDeep() }
      let (left, _) = (try entries(of: a.dictionary), try entries(of: b.dictionary))
      let count = a.dictionary.pointee.count
      guard count == b.dictionary.pointee.count else { return false }
      try charge(count)
      for index in 0..<count {
        guard let other = try lookUp(left[2 * index], in: b.dictionary),
          try areEqual(left[2 * index + 1], other, depth: depth + 1)
        else { return false }
      }
      return true
    case (.range, .range):
      let (left, right) = (a.header(RangeHeader.self).pointee, b.header(RangeHeader.self).pointee)
      guard left.count == right.count else { return false }
      return left.count == 0
        || left.start == right.start && (left.count == 1 || left.step == right.step)
    default: return a.tag == b.tag && a.bits == b.bits && a.tag != .string
    }
  }

  /// The comparison `symbol`, a ``ComparisonOperator``.
  @inline(__always)
  func compare(_ a: Value, _ symbol: UInt8, _ b: Value) throws(Halt) -> Bool {
    // The two that nearly all comparisons are.
    if symbol <= 1, a.isString, b.isString {
      return (a.count == b.count && sameBytes(a.bytes, b.bytes)) == (symbol == 0)
    }
    if symbol <= 1, a.tag == .int, b.tag == .int { return (a.bits == b.bits) == (symbol == 0) }
    return try compareSlowly(a, symbol, b)
  }

  @inline(never)
  private func compareSlowly(_ a: Value, _ symbol: UInt8, _ b: Value) throws(Halt) -> Bool {
    switch ComparisonOperator(rawValue: symbol) ?? .equal {
    case .equal: return try areEqual(a, b)
    case .notEqual: return try !areEqual(a, b)
    case .less: return try order(a, b, "<").map { $0 < 0 } ?? false
    case .lessOrEqual: return try order(a, b, "<=").map { $0 <= 0 } ?? false
    case .greater: return try order(a, b, ">").map { $0 > 0 } ?? false
    case .greaterOrEqual: return try order(a, b, ">=").map { $0 >= 0 } ?? false
    case .in: return try contains(b, a)
    case .notIn: return try !contains(b, a)
    }
  }

  /// Negative, zero or positive, as `a` is before, with or behind `b`; `nil` where one is not a number.
  func order(
    _ a: Value, _ b: Value, _ symbol: String, depth: Int = 0
  ) throws(Halt) -> Int? {
    if a.isNumber, b.isNumber { return compareNumbers(a, b) }
    if a.isString, b.isString { return Self.compareBytes(a.bytes, b.bytes) }
    if a.tag == .undefined { throw undefinedError(a) }
    if b.tag == .undefined { throw undefinedError(b) }
    if a.tag == b.tag, a.tag == .list || a.tag == .tuple {
      guard depth < Self.nestingLimit else { throw tooDeep() }
      let (left, right) = (try elements(of: a.list), try elements(of: b.list))
      let (leftCount, rightCount) = (a.list.pointee.count, b.list.pointee.count)
      try charge(min(leftCount, rightCount))
      for index in 0..<min(leftCount, rightCount)
      where !(try areEqual(left[index], right[index], depth: depth + 1)) {
        return try order(left[index], right[index], symbol, depth: depth + 1)
      }
      return leftCount - rightCount
    }
    throw fail(
      .type,
      "'\(symbol)' not supported between instances of '\(typeName(a))' and '\(typeName(b))'")
  }

  /// UTF-8 has the order of the scalars that it writes.
  static func compareBytes(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Int {
    let common = min(a.count, b.count)
    if common > 0, let left = a.baseAddress, let right = b.baseAddress {
      let difference = Int(memcmp(left, right, common))
      if difference != 0 { return difference }
    }
    return a.count - b.count
  }

  /// Like `order` for two numbers; `nil` where one is not a number (NaN).
  func compareNumbers(_ a: Value, _ b: Value) -> Int? {
    if let left = a.smallInteger, let right = b.smallInteger {
      return left < right ? -1 : left == right ? 0 : 1
    }
    if a.tag == .float || b.tag == .float {
      if a.tag == .float, b.tag == .float {
        let (left, right) = (a.float, b.float)
        if left.isNaN || right.isNaN { return nil }
        return left < right ? -1 : left == right ? 0 : 1
      }
      let (number, integer, sign) = a.tag == .float ? (a.float, b, 1) : (b.float, a, -1)
      if number.isNaN { return nil }
      if number.isInfinite { return number > 0 ? sign : -sign }
      let whole = BigInteger(number.rounded(.towardZero))
      let order = whole.compared(to: bigInteger(integer))
      let fraction = number - number.rounded(.towardZero)
      let result = order != 0 ? order : fraction > 0 ? 1 : fraction < 0 ? -1 : 0
      return result * sign
    }
    return bigInteger(a).compared(to: bigInteger(b))
  }

  /// Python's `element in container`.
  func contains(_ container: Value, _ element: Value) throws(Halt) -> Bool {
    switch container.tag {
    case .string:
      guard element.isString else {
        if element.tag == .undefined {
          throw fail(.type, "'in <string>' requires string as left operand, not Undefined")
        }
        throw fail(
          .type, "'in <string>' requires string as left operand, not \(typeName(element))")
      }
      try charge(1 + Int(container.count) / 64)
      return UTF8Text.find(element.bytes, in: container.bytes) != nil
    case .list, .tuple:
      let count = container.list.pointee.count
      try charge(count)
      let elements = try elements(of: container.list)
      for index in 0..<count where try areEqual(elements[index], element) { return true }
      return false
    case .dictionary:
      try checkHashable(element)
      return try place(of: element, in: container.dictionary) != nil
    case .undefined:
      // An undefined value is empty to iterate over.
      return false
    case .range, .view, .generator, .loop:
      for other in try array(of: container) where try areEqual(other, element) { return true }
      return false
    default:
      throw fail(.type, "argument of type '\(typeName(container))' is not iterable")
    }
  }
}
