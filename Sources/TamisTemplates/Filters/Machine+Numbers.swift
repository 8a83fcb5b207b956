#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The filters that count.
extension Machine {
  func number(
    _ filter: Filter, _ value: Value, _ arguments: CallArguments
  ) throws(Halt) -> Value {
    switch filter {
    case .abs: return try magnitude(value)
    case .int: return try integer(value, arguments)
    case .float: return try float(value, arguments)
    case .round: return try rounded(value, arguments)
    case .sum: return try total(value, arguments)
    default: return try extreme(filter, value, arguments)
    }
  }

  private func magnitude(_ value: Value) throws(Halt) -> Value {
    switch value.tag {
    case .int, .bool: return value.int < 0 ? try negative(value) : .int(value.int)
    case .float: return .float(value.float.magnitude)
    case .bigInteger: return bigInteger(value).isNegative ? try negative(value) : value
    case .undefined: throw fail(.type, "bad operand type for abs(): 'Undefined'")
    default: throw fail(.type, "bad operand type for abs(): '\(typeName(value))'")
    }
  }

  private func integer(_ value: Value, _ arguments: CallArguments) throws(Halt) -> Value {
    try checkArguments(arguments, ["default", "base"], "int")
    let standIn = arguments.argument(0, "default") ?? .int(0)
    let base =
      try arguments.argument(1, "base").map { base throws(Halt) in
        try self.integerArgument(base, "int")
      } ?? 10
    switch value.tag {
    case .int, .bool: return .int(value.int)
    case .bigInteger: return value
    case .float:
      return value.float.isFinite
        ? try makeInteger(BigInteger(value.float.rounded(.towardZero))) : standIn
    case .string:
      let text = trimmed(value)
      if let number = try parsedInteger(text, base) { return number }
      guard let number = parsedFloat(text), number.isFinite else { return standIn }
      return try makeInteger(BigInteger(number.rounded(.towardZero)))
    case .undefined: throw undefinedError(value)
    default: return standIn
    }
  }

