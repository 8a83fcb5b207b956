import TamisCore

extension ByteBuffer {
  /// Appends a value as it was written.
  @inline(__always)
  mutating func append(_ value: JSONFragment) { append(value.json) }

  /// Appends `lead`, which ends in a written key and its colon, and the value; nothing where there is
  /// no value.
  mutating func append(_ lead: StaticString, _ value: JSONFragment?) {
    guard let value else { return }
    append(lead)
    append(value.json)
  }

  /// Appends one string of all the characters of `strings`.
  mutating func append(joining strings: some Sequence<JSONFragment>) {
    append(UInt8(ascii: "\""))
    for string in strings { append(string.body) }
    append(UInt8(ascii: "\""))
  }

  /// Appends a string that holds `json`.
  mutating func append(quoting json: UnsafeRawBufferPointer) {
    JSONString.encode(json, into: &self)
  }

  /// Appends a written key with its colon, and the value.
  mutating func append(member: (name: JSONFragment, value: JSONFragment)) {
    append(member.name)
    append(UInt8(ascii: ":"))
    append(member.value)
  }

  /// Appends `json` in one line: a value that was written over several, as pretty printers do.
  ///
  /// Line ends can stand between tokens only, where they mean nothing. U+2028 and U+2029, which some
  /// readers of lines take for ends, become escapes: outside of strings they cannot stand.
  mutating func append(inOneLine json: UnsafeRawBufferPointer) {
    guard json.contains(where: { $0 == 0x0A || $0 == 0x0D || $0 == 0xE2 }) else {
      return append(json)
    }
    var start = 0
    var at = 0
    while at < json.count {
      let byte = json[at]
      if byte == 0x0A || byte == 0x0D {
        append(UnsafeRawBufferPointer(rebasing: json[start..<at]))
        start = at + 1
      } else if byte == 0xE2, at + 2 < json.count, json[at + 1] == 0x80, json[at + 2] | 1 == 0xA9 {
        append(UnsafeRawBufferPointer(rebasing: json[start..<at]))
        append(json[at + 2] == 0xA8 ? #"\u2028"# : #"\u2029"#)
        at += 2
        start = at + 1
      }
      at += 1
    }
    append(UnsafeRawBufferPointer(rebasing: json[start...]))
  }
}
