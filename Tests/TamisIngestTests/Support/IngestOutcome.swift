import TamisCore

/// What came out of a source.
struct IngestOutcome: Equatable {
  /// The records, a line each.
  var text: [UInt8] = []
  /// Why the rest did not become records, and the bytes that were left out.
  var findings: [Finding] = []
  var raws: [[UInt8]] = []
  /// What the source told about its decisions.
  var notes: [String] = []
  /// The most that one batch held: bytes of records, and rejections.
  var largestBatch = 0
  var mostRejections = 0

  /// The records, each as it is written but without the `_origin` at its end.
  var records: [String] {
    lines.map { line in
      guard let origin = line.ranges(of: #""_origin":{"#).last else { return line }
      let before = line[..<origin.lowerBound]
      return (before.hasSuffix(",") ? before.dropLast() : before) + "}"
    }
  }

  var lines: [String] {
    text.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The rejections, each as `line:column rule message`.
  var rejects: [String] { findings.map { "\($0.place) \($0.rule) \($0.message)" } }

  /// The rejections, each as `line:column:byte rule`.
  var rejectedPlaces: [String] {
    findings.map { "\($0.place):\($0.location.byteOffset ?? -1) \($0.rule.name)" }
  }

  /// True when both hold the same records and rejections, however they came.
  func isSame(as other: Self) -> Bool {
    text == other.text && findings == other.findings && raws == other.raws
  }
}

extension Finding {
  /// `line:column`.
  var place: String { "\(location.line ?? 0):\(location.column ?? 0)" }
}

/// Collects what `source` puts into its emitter.
func collect(
  recordLimit: Int = 64 << 20, batchSize: Int = BatchEmitter.defaultBatchSize,
  from source: (BatchEmitter) throws -> Void
) throws -> IngestOutcome {
  var outcome = IngestOutcome()
  let emitter = BatchEmitter(
    batchSize: batchSize, recordLimit: recordLimit, note: { outcome.notes.append($0) }
  ) { batch in
    outcome.text += batch.text.array
    outcome.findings += batch.rejections.map(\.finding)
    outcome.largestBatch = max(outcome.largestBatch, batch.text.count)
    outcome.mostRejections = max(outcome.mostRejections, batch.rejections.count)
    for case .raw(let bytes) in batch.rejections.map(\.record) { outcome.raws.append(bytes) }
    return batch
  }
  try source(emitter)
  try emitter.flush()
  return outcome
}

/// All that `reader` gives.
func readAll(_ reader: any ByteReader) throws -> [UInt8] {
  var bytes: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 64 << 10)
  while true {
    let count = try block.withUnsafeMutableBytes { try reader.read(into: $0) }
    if count == 0 { return bytes }
    bytes += block[..<count]
  }
}

/// The bytes of `text`.
func utf8(_ text: String) -> [UInt8] { Array(text.utf8) }

/// `text` as a JSON string, a character at a time.
func jsonString(_ text: [UInt8]) -> String {
  var string = "\""
  for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
    switch scalar {
    case "\"": string += #"\""#
    case "\\": string += #"\\"#
    case "\n": string += #"\n"#
    case "\r": string += #"\r"#
    case "\t": string += #"\t"#
    case "\u{8}": string += #"\b"#
    case "\u{C}": string += #"\f"#
    case "\u{0}"..."\u{1F}", "\u{2028}", "\u{2029}":
      let digits = String(scalar.value, radix: 16)
      string += #"\u"# + String(repeating: "0", count: 4 - digits.count) + digits
    default: string.unicodeScalars.append(scalar)
    }
  }
  return string + "\""
}

/// True when all of `text` is UTF-8, as the standard library sees it.
func isUTF8(_ text: [UInt8]) -> Bool {
  String(validating: text, as: UTF8.self) != nil
}
