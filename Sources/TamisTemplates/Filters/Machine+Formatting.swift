import TamisCore

/// `%` on strings, the filter `format`, and `str.format`.
extension Machine {
  /// `format % values`, by Python's printf rules.
  func formatted(_ format: Value, _ values: Value) throws(Halt) -> Value {
    var arguments = FormatArguments()
    if values.tag == .tuple {
      arguments.positional = try array(of: values)
    } else {
      arguments.positional = [values]
      if values.tag == .dictionary { arguments.mapping = values }
      // Whatever has elements may go unused, as the members of a dictionary may.
      arguments.mayGoUnused = [.dictionary, .list, .range].contains(values.tag)
    }
    return try formatted(format, arguments)
  }

  func formattedFilter(_ value: Value, _ arguments: CallArguments) throws(Halt) -> Value {
    if arguments.count > 0, !arguments.keywords.isEmpty {
      throw fail(
        .runtime, "can't handle positional and keyword arguments at the same time")
    }
    var given = FormatArguments()
    given.positional = (0..<arguments.count).map { arguments[$0] }
    if !arguments.keywords.isEmpty {
      let pairs = arguments.keywords.enumerated().map { index, name in
        (key: name, value: arguments.values[arguments.count + index])
      }
      let mapping = try makeDictionary(pairs)
      given = FormatArguments(positional: [mapping], mapping: mapping)
    }
    return try formatted(try string(of: value), given)
  }

  private struct FormatArguments {
    var positional: [Value] = []
    var mapping: Value?
    var mayGoUnused = false
    var next = 0
  }

  private struct Conversion {
    var flags: Set<UInt8> = []
    var width = 0
    var precision: Int?
  }

  private func formatted(
    _ format: Value, _ given: FormatArguments
  ) throws(Halt) -> Value {
    var arguments = given
    let text = format.bytes
    return try makeString(flags: format.flags) { () throws(Halt) in
      var at = 0
      var usesMapping = false
      while at < text.count {
        guard text[at] == UInt8(ascii: "%") else {
          self.output.append(text[at])
          at += 1
          continue
        }
        at += 1
        var value: Value?
        if at < text.count, text[at] == UInt8(ascii: "(") {
          usesMapping = true
          value = try self.mapped(text, &at, arguments)
        }
        let conversion = try self.conversion(text, &at, &arguments)
        guard at < text.count else { throw self.fail(.value, "incomplete format") }
        let kind = text[at]
        at += 1
        if kind == UInt8(ascii: "%") {
          self.output.append(kind)
          continue
        }
        if value == nil {
          guard arguments.next < arguments.positional.count else {
            throw self.fail(.type, "not enough arguments for format string")
          }
          value = arguments.positional[arguments.next]
          arguments.next += 1
        }
        try self.append(value ?? .none, kind, conversion, escapes: format.isMarkup)
        try self.checkOutput()
      }
      if arguments.next < arguments.positional.count, !usesMapping, arguments.mapping == nil,
        !arguments.mayGoUnused
      {
        throw self.fail(.type, "not all arguments converted during string formatting")
      }
    }
  }

  private func mapped(
    _ text: UnsafeRawBufferPointer, _ at: inout Int, _ arguments: FormatArguments
  ) throws(Halt) -> Value {
    guard let mapping = arguments.mapping else { throw fail(.type, "format requires a mapping") }
    let start = at + 1
    while at < text.count, text[at] != UInt8(ascii: ")") { at += 1 }
    guard at < text.count else { throw fail(.value, "incomplete format key") }
    let name = try makeString(text.part(start, at))
    at += 1
    guard let value = try lookUp(name, in: mapping.dictionary) else {
      throw fail(.value, "KeyError: '\(self.text(name))'")
    }
    return value
  }

