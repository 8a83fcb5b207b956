import TamisCore

/// What each repair means, a character at a time: the judge of the fast ones.
enum CleanReference {
  static let all: [(name: String, repair: @Sendable (CodePoints) -> CodePoints)] = [
    ("line-ends", lineEnds), ("control-characters", controlCharacters), ("nfc", nfc),
    ("white-space", whiteSpace),
  ]

  static func lineEnds(_ text: CodePoints) -> CodePoints {
    var result: CodePoints = []
    for (index, point) in text.enumerated() {
      if point == 0x0A, index > 0, text[index - 1] == 0x0D { continue }
      result.append(point == 0x0D || point == 0x85 ? 0x0A : point)
    }
    return result
  }

  static func controlCharacters(_ text: CodePoints) -> CodePoints {
    text.filter { point in
      let isControl = point < 0x20 || (0x7F..<0xA0).contains(point)
      return !isControl || [0x09, 0x0A, 0x0D, 0x85].contains(point)
    }
  }

  /// Normalized by the core, whose own tests hold it against Unicode's; a lone surrogate splits the
  /// text.
  static func nfc(_ text: CodePoints) -> CodePoints {
    text.split(omittingEmptySubsequences: false) { Unicode.Scalar($0) == nil }
      .enumerated().reduce(into: CodePoints()) { result, part in
        if part.offset > 0 { result.append(text[part.element.startIndex - 1]) }
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: part.element.compactMap { Unicode.Scalar($0) })
        var normalized: [UInt8] = []
        Array(String(scalars).utf8).withUnsafeBytes { NFC.normalize($0, into: &normalized) }
        result += codePoints(String(decoding: normalized, as: UTF8.self))
      }
  }

  static func whiteSpace(_ text: CodePoints) -> CodePoints {
    var lines = text.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      var line = Array(line)
      while let last = line.last, isBlank(last) { line.removeLast() }
      return line
    }
    while lines.first?.isEmpty == true { lines.removeFirst() }
    while lines.last?.isEmpty == true { lines.removeLast() }
    guard let first = lines.first else { return [] }
    lines[0] = Array(first.drop(while: isBlank))
    var kept: [CodePoints] = []
    for line in lines where !(line.isEmpty && kept.last?.isEmpty == true) { kept.append(line) }
    return Array(kept.joined(separator: [0x0A]))
  }

  private static func isBlank(_ point: UInt32) -> Bool { point == 0x20 || point == 0x09 }
}
