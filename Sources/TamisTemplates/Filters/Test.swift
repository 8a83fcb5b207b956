/// The tests of Jinja: what stands behind `is`.
enum Test: String {
  case boolean, callable, defined, divisibleby, eq, escaped, even, `false`, filter, float, ge, gt,
    `in`
  case integer, iterable, le, lower, lt, mapping, ne, none, number, odd, sameas, sequence, string,
    test
  case `true`, undefined, upper

  init?(name: String) {
    switch name {
    case "==", "equalto": self = .eq
    case "!=": self = .ne
    case ">", "greaterthan": self = .gt
    case ">=": self = .ge
    case "<", "lessthan": self = .lt
    case "<=": self = .le
    default: self.init(rawValue: name)
    }
  }

  /// The number that instructions carry.
  // Safety: an enumeration without payloads is its number.
  var number: Int { Int(unsafeBitCast(self, to: UInt8.self)) }
}

extension Machine {
  /// `value is test(arguments)`.
  func check(
    _ test: Test, _ value: Value, _ arguments: CallArguments
  ) throws(Halt) -> Bool {
    switch test {
    case .defined: return value.tag != .undefined
    case .undefined: return value.tag == .undefined
    case .none: return value.tag == .none
    case .string: return value.isString
    case .mapping: return value.tag == .dictionary
    case .boolean: return value.tag == .bool
    case .true: return value.tag == .bool && value.bool
    case .false: return value.tag == .bool && !value.bool
    case .integer: return value.tag == .int || value.tag == .bigInteger
    case .float: return value.tag == .float
    case .number: return value.isNumber
    case .escaped: return value.isMarkup
    case .iterable:
      switch value.tag {
      case .string, .list, .tuple, .dictionary, .range, .view, .generator, .undefined, .loop:
        return true
      default: return false
      }
    case .sequence:
      switch value.tag {
      case .string, .list, .tuple, .dictionary, .range, .undefined: return true
      default: return false
      }
    case .callable:
      switch value.tag {
      case .macro, .function, .method, .loop, .joiner, .undefined: return true
      default: return false
      }
    case .lower: return try isLower(try string(of: value))
    case .upper: return try isUpper(try string(of: value))
    case .even, .odd, .divisibleby: return try checkDivision(test, value, arguments)
    case .eq, .ne, .lt, .le, .gt, .ge, .in, .sameas:
      return try compare(test, value, try operand(test, arguments))
    case .filter:
      return Filter(name: text(value)) != nil || Filter.unsupported.contains(text(value))
    case .test: return Test(name: text(value)) != nil
    }
  }

  private func operand(_ test: Test, _ arguments: CallArguments) throws(Halt) -> Value {
    guard arguments.count + arguments.keywords.count == 1 else {
      throw fail(.type, "the test '\(test.rawValue)' takes one argument")
    }
    return arguments.values[0]
  }

  private func compare(_ test: Test, _ value: Value, _ other: Value) throws(Halt) -> Bool {
    let symbol: ComparisonOperator
    switch test {
    case .ne: symbol = .notEqual
    case .lt: symbol = .less
    case .le: symbol = .lessOrEqual
    case .gt: symbol = .greater
    case .ge: symbol = .greaterOrEqual
    case .in: symbol = .in
    case .sameas:
      guard value.tag == other.tag else { return false }
      return value.isString ? try areEqual(value, other) : value.bits == other.bits
    default: symbol = .equal
    }
    return try compare(value, symbol.rawValue, other)
  }

  private func checkDivision(
    _ test: Test, _ value: Value, _ arguments: CallArguments
  ) throws(Halt) -> Bool {
    let divisor = test == .divisibleby ? try operand(test, arguments) : .int(2)
    let rest = try compute(value, BinaryOperator.mod.rawValue, divisor)
    return try areEqual(rest, .int(test == .odd ? 1 : 0))
  }
}
