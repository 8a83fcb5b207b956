import TamisCore

/// Methods of `str`.
extension Machine {
  func callString(
    _ method: Method, on string: Value, _ arguments: CallArguments
  ) throws(Halt) -> Value {
    switch method {
    case .strip, .lstrip, .rstrip:
      try checkPositional(arguments, 0...1, method)
      let (start, end) = (method != .rstrip, method != .lstrip)
      if arguments.count == 0 || arguments[0].tag == .none {
        return strippedSpace(string, fromStart: start, fromEnd: end)
      }
      return try stripped(string, arguments[0], fromStart: start, fromEnd: end)
    case .split, .rsplit: return try split(string, arguments, fromEnd: method == .rsplit)
    case .splitlines:
      try checkArguments(arguments, ["keepends"], "splitlines")
      let keeps = try arguments.argument(0, "keepends").map(isTrue) ?? false
      return try makeSequence(.list, try lines(of: string, keepsEnds: keeps))
    case .startswith, .endswith: return try hasAffix(string, arguments, method)
    case .removeprefix, .removesuffix:
      let affix = try oneString(arguments, method)
      let size = Int(affix.count)
      let total = Int(string.count)
      if method == .removeprefix, string.bytes.starts(with: affix.bytes) {
        return part(string, size, total)
      }
      if method == .removesuffix, size > 0, string.bytes.ends(with: affix.bytes) {
        return part(string, 0, total - size)
      }
      return string
    case .lower, .upper, .capitalize, .title, .swapcase, .casefold:
      try checkPositional(arguments, 0...0, method)
      return try derived(try mapCase(string, change(method)), from: string)
    case .replace: return try derived(try replaced(string, arguments, method), from: string)
    case .join:
      try checkPositional(arguments, 1...1, method)
      return try joinMethod(string, arguments[0])
    case .find, .rfind, .index, .rindex, .count: return try search(string, arguments, method)
    case .partition, .rpartition: return try partition(string, arguments, method)
    case .center, .ljust, .rjust:
      try checkPositional(arguments, 1...2, method)
      return try padded(
        string, arguments[0], arguments.count > 1 ? arguments[1] : nil,
        method == .center ? .both : method == .ljust ? .end : .start)
    case .zfill: return try zeroFilled(string, arguments)
    case .expandtabs: return try withoutTabs(string, arguments)
    case .format: return try formatMethod(string, arguments)
    default:
      try checkPositional(arguments, 0...0, method)
      return .bool(try consists(string, of: method))
    }
  }

  private func derived(_ result: Value, from string: Value) throws(Halt) -> Value {
    if tracker != nil { noteDerived(result, from: string) }
    return result
  }

  private func change(_ method: Method) -> CaseChange {
    switch method {
    case .lower: .lower
    case .upper: .upper
    case .capitalize: .capitalize
    case .title: .title
    case .swapcase: .swap
    default: .fold
    }
  }

  /// Checks that there are as many arguments as `range` says, and no keywords.
  func checkPositional(
    _ arguments: CallArguments, _ range: ClosedRange<Int>, _ method: Method
  ) throws(Halt) {
    guard arguments.keywords.isEmpty else {
      throw fail(.type, "\(method.rawValue)() takes no keyword arguments")
    }
    guard range.contains(arguments.count) else {
      let bound = arguments.count < range.lowerBound ? range.lowerBound : range.upperBound
      let word = arguments.count < range.lowerBound ? "at least" : "at most"
      throw fail(
        .type,
        "\(method.rawValue) expected \(word) \(bound) argument\(bound == 1 ? "" : "s"), got \(arguments.count)"
      )
    }
  }

  private func oneString(_ arguments: CallArguments, _ method: Method) throws(Halt) -> Value {
    try checkPositional(arguments, 1...1, method)
    return try stringArgument(arguments[0], method)
  }

  func stringArgument(_ value: Value, _ method: Method) throws(Halt) -> Value {
    guard value.isString else {
      if value.tag == .undefined { throw undefinedError(value) }
      throw fail(
        .type, "\(method.rawValue)() argument must be str, not \(typeName(value))")
    }
    return value
  }

