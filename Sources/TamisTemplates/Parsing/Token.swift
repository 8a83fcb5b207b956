/// A piece of a template's source.
struct Token {
  enum Kind: Equatable {
    /// Text between the tags.
    case data
    case variableBegin, variableEnd, blockBegin, blockEnd
    case name, string, integer, float
    case `operator`(Operator)
    case end
  }

  /// Operators and punctuation inside of tags, as they are spelled.
  enum Operator: String, CaseIterable {
    case add = "+"
    case sub = "-"
    case div = "/"
    case floorDiv = "//"
    case mul = "*"
    case mod = "%"
    case pow = "**"
    case tilde = "~"
    case leftBracket = "["
    case rightBracket = "]"
    case leftParenthesis = "("
    case rightParenthesis = ")"
    case leftBrace = "{"
    case rightBrace = "}"
    case equal = "=="
    case notEqual = "!="
    case greater = ">"
    case greaterOrEqual = ">="
    case less = "<"
    case lessOrEqual = "<="
    case assign = "="
    case dot = "."
    case colon = ":"
    case pipe = "|"
    case comma = ","
    case semicolon = ";"
  }

  var kind: Kind
  /// Text, name, the characters of a string, or the digits of a number.
  var value: [UInt8] = []
  /// Line of the template, from 1.
  var line: Int
}

extension Token {
  /// True for the name `word`.
  func isName(_ word: StaticString) -> Bool { kind == .name && value == Bytes(word) }

  /// What the token is called in a message.
  var phrase: String {
    switch kind {
    case .data: "template data"
    case .variableBegin: "begin of print statement"
    case .variableEnd: "end of print statement"
    case .blockBegin: "begin of statement block"
    case .blockEnd: "end of statement block"
    case .name: String(decoding: value, as: UTF8.self)
    case .string: "string"
    case .integer: "integer"
    case .float: "float"
    case .operator(let symbol): symbol.rawValue
    case .end: "end of template"
    }
  }
}

/// UTF-8 of a name, a key or a text.
typealias Bytes = [UInt8]

extension [UInt8] {
  init(_ text: StaticString) {
    self.init(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }
}
