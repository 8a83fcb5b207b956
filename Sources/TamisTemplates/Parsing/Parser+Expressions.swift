/// Expressions, from what binds least to what binds most.
extension Parser {
  mutating func parseExpression(withConditional: Bool = true) throws(TemplateError) -> Expression {
    try nested { (parser) throws(TemplateError) in
      withConditional ? try parser.parseConditional() : try parser.parseOr()
    }
  }

  /// One expression, or several with commas between them, which are a tuple.
  mutating func parseTuple(
    withConditional: Bool = true, endsAt end: StaticString? = nil, inParentheses: Bool = false
  ) throws(TemplateError) -> Expression {
    let line = current.line
    var elements: [Expression] = []
    var isTuple = false
    while true {
      if !elements.isEmpty { try expect(.comma) }
      if current.kind == .variableEnd || current.kind == .blockEnd || isOperator(.rightParenthesis)
        || end.map(current.isName) ?? false
      {
        break
      }
      elements.append(try parseExpression(withConditional: withConditional))
      guard isOperator(.comma) else { break }
      isTuple = true
    }
    if !isTuple {
      if elements.count == 1 { return elements[0] }
      if !inParentheses { throw error("Expected an expression, got '\(current.phrase)'") }
    }
    return Expression(kind: .tuple(elements), line: line)
  }

  private mutating func parseConditional() throws(TemplateError) -> Expression {
    var value = try parseOr()
    var length = 0
    while skip(name: "if") {
      let test = try parseOr()
      let otherwise =
        skip(name: "else")
        ? try nested { (parser) throws(TemplateError) in try parser.parseConditional() } : nil
      value = Expression(kind: .conditional(test, then: value, else: otherwise), line: value.line)
      try lengthen(&length)
    }
    return value
  }

  private mutating func parseOr() throws(TemplateError) -> Expression {
    var operands = [try parseAnd()]
    while skip(name: "or") { operands.append(try parseAnd()) }
    return operands.count == 1
      ? operands[0] : Expression(kind: .or(operands), line: operands[0].line)
  }

  private mutating func parseAnd() throws(TemplateError) -> Expression {
    var operands = [try parseNot()]
    while skip(name: "and") { operands.append(try parseNot()) }
    return operands.count == 1
      ? operands[0] : Expression(kind: .and(operands), line: operands[0].line)
  }

  private mutating func parseNot() throws(TemplateError) -> Expression {
    let line = current.line
    guard skip(name: "not") else { return try parseComparison() }
    let operand = try nested { (parser) throws(TemplateError) in try parser.parseNot() }
    return Expression(kind: .not(operand), line: line)
  }

  private mutating func parseComparison() throws(TemplateError) -> Expression {
    let first = try parseSum()
    var rest: [(operator: ComparisonOperator, operand: Expression)] = []
    while let symbol = comparisonOperator() { rest.append((symbol, try parseSum())) }
    return rest.isEmpty ? first : Expression(kind: .comparison(first, rest), line: first.line)
  }

  private mutating func comparisonOperator() -> ComparisonOperator? {
    let symbol: ComparisonOperator
    switch current.kind {
    case .operator(.equal): symbol = .equal
    case .operator(.notEqual): symbol = .notEqual
    case .operator(.less): symbol = .less
    case .operator(.lessOrEqual): symbol = .lessOrEqual
    case .operator(.greater): symbol = .greater
    case .operator(.greaterOrEqual): symbol = .greaterOrEqual
    case .name where current.isName("in"): symbol = .in
    case .name where current.isName("not") && following.isName("in"):
      next()
      symbol = .notIn
    default: return nil
    }
    next()
    return symbol
  }

  private mutating func parseSum() throws(TemplateError) -> Expression {
    let first = try parseConcatenation()
    var rest: [(operator: BinaryOperator, operand: Expression)] = []
    while true {
      if skip(.add) {
        rest.append((.add, try parseConcatenation()))
      } else if skip(.sub) {
        rest.append((.sub, try parseConcatenation()))
      } else {
        return rest.isEmpty ? first : Expression(kind: .chain(first, rest), line: first.line)
      }
    }
  }

