import TamisCore

/// RFC 8259 as one would write it down from its grammar: recursive, a byte at a time, and slow. The
/// scanner is held against it.
struct ReferenceParser {
  private let text: [UInt8]
  private let depth: Int
  private let depthLimit: Int
  private var at = 0
  private var nodes: [JSONNode] = []

  /// What there is to say of `text`, with the nodes down to `depth`.
  static func parse(
    _ text: [UInt8], depth: Int = .max, depthLimit: Int = JSONScanner.defaultDepthLimit
  ) -> ScanOutcome {
    var parser = ReferenceParser(text, depth, depthLimit)
    do throws(JSONError) {
      try parser.parse()
      return ScanOutcome(nodes: parser.nodes)
    } catch {
      return ScanOutcome(error: error)
    }
  }

  private init(_ text: [UInt8], _ depth: Int, _ depthLimit: Int) {
    self.text = text
    self.depth = depth
    self.depthLimit = depthLimit
  }

  private mutating func parse() throws(JSONError) {
    skipSpace()
    if at == text.count { throw JSONError(.empty, at: at) }
    try parseValue(0)
    skipSpace()
    if at < text.count { throw JSONError(.trailingContent, at: at) }
  }

  private var byte: UInt8? { at < text.count ? text[at] : nil }

  private mutating func skipSpace() {
    while let byte, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { at += 1 }
  }

  private func unexpected() -> JSONError {
    byte.map { JSONError(.unexpected($0), at: at) } ?? JSONError(.endsEarly, at: at)
  }

  private mutating func keep(
    _ kind: JSONKind, from start: Int, _ nesting: Int, _ flags: JSONNode.Flags = []
  ) {
    if nesting > depth { return }
    nodes.append(JSONNode(start: start, end: at, next: nodes.count + 1, kind: kind, flags: flags))
  }

  private mutating func parseValue(_ nesting: Int) throws(JSONError) {
    let start = at
    switch byte {
    case UInt8(ascii: "{"): try parseContainer(.object, nesting)
    case UInt8(ascii: "["): try parseContainer(.array, nesting)
    case UInt8(ascii: "\""): try parseString([], nesting)
    case UInt8(ascii: "t"):
      try parseWord("true")
      keep(.true, from: start, nesting)
    case UInt8(ascii: "f"):
      try parseWord("false")
      keep(.false, from: start, nesting)
    case UInt8(ascii: "n"):
      try parseWord("null")
      keep(.null, from: start, nesting)
    case .some(UInt8(ascii: "-")), .some(UInt8(ascii: "0")...UInt8(ascii: "9")):
      try parseNumber()
      keep(.number, from: start, nesting)
    default: throw unexpected()
    }
  }

  private mutating func parseContainer(_ kind: JSONKind, _ nesting: Int) throws(JSONError) {
    let start = at
    if nesting == depthLimit { throw JSONError(.tooDeep(limit: depthLimit), at: at) }
    let node = nodes.count
    keep(kind, from: start, nesting)
    let closing = kind == .object ? UInt8(ascii: "}") : UInt8(ascii: "]")
    at += 1
    skipSpace()
    if byte == closing {
      at += 1
    } else {
      var isDone = false
      while !isDone {
        if kind == .object { try parseKey(nesting + 1) }
        try parseValue(nesting + 1)
        skipSpace()
        let place = at
        guard byte == closing || byte == UInt8(ascii: ",") else { throw unexpected() }
        isDone = byte == closing
        at += 1
        if !isDone {
          skipSpace()
          if byte == closing { throw JSONError(.trailingComma, at: place) }
        }
      }
    }
    if nesting > depth { return }
    nodes[node].end = UInt32(at)
    nodes[node].next = UInt32(nodes.count)
  }

  private mutating func parseKey(_ nesting: Int) throws(JSONError) {
    guard byte == UInt8(ascii: "\"") else { throw unexpected() }
    try parseString(.key, nesting)
    skipSpace()
    guard byte == UInt8(ascii: ":") else { throw unexpected() }
    at += 1
    skipSpace()
  }

  private mutating func parseString(_ key: JSONNode.Flags, _ nesting: Int) throws(JSONError) {
    let start = at
    var flags = key
    var units: [UInt16] = []
    at += 1
    while byte != UInt8(ascii: "\"") {
      guard let byte else { throw JSONError(.endsEarly, at: at) }
      if byte < 0x20 { throw JSONError(.controlCharacter(byte), at: at) }
      if byte == UInt8(ascii: "\\") {
        flags.insert(.escaped)
        units.append(try parseEscape())
      } else {
        units.append(UInt16(byte))
        at += 1
      }
    }
    at += 1
    // UTF-8 bytes are no surrogates, so what is one came from an escape.
    var place = 0
    while place < units.count {
      let isPair =
        0xD800..<0xDC00 ~= units[place] && place + 1 < units.count
        && 0xDC00..<0xE000 ~= units[place + 1]
      if !isPair, 0xD800..<0xE000 ~= units[place] { flags.insert(.loneSurrogate) }
      place += isPair ? 2 : 1
    }
    keep(.string, from: start, nesting, flags)
  }

  private mutating func parseEscape() throws(JSONError) -> UInt16 {
    let start = at
    at += 1
    guard let letter = byte else { throw JSONError(.endsEarly, at: at) }
    at += 1
    if letter != UInt8(ascii: "u") {
      guard utf8("\"\\/bfnrt").contains(letter) else { throw JSONError(.badEscape, at: start) }
      return 0
    }
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let digit = byte else { throw JSONError(.endsEarly, at: at) }
      guard let value = utf8("0123456789abcdef").firstIndex(of: digit | (digit > 57 ? 0x20 : 0))
      else { throw JSONError(.badEscape, at: start) }
      unit = unit * 16 + UInt16(value)
      at += 1
    }
    return unit
  }

  private mutating func parseWord(_ word: String) throws(JSONError) {
    let start = at
    for letter in word.utf8 {
      guard let byte else { throw JSONError(.endsEarly, at: at) }
      if byte != letter { throw JSONError(.unexpected(text[start]), at: start) }
      at += 1
    }
  }

  private mutating func parseNumber() throws(JSONError) {
    let start = at
    if byte == UInt8(ascii: "-") { at += 1 }
    if byte == UInt8(ascii: "0") {
      at += 1
      if isDigit { throw JSONError(.badNumber, at: start) }
    } else {
      try parseDigits(start)
    }
    if byte == UInt8(ascii: ".") {
      at += 1
      try parseDigits(start)
    }
    if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
      at += 1
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { at += 1 }
      try parseDigits(start)
    }
  }

  private var isDigit: Bool { byte.map { 0x30...0x39 ~= $0 } ?? false }

  private mutating func parseDigits(_ start: Int) throws(JSONError) {
    guard isDigit else {
      throw byte == nil ? JSONError(.endsEarly, at: at) : JSONError(.badNumber, at: start)
    }
    while isDigit { at += 1 }
  }
}
