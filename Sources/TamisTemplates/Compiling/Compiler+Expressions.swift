extension Compiler {
  /// Compiles an expression to instructions that push its value.
  mutating func compile(_ expression: Expression) throws(TemplateError) {
    line = expression.line
    switch expression.kind {
    case .constant(let value): emit(.constant, a: try literal(value))
    case .name(let name): load(name)
    case .list(let elements): try compile(elements, into: .list)
    case .tuple(let elements): try compile(elements, into: .tuple)
    case .dictionary(let pairs):
      try compile(pairs.flatMap { [$0.key, $0.value] }, into: .dictionary)
    case .attribute(let value, let name): try compileLookup(value, name, isItem: false)
    case .item(let value, let index): try compileItem(value, index)
    case .slice: throw error("a slice is only possible inside of [ ]")
    case .call(let callee, let arguments):
      try compileCall(callee, arguments, line: expression.line)
    case .filter(let value, let name, let arguments):
      if let value { try compile(value) }
      try compileFilter(name, arguments, line: expression.line)
    case .test(let value, let name, let arguments):
      try compile(value)
      try compileTest(name, arguments, line: expression.line)
    case .not(let value):
      try compile(value)
      emit(.not)
    case .negative(let value):
      try compile(value)
      emit(.negative)
    case .positive(let value):
      try compile(value)
      emit(.positive)
    case .chain(let first, let rest): try compileChain(first, rest)
    case .concatenation(let operands): try compile(operands, into: .concatenate)
    case .comparison(let first, let rest): try compileComparison(first, rest)
    case .and(let operands): try compile(operands, jumping: .jumpIfFalseOrPop)
    case .or(let operands): try compile(operands, jumping: .jumpIfTrueOrPop)
    case .conditional(let test, let value, let otherwise):
      try compileConditional(test, value, otherwise)
    }
  }

  private mutating func literal(_ value: Expression.Constant) throws(TemplateError) -> Int {
    switch value {
    case .none: return constant(.none)
    case .bool(let truth): return constant(.bool(truth))
    case .float(let number): return constant(.float(number))
    case .string(let text): return constant(.string(text))
    case .integer(let digits):
      guard let number = Int(String(decoding: digits, as: UTF8.self)) else {
        throw unsupported("integers past 64 bits are not supported in a template's source")
      }
      return constant(.integer(number))
    }
  }

  private mutating func compile(
    _ operands: [Expression], into opcode: Opcode
  ) throws(TemplateError) {
    for operand in operands { try compile(operand) }
    emit(opcode, a: opcode == .dictionary ? operands.count / 2 : operands.count)
  }

  /// Compiles `and` and `or`, whose value is the operand that decides.
  private mutating func compile(
    _ operands: [Expression], jumping opcode: Opcode
  ) throws(TemplateError) {
    var jumps: [Int] = []
    for (index, operand) in operands.enumerated() {
      try compile(operand)
      if index + 1 < operands.count { jumps.append(emit(opcode)) }
    }
    for jump in jumps { land(jump) }
  }

  private mutating func compileLookup(
    _ value: Expression, _ name: Bytes, isItem: Bool
  ) throws(TemplateError) {
    let key = self.name(name)
    if case .name(let variable) = value.kind, let place = symbols.find(variable),
      place.depth == symbols.function.depth
    {
      emit(isItem ? .loadItem : .loadAttribute, a: key, c: place.slot)
      return
    }
    let line = line
    try compile(value)
    self.line = line
    emit(isItem ? .itemConstant : .attribute, a: key)
  }

  private mutating func compileItem(
    _ value: Expression, _ index: Expression
  ) throws(TemplateError) {
    switch index.kind {
    case .constant(.string(let key)):
      try compileLookup(value, key, isItem: true)
    case .slice(let start, let stop, let step):
      let line = line
      try compile(value)
      for bound in [start, stop, step] {
        if let bound { try compile(bound) } else { emit(.constant, a: constant(.none)) }
      }
      self.line = line
      emit(.slice)
    default:
      let line = line
      try compile(value)
      try compile(index)
      self.line = line
      emit(.item)
    }
  }

  private mutating func compileChain(
    _ first: Expression, _ rest: [(operator: BinaryOperator, operand: Expression)]
  ) throws(TemplateError) {
    let line = line
    if rest.allSatisfy({ $0.operator == .add }) {
      let operands = Self.withJoinedStrings([first] + rest.map(\.operand))
      for operand in operands { try compile(operand) }
      self.line = line
      emit(.sum, a: operands.count)
      return
    }
    try compile(first)
    for (symbol, operand) in rest {
      try compile(operand)
      self.line = line
      emit(.binary, b: Int(symbol.rawValue))
    }
  }

  /// The operands of a sum, strings of the template that follow each other as one: whatever stands in
  /// front of them, adding both is adding the one.
  static func withJoinedStrings(_ operands: [Expression]) -> [Expression] {
    var joined: [Expression] = []
    for operand in operands {
      if case .constant(.string(let text)) = operand.kind, let last = joined.last,
        case .constant(.string(let before)) = last.kind
      {
        joined[joined.count - 1].kind = .constant(.string(before + text))
      } else {
        joined.append(operand)
      }
    }
    return joined
  }

  private mutating func compileComparison(
    _ first: Expression, _ rest: [(operator: ComparisonOperator, operand: Expression)]
  ) throws(TemplateError) {
    let line = line
    try compile(first)
    if rest.count == 1 {
      try compile(rest[0].operand)
      self.line = line
      emit(.compare, b: Int(rest[0].operator.rawValue))
      return
    }
    var jumps: [Int] = []
    for (index, (symbol, operand)) in rest.enumerated() {
      try compile(operand)
      self.line = line
      if index + 1 < rest.count {
        // Leaves the right operand, for the next comparison, below the result.
        emit(.compareChained, b: Int(symbol.rawValue))
        jumps.append(emit(.jumpIfFalseOrPop))
      } else {
        emit(.compare, b: Int(symbol.rawValue))
      }
    }
    let done = emit(.jump)
    for jump in jumps { land(jump) }
    noteDepth(1)
    emit(.dropBelow)
    land(done)
  }

  private mutating func compileConditional(
    _ test: Expression, _ value: Expression, _ otherwise: Expression?
  ) throws(TemplateError) {
    let line = line
    let wasConditional = isConditional
    isConditional = true
    defer { isConditional = wasConditional }
    let skips = try compileJump(unless: test)
    try compile(value)
    let end = emit(.jump)
    for skip in skips { land(skip) }
    stackDepth -= 1
    if let otherwise {
      try compile(otherwise)
    } else {
      self.line = line
      let message =
        "the inline if-expression on line \(line) evaluated to false and no else section was defined."
      emit(.undefined, a: name(Bytes(message.utf8)))
    }
    land(end)
  }

  /// Compiles a condition; returns the jumps that are taken where it is false.
  mutating func compileJump(unless test: Expression) throws(TemplateError) -> [Int] {
    try compileJump(when: false, test)
  }

  /// Compiles a condition; returns the jumps that are taken where its truth is `truth`.
  private mutating func compileJump(
    when truth: Bool, _ test: Expression
  ) throws(TemplateError) -> [Int] {
    switch test.kind {
    case .not(let operand): return try compileJump(when: !truth, operand)
    case .and(let operands) where !truth, .or(let operands) where truth:
      // Each operand can decide by itself.
      var jumps: [Int] = []
      for operand in operands { jumps += try compileJump(when: truth, operand) }
      return jumps
    case .and(let operands), .or(let operands):
      // Each operand but the last one can decide that there is no jump.
      var stays: [Int] = []
      for operand in operands.dropLast() { stays += try compileJump(when: !truth, operand) }
      let jumps = try compileJump(when: truth, operands[operands.count - 1])
      for stay in stays { land(stay) }
      return jumps
    case .comparison(let value, let rest) where rest.count == 1 && rest[0].operator.isEquality:
      return try compileJump(when: truth, value, rest[0])
    default:
      try compile(test)
      line = test.line
      return [emit(truth ? .jumpIfTrue : .jumpIfFalse)]
    }
  }

  /// Compiles `==` or `!=`: with a constant on the right it is one instruction.
  private mutating func compileJump(
    when truth: Bool, _ value: Expression,
    _ comparison: (operator: ComparisonOperator, operand: Expression)
  ) throws(TemplateError) -> [Int] {
    let line = line
    try compile(value)
    if case .constant(let other) = comparison.operand.kind {
      let place = try literal(other)
      if place < 1 << 16 {
        self.line = line
        let isEqual = (comparison.operator == .equal) == truth
        return [emit(isEqual ? .jumpIfEqual : .jumpIfNotEqual, c: place)]
      }
    }
    try compile(comparison.operand)
    self.line = line
    emit(.compare, b: Int(comparison.operator.rawValue))
    return [emit(truth ? .jumpIfTrue : .jumpIfFalse)]
  }

  // MARK: Filters and tests

  /// Compiles a filter on the value on the stack.
  private mutating func compileFilter(
    _ name: Bytes, _ arguments: Arguments, line: Int
  ) throws(TemplateError) {
    let spelled = String(decoding: name, as: UTF8.self)
    guard let filter = Filter(name: spelled) else {
      self.line = line
      if Filter.unsupported.contains(spelled) {
        throw unsupported("the filter '\(spelled)' is not supported")
      }
      guard isConditional else { throw error("No filter named '\(spelled)'.") }
      emit(.fail, a: self.name(Bytes("No filter named '\(spelled)' found.".utf8)))
      return
    }
    let keywords = try compileArguments(arguments, line: line)
    emit(.filter, a: keywords, b: filter.number, c: arguments.positional.count)
  }

  private mutating func compileTest(
    _ name: Bytes, _ arguments: Arguments, line: Int
  ) throws(TemplateError) {
    let spelled = String(decoding: name, as: UTF8.self)
    guard let test = Test(name: spelled) else {
      self.line = line
      guard isConditional else { throw error("No test named '\(spelled)'.") }
      emit(.fail, a: self.name(Bytes("No test named '\(spelled)' found.".utf8)))
      return
    }
    let keywords = try compileArguments(arguments, line: line)
    emit(.test, a: keywords, b: test.number, c: arguments.positional.count)
  }

  /// Pushes the arguments of a filter or test; returns its list of keywords.
  private mutating func compileArguments(
    _ arguments: Arguments, line: Int
  ) throws(TemplateError) -> Int {
    if arguments.list != nil || arguments.dictionary != nil {
      throw unsupported("* and ** are not supported in arguments of filters and tests", line: line)
    }
    guard arguments.positional.count < 1 << 16 else { throw tooLarge() }
    for argument in arguments.positional { try compile(argument) }
    for (_, value) in arguments.keywords { try compile(value) }
    self.line = line
    return keywordList(arguments.keywords.map(\.name))
  }
}
