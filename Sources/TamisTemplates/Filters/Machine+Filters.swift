extension Machine {
  /// `value | filter(arguments)`.
  func apply(
    _ filter: Filter, to value: Value, _ arguments: CallArguments
  ) throws(Halt) -> Value {
    if filter == .trim, arguments.count == 0, arguments.keywords.isEmpty, value.isString {
      return trimmed(value)
    }
    try charge(value.isString ? 1 + Int(value.count) / 32 : 1)
    let result = try filtered(filter, value, arguments)
    if tracker != nil { noteDerived(result, from: value) }
    return result
  }

  /// Tells the tracker that the string `result` was made from `value`, unless its bytes are known.
  func noteDerived(_ result: Value, from value: Value) {
    guard let tracker, result.isString, result.count > 0,
      tracker.source(result.base, Int(result.count)) == nil,
      !(value.isString && value.base == result.base), let source = source(of: value)
    else { return }
    if tracker.hasSource(result.base, Int(result.count)) { return }
    tracker.note(result.base, Int(result.count), source)
  }

  private func filtered(
    _ filter: Filter, _ value: Value, _ arguments: CallArguments
  ) throws(Halt) -> Value {
    switch filter {
    case .tojson: return try json(value, arguments)
    case .length, .count:
      try checkArguments(arguments, [], "length")
      return .int(try length(of: value))
    case .string: return try string(of: value)
    case .safe:
      var safe = try string(of: value)
      safe.flags |= Value.markup
      return safe
    case .e, .escape: return try escaped(value)
    case .forceescape:
      var plain = try string(of: value)
      plain.flags = 0
      return try escaped(plain)
    case .trim:
      try checkArguments(arguments, ["chars"], "trim")
      let text = try string(of: value)
      guard let characters = arguments.argument(0, "chars"), characters.tag != .none else {
        return trimmed(text)
      }
      return try stripped(text, characters, fromStart: true, fromEnd: true)
    case .lower: return try mapCase(try string(of: value), .lower)
    case .upper: return try mapCase(try string(of: value), .upper)
    case .capitalize: return try mapCase(try string(of: value), .capitalize)
    case .title: return try jinjaTitle(try string(of: value))
    case .d, .default: return try defaulted(value, arguments)
    case .list: return try makeSequence(.list, try array(of: value))
    case .items: return makeGenerator(.pairs, ItemIterator(kind: .empty, source: value))
    case .join: return try joined(value, arguments)
    case .first:
      var items = try iterator(over: value)
      let item = try next(&items)
      return item.tag == .missing ? try undefined("No first item, sequence was empty.") : item
    case .last:
      guard value.tag != .generator else {
        throw fail(.type, "'generator' object is not reversible")
      }
      if let last = try array(of: value).last { return last }
      return try undefined("No last item, sequence was empty.")
    case .reverse: return try reversed(value)
    case .replace: return try replaced(value, arguments)
    case .indent: return try indented(value, arguments)
    case .center:
      try checkArguments(arguments, ["width"], "center")
      return try padded(
        try string(of: value), arguments.argument(0, "width") ?? .int(80), nil, .center)
    case .wordcount: return .int(try wordCount(of: try string(of: value)))
    case .format: return try formattedFilter(value, arguments)
    case .abs, .int, .float, .round, .sum, .min, .max: return try number(filter, value, arguments)
    case .map, .select, .reject, .selectattr, .rejectattr, .unique, .batch, .slice:
      return try generator(filter, value, arguments)
    case .sort, .dictsort: return try sorted(filter, value, arguments)
    case .attr:
      guard let name = arguments.argument(0, "name") else { throw missingArgument("attr", "name") }
      guard name.isString else { throw fail(.type, "attribute name must be string") }
      return try attribute(of: value, name)
    }
  }

  /// `attr`: an attribute of the value, never an element.
  private func attribute(of value: Value, _ name: Value) throws(Halt) -> Value {
    guard value.tag != .undefined else { throw undefinedError(value) }
    let none = Value.none
    // Everything but dictionaries has no elements by name, so that both ways are one.
    if value.tag == .dictionary {
      let presence = Method(name: Bytes(name.bytes)).presence(in: .dictionary)
      if presence == .absent {
        var undefined = name
        undefined.tag = .undefined
        undefined.flags = UndefinedKind.attribute.rawValue
        undefined.extra = UInt16(none.tag == value.tag ? 0 : value.tag.rawValue)
        return undefined
      }
    }
    return try item(of: value, name)
  }

  // MARK: Arguments

  /// Checks that the arguments are among those that a filter, test or function knows.
  func checkArguments(
    _ arguments: CallArguments, _ names: [StaticString], _ callee: String
  ) throws(Halt) {
    if arguments.count > names.count {
      throw fail(
        .type, "\(callee) takes at most \(names.count) arguments, \(arguments.count) given")
    }
    for keyword in arguments.keywords {
      guard let place = names.firstIndex(where: { keyword.isString($0) }) else {
        throw fail(.type, "\(callee)() got an unexpected keyword argument '\(text(keyword))'")
      }
      if place < arguments.count {
        throw fail(.type, "\(callee)() got multiple values for argument '\(text(keyword))'")
      }
    }
  }

  func missingArgument(_ callee: String, _ name: String) -> Halt {
    fail(.type, "\(callee)() missing 1 required positional argument: '\(name)'")
  }

  func length(of value: Value) throws(Halt) -> Int {
    switch value.tag {
    case .string: return UTF8Text.count(value.bytes)
    case .list, .tuple: return value.list.pointee.count
    case .dictionary:
      _ = try entries(of: value.dictionary)
      return value.dictionary.pointee.count
    case .view:
      let dictionary = value.header(ViewHeader.self).pointee.dictionary
      _ = try entries(of: dictionary)
      return dictionary.pointee.count
    case .range: return value.header(RangeHeader.self).pointee.count
    case .loop: return try loopLength(value.header(LoopHeader.self))
    case .undefined: return 0
    default: throw fail(.type, "object of type '\(typeName(value))' has no len()")
    }
  }

  private func defaulted(_ value: Value, _ arguments: CallArguments) throws(Halt) -> Value {
    try checkArguments(arguments, ["default_value", "boolean"], "default")
    var isAbsent = value.tag == .undefined
    if !isAbsent, let flag = arguments.argument(1, "boolean"), try isTrue(flag) {
      isAbsent = try !isTrue(value)
    }
    guard isAbsent else { return value }
    if let value = arguments.argument(0, "default_value") { return value }
    return try makeString("")
  }

  // MARK: Sequences

  private func joined(_ value: Value, _ arguments: CallArguments) throws(Halt) -> Value {
    try checkArguments(arguments, ["d", "attribute"], "join")
    let given: Value
    if let value = arguments.argument(0, "d") { given = value } else { given = try makeString("") }
    let separator = try string(of: given)
    let path = try attributePath(arguments.argument(1, "attribute"))
    var items = try iterator(over: value)
    var parts: [Value] = []
    while true {
      let item = try next(&items)
      if item.tag == .missing { break }
      if !parts.isEmpty, separator.count > 0 { parts.append(separator) }
      parts.append(try string(of: try follow(path, from: item)))
    }
    if parts.isEmpty { return .string(separator.base, 0) }
    return try joinStrings(parts, plain: true)
  }

  /// The strings put together, as Python's `''.join` does.
  func joinStrings(_ parts: [Value], plain: Bool = false) throws(Halt) -> Value {
    guard !parts.isEmpty else { return try makeString("") }
    var values = parts
    var outcome = Result<Value, Halt>.success(.none)
    values.withUnsafeMutableBufferPointer { buffer in
      do throws(Halt) {
        // Safety: there is at least one part.
        outcome = .success(
          try concatenate(buffer.baseAddress.unsafelyUnwrapped, buffer.count))
      } catch { outcome = .failure(error) }
    }
    return try outcome.get()
  }

  private func reversed(_ value: Value) throws(Halt) -> Value {
    if value.isString {
      return try slice(value, .none, .none, .int(-1))
    }
    switch value.tag {
    case .list, .tuple, .dictionary, .range, .view, .generator, .undefined:
      let all = Array(try array(of: value).reversed())
      let list = try makeSequence(.list, all)
      return makeGenerator(.plain, try iterator(over: list))
    default: throw fail(.runtime, "argument must be iterable")
    }
  }

  private func sorted(
    _ filter: Filter, _ value: Value, _ arguments: CallArguments
  ) throws(Halt) -> Value {
    if filter == .dictsort { return try dictionarySorted(value, arguments) }
    try checkArguments(arguments, ["reverse", "case_sensitive", "attribute"], "sort")
    let items = try array(of: value)
    let isReversed = try arguments.argument(0, "reverse").map(isTrue) ?? false
    let isCaseSensitive = try arguments.argument(1, "case_sensitive").map(isTrue) ?? false
    var paths: [[Value]] = []
    if let attribute = arguments.argument(2, "attribute"), attribute.isString {
      for part in Bytes(attribute.bytes).split(
        separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      {
        paths.append(try attributePath(try makeString(Bytes(part))))
      }
    } else {
      paths = [try attributePath(arguments.argument(2, "attribute"))]
    }
    var keys: [[Value]] = []
    for item in items {
      var key: [Value] = []
      for path in paths {
        let part = try follow(path, from: item)
        key.append(isCaseSensitive ? part : try withoutCase(part))
      }
      keys.append(key)
    }
    let order = try sortedOrder(keys, isReversed: isReversed)
    return try makeSequence(.list, order.map { items[$0] })
  }

  private func dictionarySorted(
    _ value: Value, _ arguments: CallArguments
  ) throws(Halt) -> Value {
    try checkArguments(arguments, ["case_sensitive", "by", "reverse"], "dictsort")
    if value.tag == .undefined { throw undefinedError(value) }
    guard value.tag == .dictionary else {
      throw fail(.type, "'\(typeName(value))' object has no attribute 'items'")
    }
    let isCaseSensitive = try arguments.argument(0, "case_sensitive").map(isTrue) ?? false
    let isReversed = try arguments.argument(2, "reverse").map(isTrue) ?? false
    var part = 0
    if let by = arguments.argument(1, "by"), !by.isString("key") {
      guard by.isString("value") else {
        throw fail(.runtime, "You can only sort by either \"key\" or \"value\"")
      }
      part = 1
    }
    let entries = try entries(of: value.dictionary)
    let count = value.dictionary.pointee.count
    var keys: [[Value]] = []
    for index in 0..<count {
      let key = entries[2 * index + part]
      keys.append([isCaseSensitive ? key : try withoutCase(key)])
    }
    var pairs: [Value] = []
    for index in try sortedOrder(keys, isReversed: isReversed) {
      pairs.append(try makeSequence(.tuple, [entries[2 * index], entries[2 * index + 1]]))
    }
    return try makeSequence(.list, pairs)
  }

  func withoutCase(_ value: Value) throws(Halt) -> Value {
    value.isString ? try mapCase(value, .lower) : value
  }

  /// The order of the keys; equal ones stay as they are, also when it is reversed.
  private func sortedOrder(_ keys: [[Value]], isReversed: Bool) throws(Halt) -> [Int] {
    let indices = Array(keys.indices)
    let order = try sorted(isReversed ? indices.reversed() : indices) { (a, b) throws(Halt) in
      for (left, right) in zip(keys[a], keys[b]) where !(try self.areEqual(left, right)) {
        return try (self.order(left, right, "<") ?? 0) < 0
      }
      return false
    }
    return isReversed ? order.reversed() : order
  }

  /// A stable sort by merging, with a comparison that may fail.
  func sorted(
    _ items: [Int], by isBefore: (Int, Int) throws(Halt) -> Bool
  ) throws(Halt) -> [Int] {
    var source = items
    var width = 1
    while width < items.count {
      var merged: [Int] = []
      merged.reserveCapacity(items.count)
      var start = 0
      while start < source.count {
        let middle = min(start + width, source.count)
        let end = min(middle + width, source.count)
        var (left, right) = (start, middle)
        try charge(end - start)
        while left < middle, right < end {
          if try isBefore(source[right], source[left]) {
            merged.append(source[right])
            right += 1
          } else {
            merged.append(source[left])
            left += 1
          }
        }
        merged += source[left..<middle] + source[right..<end]
        start = end
      }
      source = merged
      width *= 2
    }
    return source
  }
}
