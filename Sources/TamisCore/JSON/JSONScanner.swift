// The scanner of RFC 8259 that all of Tamis reads JSON with.
//
// It checks a text to the letter of the grammar and leaves a flat list of nodes: no tree, no strings, no
// numbers converted. For
//
//     {"id": 7, "tags": ["a", "b"]}
//
// the list holds, in the order of the text, what starts where and which node comes after it:
//
//     0 object 0..<29 next 7      3 key    10..<16 next 4      6 string 24..<27 next 7
//     1 key    1..<5  next 2      4 array  18..<28 next 7
//     2 number 7..<8  next 3      5 string 19..<22 next 6
//
// A value of no interest is stepped over in one move, by `next`. With `depth: 1` only nodes 0 to 4 are
// kept (the record and its fields), the rest is checked and forgotten: that is how records are read.
//
// The bytes end in a byte below 0x20 that does not count as text (a line feed, or the zero that
// `ByteBuffer.terminate` puts there). So the loops over strings and numbers need no test for the end:
// they run into that byte, which can be part of neither, and the error is told from a true one by
// comparing the place with the end. UTF-8 is checked elsewhere, for many records in one go.

import CTamisKernels

/// Checks JSON texts against RFC 8259 and lists their nodes.
public struct JSONScanner: Sendable {
  /// Nesting that is refused unless said otherwise: Python's own parser gives up at about the same.
  public static let defaultDepthLimit = 1024

  /// Where a text must end, counted from the base: offsets are kept in 32 bits.
  public static let lengthLimit = Int(UInt32.max)

  /// The deepest nesting that is accepted.
  public var depthLimit: Int
  /// Down to which depth nodes are kept: 0 the value itself, 1 its fields or elements too …
  public var depth: Int

  public init(depth: Int = .max, depthLimit: Int = Self.defaultDepthLimit) {
    self.depth = depth
    self.depthLimit = depthLimit
  }

  /// Scans one value with white space around it, and nothing else, appending its nodes to `nodes`.
  ///
  /// Offsets in nodes and errors count from `base`. The text is `range`, and the byte behind it must be
  /// below 0x20 and have `ByteBuffer.slack` readable bytes behind itself. Time is linear.
  public func scan(
    _ base: UnsafePointer<UInt8>, _ range: Range<Int>, into nodes: inout JSONNodeList
  ) throws(JSONError) {
    let kept = nodes.count
    do throws(JSONError) {
      let end = try scanValue(base, range, into: &nodes)
      let behind = skipSpace(base, end, range.upperBound)
      if behind != range.upperBound { throw JSONError(.trailingContent, at: behind) }
    } catch {
      nodes.truncate(to: kept)
      throw error
    }
  }

