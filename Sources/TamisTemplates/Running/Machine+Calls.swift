import TamisCore

/// The arguments of a filter, a test, a method or a function of ours, on the stack.
struct CallArguments {
  /// Positional arguments, the values of keywords behind them.
  let values: UnsafeMutablePointer<Value>
  let count: Int
  let keywords: [Value]

  /// The argument at `position` or named `name`; `nil` where it was not given.
  func argument(_ position: Int, _ name: StaticString) -> Value? {
    if position < count { return values[position] }
    return keyword(name)
  }

  func keyword(_ name: StaticString) -> Value? {
    for (index, keyword) in keywords.enumerated() where keyword.isString(name) {
      return values[count + index]
    }
    return nil
  }

  subscript(position: Int) -> Value { values[position] }
}

extension Machine {
  /// How many values the arguments of a call take on the stack.
  func argumentCount(_ instruction: Instruction, _ program: Program) -> Int {
    let flags = CallFlags(rawValue: instruction.b)
    let keywords = instruction.a < 0 ? 0 : program.keywords[Int(instruction.a)].count
    return Int(instruction.c) + keywords + (flags.contains(.list) ? 1 : 0)
      + (flags.contains(.dictionary) ? 1 : 0)
  }

  @inline(__always)
  func keywordNames(_ instruction: Instruction, _ program: Program) -> [Value] {
    instruction.a < 0
      ? [] : program.keywords[Int(instruction.a)].map { program.constants[$0] }
  }

  /// Positional arguments and keywords of a call, `*` and `**` taken apart.
  private func gather(
    _ instruction: Instruction, _ values: UnsafeMutablePointer<Value>, _ program: Program
  ) throws(Halt) -> (positional: [Value], keywords: [(name: Value, value: Value)]) {
    let flags = CallFlags(rawValue: instruction.b)
    var at = Int(instruction.c)
    var positional = (0..<at).map { values[$0] }
    if flags.contains(.list) {
      positional += try array(of: values[at])
      at += 1
    }
    var keywords: [(name: Value, value: Value)] = []
    for name in keywordNames(instruction, program) {
      keywords.append((name, values[at]))
      at += 1
    }
    if flags.contains(.dictionary) {
      guard values[at].tag == .dictionary else {
        throw fail(.type, "argument after ** must be a mapping, not \(typeName(values[at]))")
      }
      let entries = try entries(of: values[at].dictionary)
      for index in 0..<values[at].dictionary.pointee.count {
        let name = entries[2 * index]
        guard name.isString else { throw fail(.type, "keywords must be strings") }
        if keywords.contains(where: { sameBytes($0.name.bytes, name.bytes) }) {
          throw fail(.type, "got multiple values for keyword argument '\(text(name))'")
        }
        keywords.append((name, entries[2 * index + 1]))
      }
    }
    return (positional, keywords)
  }

  // MARK: Macros

  /// Gets ready to run a macro: its frame, and where its stack begins.
  func enter(
    _ macro: MacroHeader, _ instruction: Instruction, _ values: UnsafeMutablePointer<Value>,
    _ top: UnsafeMutablePointer<Value>, _ record: CallRecord, _ program: Program
  ) throws(Halt) -> (UnsafeMutablePointer<Value>, UnsafeMutablePointer<Value>) {
    guard calls.count < limits.recursionDepth else { throw tooMuchRecursion() }
    let function = program.functions[macro.function]
    try charge(function.length + function.slotNames.count)
    let frame = try makeFrame(program.shapes[macro.function], at: top, link: macro.frame)
    let count = Int(instruction.c)
    let isPlain =
      instruction.a < 0 && instruction.b & ~CallFlags.output.rawValue == 0
      && function.callerSlot == nil && function.keywordsSlot == nil && function.listSlot == nil
    if isPlain, count <= function.parameters.count {
      for index in 0..<count { frame[index + 1] = values[index] }
    } else {
      let (positional, keywords) = try gather(instruction, values, program)
      try bind(positional, keywords, to: function, frame)
    }
    calls.append(record)
    beginCapture()
    return (frame, function.isCaptured ? top : frame + function.slotNames.count)
  }

