import TamisCore
import TamisIngest

/// Reads `bytes` as one JSON file named `t.json`. With a `step` they come at most that many at a time,
/// and the shape is still told from all of them.
func readJSON(
  _ bytes: [UInt8], step: Int = .max, recordLimit: Int = 64 << 20,
  batchSize: Int = BatchEmitter.defaultBatchSize, origin: Bool = true
) throws -> IngestOutcome {
  try collect(recordLimit: recordLimit, batchSize: batchSize) { emitter in
    try JSONSource([], origin: origin).read(
      MemoryReader(bytes, step: step), of: Input(path: "t.json"),
      as: JSONSource.shape(of: Array(bytes.prefix(JSONSource.sampleSize))), into: emitter)
  }
}

/// Random JSON, written with random white space.
struct RandomJSON {
  var random: TestRandom

  /// An object with fields whose names may repeat, `_origin` never among them.
  mutating func object(depth: Int = 0) -> [UInt8] {
    var text = utf8("{") + space()
    for index in 0..<random.below(4) {
      if index > 0 { text += utf8(",") + space() }
      text += string() + space() + utf8(":") + space() + value(depth: depth + 1) + space()
    }
    return text + utf8("}")
  }

  mutating func value(depth: Int) -> [UInt8] {
    switch random.below(depth > 3 ? 6 : 8) {
    case 0: return utf8("null")
    case 1: return utf8(random.pick(["true", "false"]))
    case 2, 3:
      return utf8(random.pick(["0", "-0", "1.50", "1E5", "12345678901234567890", "0.1e-7"]))
    case 4, 5: return string()
    case 6: return object(depth: depth)
    default:
      var text = utf8("[") + space()
      for index in 0..<random.below(3) {
        if index > 0 { text += utf8(",") + space() }
        text += value(depth: depth + 1) + space()
      }
      return text + utf8("]")
    }
  }

  mutating func string() -> [UInt8] {
    let pieces = [
      "a", "key", " ", "{", "}", "[", "]", ",", ":", #"\""#, #"\\"#, #"\n"#, #"\u00e9"#, "é",
      #"\ud83d\ude00"#, #"\udead"#, "\u{2028}", "👍", "a text that is longer than sixteen bytes",
    ]
    return utf8("\"" + (0..<random.below(4)).map { _ in random.pick(pieces) }.joined() + "\"")
  }

  mutating func space() -> [UInt8] {
    random.chance(60) ? [] : utf8(random.pick([" ", "\n", "\n  ", "\r\n\t", "\t"]))
  }
}

/// `object` without the line ends between its values and the white space behind them.
func onOneLine(_ object: [UInt8]) -> [UInt8] {
  var line: [UInt8] = []
  var isInString = false
  var isEscaped = false
  var isBehindLineEnd = false
  for byte in object {
    if !isInString, byte == 0x0A || byte == 0x0D { isBehindLineEnd = true }
    if byte > 0x20 { isBehindLineEnd = false }
    if !isBehindLineEnd { line.append(byte) }
    if byte == UInt8(ascii: "\""), !isEscaped { isInString.toggle() }
    isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
  }
  return line
}