  private mutating func parseConcatenation() throws(TemplateError) -> Expression {
    var operands = [try parseProduct()]
    while skip(.tilde) { operands.append(try parseProduct()) }
    return operands.count == 1
      ? operands[0] : Expression(kind: .concatenation(operands), line: operands[0].line)
  }

  private mutating func parseProduct() throws(TemplateError) -> Expression {
    let first = try parsePower()
    var rest: [(operator: BinaryOperator, operand: Expression)] = []
    while true {
      let symbol: BinaryOperator
      switch current.kind {
      case .operator(.mul): symbol = .mul
      case .operator(.div): symbol = .div
      case .operator(.floorDiv): symbol = .floorDiv
      case .operator(.mod): symbol = .mod
      default: return rest.isEmpty ? first : Expression(kind: .chain(first, rest), line: first.line)
      }
      next()
      rest.append((symbol, try parsePower()))
    }
  }

  private mutating func parsePower() throws(TemplateError) -> Expression {
    let first = try parseUnary()
    var rest: [(operator: BinaryOperator, operand: Expression)] = []
    while skip(.pow) { rest.append((.pow, try parseUnary())) }
    return rest.isEmpty ? first : Expression(kind: .chain(first, rest), line: first.line)
  }

  private mutating func parseUnary(withFilter: Bool = true) throws(TemplateError) -> Expression {
    let line = current.line
    var value: Expression
    if isOperator(.sub) || isOperator(.add) {
      let isNegative = next().kind == .operator(.sub)
      let operand = try nested { (parser) throws(TemplateError) in
        try parser.parseUnary(withFilter: false)
      }
      value = Expression(kind: isNegative ? .negative(operand) : .positive(operand), line: line)
    } else {
      value = try parsePrimary()
    }
    value = try parsePostfix(on: value)
    return withFilter ? try parseFiltersAndTests(on: value) : value
  }

  mutating func parsePrimary() throws(TemplateError) -> Expression {
    let token = current
    let kind: Expression.Kind
    switch token.kind {
    case .name:
      next()
      switch String(decoding: token.value, as: UTF8.self) {
      case "true", "True": kind = .constant(.bool(true))
      case "false", "False": kind = .constant(.bool(false))
      case "none", "None": kind = .constant(.none)
      default: kind = .name(token.value)
      }
    case .string:
      var text = next().value
      while current.kind == .string { text += next().value }
      kind = .constant(.string(text))
    case .integer:
      kind = .constant(.integer(next().value))
    case .float:
      kind = .constant(.float(Double(String(decoding: next().value, as: UTF8.self)) ?? 0))
    case .operator(.leftParenthesis):
      next()
      let value = try parseTuple(inParentheses: true)
      try expect(.rightParenthesis)
      return value
    case .operator(.leftBracket): kind = .list(try parseList())
    case .operator(.leftBrace): kind = .dictionary(try parseDictionary())
    default: throw error("unexpected '\(token.phrase)'")
    }
    return Expression(kind: kind, line: token.line)
  }

  private mutating func parseList() throws(TemplateError) -> [Expression] {
    var elements: [Expression] = []
    next()
    while !isOperator(.rightBracket) {
      if !elements.isEmpty { try expect(.comma) }
      if isOperator(.rightBracket) { break }
      elements.append(try parseExpression())
    }
    next()
    return elements
  }

  private mutating func parseDictionary() throws(TemplateError) -> [(
    key: Expression, value: Expression
  )] {
    var pairs: [(key: Expression, value: Expression)] = []
    next()
    while !isOperator(.rightBrace) {
      if !pairs.isEmpty { try expect(.comma) }
      if isOperator(.rightBrace) { break }
      let key = try parseExpression()
      try expect(.colon)
      pairs.append((key, try parseExpression()))
    }
    next()
    return pairs
  }

  /// Counts a link of a chain on one value.
  func lengthen(_ length: inout Int) throws(TemplateError) {
    length += 1
    guard length <= Self.chainLimit else {
      throw TemplateError(
        .limit, "more than \(Self.chainLimit) operations in a row on one value",
        template: templateName, line: current.line)
    }
  }
}