  /// Scans the first value in `range`, white space before it left out; returns where it ends.
  ///
  /// The conditions are those of `scan`. Where it throws, nodes of what came before the error may be
  /// left in `nodes`.
  public func scanValue(
    _ base: UnsafePointer<UInt8>, _ range: Range<Int>, into nodes: inout JSONNodeList
  ) throws(JSONError) -> Int {
    let end = range.upperBound
    // Nodes hold 32-bit offsets.
    if end > Self.lengthLimit {
      throw JSONError(.tooLong(limit: Self.lengthLimit), at: range.lowerBound)
    }
    nodes.openContainers.removeAll(keepingCapacity: true)
    var nesting = 0
    var inObject = false
    var at = skipSpace(base, range.lowerBound, end)
    if at == end { throw JSONError(.empty, at: at) }

    value: while true {
      // A value starts at `at`.
      switch base[at] {
      case UInt8(ascii: "\""):
        at = try scanString(base, at, end, key: [], keep: nesting <= depth, &nodes)
      case UInt8(ascii: "{"):
        let node = open(.object, at, nesting, &nodes)
        if nesting == depthLimit { throw JSONError(.tooDeep(limit: depthLimit), at: at) }
        nodes.push(node, within: inObject)
        nesting &+= 1
        inObject = true
        at = skipSpace(base, at + 1, end)
        if base[at] != UInt8(ascii: "}") || at == end {
          at = try scanKey(base, at, end, nesting <= depth, &nodes)
          continue value
        }
        at += 1
        nesting &-= 1
        inObject = nodes.pop(closingAt: at)
      case UInt8(ascii: "["):
        let node = open(.array, at, nesting, &nodes)
        if nesting == depthLimit { throw JSONError(.tooDeep(limit: depthLimit), at: at) }
        nodes.push(node, within: inObject)
        nesting &+= 1
        inObject = false
        at = skipSpace(base, at + 1, end)
        if base[at] != UInt8(ascii: "]") || at == end { continue value }
        at += 1
        nesting &-= 1
        inObject = nodes.pop(closingAt: at)
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        let start = at
        at = try scanNumber(base, at, end)
        keep(.number, start, at, nesting, &nodes)
      case UInt8(ascii: "t"):
        let start = at
        at = try scanWord("true", base, at, end)
        keep(.true, start, at, nesting, &nodes)
      case UInt8(ascii: "f"):
        let start = at
        at = try scanWord("false", base, at, end)
        keep(.false, start, at, nesting, &nodes)
      case UInt8(ascii: "n"):
        let start = at
        at = try scanWord("null", base, at, end)
        keep(.null, start, at, nesting, &nodes)
      default:
        throw unexpected(base, at, end)
      }

      // A value has ended at `at`; what follows depends on where it stood.
      while true {
        if nesting == 0 { return at }
        at = skipSpace(base, at, end)
        let byte = base[at]
        if byte == UInt8(ascii: ","), at != end {
          let comma = at
          at = skipSpace(base, at + 1, end)
          if inObject {
            if base[at] == UInt8(ascii: "}") { throw JSONError(.trailingComma, at: comma) }
            at = try scanKey(base, at, end, nesting <= depth, &nodes)
          } else if base[at] == UInt8(ascii: "]") {
            throw JSONError(.trailingComma, at: comma)
          }
          continue value
        }
        let closing = inObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
        guard byte == closing, at != end else { throw unexpected(base, at, end) }
        at += 1
        nesting &-= 1
        inObject = nodes.pop(closingAt: at)
      }
    }
  }

  /// Scans a key, the colon and the space on both sides; returns where the value starts.
  @inline(__always)
  private func scanKey(
    _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ keep: Bool,
    _ nodes: inout JSONNodeList
  ) throws(JSONError) -> Int {
    guard base[start] == UInt8(ascii: "\"") else { throw unexpected(base, start, end) }
    var at = try scanString(base, start, end, key: .key, keep: keep, &nodes)
    at = skipSpace(base, at, end)
    guard base[at] == UInt8(ascii: ":"), at != end else { throw unexpected(base, at, end) }
    return skipSpace(base, at + 1, end)
  }

  @inline(__always)
  private func scanString(
    _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int, key: JSONNode.Flags, keep: Bool,
    _ nodes: inout JSONNodeList
  ) throws(JSONError) -> Int {
    var at = start &+ 1
    at &+= tamis_json_string_run(base + at)
    var flags = key
    if base[at] != UInt8(ascii: "\"") {
      at = try scanEscapes(base, at, end, &flags)
    }
    at &+= 1
    if keep {
      nodes.append(
        JSONNode(start: start, end: at, next: nodes.count &+ 1, kind: .string, flags: flags))
    }
    return at
  }

