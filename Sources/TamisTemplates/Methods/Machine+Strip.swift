/// `trim`, `strip` and splitting: parts of a string, never copies.
extension Machine {
  /// The string without white space at its ends.
  func trimmed(_ string: Value) -> Value {
    strippedSpace(string, fromStart: true, fromEnd: true)
  }

  func strippedSpace(_ string: Value, fromStart: Bool, fromEnd: Bool) -> Value {
    let base = string.base
    var start = 0
    var end = Int(string.count)
    if fromStart {
      while start < end {
        let length = PythonSpace.length(base, start, end)
        if length == 0 { break }
        start += length
      }
    }
    if fromEnd {
      while end > start {
        let length = PythonSpace.length(base, before: end, from: start)
        if length == 0 { break }
        end -= length
      }
    }
    return .string(base + start, end - start, flags: string.flags)
  }

  /// The string without characters of `characters` at its ends.
  func stripped(
    _ string: Value, _ characters: Value, fromStart: Bool, fromEnd: Bool
  ) throws(Halt) -> Value {
    guard characters.isString else {
      throw fail(.type, "strip arg must be None or str, not \(typeName(characters))")
    }
    try charge(1 + Int(characters.count) / 16)
    var set: Set<UInt32> = []
    var at = 0
    while at < characters.bytes.count {
      let (scalar, length) = UTF8Text.decode(characters.bytes, at)
      set.insert(scalar)
      at += length
    }
    let bytes = string.bytes
    var start = 0
    var end = bytes.count
    if fromStart {
      while start < end {
        let (scalar, length) = UTF8Text.decode(bytes, start)
        guard set.contains(scalar) else { break }
        start += length
      }
    }
    if fromEnd {
      while end > start {
        let place = UTF8Text.previous(bytes, before: end)
        guard set.contains(UTF8Text.decode(bytes, place).scalar) else { break }
        end = place
      }
    }
    start = min(start, end)
    return .string(string.base + start, end - start, flags: string.flags)
  }

  func part(_ string: Value, _ start: Int, _ end: Int) -> Value {
    .string(string.base + start, end - start, flags: string.flags)
  }

  /// The words between stretches of white space; at most `limit` cuts, from the end if `fromEnd`.
  func words(
    of string: Value, limit: Int = -1, fromEnd: Bool = false
  ) throws(Halt) -> [Value] {
    let (base, count) = (string.base, Int(string.count))
    try charge(1 + count / 16)
    var words: [Value] = []
    if fromEnd {
      var end = count
      while true {
        while end > 0, case let size = PythonSpace.length(base, before: end, from: 0), size > 0 {
          end -= size
        }
        if end == 0 { break }
        if limit >= 0, words.count == limit {
          words.append(part(string, 0, end))
          break
        }
        var start = end
        while start > 0, PythonSpace.length(base, before: start, from: 0) == 0 {
          start = UTF8Text.previous(string.bytes, before: start)
        }
        words.append(part(string, start, end))
        end = start
      }
      return words.reversed()
    }
    var start = 0
    while true {
      while start < count, case let size = PythonSpace.length(base, start, count), size > 0 {
        start += size
      }
      if start == count { break }
      if limit >= 0, words.count == limit {
        words.append(part(string, start, count))
        break
      }
      var end = start
      while end < count, PythonSpace.length(base, end, count) == 0 {
        end += UTF8Text.length(base[end])
      }
      end = min(end, count)
      words.append(part(string, start, end))
      start = end
    }
    return words
  }

  /// The parts between occurrences of `separator`; at most `limit` cuts, from the end if `fromEnd`.
  func parts(
    of string: Value, at separator: Value, limit: Int, fromEnd: Bool
  ) throws(Halt) -> [Value] {
    let bytes = string.bytes
    try charge(1 + bytes.count / 16)
    let size = Int(separator.count)
    var parts: [Value] = []
    if fromEnd, limit >= 0 {
      var end = bytes.count
      while parts.count < limit,
        let place = UTF8Text.findLast(separator.bytes, in: bytes.part(0, end))
      {
        parts.append(part(string, place + size, end))
        end = place
      }
      parts.append(part(string, 0, end))
      return parts.reversed()
    }
    var start = 0
    while limit < 0 || parts.count < limit,
      let place = UTF8Text.find(separator.bytes, in: bytes, from: start)
    {
      try checkMemory(parts.count * 32)
      parts.append(part(string, start, place))
      start = place + size
    }
    parts.append(part(string, start, bytes.count))
    return parts
  }

  /// The lines, by all line ends that Python knows.
  func lines(of string: Value, keepsEnds: Bool) throws(Halt) -> [Value] {
    let bytes = string.bytes
    try charge(1 + bytes.count / 16)
    var lines: [Value] = []
    var start = 0
    var at = 0
    while at < bytes.count {
      let size = Self.lineEnd(bytes, at)
      if size == 0 {
        at += 1
        continue
      }
      lines.append(part(string, start, keepsEnds ? at + size : at))
      at += size
      start = at
    }
    if start < bytes.count { lines.append(part(string, start, bytes.count)) }
    return lines
  }

  /// Bytes of the line end at `at`; 0 where there is none.
  private static func lineEnd(_ text: UnsafeRawBufferPointer, _ at: Int) -> Int {
    switch text[at] {
    case 0x0D: return at + 1 < text.count && text[at + 1] == 0x0A ? 2 : 1
    case 0x0A...0x0C, 0x1C...0x1E: return 1
    case 0xC2: return at + 1 < text.count && text[at + 1] == 0x85 ? 2 : 0
    case 0xE2:
      return at + 2 < text.count && text[at + 1] == 0x80 && text[at + 2] & 0xFE == 0xA8 ? 3 : 0
    default: return 0
    }
  }
}
