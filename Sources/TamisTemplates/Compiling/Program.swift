/// A template, compiled: instructions, constants and functions. Never changes.
final class Program: @unchecked Sendable {
  // Safety: everything is written in `init` and only read from then on, by any number of threads; the
  // memory behind the pointers is the program's own until it ends.
  let code: UnsafeMutablePointer<Instruction>
  let codeCount: Int
  let constants: UnsafeMutablePointer<Value>
  /// The method that each constant names, or `none`.
  let methods: UnsafeMutablePointer<Method>
  /// The attribute of loops that each constant names, or `none`.
  let loopAttributes: UnsafeMutablePointer<LoopAttribute>
  private let constantBytes: UnsafeMutablePointer<UInt8>
  /// Line of each instruction.
  let lines: [Int32]
  let functions: [Function]
  /// What starting each function needs to know of it.
  let shapes: UnsafeMutablePointer<FunctionShape>
  /// Names that are looked up in the context.
  let contextNames: [Bytes]
  let contextKinds: [ContextName]
  /// Lists of keyword names, as places among the constants.
  let keywords: [[Int]]
  let hasGeneration: Bool

  init(source: Bytes, name: String) throws(TemplateError) {
    var parser = try Parser(source: source, name: name)
    let statements = try parser.parseTemplate()
    hasGeneration = parser.hasGeneration
    var compiler = Compiler(templateName: name)
    try compiler.compile(statements)
    lines = compiler.lines
    functions = compiler.functions
    shapes = .allocate(capacity: max(functions.count, 1))
    for (index, function) in functions.enumerated() {
      (shapes + index).initialize(to: FunctionShape(function))
    }
    contextNames = compiler.contextNames
    contextKinds = compiler.contextNames.map { ContextName($0) }
    keywords = compiler.keywords
    codeCount = compiler.code.count
    code = .allocate(capacity: max(codeCount, 1))
    code.initialize(from: compiler.code, count: codeCount)
    let pool = compiler.constants
    constants = .allocate(capacity: max(pool.count, 1))
    methods = .allocate(capacity: max(pool.count, 1))
    loopAttributes = .allocate(capacity: max(pool.count, 1))
    let size = pool.reduce(0) { if case .string(let text) = $1 { $0 + text.count } else { $0 } }
    constantBytes = .allocate(capacity: size + 1)
    var at = 0
    for (index, constant) in pool.enumerated() {
      var method = Method.none
      var attribute = LoopAttribute.none
      var value = Value.none
      switch constant {
      case .none: break
      case .bool(let truth): value = .bool(truth)
      case .integer(let number): value = .int(number)
      case .float(let number): value = .float(number)
      case .string(let text):
        (constantBytes + at).initialize(from: text, count: text.count)
        value = .string(constantBytes + at, text.count)
        method = Method(name: text)
        attribute = LoopAttribute(name: text)
        at += text.count
      }
      (constants + index).initialize(to: value)
      (methods + index).initialize(to: method)
      (loopAttributes + index).initialize(to: attribute)
    }
  }

  deinit {
    code.deallocate()
    shapes.deallocate()
    constants.deallocate()
    methods.deallocate()
    loopAttributes.deallocate()
    constantBytes.deallocate()
  }
}
