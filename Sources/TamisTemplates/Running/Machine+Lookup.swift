import TamisCore

/// `a.b` and `a['b']`, as the sandbox of Jinja finds them: attributes of the Python value first for the
/// one, elements first for the other.
extension Machine {
  /// `value[key]` for a key that is a constant string.
  @inline(__always)
  func item(of value: Value, constant: Int, _ program: Program) throws(Halt) -> Value {
    let key = program.constants[constant]
    if value.tag == .dictionary, let found = try lookUp(key, in: value.dictionary) { return found }
    return try missingItem(of: value, key, program.methods[constant])
  }

  /// `value.name` for a name that is a constant.
  @inline(__always)
  func attribute(of value: Value, constant: Int, _ program: Program) throws(Halt) -> Value {
    let method = program.methods[constant]
    let name = program.constants[constant]
    if value.tag == .dictionary, method == .none {
      if let found = try lookUp(name, in: value.dictionary) { return found }
    }
    if value.tag == .loop,
      let found = try loopAttribute(
        value.header(LoopHeader.self), program.loopAttributes[constant])
    {
      return found
    }
    return try otherAttribute(of: value, name, method)
  }

  @inline(never)
  private func missingItem(
    of value: Value, _ key: Value, _ method: Method
  ) throws(Halt) -> Value {
    if value.tag == .undefined { throw undefinedError(value) }
    return try pythonAttribute(of: value, key, method) ?? undefinedAttribute(key, of: value)
  }

  @inline(never)
  private func otherAttribute(
    of value: Value, _ name: Value, _ method: Method
  ) throws(Halt) -> Value {
    if value.tag == .undefined { throw undefinedError(value) }
    if let found = try pythonAttribute(of: value, name, method) { return found }
    if value.tag == .dictionary, let found = try lookUp(name, in: value.dictionary) {
      return found
    }
    return undefinedAttribute(name, of: value)
  }

  /// `value[key]`.
  func item(of value: Value, _ key: Value) throws(Halt) -> Value {
    switch value.tag {
    case .undefined: throw undefinedError(value)
    case .dictionary:
      if key.tag != .list, key.tag != .dictionary,
        let found = try lookUp(key, in: value.dictionary)
      {
        return found
      }
    case .list, .tuple:
      if let index = key.smallInteger {
        let count = value.list.pointee.count
        let place = index < 0 ? index + count : index
        if place >= 0, place < count { return try elements(of: value.list)[place] }
      }
    case .string:
      if let index = key.smallInteger, let character = try character(index, of: value) {
        return character
      }
    case .range:
      if let index = key.smallInteger {
        let range = value.header(RangeHeader.self).pointee
        let place = index < 0 ? index + range.count : index
        if place >= 0, place < range.count { return .int(range.start + place * range.step) }
      }
    default: break
    }
    guard key.isString else {
      var name = try makeString { () throws(Halt) in try self.writeRepresentation(key) }
      name.tag = .undefined
      name.flags = UndefinedKind.element.rawValue
      name.extra = UInt16(value.tag.rawValue)
      return name
    }
    return try pythonAttribute(of: value, key, Method(name: Bytes(key.bytes)))
      ?? undefinedAttribute(key, of: value)
  }

  private func character(_ index: Int, of string: Value) throws(Halt) -> Value? {
    let bytes = string.bytes
    try charge(1 + min(abs(index), bytes.count) / 16)
    var start = 0
    if index >= 0 {
      guard index < bytes.count else { return nil }
      start = UTF8Text.offset(of: index, in: bytes)
    } else {
      guard -(index + 1) < bytes.count else { return nil }
      start = bytes.count
      for _ in 0..<(-index) {
        guard start > 0 else { return nil }
        start = UTF8Text.previous(bytes, before: start)
      }
    }
    guard start < bytes.count else { return nil }
    return .string(string.base + start, UTF8Text.length(bytes[start]), flags: string.flags)
  }

