import TamisCore

/// Methods and filters that put something else in the place of parts of a string.
extension Machine {
  /// `str.replace(old, new, count)`, and the filter of that name.
  func replaced(
    _ value: Value, _ arguments: CallArguments, _ method: Method? = nil
  ) throws(Halt) -> Value {
    if method == nil {
      try checkArguments(arguments, ["s", "old", "new", "count"].dropFirst().map { $0 }, "replace")
    } else {
      try checkArguments(arguments, ["old", "new", "count"], "replace")
    }
    guard var old = arguments.argument(0, "old"), var new = arguments.argument(1, "new") else {
      throw fail(.type, "replace expected at least 2 arguments, got \(arguments.count)")
    }
    var string = value
    if method == nil {
      (string, old, new) = (
        try self.string(of: value), try self.string(of: old), try self.string(of: new)
      )
      string.flags = 0
    } else {
      old = try stringArgument(old, .replace)
      new = try stringArgument(new, .replace)
      if value.isMarkup { new = try escaped(new) }
    }
    var limit = -1
    if let count = arguments.argument(2, "count"), count.tag != .none {
      limit = try integerArgument(count, "replace")
    }
    return try replace(old, new, in: string, limit)
  }

  private func replace(
    _ old: Value, _ new: Value, in string: Value, _ limit: Int
  ) throws(Halt) -> Value {
    let bytes = string.bytes
    try charge(1 + bytes.count / 16)
    if limit == 0 { return string }
    if old.count > 0, UTF8Text.find(old.bytes, in: bytes) == nil { return string }
    return try makeString(flags: string.flags) { () throws(Halt) in
      var (at, count) = (0, 0)
      while limit < 0 || count < limit {
        if old.count == 0 {
          // Between all characters.
          self.output.append(new.bytes)
          guard at < bytes.count else { break }
          let end = min(at + UTF8Text.length(bytes[at]), bytes.count)
          self.output.append(bytes.part(at, end))
          at = end
        } else {
          guard let place = UTF8Text.find(old.bytes, in: bytes, from: at) else { break }
          self.output.append(bytes.part(at, place))
          self.output.append(new.bytes)
          at = place + Int(old.count)
        }
        count += 1
        try self.charge(1)
        try self.checkOutput()
      }
      self.output.append(bytes.part(min(at, bytes.count), bytes.count))
    }
  }

  /// The filter `indent`.
  func indented(_ value: Value, _ arguments: CallArguments) throws(Halt) -> Value {
    try checkArguments(arguments, ["width", "first", "blank"], "indent")
    guard value.isString else {
      if value.tag == .undefined { throw undefinedError(value) }
      throw fail(
        .type, "unsupported operand type(s) for +=: '\(typeName(value))' and 'str'")
    }
    let width = arguments.argument(0, "width") ?? .int(4)
    var indent = width
    if !width.isString {
      let count = try integerArgument(width, "indent")
      guard count <= 10_000 else { throw fail(.limit, "an indent of more than 10,000 spaces") }
      indent = try makeString(Bytes(repeating: 0x20, count: max(count, 0)))
    }
    let indentsFirst = try arguments.argument(1, "first").map(isTrue) ?? false
    let indentsBlank = try arguments.argument(2, "blank").map(isTrue) ?? false
    let text = try joinStrings([value, try makeString("\n")])
    let lines = try lines(of: text, keepsEnds: false)
    return try makeString(flags: value.flags) { () throws(Halt) in
      for (index, line) in lines.enumerated() {
        if index > 0 { self.output.append(UInt8(0x0A)) }
        if index == 0 ? indentsFirst : indentsBlank || line.count > 0 {
          self.output.append(indent.bytes)
        }
        self.output.append(line.bytes)
        try self.checkOutput()
      }
    }
  }

  /// The text with HTML's special characters as entities; itself where it is marked as safe.
  func escaped(_ value: Value) throws(Halt) -> Value {
    if value.isMarkup { return value }
    let string = try string(of: value)
    return try makeString(flags: Value.markup) { () throws(Halt) in
      for byte in string.bytes {
        switch byte {
        case UInt8(ascii: "&"): self.output.append("&amp;")
        case UInt8(ascii: "<"): self.output.append("&lt;")
        case UInt8(ascii: ">"): self.output.append("&gt;")
        case UInt8(ascii: "'"): self.output.append("&#39;")
        case UInt8(ascii: "\""): self.output.append("&#34;")
        default: self.output.append(byte)
        }
      }
    }
  }
}
