import TamisCore

/// Python's `str` and `repr`.
extension Machine {
  /// Writes a value to the output, where it came from to the tracker.
  @inline(__always)
  func write(_ value: Value) throws(Halt) {
    if value.isString { return writeText(value) }
    try writeOther(value)
  }

  /// Writes a string to the output.
  @inline(__always)
  func writeText(_ string: Value) {
    let count = Int(string.count)
    if let tracker { tracker.write(string.base, count, at: output.count) }
    // Safety: the room has the string's bytes, and a string is never part of the output.
    copyBytes(string.base, to: output.reserve(count), count)
    output.advance(by: count)
  }

  @inline(never)
  private func writeOther(_ value: Value) throws(Halt) {
    let start = output.count
    try writeString(value)
    if let tracker, let source = source(of: value) {
      tracker.write(start..<output.count, source)
    }
  }

  /// Where a value that is no string comes from: what is made of it is not verbatim.
  func source(of value: Value) -> SourceTracker.Source? {
    guard let tracker else { return nil }
    var range: Range<Int>?
    var place = 0
    switch value.tag {
    case .string:
      var source = tracker.source(value.base, Int(value.count))
      source?.isVerbatim = false
      return source
    case .list, .tuple:
      let header = value.list.pointee
      if header.node >= 0 {
        place = Int(header.document)
        range = documents[place].node(Int(header.node)).range
      }
    case .dictionary:
      let header = value.dictionary.pointee
      if header.node >= 0 {
        place = Int(header.document)
        range = documents[place].node(Int(header.node)).range
      }
    case .int, .float, .bool:
      if value.count > 0 { range = documents[0].node(Int(value.count) - 1).range }
    default: break
    }
    guard let range, let base = documents[place].bytes(range).baseAddress else { return nil }
    var source = tracker.source(base.assumingMemoryBound(to: UInt8.self), range.count)
    source?.isVerbatim = false
    return source
  }

  /// The value as a string; itself where it is one.
  func string(of value: Value) throws(Halt) -> Value {
    if value.isString { return value }
    let string = try makeString { () throws(Halt) in try self.writeString(value) }
    if let tracker, let source = source(of: value) {
      tracker.note(string.base, Int(string.count), source)
    }
    return string
  }

  /// The value as text for a message.
  func text(_ value: Value) -> String {
    let start = output.count
    defer { output.truncate(to: start) }
    guard (try? writeString(value)) != nil else { return "" }
    return String(decoding: output.bytes(start..<output.count), as: UTF8.self)
  }

  /// Appends `str(value)`.
  func writeString(_ value: Value) throws(Halt) {
    switch value.tag {
    case .string: output.append(value.bytes)
    case .undefined, .missing: break
    default: try writeRepresentation(value)
    }
  }

  /// Appends `repr(value)`.
  func writeRepresentation(_ value: Value, depth: Int = 0) throws(Halt) {
    guard depth < Self.nestingLimit else { throw tooDeep() }
    try checkOutput()
    switch value.tag {
    case .missing, .undefined: output.append("Undefined")
    case .none: output.append("None")
    case .bool: output.append(value.bool ? "True" : "False")
    case .int: output.append(decimal: value.int)
    case .bigInteger: output.append(try decimal(value))
    case .float: output.append(FloatText.python(value.float))
    case .string:
      if value.isMarkup { output.append("Markup(") }
      PythonQuoting.append(value.bytes, to: &output)
      if value.isMarkup { output.append(")") }
    case .list, .tuple:
      let count = value.list.pointee.count
      try charge(count)
      output.append(value.tag == .list ? "[" : "(")
      let elements = try elements(of: value.list)
      for index in 0..<count {
        if index > 0 { output.append(", ") }
        try writeRepresentation(elements[index], depth: depth + 1)
      }
      output.append(value.tag == .list ? "]" : count == 1 ? ",)" : ")")
    case .dictionary: try writeEntries(of: value.dictionary, depth)
    case .namespace:
      output.append("<Namespace ")
      try writeEntries(of: value.dictionary, depth)
      output.append(">")
    case .range: writeRange(value.header(RangeHeader.self).pointee)
    case .view: try writeView(value.header(ViewHeader.self).pointee, depth)
    case .loop:
      let loop = value.header(LoopHeader.self)
      output.append("<LoopContext ")
      output.append(decimal: loop.pointee.index + 1)
      output.append("/")
      output.append(decimal: try loopLength(loop))
      output.append(">")
    case .macro:
      output.append("<Macro ")
      try writeRepresentation(
        try makeString(
          program?.functions[value.header(MacroHeader.self).pointee.function].name ?? []))
      output.append(">")
    case .generator, .function, .method, .cycler, .joiner:
      output.append("<\(typeName(value)) object>")
    }
  }

