import TamisCore
import TamisIngest

/// Reads `bytes` as one text file named `t.txt`, which comes at most `step` bytes at a time.
func readText(
  _ bytes: [UInt8], _ unit: TextSource.Unit, step: Int = .max, recordLimit: Int = 64 << 20,
  batchSize: Int = BatchEmitter.defaultBatchSize, origin: Bool = true
) throws -> IngestOutcome {
  try collect(recordLimit: recordLimit, batchSize: batchSize) { emitter in
    try TextSource([], unit: unit, origin: origin).read(
      MemoryReader(bytes, step: step), of: Input(path: "t.txt"), into: emitter)
  }
}

/// What cutting text means here, the plain way.
enum TextReference {
  /// The texts in `bytes`, cut the plain way, with their offsets.
  static func texts(_ bytes: [UInt8], _ unit: TextSource.Unit) -> [(text: [UInt8], byte: Int)] {
    switch unit {
    case .file:
      return bytes.isEmpty ? [] : [(bytes, 0)]
    case .line:
      return bytes.split(separator: 0x0A, omittingEmptySubsequences: false).compactMap { line in
        var line = line
        while line.last == 0x0D { line.removeLast() }
        return line.isEmpty ? nil : (Array(line), line.startIndex)
      }
    case .paragraph:
      var texts: [(text: [UInt8], byte: Int)] = []
      var lines: [ArraySlice<UInt8>] = []
      func close() {
        if let first = lines.first, let last = lines.last {
          var text = bytes[first.startIndex..<last.endIndex]
          while text.last == 0x0D { text.removeLast() }
          texts.append((Array(text), first.startIndex))
        }
        lines = []
      }
      for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
        if line.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) {
          close()
        } else {
          lines.append(line)
        }
      }
      close()
      return texts
    case .separator(let separator):
      var texts: [(text: [UInt8], byte: Int)] = []
      var start = 0
      var at = 0
      func add(_ end: Int) {
        var text = bytes[start..<end]
        while let first = text.first, first == 0x0A || first == 0x0D { text.removeFirst() }
        while let last = text.last, last == 0x0A || last == 0x0D { text.removeLast() }
        if !text.isEmpty { texts.append((Array(text), text.startIndex)) }
      }
      while at < bytes.count {
        if bytes[at...].starts(with: separator) {
          add(at)
          at += separator.count
          start = at
        } else {
          at += 1
        }
      }
      add(bytes.count)
      return texts
    }
  }
}
