/// A sequence that is computed as it is asked for, once: what `map`, `select` and others give.
struct GeneratorHeader {
  enum Kind: UInt8 {
    case plain, pairs, attribute, filter, select, unique, batch, slices
  }

  /// Marks a value of the tag `generator` whose header is a ``FilteredHeader``.
  static let filteredFlag: UInt8 = 0x80

  var kind: Kind
  var items: ItemIterator
  /// Parts of a path of attributes.
  var path: UnsafeMutablePointer<Value>?
  var pathCount = 0
  /// What stands for an attribute that is not there.
  var standIn = Value.missing
  /// The filter or test, and its arguments.
  var number: UInt8 = 0
  var hasTest = false
  var isNegated = false
  var arguments: UnsafeMutablePointer<Value>?
  var argumentCount = 0
  var keywordCount = 0
  /// Keys that `unique` has seen.
  var seen: UnsafeMutablePointer<DictionaryHeader>?
  var isCaseSensitive = false
  /// Size of `batch`, number of `slice`.
  var size = 0
  var filler = Value.missing
  var isStarted = false
}

extension Machine {
  func makeGenerator(_ kind: GeneratorHeader.Kind, _ items: ItemIterator) -> Value {
    .object(.generator, withHeader(GeneratorHeader(kind: kind, items: items)))
  }

  /// The generator that a filter gives.
  func generator(
    _ filter: Filter, _ value: Value, _ arguments: CallArguments
  ) throws(Halt) -> Value {
    // Jinja looks at the truth of what it maps and selects from: `none | map(…)` is empty.
    let isEmpty = filter.takesNothingForEmpty ? !(try isTrue(value)) : false
    var header = GeneratorHeader(
      kind: .plain, items: isEmpty ? ItemIterator(kind: .empty) : try lazyIterator(over: value))
    if isEmpty { return .object(.generator, withHeader(header)) }
    switch filter {
    case .map: try prepareMap(&header, arguments)
    case .select, .reject: try prepareSelect(&header, arguments, 0, negates: filter == .reject)
    case .selectattr, .rejectattr:
      guard arguments.count > 0 else {
        throw fail(.runtime, "Missing parameter for attribute name")
      }
      setPath(&header, try attributePath(arguments[0]))
      try prepareSelect(&header, arguments, 1, negates: filter == .rejectattr)
    case .unique:
      try checkArguments(arguments, ["case_sensitive", "attribute"], "unique")
      header.kind = .unique
      header.isCaseSensitive = try arguments.argument(0, "case_sensitive").map(isTrue) ?? false
      setPath(&header, try attributePath(arguments.argument(1, "attribute")))
    default:
      let isBatch = filter == .batch
      try checkArguments(
        arguments, [isBatch ? "linecount" : "slices", "fill_with"], filter.rawValue)
      header.kind = isBatch ? .batch : .slices
      guard let size = arguments.argument(0, isBatch ? "linecount" : "slices")?.smallInteger,
        size > 0
      else { throw fail(.type, "\(filter.rawValue) needs a positive number") }
      header.size = size
      let filler = arguments.argument(1, "fill_with") ?? .none
      if filler.tag != .none { header.filler = filler }
    }
    return .object(.generator, withHeader(header))
  }

  private func prepareMap(
    _ header: inout GeneratorHeader, _ arguments: CallArguments
  ) throws(Halt) {
    if arguments.count == 0, let attribute = arguments.keyword("attribute") {
      header.kind = .attribute
      setPath(&header, try attributePath(attribute))
      if let standIn = arguments.keyword("default"), standIn.tag != .none {
        header.standIn = standIn
      }
      for keyword in arguments.keywords
      where !keyword.isString("attribute") && !keyword.isString("default") {
        throw fail(.runtime, "Unexpected keyword argument '\(text(keyword))'")
      }
      return
    }
    guard arguments.count > 0 else { throw fail(.runtime, "map requires a filter argument") }
    guard arguments[0].isString, let filter = Filter(name: text(arguments[0])) else {
      throw unknown(
        "filter", arguments[0], isKnown: Filter.unsupported.contains(text(arguments[0])))
    }
    header.kind = .filter
    header.number = UInt8(filter.number)
    keepArguments(&header, arguments, from: 1)
  }

