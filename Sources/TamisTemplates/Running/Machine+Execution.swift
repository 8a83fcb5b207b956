import TamisCore

extension Machine {
  /// Runs function `number` to its end. A loop's filter gets `item` and gives a truth value.
  @discardableResult
  func execute(
    _ number: Int, item: Value? = nil, outerFrame: UnsafeMutablePointer<Value>? = nil
  ) throws(Halt) -> Bool {
    guard let program else { return false }
    executions += 1
    defer { executions -= 1 }
    guard executions <= Self.executionLimit else { throw tooMuchRecursion() }
    let code = program.code
    let constants = program.constants
    let shape = program.shapes[number]
    var pc = shape.start
    let bottom = calls.count
    let floor = stackTop
    var frame = try makeFrame(shape, at: floor, link: outerFrame)
    // The stack lies behind the frame, or where the frame would be if that is in the arena.
    var top = shape.isCaptured ? floor : floor + shape.slotCount
    var function = number
    if let item {
      top.initialize(to: item)
      top += 1
    }

    while true {
      let instruction = code[pc]
      place = pc
      stackTop = top
      pc &+= 1
      switch instruction.opcode {
      case .constant:
        top.initialize(to: constants[Int(instruction.a)])
        top += 1
      case .load:
        let value = frame[Int(instruction.c)]
        top.initialize(
          to: value.tag == .missing ? undefinedName(instruction.c, function, 0) : value)
        top += 1
      case .loadOuter:
        let outer = self.outer(frame, Int(instruction.b))
        let value = outer[Int(instruction.c)]
        top.initialize(
          to: value.tag == .missing
            ? undefinedName(instruction.c, function, Int(instruction.b)) : value)
        top += 1
      case .store:
        top -= 1
        frame[Int(instruction.c)] = top.pointee
      case .storeOuter:
        top -= 1
        outer(frame, Int(instruction.b))[Int(instruction.c)] = top.pointee
      case .loadItem:
        var value = frame[Int(instruction.c)]
        if value.tag == .missing { value = undefinedName(instruction.c, function, 0) }
        top.initialize(to: try self.item(of: value, constant: Int(instruction.a), program))
        top += 1
      case .loadAttribute:
        var value = frame[Int(instruction.c)]
        if value.tag == .missing { value = undefinedName(instruction.c, function, 0) }
        top.initialize(to: try attribute(of: value, constant: Int(instruction.a), program))
        top += 1
      case .pop: top -= 1
      case .duplicate:
        top.initialize(to: top[-1])
        top += 1
      case .resolve: frame[Int(instruction.c)] = contextValues[Int(instruction.a)]
      case .alias:
        frame[Int(instruction.c)] = outer(frame, Int(instruction.b))[Int(instruction.a)]
      case .clear: frame[Int(instruction.c)] = .missing

      case .item:
        top -= 1
        top[-1] = try self.item(of: top[-1], top.pointee)
      case .itemConstant:
        top[-1] = try self.item(of: top[-1], constant: Int(instruction.a), program)
      case .attribute:
        top[-1] = try attribute(of: top[-1], constant: Int(instruction.a), program)
      case .slice:
        top -= 3
        top[-1] = try slice(top[-1], top[0], top[1], top[2])

      case .binary:
        top -= 1
        top[-1] = try compute(top[-1], instruction.b, top.pointee)
      case .sum:
        top -= Int(instruction.a)
        top.initialize(to: try sum(top, Int(instruction.a)))
        top += 1
      case .concatenate:
        top -= Int(instruction.a)
        top.initialize(to: try concatenate(top, Int(instruction.a)))
        top += 1
      case .compare:
        top -= 1
        top[-1] = .bool(try compare(top[-1], instruction.b, top.pointee))
      case .compareChained:
        let result = try compare(top[-2], instruction.b, top[-1])
        top[-2] = top[-1]
        top[-1] = .bool(result)
      case .dropBelow:
        top[-2] = top[-1]
        top -= 1
      case .not: top[-1] = .bool(!(try isTrue(top[-1])))
      case .negative: top[-1] = try negative(top[-1])
      case .positive: top[-1] = try positive(top[-1])
      case .list, .tuple:
        let count = Int(instruction.a)
        top -= count
        let (value, elements) = try makeSequence(
          instruction.opcode == .list ? .list : .tuple, count)
        elements.initialize(from: top, count: count)
        top.initialize(to: value)
        top += 1
      case .dictionary:
        let count = Int(instruction.a)
        top -= 2 * count
        let value = try makeDictionary(
          (0..<count).map { (top[2 * $0], top[2 * $0 + 1]) })
        top.initialize(to: value)
        top += 1

      case .jump: pc = Int(instruction.a)
      case .jumpIfFalse:
        top -= 1
        if !(try isTrue(top.pointee)) { pc = Int(instruction.a) }
      case .jumpIfTrue:
        top -= 1
        if try isTrue(top.pointee) { pc = Int(instruction.a) }
      case .jumpIfEqual:
        top -= 1
        if try compare(
          top.pointee, ComparisonOperator.equal.rawValue, constants[Int(instruction.c)])
        {
          pc = Int(instruction.a)
        }
      case .jumpIfNotEqual:
        top -= 1
        if try compare(
          top.pointee, ComparisonOperator.notEqual.rawValue, constants[Int(instruction.c)])
        {
          pc = Int(instruction.a)
        }
      case .jumpIfFalseOrPop:
        if try isTrue(top[-1]) { top -= 1 } else { pc = Int(instruction.a) }
      case .jumpIfTrueOrPop:
        if try isTrue(top[-1]) { pc = Int(instruction.a) } else { top -= 1 }
      case .jumpIfPresent:
        if frame[Int(instruction.c)].tag != .missing { pc = Int(instruction.a) }

      case .call:
        let count = argumentCount(instruction, program)
        let start = top - count - 1
        if start.pointee.tag == .macro {
          let macro = start.pointee.header(MacroHeader.self).pointee
          let record = CallRecord(
            returnPlace: pc, frame: frame, function: function, stack: start,
            captures: captures.count, isOutput: instruction.isOutput)
          (frame, top) = try enter(macro, instruction, start + 1, top, record, program)
          function = macro.function
          pc = program.shapes[function].start
        } else {
          let value = try callValue(start.pointee, instruction, start + 1, program)
          top = start
          if instruction.isOutput {
            try write(value)
            try checkOutput()
          } else {
            top.initialize(to: value)
            top += 1
          }
        }
      case .callMethod:
        let start = top - Int(instruction.c) - 1
        let callee = try method(
          of: start.pointee, constant: Int(instruction.a), program)
        switch callee {
        case .method(let method):
          let value = try call(
            method, on: start.pointee,
            CallArguments(values: start + 1, count: Int(instruction.c), keywords: []))
          top = start
          if instruction.isOutput {
            try write(value)
            try checkOutput()
          } else {
            top.initialize(to: value)
            top += 1
          }
        case .value(let value):
          start.pointee = value
          // Now the stack is that of a plain call.
          let plain = Instruction(
            opcode: .call, b: instruction.b, c: instruction.c, a: -1)
          if value.tag == .macro {
            let macro = value.header(MacroHeader.self).pointee
            let record = CallRecord(
              returnPlace: pc, frame: frame, function: function, stack: start,
              captures: captures.count, isOutput: instruction.isOutput)
            (frame, top) = try enter(macro, plain, start + 1, top, record, program)
            function = macro.function
            pc = program.shapes[function].start
          } else {
            let result = try callValue(value, plain, start + 1, program)
            top = start
            if instruction.isOutput {
              try write(result)
              try checkOutput()
            } else {
              top.initialize(to: result)
              top += 1
            }
          }
        }
      case .filter:
        let keywords = keywordNames(instruction, program)
        let start = top - Int(instruction.c) - keywords.count
        start[-1] = try apply(
          // Safety: the compiler wrote the number of a filter.
          unsafeBitCast(instruction.b, to: Filter.self), to: start[-1],
          CallArguments(values: start, count: Int(instruction.c), keywords: keywords))
        top = start
      case .test:
        let keywords = keywordNames(instruction, program)
        let start = top - Int(instruction.c) - keywords.count
        start[-1] = .bool(
          try check(
            // Safety: the compiler wrote the number of a test.
            unsafeBitCast(instruction.b, to: Test.self), start[-1],
            CallArguments(values: start, count: Int(instruction.c), keywords: keywords)))
        top = start
      case .makeMacro:
        let header = arena.allocate(MacroHeader.self)
        header.initialize(to: MacroHeader(function: Int(instruction.a), frame: frame))
        top.initialize(to: .object(.macro, header))
        top += 1
      case .endFunction:
        guard calls.count > bottom, let record = calls.popLast() else { return true }
        top = record.stack
        if record.isOutput {
          leaveCapture()
        } else {
          top.initialize(to: try endCapture())
          top += 1
        }
        frame = record.frame
        function = record.function
        pc = record.returnPlace
      case .missingParameter:
        let name = constants[Int(instruction.a)]
        frame[Int(instruction.c)] = try undefined(
          "parameter '\(String(decoding: name.bytes, as: UTF8.self))' was not provided")
      case .undefined:
        var value = constants[Int(instruction.a)]
        value.tag = .undefined
        value.flags = UndefinedKind.message.rawValue
        top.initialize(to: value)
        top += 1

      case .text:
        let text = constants[Int(instruction.a)]
        // Safety: the room has the constant's bytes.
        copyBytes(text.base, to: output.reserve(Int(text.count)), Int(text.count))
        output.advance(by: Int(text.count))
        try checkOutput()
      case .output:
        top -= 1
        try write(top.pointee)
        try checkOutput()
      case .outputSum:
        top -= Int(instruction.a)
        try writeSum(top, Int(instruction.a))
        try checkOutput()
      case .beginCapture: beginCapture()
      case .endCapture:
        top.initialize(to: try endCapture())
        top += 1
      case .dropCapture: dropCaptures(Int(instruction.a))
      case .beginGeneration: beginCapture()
      case .endGeneration: endGeneration()

      case .beginLoop:
        top -= 1
        frame[Int(instruction.c)] = try makeLoop(over: top.pointee)
      case .nextItem:
        let loop = frame[Int(instruction.c)].header(LoopHeader.self)
        try charge(Int(instruction.a) - pc)
        if loop.pointee.after.tag == .missing, loop.pointee.items.kind == .list {
          // The common loop, over a list.
          let position = loop.pointee.items.position
          if position < loop.pointee.items.count {
            loop.pointee.items.position = position + 1
            let value = loop.pointee.items.values.unsafelyUnwrapped[position]
            loop.pointee.before = loop.pointee.current
            loop.pointee.current = value
            loop.pointee.index += 1
            top.initialize(to: value)
            top += 1
          } else {
            pc = Int(instruction.a)
          }
        } else {
          let value = try advance(loop)
          if value.tag == .missing {
            pc = Int(instruction.a)
          } else {
            top.initialize(to: value)
            top += 1
          }
        }
      case .filterItems:
        top[-1] = try makeFilteredItems(top[-1], function: Int(instruction.a), frame)
      case .unpack:
        top -= 1
        try unpack(top.pointee, Int(instruction.a), to: top)
        top += Int(instruction.a)
      case .endFilter:
        top -= 1
        return try isTrue(top.pointee)

      case .setAttribute:
        top -= 2
        try setAttribute(constants[Int(instruction.a)], of: top[1], to: top[0])
      case .fail:
        throw fail(
          .runtime, String(decoding: constants[Int(instruction.a)].bytes, as: UTF8.self))
      }
    }
  }