  func integerArgument(_ value: Value, _ callee: String) throws(Halt) -> Int {
    guard let number = value.smallInteger else {
      if value.tag == .undefined { throw undefinedError(value) }
      throw fail(.type, "'\(typeName(value))' object cannot be interpreted as an integer")
    }
    return number
  }

  private func split(
    _ string: Value, _ arguments: CallArguments, fromEnd: Bool
  ) throws(Halt) -> Value {
    try checkArguments(arguments, ["sep", "maxsplit"], fromEnd ? "rsplit" : "split")
    let limit =
      try arguments.argument(1, "maxsplit").map { value throws(Halt) in
        try self.integerArgument(value, "split")
      } ?? -1
    guard let separator = arguments.argument(0, "sep"), separator.tag != .none else {
      return try makeSequence(.list, try words(of: string, limit: limit, fromEnd: fromEnd))
    }
    guard separator.isString else {
      if separator.tag == .undefined { throw fail(.type, "must be str or None, not Undefined") }
      throw fail(.type, "must be str or None, not \(typeName(separator))")
    }
    guard separator.count > 0 else { throw fail(.value, "empty separator") }
    return try makeSequence(
      .list, try parts(of: string, at: separator, limit: limit, fromEnd: fromEnd))
  }

  private func hasAffix(
    _ string: Value, _ arguments: CallArguments, _ method: Method
  ) throws(Halt) -> Value {
    try checkPositional(arguments, 1...3, method)
    var text = string
    if arguments.count > 1 {
      text = try slice(
        string, arguments[1], arguments.count > 2 ? arguments[2] : .none, .none)
    }
    let candidates = arguments[0].tag == .tuple ? try array(of: arguments[0]) : [arguments[0]]
    for affix in candidates {
      guard affix.isString else {
        throw fail(
          .type,
          "\(method.rawValue) first arg must be str or a tuple of str, not \(typeName(affix))")
      }
      if method == .startswith
        ? text.bytes.starts(with: affix.bytes) : text.bytes.ends(with: affix.bytes)
      {
        return .true
      }
    }
    return .false
  }

  private func joinMethod(_ separator: Value, _ value: Value) throws(Halt) -> Value {
    var parts: [Value] = []
    guard value.tag != .int, value.tag != .none, value.tag != .float, value.tag != .bool else {
      throw fail(.type, "can only join an iterable")
    }
    for (index, item) in try array(of: value).enumerated() {
      guard item.isString else {
        throw fail(
          .type, "sequence item \(index): expected str instance, \(typeName(item)) found")
      }
      if index > 0, separator.count > 0 { parts.append(separator) }
      parts.append(separator.isMarkup ? try escaped(item) : item)
    }
    var joined = try joinStrings(parts)
    joined.flags = separator.flags
    return joined
  }

  /// Where `needle` is among the characters, or how often.
  private func search(
    _ string: Value, _ arguments: CallArguments, _ method: Method
  ) throws(Halt) -> Value {
    try checkPositional(arguments, 1...3, method)
    let needle = try stringArgument(arguments[0], method)
    let bytes = string.bytes
    try charge(1 + bytes.count / 16)
    let length = UTF8Text.count(bytes)
    func bound(_ index: Int, _ absent: Int) throws(Halt) -> Int {
      guard arguments.count > index, arguments[index].tag != .none else { return absent }
      let place = try integerArgument(arguments[index], method.rawValue)
      return min(max(place < 0 ? place + length : place, 0), length + 1)
    }
    let (from, to) = (try bound(1, 0), min(try bound(2, length), length))
    guard from <= to else {
      if method == .index || method == .rindex { throw fail(.value, "substring not found") }
      return .int(method == .count ? 0 : -1)
    }
    let start = UTF8Text.offset(of: from, in: bytes)
    let end = UTF8Text.offset(of: to - from, in: bytes, from: start)
    let text = bytes.part(start, end)
    if method == .count {
      if needle.count == 0 { return .int(to - from + 1) }
      var (count, at) = (0, 0)
      while let place = UTF8Text.find(needle.bytes, in: text, from: at) {
        count += 1
        at = place + Int(needle.count)
      }
      return .int(count)
    }
    let isLast = method == .rfind || method == .rindex
    guard
      let place = isLast
        ? UTF8Text.findLast(needle.bytes, in: text) : UTF8Text.find(needle.bytes, in: text)
    else {
      if method == .index || method == .rindex { throw fail(.value, "substring not found") }
      return .int(-1)
    }
    return .int(from + UTF8Text.count(text.part(0, place)))
  }

