/// The tags.
extension Parser {
  /// Reads a statement up to the end of its last tag.
  mutating func parseStatement() throws(TemplateError) -> Statement {
    let token = current
    guard token.kind == .name else { throw error("tag name expected") }
    let word = String(decoding: token.value, as: UTF8.self)
    guard Self.tags.contains(word) else { throw unknownTag(token.value, line: token.line) }
    openTags.append((token.value, []))
    defer { openTags.removeLast() }
    next()
    return Statement(kind: try parseStatement(word, token.line), line: token.line)
  }

  private static let tags: Set<String> = [
    "for", "if", "set", "macro", "call", "filter", "with", "print", "generation", "break",
    "continue", "block", "extends", "include", "import", "from", "autoescape",
  ]

  private mutating func parseStatement(
    _ word: String, _ line: Int
  ) throws(TemplateError) -> Statement.Kind {
    switch word {
    case "for": return try parseFor()
    case "if": return try parseIf()
    case "set": return try parseSet()
    case "with": return try parseWith()
    case "macro": return .macro(try parseMacro())
    case "call": return try parseCallBlock(line)
    case "filter":
      let filter = try parseFilters(on: nil, startsHere: true)
      return .filterBlock(filter, body: try parseBlock(through: "endfilter"))
    case "print": return try parsePrint()
    case "generation":
      hasGeneration = true
      return .generation(try parseBlock(through: "endgeneration"))
    case "break": return .breakLoop
    case "continue": return .continueLoop
    case "include", "import", "extends", "from":
      // Transformers gives templates no loader, so that these raise when they are reached.
      while current.kind != .blockEnd, current.kind != .end { next() }
      return .failure("no loader for this environment specified")
    default:
      throw TemplateError(
        .unsupported, "the tag '\(word)' is not supported", template: templateName, line: line)
    }
  }

  private mutating func parseFor() throws(TemplateError) -> Statement.Kind {
    let target = try parseTarget(endsAt: "in")
    guard skip(name: "in") else { throw unexpected("in") }
    let iterable = try parseTuple(withConditional: false, endsAt: "recursive")
    let filter = skip(name: "if") ? try parseExpression() : nil
    let isRecursive = skip(name: "recursive")
    let body = try parseBlock(until: ["endfor", "else"])
    var otherwise: [Statement] = []
    if next().isName("else") { otherwise = try parseBlock(through: "endfor") }
    return .forLoop(
      ForLoop(
        target: target, iterable: iterable, filter: filter, isRecursive: isRecursive, body: body,
        otherwise: otherwise))
  }

  private mutating func parseIf() throws(TemplateError) -> Statement.Kind {
    var branches: [(test: Expression, body: [Statement])] = []
    var otherwise: [Statement] = []
    while true {
      let test = try parseTuple(withConditional: false)
      branches.append((test, try parseBlock(until: ["elif", "else", "endif"])))
      let token = next()
      if token.isName("elif") { continue }
      if token.isName("else") { otherwise = try parseBlock(through: "endif") }
      return .conditional(branches, else: otherwise)
    }
  }

  private mutating func parseSet() throws(TemplateError) -> Statement.Kind {
    let target = try parseTarget(withNamespace: true)
    if skip(.assign) { return .set(target, try parseTuple()) }
    let filter = isOperator(.pipe) ? try parseFilters(on: nil) : nil
    return .setBlock(target, filter: filter, body: try parseBlock(through: "endset"))
  }

  private mutating func parseMacro() throws(TemplateError) -> Macro {
    let name = try expectTargetName()
    let (parameters, defaults) = try parseSignature()
    return Macro(
      name: name, parameters: parameters, defaults: defaults,
      body: try parseBlock(through: "endmacro"))
  }

  private mutating func parseCallBlock(_ line: Int) throws(TemplateError) -> Statement.Kind {
    let (parameters, defaults) = isOperator(.leftParenthesis) ? try parseSignature() : ([], [])
    let call = try parseExpression()
    guard case .call = call.kind else { throw error("expected call", line: line) }
    let body = try parseBlock(through: "endcall")
    return .callBlock(
      Macro(name: Bytes("caller"), parameters: parameters, defaults: defaults, body: body),
      call: call)
  }

  private mutating func parseSignature() throws(TemplateError) -> ([Bytes], [Expression]) {
    var parameters: [Bytes] = []
    var defaults: [Expression] = []
    try expect(.leftParenthesis)
    while !isOperator(.rightParenthesis) {
      if !parameters.isEmpty { try expect(.comma) }
      parameters.append(try expectTargetName())
      if skip(.assign) {
        defaults.append(try parseExpression())
      } else if !defaults.isEmpty {
        throw error("non-default argument follows default argument")
      }
    }
    next()
    return (parameters, defaults)
  }

  private mutating func parseWith() throws(TemplateError) -> Statement.Kind {
    var values: [(target: AssignmentTarget, value: Expression)] = []
    while current.kind != .blockEnd, current.kind != .end {
      if !values.isEmpty { try expect(.comma) }
      let target = try parseTarget()
      try expect(.assign)
      values.append((target, try parseExpression()))
    }
    return .with(values, body: try parseBlock(through: "endwith"))
  }

  private mutating func parsePrint() throws(TemplateError) -> Statement.Kind {
    var items: [OutputItem] = []
    while current.kind != .blockEnd, current.kind != .end {
      if !items.isEmpty { try expect(.comma) }
      items.append(.value(try parseExpression()))
    }
    return .output(items)
  }

  // MARK: Targets

  private mutating func expectTargetName() throws(TemplateError) -> Bytes {
    let line = current.line
    let name = try expectName()
    try checkAssignable(name, line)
    return name
  }

  private func checkAssignable(_ name: Bytes, _ line: Int) throws(TemplateError) {
    let reserved = ["true", "false", "none", "True", "False", "None"]
    if reserved.contains(String(decoding: name, as: UTF8.self)) {
      throw error("can't assign to '\(String(decoding: name, as: UTF8.self))'", line: line)
    }
  }

  /// What is assigned to: a name, `namespace.attribute`, or a tuple of such.
  private mutating func parseTarget(
    withNamespace: Bool = false, endsAt end: StaticString? = nil
  ) throws(TemplateError) -> AssignmentTarget {
    var targets: [AssignmentTarget] = []
    var isTuple = false
    while true {
      if !targets.isEmpty { try expect(.comma) }
      if current.kind == .blockEnd || isOperator(.assign) || isOperator(.rightParenthesis)
        || end.map(current.isName) ?? false
      {
        break
      }
      targets.append(try parseOneTarget(withNamespace))
      guard isOperator(.comma) else { break }
      isTuple = true
    }
    if !isTuple, targets.count == 1 { return targets[0] }
    if targets.isEmpty { throw error("Expected an expression, got '\(current.phrase)'") }
    return .tuple(targets)
  }

  private mutating func parseOneTarget(
    _ withNamespace: Bool
  ) throws(TemplateError) -> AssignmentTarget {
    if skip(.leftParenthesis) {
      let target = try nested { (parser) throws(TemplateError) in
        try parser.parseTarget(withNamespace: withNamespace)
      }
      try expect(.rightParenthesis)
      return target
    }
    let line = current.line
    guard current.kind == .name else { throw error("can't assign to '\(current.phrase)'") }
    let name = next().value
    try checkAssignable(name, line)
    if withNamespace, skip(.dot) { return .attribute(of: name, try expectName()) }
    return .name(name)
  }
}
