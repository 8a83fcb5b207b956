import TamisCore

/// A JSON value as a test knows it: strings by their characters, numbers as they are written.
indirect enum Tree: Equatable {
  case object([Member])
  case array([Tree])
  case string([UInt8])
  case number([UInt8])
  case word(String)

  struct Member: Equatable {
    var key: [UInt8]
    var value: Tree
  }

  /// What the document says.
  init(_ value: JSONValue) {
    switch value.kind {
    case .object:
      self = .object(
        value.members.map { Member(key: Self.characters($0.key), value: Tree($0.value)) })
    case .array: self = .array(value.elements.map { Tree($0) })
    case .string: self = .string(Self.characters(value))
    case .number: self = .number(Array(value.json))
    case .true, .false, .null: self = .word(String(decoding: value.json, as: UTF8.self))
    }
  }

  private static func characters(_ value: JSONValue) -> [UInt8] {
    var output = ByteBuffer()
    JSONString.decode(
      UnsafeRawBufferPointer(rebasing: value.json.dropFirst().dropLast()), into: &output)
    return output.array
  }
}

/// Writes JSON in all the ways that the grammar leaves open, and remembers what it means.
struct RandomJSON {
  var random: TestRandom
  /// How many levels of containers there may be.
  var depth = 5

  /// A value with its text.
  mutating func value(_ depth: Int? = nil) -> (tree: Tree, text: [UInt8]) {
    let depth = depth ?? self.depth
    switch random.below(depth > 0 ? 9 : 6) {
    case 0, 1:
      let (characters, text) = string()
      return (.string(characters), text)
    case 2, 3:
      let text = number()
      return (.number(text), text)
    case 4, 5:
      let word = random.pick(["true", "false", "null"])
      return (.word(word), utf8(word))
    case 6: return array(depth)
    default: return object(depth)
    }
  }

  /// An object with its text; a key may occur twice.
  mutating func object(_ depth: Int) -> (tree: Tree, text: [UInt8]) {
    var members: [Tree.Member] = []
    var text = utf8("{") + space()
    for index in 0..<random.below(6) {
      if index > 0 { text += utf8(",") + space() }
      let (key, written) = string()
      let (value, valueText) = self.value(depth - 1)
      members.append(Tree.Member(key: key, value: value))
      text += written + space() + utf8(":") + space() + valueText + space()
    }
    return (.object(members), text + utf8("}"))
  }

  private mutating func array(_ depth: Int) -> (tree: Tree, text: [UInt8]) {
    var elements: [Tree] = []
    var text = utf8("[") + space()
    for index in 0..<random.below(6) {
      if index > 0 { text += utf8(",") + space() }
      let (value, written) = self.value(depth - 1)
      elements.append(value)
      text += written + space()
    }
    return (.array(elements), text + utf8("]"))
  }

  /// White space, mostly none.
  mutating func space() -> [UInt8] {
    random.chance(70) ? [] : random.bytes(upTo: 3, of: [0x20, 0x09, 0x0D, 0x20])
  }

  /// A number that the grammar allows, of any size.
  mutating func number() -> [UInt8] {
    var text = random.chance(30) ? "-" : ""
    text += random.pick([
      "0", "7", "10", "123456789012345678901234567890", "1\(random.below(1000))",
    ])
    if random.chance(30) { text += "." + random.pick(["0", "50", "000100"]) }
    if random.chance(20) {
      text += random.pick(["e", "E", "e+", "E-"]) + random.pick(["0", "007", "999"])
    }
    return utf8(text)
  }

  /// A string: its characters as (W)UTF-8, and one of its spellings.
  mutating func string() -> (characters: [UInt8], text: [UInt8]) {
    var characters: [UInt8] = []
    var text: [UInt8] = [0x22]
    var isBehindHighHalf = false
    for _ in 0..<random.below(random.chance(10) ? 60 : 8) {
      var value = UInt32(random.below(0x80))
      switch random.below(10) {
      case 0:
        value = UInt32(random.pick([0x22, 0x5C, 0x2F, 0x08, 0x0C, 0x0A, 0x0D, 0x09, 0, 0x1F]))
      case 1: value = UInt32(random.below(0x800))
      case 2: value = UInt32(random.below(0x10000))
      case 3: value = UInt32(random.below(0x110000))
      case 4:
        value = UInt32(
          random.pick([0x2028, 0x2029, 0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xFFFF, 0x10000]))
      default: break
      }
      // Behind half a pair the other half would make it whole.
      if isBehindHighHalf, 0xDC00..<0xE000 ~= value { value = 0x41 }
      isBehindHighHalf = 0xD800..<0xDC00 ~= value
      characters += wtf8(value)
      text += spelling(of: value)
    }
    return (characters, text + [0x22])
  }

  private mutating func spelling(of value: UInt32) -> [UInt8] {
    let short: [UInt32: String] = [
      0x22: #"\""#, 0x5C: #"\\"#, 0x2F: #"\/"#, 0x08: #"\b"#, 0x0C: #"\f"#, 0x0A: #"\n"#,
      0x0D: #"\r"#,
      0x09: #"\t"#,
    ]
    if let escape = short[value], random.chance(50) { return utf8(escape) }
    let mustEscape = value < 0x20 || value == 0x22 || value == 0x5C || 0xD800..<0xE000 ~= value
    if !mustEscape, random.chance(80) { return wtf8(value) }
    func unit(_ value: UInt32) -> [UInt8] {
      let digits = String(value, radix: 16, uppercase: random.chance(50))
      return utf8(#"\u"# + String(repeating: "0", count: 4 - digits.utf8.count) + digits)
    }
    if value < 0x10000 { return unit(value) }
    return unit(0xD800 + (value - 0x10000) >> 10) + unit(0xDC00 + (value - 0x10000) & 0x3FF)
  }
}

/// The bytes of a code point, half a surrogate pair among them, by arithmetic.
func wtf8(_ value: UInt32) -> [UInt8] {
  func low(_ shift: UInt32) -> UInt8 { UInt8(0x80 + (value >> shift) % 64) }
  switch value {
  case ..<0x80: return [UInt8(value)]
  case ..<0x800: return [UInt8(0xC0 + value >> 6), low(0)]
  case ..<0x10000: return [UInt8(0xE0 + value >> 12), low(6), low(0)]
  default: return [UInt8(0xF0 + value >> 18), low(12), low(6), low(0)]
  }
}
