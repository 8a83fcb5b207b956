/// An expression of a template, as it is written.
struct Expression {
  var kind: Kind
  /// Line of the template, from 1.
  var line: Int

  indirect enum Kind {
    case constant(Constant)
    case name(Bytes)
    case list([Expression])
    case tuple([Expression])
    case dictionary([(key: Expression, value: Expression)])
    case attribute(Expression, Bytes)
    case item(Expression, Expression)
    /// Only as what `item` is asked for.
    case slice(Expression?, Expression?, Expression?)
    case call(Expression, Arguments)
    /// Without an operand in `{% filter … %}` and `{% set x | … %}`.
    case filter(Expression?, Bytes, Arguments)
    case test(Expression, Bytes, Arguments)
    case not(Expression)
    case negative(Expression)
    case positive(Expression)
    /// `a + b - c`, from left to right: one level for a chain of any length.
    case chain(Expression, [(`operator`: BinaryOperator, operand: Expression)])
    case concatenation([Expression])
    case comparison(Expression, [(`operator`: ComparisonOperator, operand: Expression)])
    case and([Expression])
    case or([Expression])
    case conditional(Expression, then: Expression, else: Expression?)
  }

  enum Constant {
    case none
    case bool(Bool)
    /// Decimal digits.
    case integer(Bytes)
    case float(Double)
    case string(Bytes)
  }
}

enum BinaryOperator: UInt8 {
  case add, sub, mul, div, floorDiv, mod, pow

  /// The operator as Python names it in errors.
  var symbol: String {
    switch self {
    case .add: "+"
    case .sub: "-"
    case .mul: "*"
    case .div: "/"
    case .floorDiv: "//"
    case .mod: "%"
    case .pow: "** or pow()"
    }
  }
}

enum ComparisonOperator: UInt8 {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, `in`, notIn

  var isEquality: Bool { self == .equal || self == .notEqual }

  var symbol: String {
    switch self {
    case .equal: "=="
    case .notEqual: "!="
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    case .greaterOrEqual: ">="
    case .in: "in"
    case .notIn: "not in"
    }
  }
}

/// The arguments of a call, a filter or a test.
struct Arguments {
  var positional: [Expression] = []
  var keywords: [(name: Bytes, value: Expression)] = []
  /// `*list`.
  var list: Expression?
  /// `**dictionary`.
  var dictionary: Expression?

  /// Every expression, in the order in which Python computes them.
  var all: [Expression] {
    positional + [list].compactMap { $0 } + keywords.map(\.value) + [dictionary].compactMap { $0 }
  }
}

/// What a value is assigned to.
indirect enum AssignmentTarget {
  case name(Bytes)
  case attribute(of: Bytes, Bytes)
  case tuple([AssignmentTarget])
}
