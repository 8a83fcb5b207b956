import TamisCore

/// Python's `json.dumps`, which is what `tojson` is in Transformers.
extension Machine {
  struct JSONLayout {
    var ensuresASCII = false
    /// The text of one level; `nil` for everything in one line.
    var indent: Value?
    var itemSeparator: Value
    var keySeparator: Value
    var sortsKeys = false
  }

  /// `value | tojson(ensure_ascii, indent, separators, sort_keys)`.
  func json(_ value: Value, _ arguments: CallArguments) throws(Halt) -> Value {
    try checkArguments(arguments, ["ensure_ascii", "indent", "separators", "sort_keys"], "tojson")
    var layout = JSONLayout(
      itemSeparator: try makeString(", "), keySeparator: try makeString(": "))
    if let flag = arguments.argument(0, "ensure_ascii") { layout.ensuresASCII = try isTrue(flag) }
    if let flag = arguments.argument(3, "sort_keys") { layout.sortsKeys = try isTrue(flag) }
    if let indent = arguments.argument(1, "indent"), indent.tag != .none {
      layout.indent = try self.indent(indent)
      layout.itemSeparator = try makeString(",")
    }
    if let separators = arguments.argument(2, "separators"), separators.tag != .none {
      let both = try array(of: separators)
      guard both.count == 2, both[0].isString, both[1].isString else {
        throw fail(.value, "separators of tojson must be two strings")
      }
      (layout.itemSeparator, layout.keySeparator) = (both[0], both[1])
    }
    return try makeString { () throws(Halt) in try self.writeJSON(value, layout, 0) }
  }

  private func indent(_ value: Value) throws(Halt) -> Value {
    if value.isString { return value }
    guard let width = value.smallInteger else {
      throw fail(.type, "can't multiply sequence by non-int of type '\(typeName(value))'")
    }
    guard width <= 10_000 else { throw fail(.limit, "an indent of more than 10,000 spaces") }
    return try makeString(Bytes(repeating: 0x20, count: max(width, 0)))
  }

  private func writeJSON(
    _ value: Value, _ layout: JSONLayout, _ depth: Int
  ) throws(Halt) {
    guard depth < Self.nestingLimit else { throw tooDeep() }
    try checkOutput()
    switch value.tag {
    case .none: output.append("null")
    case .bool: output.append(value.bool ? "true" : "false")
    case .int: output.append(decimal: value.int)
    case .bigInteger: try writeRepresentation(value)
    case .float: output.append(FloatText.json(value.float))
    case .string: writeJSONString(value.bytes, ensuresASCII: layout.ensuresASCII)
    case .list, .tuple: try writeJSONArray(value.list, layout, depth)
    case .dictionary: try writeJSONObject(value.dictionary, layout, depth)
    default:
      throw fail(.type, "Object of type \(typeName(value)) is not JSON serializable")
    }
  }

  private func writeJSONArray(
    _ list: UnsafeMutablePointer<ListHeader>, _ layout: JSONLayout, _ depth: Int
  ) throws(Halt) {
    let count = list.pointee.count
    try charge(count)
    if count == 0 { return output.append("[]") }
    let elements = try elements(of: list)
    output.append("[")
    for index in 0..<count {
      if index > 0 { output.append(layout.itemSeparator.bytes) }
      startLine(layout, depth + 1)
      try writeJSON(elements[index], layout, depth + 1)
    }
    startLine(layout, depth)
    output.append("]")
  }

  private func writeJSONObject(
    _ dictionary: UnsafeMutablePointer<DictionaryHeader>, _ layout: JSONLayout, _ depth: Int
  ) throws(Halt) {
    let entries = try entries(of: dictionary)
    let count = dictionary.pointee.count
    try charge(count)
    if count == 0 { return output.append("{}") }
    var order = Array(0..<count)
    if layout.sortsKeys {
      order = try sorted(order) { (a, b) throws(Halt) in
        try (self.order(entries[2 * a], entries[2 * b], "<") ?? 0) < 0
      }
    }
    output.append("{")
    for (place, index) in order.enumerated() {
      if place > 0 { output.append(layout.itemSeparator.bytes) }
      startLine(layout, depth + 1)
      try writeJSONKey(entries[2 * index], layout)
      output.append(layout.keySeparator.bytes)
      try writeJSON(entries[2 * index + 1], layout, depth + 1)
    }
    startLine(layout, depth)
    output.append("}")
  }

  private func writeJSONKey(_ key: Value, _ layout: JSONLayout) throws(Halt) {
    switch key.tag {
    case .string: writeJSONString(key.bytes, ensuresASCII: layout.ensuresASCII)
    case .none, .bool, .int, .float, .bigInteger:
      output.append("\"")
      try writeJSON(key, layout, 0)
      output.append("\"")
    default:
      throw fail(
        .type, "keys must be str, int, float, bool or None, not \(typeName(key))")
    }
  }

  private func startLine(_ layout: JSONLayout, _ depth: Int) {
    guard let indent = layout.indent else { return }
    output.append(UInt8(0x0A))
    for _ in 0..<depth { output.append(indent.bytes) }
  }

  private func writeJSONString(_ text: UnsafeRawBufferPointer, ensuresASCII: Bool) {
    output.append("\"")
    var start = 0
    var at = 0
    while at < text.count {
      let byte = text[at]
      if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"),
        byte < 0x7F || !ensuresASCII
      {
        at += 1
        continue
      }
      output.append(text.part(start, at))
      let length = byte < 0x80 ? 1 : UTF8Text.decode(text, at).length
      writeJSONEscape(text, at)
      at += length
      start = at
    }
    output.append(text.part(start, text.count))
    output.append("\"")
  }

  private func writeJSONEscape(_ text: UnsafeRawBufferPointer, _ at: Int) {
    switch text[at] {
    case UInt8(ascii: "\""): output.append("\\\"")
    case UInt8(ascii: "\\"): output.append("\\\\")
    case 0x0A: output.append("\\n")
    case 0x0D: output.append("\\r")
    case 0x09: output.append("\\t")
    case 0x08: output.append("\\b")
    case 0x0C: output.append("\\f")
    case 0x7F: output.append(UInt8(0x7F))
    default:
      let scalar = UTF8Text.decode(text, at).scalar
      if scalar < 0x10000 {
        writeUnit(scalar)
      } else {
        writeUnit(0xD800 + (scalar - 0x10000) >> 10)
        writeUnit(0xDC00 + (scalar - 0x10000) & 0x3FF)
      }
    }
  }

  private func writeUnit(_ unit: UInt32) {
    output.append("\\u")
    for shift in [12, 8, 4, 0] as [UInt32] {
      let digit = UInt8(unit >> shift & 0xF)
      output.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }
}