  private func undefinedAttribute(_ name: Value, of value: Value) -> Value {
    var undefined = name
    undefined.tag = .undefined
    undefined.flags = UndefinedKind.attribute.rawValue
    undefined.extra = UInt16(value.tag.rawValue)
    return undefined
  }

  /// What Python's `getattr` finds: a method, or an attribute of a loop or a namespace.
  private func pythonAttribute(
    of value: Value, _ name: Value, _ method: Method
  ) throws(Halt) -> Value? {
    switch value.tag {
    case .loop:
      let attribute = LoopAttribute(name: name.bytes)
      if let found = try loopAttribute(value.header(LoopHeader.self), attribute) { return found }
    case .namespace:
      return try lookUp(name, in: value.dictionary)
    case .cycler where name.isString("current"):
      let cycler = value.header(CyclerHeader.self).pointee
      return cycler.items[cycler.position]
    case .macro where name.isString("name"):
      return try makeString(
        program?.functions[value.header(MacroHeader.self).pointee.function].name ?? [])
    default: break
    }
    if method != .none {
      switch method.presence(in: value.tag) {
      case .absent: break
      case .present:
        let header = arena.allocate(MethodHeader.self)
        header.initialize(to: MethodHeader(target: value, method: method))
        return .object(.method, header)
      case .unsafe: return unsafe(name, of: value)
      case .unsupported: throw unsupportedMethod(method, of: value)
      }
    }
    if name.count > 4, name.bytes.starts(with: Bytes("__")),
      name.bytes.suffix(2).elementsEqual(Bytes("__"))
    {
      return unsafe(name, of: value)
    }
    return nil
  }

  private func unsafe(_ name: Value, of value: Value) -> Value {
    var undefined = undefinedAttribute(name, of: value)
    undefined.flags = UndefinedKind.unsafe.rawValue
    return undefined
  }

  private func unsupportedMethod(_ method: Method, of value: Value) -> Halt {
    fail(.unsupported, "the method '\(method.rawValue)' of \(typeName(value)) is not supported")
  }

  /// What is called by `value.name(…)`.
  enum Callee {
    case method(Method)
    case value(Value)
  }

  @inline(__always)
  func method(
    of value: Value, constant: Int, _ program: Program
  ) throws(Halt) -> Callee {
    let method = program.methods[constant]
    if method != .none, method.presence(in: value.tag) == .present { return .method(method) }
    return .value(try attribute(of: value, constant: constant, program))
  }

  /// `{% set value.name = … %}`.
  func setAttribute(_ name: Value, of value: Value, to new: Value) throws(Halt) {
    guard value.tag == .namespace else {
      throw fail(.runtime, "cannot assign attribute on non-namespace object")
    }
    try checkNamespaceName(name)
    try setEntry(name, new, of: value.dictionary)
  }

  func checkNamespaceName(_ name: Value) throws(Halt) {
    if name.isString, name.bytes.first == UInt8(ascii: "_") {
      throw fail(
        .security,
        "Chat templates cannot store underscore-prefixed attributes on a namespace, but got "
          + "'\(text(name))'. Please rename the attribute.")
    }
  }

  /// Sets an entry of a dictionary of ours that grows: that of a namespace.
  func setEntry(
    _ key: Value, _ value: Value, of dictionary: UnsafeMutablePointer<DictionaryHeader>
  ) throws(Halt) {
    if let place = try place(of: key, in: dictionary) {
      dictionary.pointee.entries.unsafelyUnwrapped[2 * place + 1] = value
      return
    }
    let count = dictionary.pointee.count
    if count == dictionary.pointee.capacity {
      let capacity = max(8, count * 2)
      try checkMemory(capacity * 32)
      let grown = arena.allocate(Value.self, 2 * capacity)
      if let entries = dictionary.pointee.entries {
        grown.initialize(from: entries, count: 2 * count)
      }
      dictionary.pointee.entries = grown
      dictionary.pointee.capacity = capacity
    }
    try insert(key, value, into: dictionary)
  }

  // MARK: Slices