  /// Goes on with a string from its first backslash to its closing quote.
  @inline(never)
  private func scanEscapes(
    _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ flags: inout JSONNode.Flags
  ) throws(JSONError) -> Int {
    var at = start
    while true {
      switch base[at] {
      case UInt8(ascii: "\""):
        return at
      case UInt8(ascii: "\\"):
        flags.insert(.escaped)
        switch base[at + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
          UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
          at += 2
        case UInt8(ascii: "u"):
          let unit = try codeUnit(base, at, end)
          at += 6
          if unit & 0xFC00 == 0xD800, base[at] == UInt8(ascii: "\\"),
            base[at + 1] == UInt8(ascii: "u"), try codeUnit(base, at, end) & 0xFC00 == 0xDC00
          {
            at += 6
          } else if unit & 0xF800 == 0xD800 {
            flags.insert(.loneSurrogate)
          }
        default:
          throw at + 1 >= end ? JSONError(.endsEarly, at: end) : JSONError(.badEscape, at: at)
        }
      default:
        throw at >= end
          ? JSONError(.endsEarly, at: end) : JSONError(.controlCharacter(base[at]), at: at)
      }
      at += tamis_json_string_run(base + at)
    }
  }

  /// The number in `\uXXXX` at `at`.
  private func codeUnit(
    _ base: UnsafePointer<UInt8>, _ at: Int, _ end: Int
  ) throws(JSONError) -> UInt16 {
    var value: UInt16 = 0
    for place in at + 2..<at + 6 {
      guard let digit = hexDigit(base[place]) else {
        throw place >= end ? JSONError(.endsEarly, at: end) : JSONError(.badEscape, at: at)
      }
      value = value << 4 | UInt16(digit)
    }
    return value
  }

  @inline(__always)
  private func scanNumber(
    _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int
  ) throws(JSONError) -> Int {
    var at = start
    if base[at] == UInt8(ascii: "-") { at += 1 }
    guard isDigit(base[at]) else { throw badNumber(start, at, end) }
    if base[at] == UInt8(ascii: "0") {
      at += 1
      if isDigit(base[at]) { throw JSONError(.badNumber, at: start) }
    } else {
      while isDigit(base[at]) { at += 1 }
    }
    if base[at] == UInt8(ascii: ".") {
      at += 1
      guard isDigit(base[at]) else { throw badNumber(start, at, end) }
      while isDigit(base[at]) { at += 1 }
    }
    if base[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      if base[at] == UInt8(ascii: "+") || base[at] == UInt8(ascii: "-") { at += 1 }
      guard isDigit(base[at]) else { throw badNumber(start, at, end) }
      while isDigit(base[at]) { at += 1 }
    }
    return at
  }

  private func scanWord(
    _ word: StaticString, _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int
  ) throws(JSONError) -> Int {
    for index in 0..<word.utf8CodeUnitCount where base[start + index] != word.utf8Start[index] {
      throw unexpected(base, start + index >= end ? end : start, end)
    }
    return start + word.utf8CodeUnitCount
  }

  @inline(__always)
  private func skipSpace(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Int {
    var at = start
    while base[at] <= 0x20, at < end, isSpace(base[at]) { at &+= 1 }
    return at
  }

  @inline(__always)
  private func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  @inline(__always)
  private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  @inline(__always)
  private func keep(
    _ kind: JSONKind, _ start: Int, _ end: Int, _ depth: Int, _ nodes: inout JSONNodeList
  ) {
    if depth <= self.depth {
      nodes.append(
        JSONNode(start: start, end: end, next: nodes.count &+ 1, kind: kind, flags: []))
    }
  }

  /// Starts the node of a container, whose end is filled in when it closes; -1 where none is kept.
  @inline(__always)
  private func open(
    _ kind: JSONKind, _ start: Int, _ depth: Int, _ nodes: inout JSONNodeList
  ) -> Int {
    guard depth <= self.depth else { return -1 }
    nodes.append(JSONNode(start: start, end: start, next: 0, kind: kind, flags: []))
    return nodes.count &- 1
  }

  @inline(never)
  private func unexpected(_ base: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> JSONError {
    at >= end ? JSONError(.endsEarly, at: end) : JSONError(.unexpected(base[at]), at: at)
  }

  private func badNumber(_ start: Int, _ at: Int, _ end: Int) -> JSONError {
    at >= end ? JSONError(.endsEarly, at: end) : JSONError(.badNumber, at: start)
  }
}

/// The value of a hexadecimal digit.
@inline(__always)
func hexDigit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  default: nil
  }
}
