extension Compiler {
  mutating func compile(body: [Statement]) throws(TemplateError) {
    for statement in body { try compile(statement) }
  }

  private mutating func compile(_ statement: Statement) throws(TemplateError) {
    line = statement.line
    switch statement.kind {
    case .output(let items): try compile(items)
    case .forLoop(let loop): try compile(loop)
    case .conditional(let branches, let otherwise): try compileIf(branches, otherwise)
    case .set(let target, let value):
      try compile(value)
      try store(target)
    case .setBlock(let target, let filter, let body):
      try capture(body, filter)
      try store(target)
    case .filterBlock(let filter, let body):
      try capture(body, filter)
      emit(.output)
    case .macro(let macro):
      let function = try compile(macro)
      emit(.makeMacro, a: function)
      try store(.name(macro.name))
    case .callBlock(let macro, let call): try compileCallBlock(macro, call)
    case .with(let values, let body):
      for (_, value) in values { try compile(value) }
      try scope(
        { scope in
          for (target, _) in values { scope.declareParameters(target) }
          scope.visit(body)
        },
        { (compiler) throws(TemplateError) in
          for (target, _) in values.reversed() { try compiler.store(target) }
          try compiler.compile(body: body)
        })
    case .generation(let body):
      emit(.beginGeneration)
      captures += 1
      try withoutLoops { (compiler) throws(TemplateError) in
        try compiler.scope(
          { $0.visit(body) },
          { (compiler) throws(TemplateError) in
            try compiler.compile(body: body)
          })
      }
      captures -= 1
      emit(.endGeneration)
    case .breakLoop:
      guard let loop = loops.last else { throw error("'break' outside loop") }
      dropCaptures(within: loop)
      loops[loops.count - 1].breaks.append(emit(.jump))
    case .continueLoop:
      guard let loop = loops.last else { throw error("'continue' outside loop") }
      dropCaptures(within: loop)
      emit(.jump, a: loop.next)
    case .failure(let message):
      emit(.fail, a: name(Bytes(message.utf8)))
    }
  }

  private mutating func dropCaptures(within loop: LoopPlaces) {
    if captures > loop.captures { emit(.dropCapture, a: captures - loop.captures) }
  }

  /// Compiles what Jinja makes a function of its own, out of which no `break` leads.
  private mutating func withoutLoops(
    _ body: (inout Compiler) throws(TemplateError) -> Void
  ) throws(TemplateError) {
    let outer = loops
    loops = []
    defer { loops = outer }
    try body(&self)
  }

  private mutating func compile(_ items: [OutputItem]) throws(TemplateError) {
    for item in items {
      switch item {
      case .text(let text, let line):
        self.line = line
        emit(.text, a: name(text))
      case .value(let expression):
        line = expression.line
        try compileOutput(expression)
      }
    }
  }

  /// Compiles `{{ … }}`: the parts of a sum need not be put together first.
  private mutating func compileOutput(_ expression: Expression) throws(TemplateError) {
    switch expression.kind {
    case .chain(let first, let rest) where rest.allSatisfy { $0.operator == .add }:
      let operands = Self.withJoinedStrings([first] + rest.map(\.operand))
      for operand in operands { try compile(operand) }
      line = expression.line
      emit(.outputSum, a: operands.count)
    case .constant(.string(let text)):
      emit(.text, a: name(text))
    case .call(let callee, let arguments):
      try compileCall(callee, arguments, line: expression.line, flags: .output)
    default:
      try compile(expression)
      line = expression.line
      emit(.output)
    }
  }

  /// Compiles a body whose output is pushed as a string.
  private mutating func capture(
    _ body: [Statement], _ filter: Expression?
  ) throws(TemplateError) {
    let line = line
    emit(.beginCapture)
    captures += 1
    try scope(
      { scope in
        scope.visit(body)
        if let filter { scope.visit(filter) }
      },
      { (compiler) throws(TemplateError) in
        try compiler.compile(body: body)
        compiler.captures -= 1
        compiler.line = line
        compiler.emit(.endCapture)
        if let filter { try compiler.compile(filter) }
      })
  }

