import TamisCore
import TamisIngest

/// What must hold of any bytes at all. Each check gives the first thing that does not hold, or `nil`.
///
/// `Tests/Fuzz` looks for bytes that fail; those that once did are in `Fixtures/fuzz` and tried in every run
/// of the tests. The first bytes choose how the others are read.
enum FuzzChecks {
  static let all: [(name: String, check: @Sendable ([UInt8]) -> String?)] = [
    ("csv", csv), ("gzip", gzip), ("json", json), ("text", text), ("xml", xml),
  ]

  /// How a source is to be read.
  private struct Ways {
    /// Largest piece that comes at a time.
    var step: Int
    var recordLimit: Int
    var batchSize: Int
    /// Free for the format.
    var choice: UInt8
    var content: [UInt8]

    init(_ input: [UInt8]) {
      let head = input.prefix(3) + [UInt8](repeating: 0, count: max(0, 3 - input.count))
      choice = head[0]
      step = 1 + Int(head[1] & 15)
      recordLimit = head[2] < 128 ? 64 << 20 : Int(head[2] & 127) + 1
      batchSize = head[1] < 128 ? 1 : 200
      content = Array(input.dropFirst(3))
    }

    /// What `read` gives for the whole content, unless it gives something else for pieces of it.
    func read(
      _ read: (_ step: Int, _ recordLimit: Int, _ batchSize: Int) throws -> IngestOutcome
    ) -> Result<IngestOutcome, Failure> {
      let whole = Result { try read(.max, recordLimit, BatchEmitter.defaultBatchSize) }
      let pieces = Result { try read(step, recordLimit, batchSize) }
      switch (whole, pieces) {
      case (.success(let one), .success(let other)):
        return one.isSame(as: other)
          ? .success(one) : .failure(Failure("pieces of \(step) bytes give something else"))
      case (.failure(let one as InputError), .failure(let other as InputError)):
        return one == other
          ? .success(IngestOutcome()) : .failure(Failure("pieces fail otherwise: \(other)"))
      default:
        return .failure(Failure("only one of whole and pieces fails: \(whole), \(pieces)"))
      }
    }
  }

  private struct Failure: Error {
    let message: String
    init(_ message: String) { self.message = message }
  }

  private static func failure(of check: () throws -> Void) -> String? {
    do {
      try check()
      return nil
    } catch let failure as Failure {
      return failure.message
    } catch {
      return "\(error)"
    }
  }

  private static func expect(_ condition: Bool, _ message: @autoclosure () -> String) throws {
    if !condition { throw Failure(message()) }
  }

  /// All records are JSON objects whose origins are in the file.
  private static func checkRecords(_ outcome: IngestOutcome, in content: [UInt8]?) throws {
    for line in outcome.text.split(separator: 0x0A) {
      let record = try JSONDocument(Array(line)).root
      try expect(record.kind == .object, "a record is \(record.kind.phrase)")
      guard let content, let byte = record["_origin"]?["byte"]?.integer else { continue }
      try expect(content.indices.contains(byte), "a record of byte \(byte)")
    }
  }

  // MARK: The formats

  @Sendable
  static func csv(_ input: [UInt8]) -> String? {
    failure {
      let ways = Ways(input)
      var content = ways.content
      var options = CSVOptions(hasHeader: ways.choice & 1 == 1, origin: ways.choice & 2 == 2)
      var reference: CSVReference?
      if ways.choice & 4 == 4 {
        let dialect = CSVDialect(
          delimiter: UInt8(ascii: ways.choice & 2 == 0 ? "," : ";"),
          lineEnd: ways.choice & 1 == 0 ? .lineFeed : .carriageReturn)
        let end: UInt8 = dialect.lineEnd == .lineFeed ? 0x0A : 0x0D
        content = [UInt8(ascii: "x"), dialect.delimiter, UInt8(ascii: "y"), end] + content
        options = CSVOptions(
          delimiter: dialect.delimiter, quote: dialect.quote, lineEnd: dialect.lineEnd,
          hasHeader: true)
        reference = CSVReference(dialect: dialect, names: ["x", "y"])
      }
      let outcome = try ways.read { step, limit, batchSize in
        try readCSV(content, options, step: step, recordLimit: limit, batchSize: batchSize)
      }.get()
      try checkRecords(outcome, in: options.origin ? content : nil)
      guard let reference, ways.recordLimit > content.count else { return }
      let expected = reference.items(content, from: 4, line: 2).recordsFirst
      try expect(outcome.items == expected, "the plain reader reads otherwise")
    }
  }