  private func bind(
    _ positional: [Value], _ keywords: [(name: Value, value: Value)], to function: Function,
    _ frame: UnsafeMutablePointer<Value>
  ) throws(Halt) {
    var rest = keywords
    func take(_ name: Bytes) -> Value? {
      guard let place = rest.firstIndex(where: { $0.name.bytes.elementsEqual(name) }) else {
        return nil
      }
      return rest.remove(at: place).value
    }
    for (index, parameter) in function.parameters.enumerated() {
      if index < positional.count {
        frame[index + 1] = positional[index]
      } else if let value = take(parameter) {
        frame[index + 1] = value
      }
    }
    if let slot = function.callerSlot {
      let caller = take(Bytes("caller"))
      if let caller, caller.tag != .none {
        frame[slot] = caller
      } else {
        frame[slot] = try undefined("No caller defined")
      }
    }
    if let slot = function.keywordsSlot {
      frame[slot] = try makeDictionary(rest.map { ($0.name, $0.value) })
    } else if let first = rest.first {
      let name = String(decoding: function.name, as: UTF8.self)
      if rest.contains(where: { $0.name.isString("caller") }) {
        throw fail(
          .type,
          "macro '\(name)' was invoked with two values for the special caller argument. "
            + "This is most likely a bug.")
      }
      throw fail(.type, "macro '\(name)' takes no keyword argument '\(text(first.name))'")
    }
    let extra = positional.dropFirst(function.parameters.count)
    if let slot = function.listSlot {
      frame[slot] = try makeSequence(.tuple, Array(extra))
    } else if !extra.isEmpty {
      throw fail(
        .type,
        "macro '\(String(decoding: function.name, as: UTF8.self))' takes not more than "
          + "\(function.parameters.count) argument(s)")
    }
  }

  // MARK: Other callees

  /// Calls something that is not a macro.
  func callValue(
    _ callee: Value, _ instruction: Instruction, _ values: UnsafeMutablePointer<Value>,
    _ program: Program
  ) throws(Halt) -> Value {
    let (positional, keywords) = try gather(instruction, values, program)
    let all = positional + keywords.map(\.value)
    var result = Result<Value, Halt>.success(.none)
    var storage = all.isEmpty ? [Value.none] : all
    storage.withUnsafeMutableBufferPointer { buffer in
      // Safety: the storage has at least one element.
      let arguments = CallArguments(
        values: buffer.baseAddress.unsafelyUnwrapped, count: positional.count,
        keywords: keywords.map(\.name))
      do throws(Halt) {
        result = .success(try call(callee, arguments))
      } catch {
        result = .failure(error)
      }
    }
    return try result.get()
  }

  private func call(_ callee: Value, _ arguments: CallArguments) throws(Halt) -> Value {
    switch callee.tag {
    case .function:
      // Safety: a function value is made from the number of one.
      return try call(
        unsafeBitCast(UInt8(truncatingIfNeeded: callee.bits), to: GlobalFunction.self), arguments)
    case .method:
      let header = callee.header(MethodHeader.self).pointee
      return try call(header.method, on: header.target, arguments)
    case .cycler:
      throw fail(.type, "'Cycler' object is not callable")
    case .joiner:
      let header = callee.header(JoinerHeader.self)
      defer { header.pointee.wasUsed = true }
      return header.pointee.wasUsed ? header.pointee.separator : try makeString("")
    case .loop:
      throw fail(
        .type, "The loop must have the 'recursive' marker to be called recursively.")
    case .undefined: throw undefinedError(callee)
    default: throw fail(.type, "'\(typeName(callee))' object is not callable")
    }
  }

  /// An undefined value that says `message` when it is used.
  func undefined(_ message: String) throws(Halt) -> Value {
    var value = try makeString(message)
    value.tag = .undefined
    value.flags = UndefinedKind.message.rawValue
    return value
  }

  /// The error of using an undefined value.
  @inline(never)
  func undefinedError(_ value: Value) -> Halt {
    let text = String(decoding: value.bytes, as: UTF8.self)
    let holder = Value.Tag(rawValue: UInt8(truncatingIfNeeded: value.extra)) ?? .none
    switch UndefinedKind(rawValue: value.flags) ?? .message {
    case .name: return fail(.undefined, "'\(text)' is undefined")
    case .attribute:
      return fail(.undefined, "'\(objectName(holder))' has no attribute '\(text)'")
    case .element: return fail(.undefined, "\(objectName(holder)) has no element \(text)")
    case .message: return fail(.undefined, text)
    case .unsafe:
      return fail(
        .security, "access to attribute '\(text)' of '\(typeName(holder))' object is unsafe.")
    }
  }
}