  private func conversion(
    _ text: UnsafeRawBufferPointer, _ at: inout Int, _ arguments: inout FormatArguments
  ) throws(Halt) -> Conversion {
    var conversion = Conversion()
    while at < text.count, Bytes("-+ #0").contains(text[at]) {
      conversion.flags.insert(text[at])
      at += 1
    }
    conversion.width = try size(text, &at, &arguments) ?? 0
    if conversion.width < 0 { conversion.flags.insert(UInt8(ascii: "-")) }
    conversion.width = abs(conversion.width)
    if at < text.count, text[at] == UInt8(ascii: ".") {
      at += 1
      conversion.precision = max(try size(text, &at, &arguments) ?? 0, 0)
    }
    while at < text.count, Bytes("hlL").contains(text[at]) { at += 1 }
    return conversion
  }

  private func size(
    _ text: UnsafeRawBufferPointer, _ at: inout Int, _ arguments: inout FormatArguments
  ) throws(Halt) -> Int? {
    var size: Int?
    if at < text.count, text[at] == UInt8(ascii: "*") {
      at += 1
      guard arguments.next < arguments.positional.count else {
        throw fail(.type, "not enough arguments for format string")
      }
      guard let value = arguments.positional[arguments.next].smallInteger else {
        throw fail(.type, "* wants int")
      }
      arguments.next += 1
      size = value
    }
    while at < text.count, text[at] &- UInt8(ascii: "0") < 10, (size ?? 0) < 1_000_000 {
      size = (size ?? 0) * 10 + Int(text[at] - UInt8(ascii: "0"))
      at += 1
    }
    if let size, !(-100_000...100_000).contains(size) {
      throw fail(.limit, "a width or precision of more than 100,000 in a format")
    }
    return size
  }

  private func append(
    _ value: Value, _ kind: UInt8, _ conversion: Conversion, escapes: Bool
  ) throws(Halt) {
    var text: String
    switch kind {
    case UInt8(ascii: "s"), UInt8(ascii: "r"), UInt8(ascii: "a"):
      var string =
        kind == UInt8(ascii: "s")
        ? try self.string(of: value)
        : try makeString { () throws(Halt) in try self.writeRepresentation(value) }
      if escapes { string = try escaped(string) }
      if let precision = conversion.precision {
        string = part(string, 0, UTF8Text.offset(of: precision, in: string.bytes))
      }
      let missing = conversion.width - UTF8Text.count(string.bytes)
      let fillsBehind = conversion.flags.contains(UInt8(ascii: "-"))
      if !fillsBehind { appendSpaces(missing) }
      output.append(string.bytes)
      if fillsBehind { appendSpaces(missing) }
      return
    case UInt8(ascii: "c"):
      if value.isString, UTF8Text.count(value.bytes) == 1 { return output.append(value.bytes) }
      guard let number = value.smallInteger, let scalar = Unicode.Scalar(UInt32(clamping: number))
      else {
        throw fail(.type, "%c requires int or char")
      }
      return output.append(String(Character(scalar)))
    case UInt8(ascii: "d"), UInt8(ascii: "i"), UInt8(ascii: "u"):
      guard value.isNumber else {
        throw fail(
          .type,
          "%\(UnicodeScalar(kind)) format: a real number is required, not \(typeName(value))")
      }
      guard value.tag != .float || value.float.isFinite else {
        throw fail(.value, "cannot convert float to integer")
      }
      let number =
        value.tag == .float ? BigInteger(value.float.rounded(.towardZero)) : bigInteger(value)
      text = number.description
      text = Self.withPrecision(text, conversion.precision)
    case UInt8(ascii: "x"), UInt8(ascii: "X"), UInt8(ascii: "o"):
      guard let number = value.smallInteger else {
        throw fail(
          .type,
          "%\(UnicodeScalar(kind)) format: an integer is required, not \(typeName(value))")
      }
      let isOctal = kind == UInt8(ascii: "o")
      text = Self.withPrecision(
        String(number, radix: isOctal ? 8 : 16, uppercase: kind == UInt8(ascii: "X")),
        conversion.precision)
      if conversion.flags.contains(UInt8(ascii: "#")) {
        let sign = text.hasPrefix("-") ? "-" : ""
        text = sign + "0\(UnicodeScalar(kind))" + text.dropFirst(sign.count)
      }
    case UInt8(ascii: "f"), UInt8(ascii: "F"), UInt8(ascii: "e"), UInt8(ascii: "E"),
      UInt8(ascii: "g"), UInt8(ascii: "G"):
      guard value.isNumber else {
        throw fail(.type, "must be real number, not \(typeName(value))")
      }
      guard conversion.precision ?? 6 <= 1000 else {
        throw fail(.limit, "a precision of more than 1,000 in a format")
      }
      text = Self.fixed(
        try double(value), conversion.precision ?? 6, String(UnicodeScalar(kind)))
    default:
      throw fail(
        .value,
        "unsupported format character '\(UnicodeScalar(kind))' (0x\(String(kind, radix: 16)))")
    }
    appendNumber(text, conversion)
  }