  /// `value[start:stop:step]`.
  func slice(
    _ value: Value, _ start: Value, _ stop: Value, _ step: Value
  ) throws(Halt) -> Value {
    if value.tag == .undefined { throw undefinedError(value) }
    let bounds = (try sliceBound(start), try sliceBound(stop), try sliceBound(step))
    if bounds.2 == 0 { throw fail(.value, "slice step cannot be zero") }
    switch value.tag {
    case .list, .tuple:
      let range = SliceRange(bounds, count: value.list.pointee.count)
      try charge(range.count)
      let elements = try elements(of: value.list)
      let (copy, places) = try makeSequence(value.tag, range.count)
      for index in 0..<range.count {
        (places + index).initialize(to: elements[range.start + index * range.step])
      }
      return copy
    case .string: return try slice(value, bounds)
    case .range:
      let header = value.header(RangeHeader.self).pointee
      let range = SliceRange(bounds, count: header.count)
      let copy = arena.allocate(RangeHeader.self)
      copy.initialize(
        to: RangeHeader(
          start: header.start + range.start * header.step, step: header.step * range.step,
          count: range.count))
      return .object(.range, copy)
    case .dictionary: throw fail(.type, "unhashable type: 'slice'")
    default:
      // Unlike an element that is not there, a slice is asked of Python itself.
      throw fail(.type, "'\(typeName(value))' object is not subscriptable")
    }
  }

  private func sliceBound(_ value: Value) throws(Halt) -> Int? {
    switch value.tag {
    case .none: return nil
    case .int, .bool: return value.int
    case .bigInteger: return bigInteger(value).isNegative ? Int.min / 4 : Int.max / 4
    case .undefined: throw undefinedError(value)
    default:
      throw fail(
        .type, "slice indices must be integers or None or have an __index__ method")
    }
  }

  private func slice(
    _ string: Value, _ bounds: (Int?, Int?, Int?)
  ) throws(Halt) -> Value {
    let bytes = string.bytes
    try charge(bytes.count / 16)
    let isASCII = UTF8Text.isASCII(bytes)
    let range = SliceRange(bounds, count: isASCII ? bytes.count : UTF8Text.count(bytes))
    if range.count == 0 { return .string(string.base, 0, flags: string.flags) }
    if range.step == 1 {
      let start = isASCII ? range.start : UTF8Text.offset(of: range.start, in: bytes)
      let end =
        isASCII ? start + range.count : UTF8Text.offset(of: range.count, in: bytes, from: start)
      return .string(string.base + start, end - start, flags: string.flags)
    }
    try charge(range.count)
    var starts: [Int] = []
    var at = 0
    while at < bytes.count {
      starts.append(at)
      at += UTF8Text.length(bytes[at])
    }
    return try makeString(flags: string.flags) { () throws(Halt) in
      for index in 0..<range.count {
        let start = starts[range.start + index * range.step]
        self.output.append(
          bytes.part(start, min(start + UTF8Text.length(bytes[start]), bytes.count)))
      }
    }
  }
}

/// Which elements a slice takes: Python's `slice.indices`.
struct SliceRange {
  let start: Int
  let step: Int
  let count: Int

  init(_ bounds: (start: Int?, stop: Int?, step: Int?), count length: Int) {
    // Steps past the length take one element at most.
    let step = min(max(bounds.step ?? 1, -length - 1), length + 1)
    func clamp(_ bound: Int?, _ low: Int, _ high: Int, _ absent: Int) -> Int {
      guard let bound else { return absent }
      let place = bound < 0 ? max(bound, -length - 1) + length : bound
      return min(max(place, low), high)
    }
    if step > 0 {
      start = clamp(bounds.start, 0, length, 0)
      let stop = clamp(bounds.stop, 0, length, length)
      count = start < stop ? (stop - start - 1) / step + 1 : 0
    } else {
      start = clamp(bounds.start, -1, length - 1, length - 1)
      let stop = clamp(bounds.stop, -1, length - 1, -1)
      count = start > stop ? (start - stop - 1) / -step + 1 : 0
    }
    self.step = step
  }
}
