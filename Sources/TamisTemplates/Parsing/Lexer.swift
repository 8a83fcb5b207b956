import TamisCore

/// Cuts a template into tokens, white space control applied.
///
/// The rules are those of Jinja's lexer with `trim_blocks` and `lstrip_blocks`
/// (https://github.com/pallets/jinja/blob/3.1.6/src/jinja2/lexer.py):
///
///     source   "a\n  {% if x %}\nb{%- endif %}\n"
///     tokens   data "a\n" · block begin · if x · block end · data "b" · block begin …
///
/// A tag that stands alone behind spaces takes these with it (`lstrip_blocks`), one line end behind
/// `%}` or `#}` goes (`trim_blocks`), `-` takes all white space on its side, `+` keeps it. The last line
/// end of the source is dropped. `{{ … }}` is touched by `-` only.
struct Lexer {
  let source: Bytes
  let templateName: String
  var at = 0
  var line = 1
  var tokens: [Token] = []
  /// True when what was read last ends a line, or nothing was read.
  private var startsLine = true
  /// Closing brackets that are due inside of the tag.
  var brackets: [Token.Operator] = []

  init(_ source: Bytes, name: String) throws(TemplateError) {
    templateName = name
    let valid = source.withUnsafeBytes { validUTF8Prefix($0) }
    guard valid == source.count else {
      throw TemplateError(
        .syntax, "the template is not UTF-8: byte \(valid)", template: name,
        line: 1 + source[..<valid].count { $0 == 0x0A })
    }
    self.source = Self.withUniformLineEnds(source)
  }

  /// All tokens of the template, an `end` behind them.
  static func tokens(of source: Bytes, name: String) throws(TemplateError) -> [Token] {
    var lexer = try Lexer(source, name: name)
    while lexer.at < lexer.source.count { try lexer.scanText() }
    lexer.tokens.append(Token(kind: .end, line: lexer.line))
    return lexer.tokens
  }

  func error(_ message: String) -> TemplateError {
    TemplateError(.syntax, message, template: templateName, line: line)
  }

  /// Line ends as LF, without the last one.
  private static func withUniformLineEnds(_ source: Bytes) -> Bytes {
    var text: Bytes = []
    text.reserveCapacity(source.count)
    var at = 0
    while at < source.count {
      let byte = source[at]
      at += 1
      if byte == 0x0D {
        text.append(0x0A)
        if at < source.count, source[at] == 0x0A { at += 1 }
      } else {
        text.append(byte)
      }
    }
    if text.last == 0x0A { text.removeLast() }
    return text
  }

  /// Reads the text up to the next tag, and the tag.
  private mutating func scanText() throws(TemplateError) {
    let start = at
    guard let tag = nextTag(from: at) else {
      emitData(source[start...])
      at = source.count
      return
    }
    let opener = source[tag + 1]
    at = tag + 2
    let sign = sign(at)
    if sign != nil { at += 1 }
    let rawEnd = opener == UInt8(ascii: "%") ? endOfRawTag(from: at) : nil
    let isVariable = opener == UInt8(ascii: "{")
    emitData(stripped(source[start..<tag], sign: sign, isVariable: isVariable))
    startsLine = false
    if let rawEnd {
      advanceLine(from: at, to: rawEnd)
      startsLine = source[rawEnd - 1] == 0x0A
      at = rawEnd
      return try scanRaw()
    }
    switch opener {
    case UInt8(ascii: "#"): try scanComment()
    case UInt8(ascii: "{"): try scanTag(.variableBegin, .variableEnd)
    default: try scanTag(.blockBegin, .blockEnd)
    }
  }

  /// Place of the next `{{`, `{%` or `{#`.
  private func nextTag(from start: Int) -> Int? {
    var place = start
    while place + 1 < source.count {
      if source[place] == UInt8(ascii: "{") {
        let next = source[place + 1]
        if next == UInt8(ascii: "{") || next == UInt8(ascii: "%") || next == UInt8(ascii: "#") {
          return place
        }
      }
      place += 1
    }
    return nil
  }

  /// The `-` or `+` at `place`.
  private func sign(_ place: Int) -> UInt8? {
    guard place < source.count else { return nil }
    return source[place] == UInt8(ascii: "-") || source[place] == UInt8(ascii: "+")
      ? source[place] : nil
  }

  /// The text in front of a tag, without what the tag takes from it.
  private func stripped(
    _ text: ArraySlice<UInt8>, sign: UInt8?, isVariable: Bool
  ) -> ArraySlice<UInt8> {
    let start = text.startIndex
    var end = text.endIndex
    return source.withUnsafeBufferPointer { all in
      guard let base = all.baseAddress else { return text }
      func backOverSpace(to floor: Int) {
        while end > floor {
          let size = PythonSpace.length(base, before: end, from: floor)
          if size == 0 { break }
          end -= size
        }
      }
      if sign == UInt8(ascii: "-") {
        backOverSpace(to: start)
      } else if sign == nil, !isVariable {
        let lineStart = (text.lastIndex(of: 0x0A) ?? start - 1) + 1
        if lineStart > start || startsLine {
          backOverSpace(to: lineStart)
          if end > lineStart { end = text.endIndex }
        }
      }
      return source[start..<end]
    }
  }