  private static func withPrecision(_ digits: String, _ precision: Int?) -> String {
    let sign = digits.hasPrefix("-") ? "-" : ""
    let plain = digits.dropFirst(sign.count)
    return sign + String(repeating: "0", count: max(0, (precision ?? 0) - plain.count)) + plain
  }

  private func appendSpaces(_ count: Int) {
    for _ in 0..<max(count, 0) { output.append(UInt8(0x20)) }
  }

  private func appendNumber(_ text: String, _ conversion: Conversion) {
    var sign = text.hasPrefix("-") ? "-" : ""
    let digits = text.dropFirst(sign.count)
    if sign.isEmpty {
      sign =
        conversion.flags.contains(UInt8(ascii: "+"))
        ? "+" : conversion.flags.contains(UInt8(ascii: " ")) ? " " : ""
    }
    let missing = max(0, conversion.width - sign.utf8.count - digits.utf8.count)
    if conversion.flags.contains(UInt8(ascii: "-")) {
      output.append(sign + digits)
      appendSpaces(missing)
    } else if conversion.flags.contains(UInt8(ascii: "0")) {
      output.append(sign + String(repeating: "0", count: missing) + digits)
    } else {
      appendSpaces(missing)
      output.append(sign + digits)
    }
  }

  // MARK: str.format

  /// `'{} {0} {name}'.format(…)`, without format specifications.
  func formatMethod(_ format: Value, _ arguments: CallArguments) throws(Halt) -> Value {
    let text = format.bytes
    return try makeString(flags: format.flags) { () throws(Halt) in
      var at = 0
      // Where the next field without a number is from; nil as soon as one has a number.
      var next: Int? = 0
      while at < text.count {
        let byte = text[at]
        at += 1
        guard byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") else {
          self.output.append(byte)
          continue
        }
        if at < text.count, text[at] == byte {
          self.output.append(byte)
          at += 1
          continue
        }
        guard byte == UInt8(ascii: "{") else {
          throw self.fail(.value, "Single '}' encountered in format string")
        }
        let start = at
        while at < text.count, text[at] != UInt8(ascii: "}") { at += 1 }
        guard at < text.count else {
          throw self.fail(.value, "Single '{' encountered in format string")
        }
        let field = text.part(start, at)
        at += 1
        let value = try self.field(field, &next, arguments)
        try self.writeString(format.isMarkup ? try self.escaped(value) : value)
      }
    }
  }

  private func field(
    _ field: UnsafeRawBufferPointer, _ next: inout Int?, _ arguments: CallArguments
  ) throws(Halt) -> Value {
    let name = String(decoding: field, as: UTF8.self)
    if field.contains(where: { Bytes(":!.[{").contains($0) }) {
      throw fail(
        .unsupported,
        "the field '{\(name)}' of str.format is not supported; only names and numbers are")
    }
    var position = Int(name)
    if name.isEmpty || position != nil {
      if name.isEmpty ? next == nil : (next ?? 0) > 0 {
        throw fail(
          .value,
          "cannot switch from manual field specification to automatic field numbering")
      }
      position = position ?? next
      next = name.isEmpty ? (next ?? 0) + 1 : nil
    }
    if let position {
      guard position >= 0, position < arguments.count else {
        throw fail(
          .value,
          "Replacement index \(position) out of range for positional args tuple")
      }
      return arguments[position]
    }
    for (index, keyword) in arguments.keywords.enumerated()
    where sameBytes(keyword.bytes, field) {
      return arguments.values[arguments.count + index]
    }
    throw fail(.value, "KeyError: '\(name)'")
  }
}
