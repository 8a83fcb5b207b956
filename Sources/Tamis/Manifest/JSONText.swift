import TamisCore

/// Writes indented JSON, member after member, in the order in which they are given.
struct JSONText {
  private var output: [UInt8] = []
  private var depth = 0
  private var isFirst = true

  /// The text with a line end.
  var bytes: [UInt8] { output + [0x0A] }

  mutating func object(_ body: (inout JSONText) -> Void) { container("{", "}", body) }

  mutating func array<Element>(
    _ elements: [Element], _ body: (inout JSONText, Element) -> Void
  ) {
    container("[", "]") { json in
      for element in elements {
        json.startEntry()
        body(&json, element)
      }
    }
  }

  mutating func key(_ name: String, _ value: (inout JSONText) -> Void) {
    startEntry()
    string(name)
    output += Array(": ".utf8)
    value(&self)
  }

  mutating func member(_ name: String, _ value: String) { key(name) { $0.string(value) } }

  mutating func member(_ name: String, _ value: Int) {
    key(name) { $0.output += Array("\(value)".utf8) }
  }

  private mutating func string(_ text: String) {
    var encoded = ByteBuffer()
    JSONString.encode(text, into: &encoded)
    output += encoded.array
  }

  private mutating func startEntry() {
    if !isFirst { output.append(UInt8(ascii: ",")) }
    startLine()
    isFirst = false
  }

  private mutating func startLine() {
    output.append(0x0A)
    output += [UInt8](repeating: 0x20, count: depth * 2)
  }

  private mutating func container(
    _ opening: Unicode.Scalar, _ closing: Unicode.Scalar, _ body: (inout JSONText) -> Void
  ) {
    output.append(UInt8(ascii: opening))
    depth += 1
    isFirst = true
    body(&self)
    depth -= 1
    if !isFirst { startLine() }
    output.append(UInt8(ascii: closing))
    isFirst = false
  }
}