  private func prepareSelect(
    _ header: inout GeneratorHeader, _ arguments: CallArguments, _ offset: Int, negates: Bool
  ) throws(Halt) {
    header.kind = .select
    header.isNegated = negates
    guard arguments.count > offset else { return }
    guard arguments[offset].isString, let test = Test(name: text(arguments[offset])) else {
      throw unknown("test", arguments[offset], isKnown: false)
    }
    header.hasTest = true
    header.number = UInt8(test.number)
    keepArguments(&header, arguments, from: offset + 1)
  }

  private func unknown(_ kind: String, _ name: Value, isKnown: Bool) -> Halt {
    isKnown
      ? fail(.unsupported, "the \(kind) '\(text(name))' is not supported")
      : fail(.runtime, "No \(kind) named '\(text(name))' found.")
  }

  private func keepArguments(
    _ header: inout GeneratorHeader, _ arguments: CallArguments, from start: Int
  ) {
    let keywords = arguments.keywords.count
    let positional = arguments.count - start
    let copy = arena.allocate(Value.self, max(positional + 2 * keywords, 1))
    for index in 0..<positional + keywords {
      (copy + index).initialize(to: arguments.values[start + index])
    }
    for (index, keyword) in arguments.keywords.enumerated() {
      (copy + (positional + keywords + index)).initialize(to: keyword)
    }
    header.arguments = copy
    header.argumentCount = positional
    header.keywordCount = keywords
  }

  private func setPath(_ header: inout GeneratorHeader, _ path: [Value]) {
    let copy = arena.allocate(Value.self, max(path.count, 1))
    copy.initialize(from: path, count: path.count)
    header.path = copy
    header.pathCount = path.count
  }

  // MARK: Attributes

  /// The parts of an attribute such as `function.name` or `items.0`.
  func attributePath(_ attribute: Value?) throws(Halt) -> [Value] {
    guard let attribute, attribute.tag != .none else { return [] }
    guard attribute.isString else { return [attribute] }
    var path: [Value] = []
    let bytes = attribute.bytes
    var start = 0
    for at in 0...bytes.count where at == bytes.count || bytes[at] == UInt8(ascii: ".") {
      let part = bytes.part(start, at)
      let isNumber = !part.isEmpty && part.allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
      if isNumber, let number = Int(String(decoding: part, as: UTF8.self)) {
        path.append(.int(number))
      } else {
        path.append(.string(attribute.base + start, at - start))
      }
      start = at + 1
    }
    return path
  }

  func follow(_ path: [Value], from value: Value) throws(Halt) -> Value {
    var value = value
    for part in path { value = try item(of: value, part) }
    return value
  }

  private func follow(_ header: GeneratorHeader, from value: Value) throws(Halt) -> Value {
    var value = value
    guard let path = header.path else { return value }
    for index in 0..<header.pathCount {
      value = try item(of: value, path[index])
      if value.tag == .undefined, header.standIn.tag != .missing { value = header.standIn }
    }
    return value
  }

  // MARK: Running

  /// The next item of a generator; `missing` at the end.
  func nextGenerated(_ header: UnsafeMutablePointer<GeneratorHeader>) throws(Halt) -> Value {
    switch header.pointee.kind {
    case .plain: return try next(&header.pointee.items)
    case .pairs:
      if !header.pointee.isStarted {
        header.pointee.isStarted = true
        let value = header.pointee.items.source
        if value.tag != .undefined {
          guard value.tag == .dictionary else {
            throw fail(.type, "Can only get item pairs from a mapping.")
          }
          let view = withHeader(ViewHeader(dictionary: value.dictionary, kind: .items))
          header.pointee.items = try iterator(over: .object(.view, view))
        }
      }
      return try next(&header.pointee.items)
    case .attribute:
      let item = try next(&header.pointee.items)
      return item.tag == .missing ? item : try follow(header.pointee, from: item)
    case .filter:
      let item = try next(&header.pointee.items)
      if item.tag == .missing { return item }
      // Safety: the number is that of a filter.
      let filter = unsafeBitCast(header.pointee.number, to: Filter.self)
      return try withArguments(header) { arguments throws(Halt) in
        try self.apply(filter, to: item, arguments)
      }
    case .select: return try nextSelected(header)
    case .unique: return try nextUnique(header)
    case .batch: return try nextBatch(header)
    case .slices: return try nextSlice(header)
    }
  }

