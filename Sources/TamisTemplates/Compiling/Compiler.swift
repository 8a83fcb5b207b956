/// Turns statements into instructions.
struct Compiler {
  enum Constant: Hashable {
    case none
    case bool(Bool)
    case integer(Int)
    case float(Double)
    case string(Bytes)
  }

  let templateName: String
  var code: [Instruction] = []
  var lines: [Int32] = []
  private(set) var constants: [Constant] = []
  private var constantPlaces: [Constant: Int] = [:]
  var functions: [Function] = []
  private(set) var contextNames: [Bytes] = []
  private var contextPlaces: [Bytes: Int] = [:]
  private(set) var keywords: [[Int]] = []

  /// The scope that is being compiled, and the line of its current statement.
  var symbols = Symbols(parent: nil, function: FunctionScope(parent: nil))
  var line = 1
  /// Places that jump to the end and to the next turn of the loops around, and captures within them.
  var loops: [LoopPlaces] = []
  /// Captures that are open in the function.
  var captures = 0
  /// Values on the stack of the function, and most of them so far.
  var stackDepth = 0
  var deepestStack = 0
  /// True inside of an `if`, where unknown filters are errors only when they are reached.
  var isConditional = false
  /// Functions in order of their start, the innermost last.
  var functionStack: [Int] = []

  struct LoopPlaces {
    var next: Int
    var breaks: [Int] = []
    var captures: Int
  }

  init(templateName: String) { self.templateName = templateName }

  mutating func compile(_ statements: [Statement]) throws(TemplateError) {
    functions.append(
      Function(
        start: 0, slotNames: [], depth: 0, parent: -1, name: [], parameters: [],
        isCaptured: false))
    functionStack = [0]
    symbols.visit(statements)
    try enterScope()
    try compile(body: statements)
    emit(.endFunction)
    try finishFunction(0, symbols.function)
  }

  /// Notes what is known of a function once all of it has been compiled.
  mutating func finishFunction(_ index: Int, _ scope: FunctionScope) throws(TemplateError) {
    guard scope.slotNames.count < 1 << 16 else { throw tooLarge() }
    functions[index].slotNames = scope.slotNames
    functions[index].isCaptured = scope.isCaptured
    functions[index].length = code.count - functions[index].start
    // A macro's result is pushed by its last instruction.
    functions[index].stackDepth = deepestStack + 2
  }

  // MARK: Emitting

  @discardableResult
  mutating func emit(_ opcode: Opcode, a: Int = 0, b: Int = 0, c: Int = 0) -> Int {
    code.append(
      Instruction(
        opcode: opcode, b: UInt8(truncatingIfNeeded: b), c: UInt16(truncatingIfNeeded: c),
        a: Int32(truncatingIfNeeded: a)))
    lines.append(Int32(truncatingIfNeeded: line))
    let isCall = opcode == .call || opcode == .filter || opcode == .test
    noteDepth(
      code[code.count - 1].stackEffect(keywords: isCall && a >= 0 ? keywords[a].count : 0))
    return code.count - 1
  }

  /// Notes that there are `change` more values on the stack.
  mutating func noteDepth(_ change: Int) {
    stackDepth += change
    deepestStack = max(deepestStack, stackDepth)
  }

  /// Makes the jump at `place` lead here.
  mutating func land(_ place: Int) { code[place].a = Int32(truncatingIfNeeded: code.count) }

  mutating func constant(_ constant: Constant) -> Int {
    if let place = constantPlaces[constant] { return place }
    constants.append(constant)
    constantPlaces[constant] = constants.count - 1
    return constants.count - 1
  }

  mutating func name(_ bytes: Bytes) -> Int { constant(.string(bytes)) }

  mutating func keywordList(_ names: [Bytes]) -> Int {
    guard !names.isEmpty else { return -1 }
    keywords.append(names.map { name($0) })
    return keywords.count - 1
  }

  mutating func contextPlace(_ name: Bytes) -> Int {
    if let place = contextPlaces[name] { return place }
    contextNames.append(name)
    contextPlaces[name] = contextNames.count - 1
    return contextNames.count - 1
  }

  func error(_ message: String, line: Int? = nil) -> TemplateError {
    TemplateError(.syntax, message, template: templateName, line: line ?? self.line)
  }

  func unsupported(_ message: String, line: Int? = nil) -> TemplateError {
    TemplateError(.unsupported, message, template: templateName, line: line ?? self.line)
  }

  func tooLarge() -> TemplateError {
    TemplateError(
      .limit, "the template has more than 65,535 variables or arguments", template: templateName,
      line: line)
  }

  // MARK: Scopes

  /// Gives the variables of the scope their first values.
  mutating func enterScope() throws(TemplateError) {
    for (variable, start) in symbols.starts {
      guard variable.slot < 1 << 16 else { throw tooLarge() }
      switch start {
      case .parameter: break
      case .context(let name): emit(.resolve, a: contextPlace(name), c: variable.slot)
      case .copy(let other):
        emit(.alias, a: other.slot, b: variable.depth - other.depth, c: variable.slot)
      case .missing: emit(.clear, c: variable.slot)
      }
    }
  }

  /// Compiles `body` in a scope of its own within the function; `prepare` names what it starts with.
  mutating func scope(
    _ prepare: (Symbols) -> Void, _ body: (inout Compiler) throws(TemplateError) -> Void
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
    try enterScope()
    try body(&self)
  }

  /// Pushes the variable that `name` means.
  mutating func load(_ name: Bytes) {
    guard let variable = symbols.find(name) else {
      preconditionFailure("the analysis of names has passed over a name")
    }
    let distance = symbols.function.depth - variable.depth
    if distance == 0 {
      emit(.load, c: variable.slot)
    } else {
      emit(.loadOuter, b: distance, c: variable.slot)
    }
  }

  /// Pops a value into `target`.
  mutating func store(_ target: AssignmentTarget) throws(TemplateError) {
    switch target {
    case .name(let name):
      guard let variable = symbols.find(name) else {
        preconditionFailure("the analysis of names has passed over a target")
      }
      emit(.store, c: variable.slot)
    case .attribute(let name, let attribute):
      load(name)
      emit(.setAttribute, a: self.name(attribute))
    case .tuple(let targets):
      emit(.unpack, a: targets.count)
      for target in targets.reversed() { try store(target) }
    }
  }
}
