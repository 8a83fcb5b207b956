extension Compiler {
  /// Compiles a function; returns its number. `body` is compiled in place, behind a jump over it.
  mutating func function(
    name: Bytes, parameters: [Bytes], prepare: (Symbols) -> Void,
    _ body: (inout Compiler, Int) throws(TemplateError) -> Void
  ) throws(TemplateError) -> Int {
    let outer = symbols
    let outerState = (loops, captures, isConditional, line)
    let outerDepths = (stackDepth, deepestStack)
    let scope = FunctionScope(parent: outer.function)
    guard scope.depth < 200 else { throw tooLarge() }
    let index = functions.count
    let over = emit(.jump)
    functions.append(
      Function(
        start: code.count, slotNames: [], depth: scope.depth,
        parent: functionStack[functionStack.count - 1], name: name, parameters: parameters,
        isCaptured: false))
    functionStack.append(index)
    symbols = Symbols(parent: outer, function: scope)
    (loops, captures, isConditional) = ([], 0, false)
    (stackDepth, deepestStack) = (0, 0)
    defer {
      symbols = outer
      (loops, captures, isConditional, line) = outerState
      (stackDepth, deepestStack) = outerDepths
      functionStack.removeLast()
    }
    prepare(symbols)
    try body(&self, index)
    try finishFunction(index, scope)
    land(over)
    return index
  }

  /// Compiles a macro or the body of a call block; returns the function's number.
  mutating func compile(_ macro: Macro) throws(TemplateError) -> Int {
    func isUsed(_ word: StaticString) -> Bool {
      macro.body.contains { $0.uses(Bytes(word)) } && !macro.parameters.contains(Bytes(word))
    }
    guard macro.parameters.count < 1000 else { throw tooLarge() }
    let special = (
      caller: isUsed("caller"), keywords: isUsed("kwargs"), list: isUsed("varargs")
    )
    var slots = (caller: 0, keywords: 0, list: 0)
    return try function(
      name: macro.name, parameters: macro.parameters,
      prepare: { scope in
        for parameter in macro.parameters { scope.declareParameter(parameter) }
        if special.caller { slots.caller = scope.declareParameter(Bytes("caller")).slot }
        if special.keywords { slots.keywords = scope.declareParameter(Bytes("kwargs")).slot }
        if special.list { slots.list = scope.declareParameter(Bytes("varargs")).slot }
        for value in macro.defaults { scope.visit(value) }
        scope.visit(macro.body)
      },
      { (compiler, index) throws(TemplateError) in
        if special.caller { compiler.functions[index].callerSlot = slots.caller }
        if special.keywords { compiler.functions[index].keywordsSlot = slots.keywords }
        if special.list { compiler.functions[index].listSlot = slots.list }
        try compiler.enterScope()
        try compiler.compileDefaults(of: macro)
        try compiler.compile(body: macro.body)
        compiler.emit(.endFunction)
      })
  }

  private mutating func compileDefaults(of macro: Macro) throws(TemplateError) {
    let required = macro.parameters.count - macro.defaults.count
    for (index, parameter) in macro.parameters.enumerated() {
      guard let slot = symbols.find(parameter)?.slot else { continue }
      let given = emit(.jumpIfPresent, c: slot)
      if index >= required {
        try compile(macro.defaults[index - required])
        emit(.store, c: slot)
      } else {
        emit(.missingParameter, a: name(parameter), c: slot)
      }
      land(given)
    }
  }

  mutating func compileCallBlock(
    _ macro: Macro, _ call: Expression
  ) throws(TemplateError) {
    guard case .call(let callee, let arguments) = call.kind else { return }
    let function = try compile(macro)
    try compileCall(callee, arguments, line: call.line, flags: .output, caller: function)
  }

  /// Compiles a call. With `caller`, that function is passed as the keyword `caller`.
  mutating func compileCall(
    _ callee: Expression, _ arguments: Arguments, line: Int, flags: CallFlags = [],
    caller: Int? = nil
  ) throws(TemplateError) {
    var flags = flags
    let isPlain =
      arguments.keywords.isEmpty && arguments.list == nil && arguments.dictionary == nil
      && caller == nil
    guard arguments.positional.count < 1 << 16 else { throw tooLarge() }
    if isPlain, case .attribute(let target, let method) = callee.kind {
      try compile(target)
      for argument in arguments.positional { try compile(argument) }
      self.line = line
      emit(
        .callMethod, a: name(method), b: Int(flags.rawValue), c: arguments.positional.count)
      return
    }
    try compile(callee)
    for argument in arguments.positional { try compile(argument) }
    if let list = arguments.list {
      try compile(list)
      flags.insert(.list)
    }
    for (_, value) in arguments.keywords { try compile(value) }
    if let caller { emit(.makeMacro, a: caller) }
    if let dictionary = arguments.dictionary {
      try compile(dictionary)
      flags.insert(.dictionary)
    }
    let names = arguments.keywords.map(\.name) + (caller == nil ? [] : [Bytes("caller")])
    self.line = line
    emit(
      .call, a: keywordList(names), b: Int(flags.rawValue), c: arguments.positional.count)
  }
}