  private mutating func compileIf(
    _ branches: [(test: Expression, body: [Statement])], _ otherwise: [Statement]
  ) throws(TemplateError) {
    var ends: [Int] = []
    let wasConditional = isConditional
    isConditional = true
    defer { isConditional = wasConditional }
    for (index, branch) in branches.enumerated() {
      line = branch.test.line
      let skips = try compileJump(unless: branch.test)
      try compile(body: branch.body)
      if index + 1 < branches.count || !otherwise.isEmpty { ends.append(emit(.jump)) }
      for skip in skips { land(skip) }
    }
    try compile(body: otherwise)
    for end in ends { land(end) }
  }

  // MARK: Loops

  private mutating func compile(_ loop: ForLoop) throws(TemplateError) {
    if loop.isRecursive { throw unsupported("recursive loops are not supported") }
    let line = line
    let isExtended = loop.body.contains { $0.uses(Bytes("loop")) }
    if loop.target.names.contains(Bytes("loop")) {
      throw error("Can't assign to special loop variable in for-loop")
    }
    try compile(loop.iterable)
    if let filter = loop.filter {
      emit(.filterItems, a: try compileFilter(filter, of: loop.target))
    }
    let indicator = loop.otherwise.isEmpty ? nil : symbols.function.makeSlot(for: Bytes("loop"))
    if let indicator {
      emit(.constant, a: constant(.bool(true)))
      emit(.store, c: indicator)
    }
    let outer = symbols
    var stateSlot = 0
    var exit = 0
    try scope(
      { scope in
        stateSlot =
          isExtended
          ? scope.declareParameter(Bytes("loop")).slot : scope.function.makeSlot(for: Bytes("loop"))
        scope.declareParameters(loop.target)
        scope.visit(loop.body)
      }, entered: false,
      { (compiler) throws(TemplateError) in
        compiler.line = line
        compiler.emit(.beginLoop, c: stateSlot)
        let next = compiler.code.count
        exit = compiler.emit(.nextItem, c: stateSlot)
        compiler.loops.append(LoopPlaces(next: next, captures: compiler.captures))
        try compiler.store(loop.target)
        try compiler.enterScope()
        try compiler.compile(body: loop.body)
        if let indicator {
          compiler.emit(.constant, a: compiler.constant(.bool(false)))
          compiler.emit(.store, c: indicator)
        }
        compiler.emit(.jump, a: next)
      })
    land(exit)
    for place in loops.removeLast().breaks { land(place) }
    precondition(symbols === outer, "a scope was not left")
    if let indicator {
      emit(.load, c: indicator)
      let skip = emit(.jumpIfFalse)
      try scope(
        { $0.visit(loop.otherwise) },
        { (compiler) throws(TemplateError) in
          try compiler.compile(body: loop.otherwise)
        })
      land(skip)
    }
  }

  /// Compiles the condition of a loop to a function of one parameter, the item.
  private mutating func compileFilter(
    _ filter: Expression, of target: AssignmentTarget
  ) throws(TemplateError) -> Int {
    try function(
      name: Bytes("filter"), parameters: [],
      prepare: { scope in
        scope.declareParameters(target)
        scope.visit(filter)
      },
      { (compiler, _) throws(TemplateError) in
        // The item is on the stack when the function starts.
        compiler.noteDepth(1)
        try compiler.store(target)
        try compiler.enterScope()
        try compiler.compile(filter)
        compiler.emit(.endFilter)
      })
  }

  /// Compiles `body` in a scope of its own, whose variables get their values where `body` says so.
  private mutating func scope(
    _ prepare: (Symbols) -> Void, entered: Bool,
    _ body: (inout Compiler) throws(TemplateError) -> Void
  ) throws(TemplateError) {
    let outer = symbols
    let wasConditional = isConditional
    isConditional = false
    symbols = Symbols(parent: outer, function: outer.function)
    prepare(symbols)
    defer {
      symbols = outer
      isConditional = wasConditional
    }
    try body(&self)
  }
}
