import TamisCore

/// Ends a render; what went wrong is noted in the machine.
struct Halt: Error {}

/// Runs templates: the stack, the arena and the output of one thread.
///
/// Instructions work on a stack of two-word values. A frame, with a slot for each variable of a
/// function, lies on the same stack, or in the arena where a macro that was made in it may outlive it.
/// Everything that is written while a block is captured (`{% set %}…`, a macro's body) goes to the end
/// of the one output and is taken away from there as a string.
final class Machine {
  // Safety: a machine is one thread's. No method hands one of these out while another changes it; the
  // run-time check would cost more than most instructions.
  @exclusivity(unchecked) var output = ByteBuffer()
  @exclusivity(unchecked) var documents: [JSONDocument] = []
  @exclusivity(unchecked) var failure: (kind: TemplateError.Kind, message: String)?
  @exclusivity(unchecked) var steps = 0
  @exclusivity(unchecked) var limits = TemplateLimits()
  @exclusivity(unchecked) var now: CivilTime?
  @exclusivity(unchecked) var tracker: SourceTracker?
  /// The instruction that is being run.
  @exclusivity(unchecked) var place = 0
  /// The top of the stack when that instruction began: what lies behind is free.
  @exclusivity(unchecked) var stackTop: UnsafeMutablePointer<Value>
  @exclusivity(unchecked) var calls: [CallRecord] = []
  /// Where captures that are open begin in the output.
  @exclusivity(unchecked) var captures: [Int] = []
  @exclusivity(unchecked) var generations = GenerationMarks()
  @exclusivity(unchecked) var executions = 0

  let arena = Arena()
  var stack: UnsafeMutablePointer<Value>
  var stackSize: Int
  var contextValues: UnsafeMutablePointer<Value>
  var contextSize: Int
  /// Good while a render runs.
  @exclusivity(unchecked) var program: Program?

  /// Native recursion through filters of loops.
  static let executionLimit = 40
  /// Nesting of values that are printed or compared.
  static let nestingLimit = 500

  /// A call that has not returned.
  struct CallRecord {
    var returnPlace: Int
    var frame: UnsafeMutablePointer<Value>
    var function: Int
    var stack: UnsafeMutablePointer<Value>
    var captures: Int
    var isOutput: Bool
  }

  init() {
    stackSize = 1 << 15
    stack = .allocate(capacity: stackSize)
    stackTop = stack
    contextSize = 64
    contextValues = .allocate(capacity: contextSize)
  }

  deinit {
    stack.deallocate()
    contextValues.deallocate()
  }

  var text: UnsafeRawBufferPointer { output.bytes }
  @exclusivity(unchecked) private(set) var generation: [Range<Int>] = []
  @exclusivity(unchecked) private(set) var sources: [SourceSpan] = []

  /// Renders `template`; the text is in `output` afterwards.
  func run(
    _ template: ChatTemplate, _ context: TemplateContext, limits: TemplateLimits,
    tracksSources: Bool
  ) throws(TemplateError) {
    begin(template.program, limits, tracksSources)
    now = context.now
    defer {
      program = nil
      documents.removeAll(keepingCapacity: true)
    }
    do throws(Halt) {
      try prepare(context)
      try execute(0)
    } catch {
      output.removeAll()
      throw templateError(template)
    }
    if !generations.isEmpty { generation = generations.ranges(in: output.bytes) }
    if let tracker { sources = tracker.finish() }
  }

  private func begin(_ program: Program, _ limits: TemplateLimits, _ tracksSources: Bool) {
    self.program = program
    self.limits = limits
    arena.reset()
    arena.limit = limits.memoryBytes
    output.removeAll(keepingUpTo: 16 << 20)
    steps = limits.steps
    failure = nil
    place = 0
    executions = 0
    // Nearly always they are empty, which is faster to see than to make them so.
    if !calls.isEmpty { calls.removeAll(keepingCapacity: true) }
    if !captures.isEmpty { captures.removeAll(keepingCapacity: true) }
    generations.removeAll()
    if !generation.isEmpty { generation.removeAll(keepingCapacity: true) }
    if !sources.isEmpty { sources.removeAll(keepingCapacity: true) }
    if tracksSources { tracker = SourceTracker() } else if tracker != nil { tracker = nil }
    let wanted = program.shapes[0].slotCount + program.shapes[0].stackDepth
    if stackSize < wanted + (1 << 14) {
      stack.deallocate()
      stackSize = wanted + (1 << 15)
      stack = .allocate(capacity: stackSize)
    }
    stackTop = stack
    if contextSize < program.contextNames.count {
      contextValues.deallocate()
      contextSize = program.contextNames.count
      contextValues = .allocate(capacity: contextSize)
    }
  }