  private func partition(
    _ string: Value, _ arguments: CallArguments, _ method: Method
  ) throws(Halt) -> Value {
    let separator = try oneString(arguments, method)
    guard separator.count > 0 else { throw fail(.value, "empty separator") }
    let bytes = string.bytes
    let isLast = method == .rpartition
    let found =
      isLast
      ? UTF8Text.findLast(separator.bytes, in: bytes) : UTF8Text.find(separator.bytes, in: bytes)
    let empty = part(string, 0, 0)
    guard let found else {
      return try makeSequence(.tuple, isLast ? [empty, empty, string] : [string, empty, empty])
    }
    let end = found + Int(separator.count)
    return try makeSequence(
      .tuple,
      [part(string, 0, found), part(string, found, end), part(string, end, bytes.count)])
  }

  // MARK: Filling

  enum Padding { case start, end, both, center }

  func padded(
    _ string: Value, _ width: Value, _ filler: Value?, _ side: Padding
  ) throws(Halt) -> Value {
    let width = try integerArgument(width, "center")
    let count = UTF8Text.count(string.bytes)
    guard width > count else { return string }
    var fill = try makeString(" ")
    if let filler {
      guard filler.isString, UTF8Text.count(filler.bytes) == 1 else {
        throw fail(.type, "The fill character must be exactly one character long")
      }
      fill = filler
    }
    let missing = width - count
    try charge(missing)
    guard missing < limits.memoryBytes / 4 else {
      try checkMemory(.max)
      return string
    }
    try checkMemory(missing * 4)
    // Python puts the odd one on the left only where the width is odd, too.
    let left =
      side == .start
      ? missing : side == .end ? 0 : missing / 2 + (missing & width & 1)
    return try makeString(flags: string.flags) { () throws(Halt) in
      for _ in 0..<left { self.output.append(fill.bytes) }
      self.output.append(string.bytes)
      for _ in left..<missing { self.output.append(fill.bytes) }
    }
  }

  private func zeroFilled(_ string: Value, _ arguments: CallArguments) throws(Halt) -> Value {
    try checkPositional(arguments, 1...1, .zfill)
    let hasSign =
      string.bytes.first == UInt8(ascii: "-") || string.bytes.first == UInt8(ascii: "+")
    let digits = part(string, hasSign ? 1 : 0, Int(string.count))
    let width = try integerArgument(arguments[0], "zfill")
    let filled = try padded(
      digits, .int(hasSign ? max(width, Int.min + 1) - 1 : width), try makeString("0"), .start)
    return hasSign ? try joinStrings([part(string, 0, 1), filled]) : filled
  }

  private func withoutTabs(_ string: Value, _ arguments: CallArguments) throws(Halt) -> Value {
    try checkArguments(arguments, ["tabsize"], "expandtabs")
    let size =
      try arguments.argument(0, "tabsize").map { value throws(Halt) in
        try self.integerArgument(value, "expandtabs")
      } ?? 8
    guard size < 10_000 else { throw fail(.limit, "a tab of more than 10,000 spaces") }
    let bytes = string.bytes
    return try makeString { () throws(Halt) in
      var column = 0
      for byte in bytes {
        if byte == 0x09 {
          guard size > 0 else { continue }
          let spaces = size - column % size
          for _ in 0..<spaces { self.output.append(UInt8(0x20)) }
          column += spaces
          try self.checkOutput()
        } else {
          self.output.append(byte)
          if byte == 0x0A || byte == 0x0D { column = 0 } else if byte & 0xC0 != 0x80 { column += 1 }
        }
      }
    }
  }
}