  private func writeEntries(
    of dictionary: UnsafeMutablePointer<DictionaryHeader>, _ depth: Int
  ) throws(Halt) {
    let entries = try entries(of: dictionary)
    try charge(dictionary.pointee.count)
    output.append("{")
    for index in 0..<dictionary.pointee.count {
      if index > 0 { output.append(", ") }
      try writeRepresentation(entries[2 * index], depth: depth + 1)
      output.append(": ")
      try writeRepresentation(entries[2 * index + 1], depth: depth + 1)
    }
    output.append("}")
  }

  private func writeRange(_ range: RangeHeader) {
    output.append("range(")
    output.append(decimal: range.start)
    output.append(", ")
    output.append(decimal: range.start + range.count * range.step)
    if range.step != 1 {
      output.append(", ")
      output.append(decimal: range.step)
    }
    output.append(")")
  }

  private func writeView(_ view: ViewHeader, _ depth: Int) throws(Halt) {
    var items = try iterator(over: .object(.view, withHeader(view)))
    output.append(
      view.kind == .keys ? "dict_keys([" : view.kind == .values ? "dict_values([" : "dict_items([")
    for (index, item) in try rest(of: &items).enumerated() {
      if index > 0 { output.append(", ") }
      try writeRepresentation(item, depth: depth + 1)
    }
    output.append("])")
  }

  /// A copy of `header` in the arena.
  func withHeader<Header>(_ header: Header) -> UnsafeMutablePointer<Header> {
    let place = arena.allocate(Header.self)
    place.initialize(to: header)
    return place
  }

  /// Decimal digits, as many as Python prints.
  private func decimal(_ value: Value) throws(Halt) -> String {
    let digits = bigInteger(value).description
    if digits.utf8.count > 4300 + (digits.hasPrefix("-") ? 1 : 0) {
      throw fail(
        .value,
        "Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() "
          + "to increase the limit")
    }
    return digits
  }

  // MARK: Names of types

  func typeName(_ value: Value) -> String { value.isMarkup ? "Markup" : typeName(value.tag) }

  /// Python's name of a type.
  func typeName(_ tag: Value.Tag) -> String {
    switch tag {
    case .missing, .undefined: "Undefined"
    case .none: "NoneType"
    case .bool: "bool"
    case .int, .bigInteger: "int"
    case .float: "float"
    case .string: "str"
    case .list: "list"
    case .tuple: "tuple"
    case .dictionary: "dict"
    case .range: "range"
    case .view: "dict_items"
    case .generator: "generator"
    case .namespace: "TemplateNamespace"
    case .macro: "Macro"
    case .function: "function"
    case .method: "builtin_function_or_method"
    case .loop: "LoopContext"
    case .cycler: "Cycler"
    case .joiner: "Joiner"
    }
  }

  /// What Jinja calls a value in messages about what it lacks.
  func objectName(_ tag: Value.Tag) -> String {
    switch tag {
    case .none: "None"
    case .loop: "jinja2.runtime.LoopContext object"
    case .macro: "jinja2.runtime.Macro object"
    case .cycler: "jinja2.utils.Cycler object"
    case .joiner: "jinja2.utils.Joiner object"
    case .namespace: "transformers.utils.chat_template_utils.TemplateNamespace object"
    default: typeName(tag) + " object"
    }
  }
}