  @Sendable
  static func text(_ input: [UInt8]) -> String? {
    failure {
      let ways = Ways(input)
      let units: [TextSource.Unit] = [
        .file, .line, .paragraph, .separator([UInt8](ways.content.prefix(1)) + [0x0A]),
        .separator(Array("--".utf8)),
      ]
      let unit = units[Int(ways.choice) % units.count]
      let outcome = try ways.read { step, limit, batchSize in
        try readText(
          ways.content, unit, step: step, recordLimit: limit, batchSize: batchSize)
      }.get()
      try checkRecords(outcome, in: ways.content)
      guard ways.recordLimit > ways.content.count else { return }
      let texts = TextReference.texts(ways.content, unit)
      let records = texts.filter { isUTF8($0.text) }.map { jsonString($0.text) }
      try expect(
        outcome.records == records.map { #"{"text":\#($0)}"# }, "the plain way cuts otherwise")
      try expect(
        outcome.raws == texts.filter { !isUTF8($0.text) }.map(\.text), "other texts are rejected")
    }
  }

  @Sendable
  static func json(_ input: [UInt8]) -> String? {
    failure {
      let ways = Ways(input)
      let document = try? JSONDocument(ways.content)
      if let document { try checkDocument(document) }
      if JSONSource.shape(of: ways.content) == .lines { return try checkLines(ways) }
      let outcome = try ways.read { step, limit, batchSize in
        try readJSON(ways.content, step: step, recordLimit: limit, batchSize: batchSize)
      }.get()
      try checkRecords(outcome, in: nil)
      guard let root = document?.root, root.kind == .array, ways.recordLimit > input.count else {
        return
      }
      let objects = root.elements.count { $0.kind == .object }
      try expect(outcome.lines.count == objects, "an object of the array is lost")
      try expect(
        outcome.findings.count == root.elements.count { $0.kind != .object },
        "another number of values is rejected")
    }
  }

  @Sendable
  static func xml(_ input: [UInt8]) -> String? {
    failure {
      let ways = Ways(input)
      let mapping: XMLMapping? =
        switch ways.choice & 3 {
        case 0: try? XMLMapping(record: "r")
        case 1: try? XMLMapping(record: "//r", allAttributes: true, collapsesSpace: true)
        case 2: try? XMLMapping(record: "a/r", undeclaredEntities: .keep)
        default: XMLMapping.presets.first?.mapping
        }
      guard let mapping else { throw Failure("no mapping") }
      let outcome = try ways.read { step, limit, batchSize in
        try collect(recordLimit: limit, batchSize: batchSize) { emitter in
          try XMLSource(inputs: [], mapping: mapping).read(
            MemoryReader(ways.content, step: step), of: Input(path: "t.xml"), into: emitter)
        }
      }.get()
      try checkRecords(outcome, in: nil)
    }
  }

  @Sendable
  static func gzip(_ input: [UInt8]) -> String? {
    failure {
      let ways = Ways(input)
      let whole = inflate(ways.content, step: .max, size: 1 << 20)
      let pieces = inflate(ways.content, step: ways.step, size: 1 + Int(ways.choice))
      try expect(whole.bytes == pieces.bytes, "pieces give other bytes")
      try expect(whole.error == pieces.error, "pieces fail otherwise")
      let target = MemoryWriter()
      let writer = GzipWriter(target, path: "t.gz")
      try writer.write(ways.content)
      try writer.finish()
      let back = inflate(target.bytes, step: ways.step, size: 1 << 20)
      try expect(back.bytes == ways.content && back.error == nil, "no round trip")
    }
  }

  // MARK: Parts of them

  private final class MemoryWriter: ByteWriter {
    private(set) var bytes: [UInt8] = []
    func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) { self.bytes += bytes }
    func finish() throws(OutputError) {}
    func abandon() {}
  }

  /// The first 4 MiB that are in `content`, read by at most `size` bytes.
  private static func inflate(
    _ content: [UInt8], step: Int, size: Int
  ) -> (bytes: [UInt8], error: InputError?) {
    let reader = GzipReader(MemoryReader(content, step: step), path: "t.gz")
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: size)
    while bytes.count < 4 << 20 {
      do throws(InputError) {
        let count = try reader.read(into: &block)
        if count == 0 { return (bytes, nil) }
        bytes += block[..<count]
      } catch {
        return (bytes, error)
      }
    }
    return (Array(bytes.prefix(4 << 20)), nil)
  }