  private func templateError(_ template: ChatTemplate) -> TemplateError {
    let failure = failure ?? (.runtime, "unknown error")
    let isPlaced = failure.kind != .input
    return TemplateError(
      failure.kind, failure.message, template: template.name,
      line: isPlaced ? Int(template.program.lines[place]) : nil)
  }

  // MARK: Failing

  /// Notes what is wrong; `throw` the result.
  @inline(never)
  func fail(_ kind: TemplateError.Kind, _ message: String) -> Halt {
    failure = (kind, message)
    return Halt()
  }

  /// Counts work; an endless template ends here.
  @inline(__always)
  func charge(_ count: Int) throws(Halt) {
    steps &-= count
    if steps < 0 { throw tooManySteps() }
  }

  @inline(never)
  private func tooManySteps() -> Halt {
    fail(.limit, "the template takes more than \(limits.steps) steps")
  }

  /// Checks that the arena may give `count` bytes more.
  @inline(__always)
  func checkMemory(_ count: Int) throws(Halt) {
    if arena.isPastLimit(count) { throw tooMuchMemory() }
  }

  @inline(never)
  private func tooMuchMemory() -> Halt {
    fail(.limit, "the template's values take more than \(limits.memoryBytes) bytes")
  }

  @inline(__always)
  func checkOutput() throws(Halt) {
    if output.count > limits.outputBytes { throw tooMuchOutput() }
  }

  @inline(never)
  private func tooMuchOutput() -> Halt {
    fail(.limit, "the rendered text is longer than \(limits.outputBytes) bytes")
  }

  // MARK: Making values

  /// A string with a copy of `bytes`.
  func makeString(_ bytes: UnsafeRawBufferPointer, flags: UInt8 = 0) throws(Halt) -> Value {
    guard bytes.count < Int(UInt32.max) else { throw tooMuchMemory() }
    try checkMemory(bytes.count)
    let copy = arena.bytes(bytes.count)
    // Safety: the arena gave room for exactly these bytes.
    if let base = bytes.baseAddress {
      UnsafeMutableRawPointer(copy).copyMemory(from: base, byteCount: bytes.count)
    }
    return .string(copy, bytes.count, flags: flags)
  }

  func makeString(_ text: String) throws(Halt) -> Value {
    try makeString(Bytes(text.utf8))
  }

  func makeString(_ text: Bytes) throws(Halt) -> Value {
    try checkMemory(text.count)
    let copy = arena.bytes(text.count)
    copy.initialize(from: text, count: text.count)
    return .string(copy, text.count)
  }

  /// The string that `write` appends to the output, which is left as it was.
  func makeString(
    flags: UInt8 = 0, writing write: () throws(Halt) -> Void
  ) throws(Halt) -> Value {
    let start = output.count
    try write()
    let text = try makeString(output.bytes(start..<output.count), flags: flags)
    output.truncate(to: start)
    return text
  }

  /// A list, or another sequence with the same header, of `count` elements, to be filled.
  func makeSequence(
    _ tag: Value.Tag, _ count: Int
  ) throws(Halt) -> (value: Value, elements: UnsafeMutablePointer<Value>) {
    try checkMemory(count * MemoryLayout<Value>.stride + 64)
    let header = arena.allocate(ListHeader.self)
    let elements = arena.allocate(Value.self, max(count, 1))
    header.initialize(
      to: ListHeader(elements: elements, count: count, node: -1, document: -1))
    return (.object(tag, header), elements)
  }

  func makeSequence(_ tag: Value.Tag, _ values: [Value]) throws(Halt) -> Value {
    let (value, elements) = try makeSequence(tag, values.count)
    elements.initialize(from: values, count: values.count)
    return value
  }
}

/// The places of `{% generation %}` blocks.
///
/// Transformers counts the characters that the template itself has given out when a block ends, not
/// those of a macro or a captured block that it may stand in. So the end is a number of characters
/// behind the start there, not a place.
struct GenerationMarks {
  private var marks: [(start: Int, bytes: Int, characters: Int?)] = []

  var isEmpty: Bool { marks.isEmpty }

  mutating func removeAll() { if !marks.isEmpty { marks.removeAll(keepingCapacity: true) } }

  /// Notes a block that wrote `text` from byte `start` on, or that starts there by Transformers's
  /// count and was written elsewhere.
  mutating func append(start: Int, text: UnsafeRawBufferPointer, isCaptured: Bool) {
    marks.append((start, text.count, isCaptured ? UTF8Text.count(text) : nil))
  }

  func ranges(in output: UnsafeRawBufferPointer) -> [Range<Int>] {
    marks.map { mark in
      guard let characters = mark.characters else { return mark.start..<mark.start + mark.bytes }
      return mark.start..<UTF8Text.offset(of: characters, in: output, from: mark.start)
    }
  }
}