  /// The frame of the function that is `distance` functions out.
  @inline(__always)
  private func outer(
    _ frame: UnsafeMutablePointer<Value>, _ distance: Int
  ) -> UnsafeMutablePointer<Value> {
    var outer = frame
    for _ in 0..<distance {
      // Safety: slot 0 of the frame of a function within another is the frame around.
      outer = outer[0].header(Value.self)
    }
    return outer
  }

  func tooMuchRecursion() -> Halt {
    fail(.limit, "macros call each other more than \(limits.recursionDepth) levels deep")
  }

  /// A frame whose variables have no values, at `place` on the stack unless it may be captured.
  func makeFrame(
    _ function: FunctionShape, at place: UnsafeMutablePointer<Value>,
    link: UnsafeMutablePointer<Value>?
  ) throws(Halt) -> UnsafeMutablePointer<Value> {
    let count = function.slotCount
    guard stack + stackSize - place > count + function.stackDepth + 8 else {
      throw fail(.limit, "the template's calls take more stack than there is")
    }
    var frame = place
    if function.isCaptured {
      try checkMemory(count * MemoryLayout<Value>.stride)
      frame = arena.allocate(Value.self, count)
    }
    frame.initialize(repeating: .missing, count: count)
    if let link { frame[0] = .object(.missing, link) }
    return frame
  }

  /// The undefined value of a variable that was not set.
  @inline(never)
  private func undefinedName(_ slot: UInt16, _ function: Int, _ distance: Int) -> Value {
    guard let program else { return .missing }
    var owner = function
    for _ in 0..<distance { owner = program.functions[owner].parent }
    let name = program.functions[owner].slotNames[Int(slot)]
    let copy = arena.bytes(name.count)
    copy.initialize(from: name, count: name.count)
    return Value(
      .undefined, bits: UInt64(UInt(bitPattern: copy)), count: UInt32(name.count),
      flags: UndefinedKind.name.rawValue)
  }
}

extension Instruction {
  @inline(__always) var isOutput: Bool { b & CallFlags.output.rawValue != 0 }
}