  /// The integer that Python's `int(text, base)` reads; `nil` where it is none.
  private func parsedInteger(_ text: Value, _ base: Int) throws(Halt) -> Value? {
    guard base == 0 || (2...36).contains(base) else { return nil }
    var digits = Bytes(text.bytes)
    var isNegative = false
    if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      digits.removeFirst()
    }
    var radix = base == 0 ? 10 : base
    if digits.count > 2, digits[0] == UInt8(ascii: "0") {
      let prefixes: [(UInt8, Int)] = [
        (UInt8(ascii: "x"), 16), (UInt8(ascii: "o"), 8), (UInt8(ascii: "b"), 2),
      ]
      for (letter, value) in prefixes
      where digits[1] | 0x20 == letter && (base == 0 || base == value) {
        radix = value
        digits.removeFirst(2)
        if digits.first == UInt8(ascii: "_") { digits.removeFirst() }
      }
    }
    guard let plain = Self.withoutUnderscores(digits) else { return nil }
    let spelled = String(decoding: plain, as: UTF8.self)
    guard let first = plain.first, first != UInt8(ascii: "-"), first != UInt8(ascii: "+") else {
      return nil
    }
    if let number = Int(spelled, radix: radix) { return .int(isNegative ? -number : number) }
    guard radix == 10, plain.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else { return nil }
    if plain.count > 4300 {
      throw fail(.value, "Exceeds the limit (4300 digits) for integer string conversion")
    }
    let number = plain.withUnsafeBytes { BigInteger(decimal: $0) }
    return try makeInteger(isNegative ? number.negated : number)
  }

  /// Digits without the underscores that Python allows between two of them.
  private static func withoutUnderscores(_ digits: Bytes) -> Bytes? {
    var plain: Bytes = []
    for (index, byte) in digits.enumerated() {
      if byte == UInt8(ascii: "_") {
        guard index > 0, index + 1 < digits.count, digits[index - 1] != byte else { return nil }
      } else {
        plain.append(byte)
      }
    }
    return plain.isEmpty ? nil : plain
  }

  /// The number that Python's `float(text)` reads; `nil` where it is none.
  private func parsedFloat(_ text: Value) -> Double? {
    guard let plain = Self.withoutUnderscores(Bytes(text.bytes)) else { return nil }
    let spelled = String(decoding: plain, as: UTF8.self)
    switch spelled.lowercased() {
    case "inf", "+inf", "infinity", "+infinity": return .infinity
    case "-inf", "-infinity": return -.infinity
    case "nan", "+nan", "-nan": return .nan
    default: break
    }
    let known = "0123456789+-.eE"
    guard plain.allSatisfy({ known.utf8.contains($0) }) else { return nil }
    // Python reads "5." and ".5"; both ends of a point may be bare.
    var filled = spelled.replacingPoint()
    if filled.hasPrefix("+") { filled.removeFirst() }
    return Double(filled)
  }

  private func float(_ value: Value, _ arguments: CallArguments) throws(Halt) -> Value {
    try checkArguments(arguments, ["default"], "float")
    let standIn = arguments.argument(0, "default") ?? .float(0)
    switch value.tag {
    case .int, .bool, .float, .bigInteger: return .float(try double(value))
    case .string: return parsedFloat(trimmed(value)).map { .float($0) } ?? standIn
    case .undefined: throw undefinedError(value)
    default: return standIn
    }
  }

  private func rounded(_ value: Value, _ arguments: CallArguments) throws(Halt) -> Value {
    try checkArguments(arguments, ["precision", "method"], "round")
    let precision =
      try arguments.argument(0, "precision").map { value throws(Halt) in
        try self.integerArgument(value, "round")
      } ?? 0
    guard (-300...300).contains(precision) else { throw fail(.limit, "a precision past 300") }
    let method = arguments.argument(1, "method").map(text) ?? "common"
    guard value.isNumber else {
      if value.tag == .undefined { throw undefinedError(value) }
      throw fail(.type, "type \(typeName(value)) doesn't define __round__ method")
    }
    guard method != "common" else {
      if value.tag != .float {
        guard precision < 0 else { return try makeInteger(bigInteger(value)) }
        return try roundedInteger(bigInteger(value), toTens: -precision)
      }
      guard value.float.isFinite else { return value }
      if precision == 0 { return .float(value.float.rounded(.toNearestOrEven)) }
      if precision > 0 {
        return .float(Double(Self.fixed(value.float, precision, "f")) ?? value.float)
      }
      let scale = pow(10, Double(-precision))
      return .float((value.float / scale).rounded(.toNearestOrEven) * scale)
    }
    guard method == "ceil" || method == "floor" else {
      throw fail(.runtime, "method must be common, ceil or floor")
    }
    let scale = pow(10, Double(precision))
    let scaled = try double(value) * scale
    guard scaled.isFinite else { throw fail(.value, "cannot convert float infinity to integer") }
    return .float(scaled.rounded(method == "ceil" ? .up : .down) / scale)
  }

  /// The multiple of a power of ten next to the number; of two that are as near, the even one.
  private func roundedInteger(_ number: BigInteger, toTens count: Int) throws(Halt) -> Value {
    var unit = BigInteger(1)
    for _ in 0..<count { unit = unit.multiplied(by: BigInteger(10)) }
    let (quotient, rest) = number.floorDivided(by: unit)
    let order = rest.adding(rest).compared(to: unit)
    let isOdd = !quotient.floorDivided(by: BigInteger(2)).1.isZero
    let isUp = order > 0 || order == 0 && isOdd
    return try makeInteger(
      (isUp ? quotient.adding(BigInteger(1)) : quotient).multiplied(by: unit))
  }

  /// The number by C's `%.*f`, `%.*e` or `%.*g`.
  static func fixed(_ value: Double, _ precision: Int, _ conversion: String) -> String {
    var buffer = [CChar](repeating: 0, count: 400 + precision)
    let size = withVaList([Int32(precision), value]) {
      vsnprintf(&buffer, buffer.count, "%.*" + conversion, $0)
    }
    return String(
      decoding: buffer.prefix(Int(max(size, 0))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private func total(_ value: Value, _ arguments: CallArguments) throws(Halt) -> Value {
    try checkArguments(arguments, ["attribute", "start"], "sum")
    let path = try attributePath(arguments.argument(0, "attribute"))
    var sum = arguments.argument(1, "start") ?? .int(0)
    if sum.isString { throw fail(.type, "sum() can't sum strings [use ''.join(seq) instead]") }
    for item in try array(of: value) {
      sum = try compute(sum, BinaryOperator.add.rawValue, try follow(path, from: item))
    }
    return sum
  }

  private func extreme(
    _ filter: Filter, _ value: Value, _ arguments: CallArguments
  ) throws(Halt) -> Value {
    try checkArguments(arguments, ["case_sensitive", "attribute"], filter.rawValue)
    let isCaseSensitive = try arguments.argument(0, "case_sensitive").map(isTrue) ?? false
    let path = try attributePath(arguments.argument(1, "attribute"))
    var best: (item: Value, key: Value)?
    for item in try array(of: value) {
      var key = try follow(path, from: item)
      if !isCaseSensitive { key = try withoutCase(key) }
      guard let current = best else {
        best = (item, key)
        continue
      }
      let isMore =
        filter == .max
        ? try (order(key, current.key, ">") ?? 0) > 0 : try (order(key, current.key, "<") ?? 0) < 0
      if isMore { best = (item, key) }
    }
    if let best { return best.item }
    return try undefined("No aggregated item, sequence was empty.")
  }
}

extension String {
  /// `5.` as `5.0` and `.5` as `0.5`, which Swift does not read.
  fileprivate func replacingPoint() -> String {
    var bytes = Array(utf8)
    guard let point = bytes.firstIndex(of: UInt8(ascii: ".")) else { return self }
    func isDigit(_ place: Int) -> Bool {
      bytes.indices.contains(place) && bytes[place] &- UInt8(ascii: "0") < 10
    }
    let (before, behind) = (isDigit(point - 1), isDigit(point + 1))
    guard before || behind else { return "" }
    if !behind { bytes.insert(UInt8(ascii: "0"), at: point + 1) }
    if !before { bytes.insert(UInt8(ascii: "0"), at: point) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
