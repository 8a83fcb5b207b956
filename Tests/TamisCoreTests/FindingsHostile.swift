import TamisCore

/// Findings whose every text and byte is made to break what renders it.
struct HostileFindings {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// Whether a terminal would obey or hide `scalar`.
  static func isHostile(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: true
    default: false
    }
  }

  mutating func next() -> Finding {
    let excerpt = bytes()
    let ends = [number(excerpt.count + 3), number(excerpt.count + 3)].sorted()
    let evidence = Finding.Evidence(excerpt: excerpt, highlight: ends[0]..<ends[1])
    let location = SourceLocation(
      file: text(), line: maybe(number(1000) + 1),
      column: maybe(number(2) == 0 ? ends[0] + 1 : number(1000) + 1),
      byteOffset: maybe(number(1 << 40)), record: maybe(number(1000)), pointer: maybe("/" + text()))
    return Finding(
      Rule("X\(100 + number(20))", "some-name"), Severity.allCases[number(3)], at: location, text(),
      evidence: maybe(evidence), fix: maybe(.init(.unsafe, text())), target: maybe(text()))
  }

  private mutating func maybe<Value>(_ value: Value) -> Value? { number(4) == 0 ? nil : value }

  private mutating func text() -> String {
    String(decoding: bytes(), as: UTF8.self)
  }

  private mutating func bytes() -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<number(30) {
      switch number(4) {
      case 0: bytes.append(UInt8(number(256)))
      case 1: bytes.append(UInt8(number(32)))
      default:
        let pieces = [
          "\u{1B}[31m", "\u{202E}", "\u{9B}", "\r\n", "é", "日", "👩‍👧", "\"", "\\", "%0A", ":", ",",
          "{0}", "](", "::error::", "</script>", "\u{2028}", "a",
        ]
        bytes += Array(pieces[number(pieces.count)].utf8)
      }
    }
    return Array(bytes.prefix(160))
  }

  /// A number from 0 to `limit` - 1 (SplitMix64, https://prng.di.unimi.it/splitmix64.c).
  private mutating func number(_ limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(limit))
  }
}