  private func withArguments<Result>(
    _ header: UnsafeMutablePointer<GeneratorHeader>,
    _ body: (CallArguments) throws(Halt) -> Result
  ) throws(Halt) -> Result {
    let values = header.pointee.arguments ?? arena.allocate(Value.self)
    let (count, keywords) = (header.pointee.argumentCount, header.pointee.keywordCount)
    return try body(
      CallArguments(
        values: values, count: count,
        keywords: (0..<keywords).map { values[count + keywords + $0] }))
  }

  private func nextSelected(
    _ header: UnsafeMutablePointer<GeneratorHeader>
  ) throws(Halt) -> Value {
    while true {
      let item = try next(&header.pointee.items)
      if item.tag == .missing { return item }
      let value = try follow(header.pointee, from: item)
      var isSelected: Bool
      if header.pointee.hasTest {
        // Safety: the number is that of a test.
        let test = unsafeBitCast(header.pointee.number, to: Test.self)
        isSelected = try withArguments(header) { arguments throws(Halt) in
          try self.check(test, value, arguments)
        }
      } else {
        isSelected = try isTrue(value)
      }
      if header.pointee.isNegated { isSelected = !isSelected }
      if isSelected { return item }
    }
  }

  private func nextUnique(
    _ header: UnsafeMutablePointer<GeneratorHeader>
  ) throws(Halt) -> Value {
    if header.pointee.seen == nil { header.pointee.seen = try makeDictionary(capacity: 0) }
    guard let seen = header.pointee.seen else { return .missing }
    while true {
      let item = try next(&header.pointee.items)
      if item.tag == .missing { return item }
      var key = try follow(header.pointee, from: item)
      if !header.pointee.isCaseSensitive { key = try withoutCase(key) }
      try checkHashable(key)
      if try place(of: key, in: seen) == nil {
        try setEntry(key, .none, of: seen)
        return item
      }
    }
  }

  private func nextBatch(
    _ header: UnsafeMutablePointer<GeneratorHeader>
  ) throws(Halt) -> Value {
    var batch: [Value] = []
    while batch.count < header.pointee.size {
      let item = try next(&header.pointee.items)
      if item.tag == .missing { break }
      batch.append(item)
    }
    if batch.isEmpty { return .missing }
    if header.pointee.filler.tag != .missing {
      let lacking = header.pointee.size - batch.count
      try charge(lacking)
      try checkMemory(lacking * MemoryLayout<Value>.stride)
      batch += [Value](repeating: header.pointee.filler, count: lacking)
    }
    return try makeSequence(.list, batch)
  }

  private func nextSlice(
    _ header: UnsafeMutablePointer<GeneratorHeader>
  ) throws(Halt) -> Value {
    if !header.pointee.isStarted {
      header.pointee.isStarted = true
      let all = try rest(of: &header.pointee.items)
      let size = header.pointee.size
      try charge(size)
      try checkMemory(size * 96)
      let (perSlice, extra) = all.count.quotientAndRemainder(dividingBy: size)
      var slices: [Value] = []
      var start = 0
      for number in 0..<size {
        let end = start + perSlice + (number < extra ? 1 : 0)
        var slice = Array(all[start..<end])
        if number >= extra, header.pointee.filler.tag != .missing {
          slice.append(header.pointee.filler)
        }
        slices.append(try makeSequence(.list, slice))
        start = end
      }
      header.pointee.items = try iterator(over: try makeSequence(.list, slices))
    }
    return try next(&header.pointee.items)
  }
}
