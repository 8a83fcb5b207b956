/// Reads tokens to statements, by the grammar of Jinja's parser
/// (https://github.com/pallets/jinja/blob/3.1.6/src/jinja2/parser.py).
struct Parser {
  let tokens: [Token]
  let templateName: String
  var at = 0
  /// Blocks and expressions that the parser is inside of.
  var depth = 0
  /// The tags that are open, and the tags that would end each.
  var openTags: [(name: Bytes, ends: [Bytes])] = []
  var hasGeneration = false

  /// Deepest nesting of blocks and of expressions. No real template comes near; deeper ones would
  /// overflow the stack of a thread.
  static let depthLimit = 150
  /// Longest chain of attributes, calls, filters and tests on one value.
  static let chainLimit = 150

  init(source: Bytes, name: String) throws(TemplateError) {
    tokens = try Lexer.tokens(of: source, name: name)
    templateName = name
  }

  mutating func parseTemplate() throws(TemplateError) -> [Statement] {
    try parseBody(until: nil)
  }

  // MARK: Tokens

  var current: Token { tokens[at] }
  var following: Token { tokens[min(at + 1, tokens.count - 1)] }

  @discardableResult
  mutating func next() -> Token {
    let token = tokens[at]
    if at + 1 < tokens.count { at += 1 }
    return token
  }

  func isOperator(_ symbol: Token.Operator) -> Bool { current.kind == .operator(symbol) }

  mutating func skip(_ symbol: Token.Operator) -> Bool {
    guard isOperator(symbol) else { return false }
    next()
    return true
  }

  mutating func skip(name: StaticString) -> Bool {
    guard current.isName(name) else { return false }
    next()
    return true
  }

  mutating func expect(_ kind: Token.Kind) throws(TemplateError) {
    guard current.kind == kind else {
      throw unexpected(Token(kind: kind, line: 0).phrase)
    }
    next()
  }

  mutating func expect(_ symbol: Token.Operator) throws(TemplateError) {
    try expect(.operator(symbol))
  }

  mutating func expectName() throws(TemplateError) -> Bytes {
    guard current.kind == .name else { throw unexpected("name") }
    return next().value
  }

  func unexpected(_ expected: String) -> TemplateError {
    current.kind == .end
      ? error("unexpected end of template, expected '\(expected)'.")
      : error("expected token '\(expected)', got '\(current.phrase)'")
  }

  func error(_ message: String, line: Int? = nil) -> TemplateError {
    TemplateError(.syntax, message, template: templateName, line: line ?? current.line)
  }

  /// Runs `body` one level deeper.
  mutating func nested<Result>(
    _ body: (inout Parser) throws(TemplateError) -> Result
  ) throws(TemplateError) -> Result {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      throw TemplateError(
        .limit, "nested deeper than \(Self.depthLimit) levels", template: templateName,
        line: current.line)
    }
    return try body(&self)
  }

  // MARK: Bodies

  /// Statements up to one of the tags `ends`, which is left to read; all there are without ends.
  mutating func parseBody(until ends: [Bytes]?) throws(TemplateError) -> [Statement] {
    var body: [Statement] = []
    var items: [OutputItem] = []
    var line = current.line
    func flush() {
      if !items.isEmpty { body.append(Statement(kind: .output(items), line: line)) }
      items.removeAll()
    }
    while true {
      let token = current
      if items.isEmpty { line = token.line }
      switch token.kind {
      case .data:
        items.append(.text(token.value, line: token.line))
        next()
      case .variableBegin:
        next()
        items.append(.value(try parseTuple()))
        try expect(.variableEnd)
      case .blockBegin:
        flush()
        next()
        if let ends, current.kind == .name, ends.contains(current.value) { return body }
        body.append(
          try nested { (parser) throws(TemplateError) in try parser.parseStatement() })
        try expect(.blockEnd)
      default:
        flush()
        if ends != nil { throw missingEnd() }
        return body
      }
    }
  }

  /// The end of the tag, then statements up to one of `ends`.
  mutating func parseBlock(until ends: [StaticString]) throws(TemplateError) -> [Statement] {
    let names = ends.map { Bytes($0) }
    if !openTags.isEmpty { openTags[openTags.count - 1].ends = names }
    _ = skip(.colon)
    try expect(.blockEnd)
    return try parseBody(until: names)
  }

  /// A block with one possible end, which is read over.
  mutating func parseBlock(through end: StaticString) throws(TemplateError) -> [Statement] {
    let body = try parseBlock(until: [end])
    next()
    return body
  }

  private func missingEnd() -> TemplateError {
    error("Unexpected end of template." + lookingFor)
  }

  func unknownTag(_ name: Bytes, line: Int) -> TemplateError {
    error(
      "Encountered unknown tag '\(String(decoding: name, as: UTF8.self))'." + lookingFor, line: line
    )
  }

  private var lookingFor: String {
    guard let open = openTags.last(where: { !$0.ends.isEmpty }) else { return "" }
    let ends = open.ends.map { "'\(String(decoding: $0, as: UTF8.self))'" }.joined(
      separator: " or ")
    return
      " Jinja was looking for the following tags: \(ends). The innermost block that needs to be "
      + "closed is '\(String(decoding: open.name, as: UTF8.self))'."
  }
}