  /// What is written again from the nodes of a text is the text without its white space.
  private static func checkDocument(_ document: JSONDocument) throws {
    var compact: [UInt8] = []
    var isInString = false
    var isEscaped = false
    for byte in document.text {
      if isInString || ![0x20, 0x09, 0x0A, 0x0D].contains(byte) { compact.append(byte) }
      if byte == UInt8(ascii: "\""), !isEscaped { isInString.toggle() }
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
    }
    var written: [UInt8] = []
    write(document.root, to: &written)
    try expect(written == compact, "written again it is something else")
    let again = try JSONDocument(written)
    try expect(again.nodeCount == document.nodeCount, "written again it has other nodes")
    for index in 0..<document.nodeCount where document.node(index).kind == .string {
      let body = document.bytes(document.node(index).range).dropFirst().dropLast()
      var decoded = ByteBuffer()
      JSONString.decode(UnsafeRawBufferPointer(rebasing: body), into: &decoded)
      var encoded = ByteBuffer()
      JSONString.encodeBody(decoded.bytes, into: &encoded)
      var again = ByteBuffer()
      JSONString.decode(encoded.bytes, into: &again)
      try expect(again.array == decoded.array, "a string is encoded as another one")
    }
  }

  private static func write(_ value: JSONValue, to text: inout [UInt8]) {
    switch value.kind {
    case .object:
      text.append(UInt8(ascii: "{"))
      for (index, member) in value.members.enumerated() {
        if index > 0 { text.append(UInt8(ascii: ",")) }
        text += member.key.json
        text.append(UInt8(ascii: ":"))
        write(member.value, to: &text)
      }
      text.append(UInt8(ascii: "}"))
    case .array:
      text.append(UInt8(ascii: "["))
      for (index, element) in value.elements.enumerated() {
        if index > 0 { text.append(UInt8(ascii: ",")) }
        write(element, to: &text)
      }
      text.append(UInt8(ascii: "]"))
    default: text += value.json
    }
  }

  /// Every line is a record, a rejection or blank.
  private static func checkLines(_ ways: Ways) throws {
    func read(step: Int, limit: Int, batchSize: Int) throws -> (IngestOutcome, blank: Int) {
      var outcome = IngestOutcome()
      var blank = 0
      let emitter = BatchEmitter(batchSize: batchSize, recordLimit: limit) { batch in
        batch.index()
        var line = ByteBuffer()
        for record in batch.records {
          record.write(to: &line)
          line.append(UInt8(ascii: "\n"))
        }
        outcome.text += line.array
        outcome.findings += batch.rejections.map(\.finding)
        for case .raw(let bytes) in batch.rejections.map(\.record) { outcome.raws.append(bytes) }
        blank += batch.blankLines.count
        return batch
      }
      try JSONLinesSource.read(
        MemoryReader(ways.content, step: step), file: "t.jsonl", into: emitter)
      return (outcome, blank)
    }
    let (whole, blank) = try read(
      step: .max, limit: ways.recordLimit, batchSize: BatchEmitter.defaultBatchSize)
    let (pieces, otherBlank) = try read(
      step: ways.step, limit: ways.recordLimit, batchSize: ways.batchSize)
    try expect(whole.isSame(as: pieces) && blank == otherBlank, "pieces of lines differ")
    try checkRecords(whole, in: nil)
    var lines = ways.content.count { $0 == 0x0A }
    if let last = ways.content.last, last != 0x0A { lines += 1 }
    try expect(
      whole.lines.count + whole.findings.count + blank == lines, "a line is lost")
  }
}
