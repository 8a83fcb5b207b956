/// What stands behind a value: attributes, subscripts, calls, filters and tests.
extension Parser {
  mutating func parsePostfix(on operand: Expression) throws(TemplateError) -> Expression {
    var value = operand
    var length = 0
    while true {
      if isOperator(.dot) {
        value = try parseAttribute(of: value)
      } else if isOperator(.leftBracket) {
        value = try parseSubscript(of: value)
      } else if isOperator(.leftParenthesis) {
        let line = current.line
        value = Expression(kind: .call(value, try parseArguments()), line: line)
      } else {
        return value
      }
      try lengthen(&length)
    }
  }

  mutating func parseFiltersAndTests(on operand: Expression) throws(TemplateError) -> Expression {
    var value = operand
    var length = 0
    while true {
      if isOperator(.pipe) {
        value = try parseFilters(on: value)
      } else if current.isName("is") {
        value = try parseTest(on: value)
      } else if isOperator(.leftParenthesis) {
        let line = current.line
        value = Expression(kind: .call(value, try parseArguments()), line: line)
      } else {
        return value
      }
      try lengthen(&length)
    }
  }

  private mutating func parseAttribute(of value: Expression) throws(TemplateError) -> Expression {
    let line = next().line
    let token = next()
    switch token.kind {
    case .name: return Expression(kind: .attribute(value, token.value), line: line)
    case .integer:
      let index = Expression(kind: .constant(.integer(token.value)), line: token.line)
      return Expression(kind: .item(value, index), line: line)
    default: throw error("expected name or number", line: token.line)
    }
  }

  private mutating func parseSubscript(of value: Expression) throws(TemplateError) -> Expression {
    let line = next().line
    var indices: [Expression] = []
    while !isOperator(.rightBracket) {
      if !indices.isEmpty { try expect(.comma) }
      indices.append(try parseIndex())
    }
    next()
    if indices.count == 1 { return Expression(kind: .item(value, indices[0]), line: line) }
    return Expression(
      kind: .item(value, Expression(kind: .tuple(indices), line: line)), line: line)
  }

  /// An index, or a slice `start:stop:step`.
  private mutating func parseIndex() throws(TemplateError) -> Expression {
    let line = current.line
    var start: Expression?
    if !isOperator(.colon) {
      let index = try parseExpression()
      guard isOperator(.colon) else { return index }
      start = index
    }
    next()
    let stop = isOperator(.colon) || endsIndex ? nil : try parseExpression()
    let step = skip(.colon) && !endsIndex ? try parseExpression() : nil
    return Expression(kind: .slice(start, stop, step), line: line)
  }

  private var endsIndex: Bool { isOperator(.rightBracket) || isOperator(.comma) }

  private mutating func parseArguments() throws(TemplateError) -> Arguments {
    let line = current.line
    try expect(.leftParenthesis)
    var arguments = Arguments()
    var isFirst = true
    while !isOperator(.rightParenthesis) {
      if !isFirst {
        try expect(.comma)
        if isOperator(.rightParenthesis) { break }
      }
      isFirst = false
      var isValid = arguments.dictionary == nil
      if skip(.mul) {
        isValid = isValid && arguments.list == nil
        arguments.list = try parseExpression()
      } else if skip(.pow) {
        arguments.dictionary = try parseExpression()
      } else if current.kind == .name, following.kind == .operator(.assign) {
        let name = next().value
        next()
        arguments.keywords.append((name, try parseExpression()))
      } else {
        isValid = isValid && arguments.list == nil && arguments.keywords.isEmpty
        arguments.positional.append(try parseExpression())
      }
      if !isValid { throw error("invalid syntax for function call expression", line: line) }
    }
    next()
    return arguments
  }

  /// Filters in a row: `| name`, `| name(…)`. The first has its bar behind it already when
  /// `startsHere`.
  mutating func parseFilters(
    on operand: Expression?, startsHere: Bool = false
  ) throws(TemplateError) -> Expression {
    var value = operand
    var isFirst = startsHere
    var length = 0
    while isFirst || isOperator(.pipe) {
      if !isFirst { next() }
      isFirst = false
      let line = current.line
      let name = try parseDottedName()
      let arguments = isOperator(.leftParenthesis) ? try parseArguments() : Arguments()
      value = Expression(kind: .filter(value, name, arguments), line: line)
      try lengthen(&length)
    }
    guard let value else { throw unexpected("|") }
    return value
  }

  private mutating func parseDottedName() throws(TemplateError) -> Bytes {
    var name = try expectName()
    while skip(.dot) { name += [UInt8(ascii: ".")] + (try expectName()) }
    return name
  }

  private mutating func parseTest(on operand: Expression) throws(TemplateError) -> Expression {
    let line = next().line
    let isNegated = skip(name: "not")
    let name = try parseDottedName()
    var arguments = Arguments()
    if isOperator(.leftParenthesis) {
      arguments = try parseArguments()
    } else if startsTestArgument {
      if current.isName("is") { throw error("You cannot chain multiple tests with is") }
      arguments.positional = [
        try nested { (parser) throws(TemplateError) in
          try parser.parsePostfix(on: try parser.parsePrimary())
        }
      ]
    }
    let test = Expression(kind: .test(operand, name, arguments), line: line)
    return isNegated ? Expression(kind: .not(test), line: line) : test
  }

  private var startsTestArgument: Bool {
    switch current.kind {
    case .name:
      return !current.isName("else") && !current.isName("or") && !current.isName("and")
    case .string, .integer, .float, .operator(.leftBracket), .operator(.leftBrace): return true
    default: return false
    }
  }
}