  /// Appends `text` as data, and counts the lines of all that was passed.
  private mutating func emitData(_ text: ArraySlice<UInt8>) {
    if !text.isEmpty { tokens.append(Token(kind: .data, value: Array(text), line: line)) }
    // Stripped line ends count as well: the place behind the text is where the tag starts.
    advanceLine(from: text.startIndex, to: text.endIndex)
    if at > text.endIndex { advanceLine(from: text.endIndex, to: at) }
  }

  mutating func advanceLine(from start: Int, to end: Int) {
    guard start < end else { return }
    for byte in source[start..<end] where byte == 0x0A { line += 1 }
  }

  private mutating func scanComment() throws(TemplateError) {
    var place = at
    while place + 1 < source.count {
      if source[place] == UInt8(ascii: "#"), source[place + 1] == UInt8(ascii: "}") { break }
      place += 1
    }
    guard place + 1 < source.count else { throw error("Missing end of comment tag") }
    let minus = place > at && source[place - 1] == UInt8(ascii: "-")
    let plus = place > at && source[place - 1] == UInt8(ascii: "+")
    let start = at
    at = place + 2
    finishTag(takesAllSpace: minus, takesLineEnd: !minus && !plus)
    advanceLine(from: start, to: at)
  }

  /// Moves over what the end of a tag takes from the text behind it.
  private mutating func finishTag(takesAllSpace: Bool, takesLineEnd: Bool) {
    if takesAllSpace {
      at = skippingSpace(from: at)
    } else if takesLineEnd, at < source.count, source[at] == 0x0A {
      at += 1
    }
    startsLine = at > 0 && source[at - 1] == 0x0A
  }

  func skippingSpace(from start: Int) -> Int {
    source.withUnsafeBufferPointer { all in
      guard let base = all.baseAddress else { return start }
      var place = start
      while place < all.count {
        let size = PythonSpace.length(base, place, all.count)
        if size == 0 { break }
        place += size
      }
      return place
    }
  }

  /// Reads the inside of a tag and its end.
  private mutating func scanTag(
    _ begin: Token.Kind, _ end: Token.Kind
  ) throws(TemplateError) {
    tokens.append(Token(kind: begin, line: line))
    brackets.removeAll()
    while true {
      if brackets.isEmpty, let (length, minus, plus) = tagEnd(end) {
        tokens.append(Token(kind: end, line: line))
        let start = at
        at += length
        finishTag(takesAllSpace: minus, takesLineEnd: end == .blockEnd && !minus && !plus)
        advanceLine(from: start, to: at)
        return
      }
      guard at < source.count else {
        throw error(
          "the template ends inside of a tag; expected '\(end == .blockEnd ? "%}" : "}}")'")
      }
      try scanToken()
    }
  }

  /// The end of the tag, where one stands here: its length, and whether it has a minus or a plus.
  private func tagEnd(_ kind: Token.Kind) -> (length: Int, minus: Bool, plus: Bool)? {
    let closing = kind == .blockEnd ? UInt8(ascii: "%") : UInt8(ascii: "}")
    func closes(_ place: Int) -> Bool {
      place + 1 < source.count && source[place] == closing && source[place + 1] == UInt8(ascii: "}")
    }
    if closes(at) { return (2, false, false) }
    guard at < source.count, closes(at + 1) else { return nil }
    if source[at] == UInt8(ascii: "-") { return (3, true, false) }
    if source[at] == UInt8(ascii: "+"), kind == .blockEnd { return (3, false, true) }
    return nil
  }

  // MARK: Raw blocks

  /// Where the text of a raw block starts, if the tag whose inside starts at `start` opens one.
  private func endOfRawTag(from start: Int) -> Int? {
    var place = skippingSpace(from: start)
    guard source[place...].starts(with: Bytes("raw")) else { return nil }
    place = skippingSpace(from: place + 3)
    if source[place...].starts(with: Bytes("-%}")) { return skippingSpace(from: place + 3) }
    return source[place...].starts(with: Bytes("%}")) ? place + 2 : nil
  }

  private mutating func scanRaw() throws(TemplateError) {
    let start = at
    var place = at
    while place + 1 < source.count {
      if source[place] == UInt8(ascii: "{"), source[place + 1] == UInt8(ascii: "%") {
        let sign = sign(place + 2)
        var inside = skippingSpace(from: place + 2 + (sign == nil ? 0 : 1))
        if source[inside...].starts(with: Bytes("endraw")) {
          inside = skippingSpace(from: inside + 6)
          let minus = source[inside...].starts(with: Bytes("-%}"))
          let plus = source[inside...].starts(with: Bytes("+%}"))
          if minus || plus || source[inside...].starts(with: Bytes("%}")) {
            at = inside + (minus || plus ? 3 : 2)
            emitData(stripped(source[start..<place], sign: sign, isVariable: false))
            let end = at
            finishTag(takesAllSpace: minus, takesLineEnd: !minus && !plus)
            advanceLine(from: end, to: at)
            return
          }
        }
      }
      place += 1
    }
    throw error("Missing end of raw directive")
  }
}
