extension Machine {
  /// `target.method(arguments)`, for a method that the target has.
  func call(
    _ method: Method, on target: Value, _ arguments: CallArguments
  ) throws(Halt) -> Value {
    switch target.tag {
    case .string: return try callString(method, on: target, arguments)
    case .dictionary: return try callDictionary(method, on: target.dictionary, arguments)
    case .list, .tuple, .range: return try callSequence(method, on: target, arguments)
    case .loop: return try callLoop(method, on: target.header(LoopHeader.self), arguments)
    case .cycler:
      let cycler = target.header(CyclerHeader.self)
      if method == .reset {
        cycler.pointee.position = 0
        return .none
      }
      let item = cycler.pointee.items[cycler.pointee.position]
      cycler.pointee.position = (cycler.pointee.position + 1) % cycler.pointee.count
      return item
    default: throw fail(.type, "'\(typeName(target))' object is not callable")
    }
  }

  private func callDictionary(
    _ method: Method, on dictionary: UnsafeMutablePointer<DictionaryHeader>,
    _ arguments: CallArguments
  ) throws(Halt) -> Value {
    switch method {
    case .get:
      try checkPositional(arguments, 1...2, method)
      try checkHashable(arguments[0])
      if let value = try lookUp(arguments[0], in: dictionary) { return value }
      return arguments.count > 1 ? arguments[1] : .none
    case .copy:
      try checkPositional(arguments, 0...0, method)
      return .object(.dictionary, dictionary)
    default:
      try checkPositional(arguments, 0...0, method)
      let kind: ViewHeader.Kind =
        method == .items ? .items : method == .keys ? .keys : .values
      return .object(.view, withHeader(ViewHeader(dictionary: dictionary, kind: kind)))
    }
  }

  private func callSequence(
    _ method: Method, on value: Value, _ arguments: CallArguments
  ) throws(Halt) -> Value {
    if method == .copy {
      try checkPositional(arguments, 0...0, method)
      return value
    }
    try checkPositional(arguments, 1...(method == .index ? 3 : 1), method)
    let items = try array(of: value)
    try charge(items.count)
    if method == .count {
      var count = 0
      for item in items where try areEqual(item, arguments[0]) { count += 1 }
      return .int(count)
    }
    guard arguments.count == 1 else {
      throw fail(.unsupported, "bounds in list.index are not supported")
    }
    for (index, item) in items.enumerated() where try areEqual(item, arguments[0]) {
      return .int(index)
    }
    throw fail(.value, "\(text(arguments[0])) is not in list")
  }

  private func callLoop(
    _ method: Method, on loop: UnsafeMutablePointer<LoopHeader>, _ arguments: CallArguments
  ) throws(Halt) -> Value {
    guard arguments.keywords.isEmpty else {
      throw fail(.type, "\(method.rawValue)() takes no keyword arguments")
    }
    if method == .cycle {
      guard arguments.count > 0 else { throw fail(.type, "no items for cycling given") }
      return arguments[loop.pointee.index % arguments.count]
    }
    let values = try makeSequence(.tuple, (0..<arguments.count).map { arguments[$0] })
    let isSame = try areEqual(loop.pointee.changed, values)
    if !isSame { loop.pointee.changed = values }
    return .bool(!isSame)
  }

  // MARK: Functions

  /// Calls one of the functions that every template has.
  func call(
    _ function: GlobalFunction, _ arguments: CallArguments
  ) throws(Halt) -> Value {
    switch function {
    case .raiseException:
      try checkArguments(arguments, ["message"], "raise_exception")
      guard let message = arguments.argument(0, "message") else {
        throw missingArgument("raise_exception", "message")
      }
      // Jinja keeps the message of the exception as text, or none.
      throw fail(.raised, message.tag == .none ? "None" : text(message))
    case .strftimeNow:
      try checkArguments(arguments, ["format"], "strftime_now")
      guard let format = arguments.argument(0, "format") else {
        throw missingArgument("strftime_now", "format")
      }
      return try time(format)
    case .range: return try range(arguments)
    case .dict: return .object(.dictionary, try dictionary(arguments))
    case .namespace:
      let dictionary = try dictionary(arguments)
      let entries = try entries(of: dictionary)
      for index in 0..<dictionary.pointee.count { try checkNamespaceName(entries[2 * index]) }
      return .object(.namespace, dictionary)
    case .cycler:
      guard arguments.count > 0 else {
        throw fail(.runtime, "at least one item has to be provided")
      }
      let (_, items) = try makeSequence(.list, arguments.count)
      items.initialize(from: arguments.values, count: arguments.count)
      return .object(
        .cycler, withHeader(CyclerHeader(items: items, count: arguments.count, position: 0)))
    case .joiner:
      try checkArguments(arguments, ["sep"], "joiner")
      let separator: Value
      if let value = arguments.argument(0, "sep") {
        separator = value
      } else {
        separator = try makeString(", ")
      }
      return .object(.joiner, withHeader(JoinerHeader(separator: separator, wasUsed: false)))
    case .lipsum:
      throw fail(.unsupported, "lipsum gives random text, which is not supported")
    }
  }

  private func range(_ arguments: CallArguments) throws(Halt) -> Value {
    guard arguments.keywords.isEmpty else {
      throw fail(.type, "range() takes no keyword arguments")
    }
    guard (1...3).contains(arguments.count) else {
      throw fail(.type, "range expected 1 to 3 arguments, got \(arguments.count)")
    }
    var bounds: [Int] = []
    for index in 0..<arguments.count {
      bounds.append(try integerArgument(arguments[index], "range"))
    }
    let start = bounds.count > 1 ? bounds[0] : 0
    let stop = bounds.count > 1 ? bounds[1] : bounds[0]
    let step = bounds.count > 2 ? bounds[2] : 1
    if step == 0 { throw fail(.value, "range() arg 3 must not be zero") }
    let isEmpty = step > 0 ? start >= stop : start <= stop
    let (distance, overflow) =
      step > 0
      ? stop.subtractingReportingOverflow(start) : start.subtractingReportingOverflow(stop)
    let count = isEmpty ? 0 : overflow ? UInt.max : (UInt(distance) - 1) / step.magnitude + 1
    if count > 100_000 {
      throw fail(
        .limit,
        "Range too big. The sandbox blocks ranges larger than MAX_RANGE (100000).")
    }
    return .object(
      .range, withHeader(RangeHeader(start: start, step: step, count: Int(count))))
  }

  /// `dict(mapping, **keywords)`, also of pairs.
  private func dictionary(
    _ arguments: CallArguments
  ) throws(Halt) -> UnsafeMutablePointer<DictionaryHeader> {
    guard arguments.count <= 1 else {
      throw fail(.type, "dict expected at most 1 argument, got \(arguments.count)")
    }
    var pairs: [(key: Value, value: Value)] = []
    if arguments.count == 1 {
      let first = arguments[0]
      if first.tag == .dictionary || first.tag == .namespace {
        let entries = try entries(of: first.dictionary)
        for index in 0..<first.dictionary.pointee.count {
          pairs.append((entries[2 * index], entries[2 * index + 1]))
        }
      } else {
        for item in try array(of: first) {
          let pair = try array(of: item)
          guard pair.count == 2 else {
            throw fail(
              .value,
              "dictionary update sequence element #\(pairs.count) has length \(pair.count); 2 is required"
            )
          }
          pairs.append((pair[0], pair[1]))
        }
      }
    }
    for (index, keyword) in arguments.keywords.enumerated() {
      pairs.append((keyword, arguments.values[arguments.count + index]))
    }
    return try makeDictionary(pairs).dictionary
  }
}
