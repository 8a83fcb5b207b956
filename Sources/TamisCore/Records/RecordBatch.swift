// Records travel in batches of about a megabyte: one buffer of JSON Lines, one list of nodes that says
// where each record's fields are, and one arena for what stages have changed.
//
//     text    {"id":1,"text":"a  b"}⏎{"id":2,"text":"c"}⏎
//     nodes   object key number key string │ object key number key string
//     arena   "a b"                            ← record 0, field "text", replaced
//
// Nothing is allocated for a record or a field. A record that no stage touched leaves as the bytes
// that it came as; of one that was touched, all but the touched values do.

import CTamisKernels

/// Records on their way through a pipeline, and what became of them.
///
/// A batch has one owner at a time; a pipeline hands it from thread to thread.
public final class RecordBatch: @unchecked Sendable {
  // Safety: handed over through a `Monitor`, never used from two threads at once. That also stands in
  // for the run-time exclusivity checks, which would cost more than the work on a field: a buffer is
  // never written while it is read, because what is written goes through `withScratch`.

  /// The records as JSON Lines, in the order of the input.
  @exclusivity(unchecked) public var text = ByteBuffer()
  /// The path of the input as the user gave it.
  public var file = "-"
  /// Number of the first line of `text` in the input, counted from 1.
  public var firstLine = 1
  /// Byte offset of `text` in the input.
  public var firstOffset = 0
  /// How many batches came before.
  public internal(set) var sequence = 0
  /// Longest line that `index()` lets through, in bytes.
  var recordLimit = Int.max
  /// Bytes of lines that were too long to be held in `text`.
  var bytesPassedOver = 0

  /// What was dropped, by which rule.
  public internal(set) var rejections: [Rejection] = []
  /// What was noticed about records that stay.
  public var findings: [Finding] = []
  /// Lines of the input that hold nothing but white space, counted from 1.
  public internal(set) var blankLines: [Int] = []
  /// One hash for each live record, left by the parallel half of a fold for its ordered half.
  public var digests: [ContentHash?] = []

  @exclusivity(unchecked) var entries: [Entry] = []
  @exclusivity(unchecked) var nodes = JSONNodeList(capacity: 4096)
  @exclusivity(unchecked) var arena = ByteBuffer()
  @exclusivity(unchecked) var edits: [Edit] = []
  @exclusivity(unchecked) var live = 0
  var isIndexed = false
  @exclusivity(unchecked) private var scratch = ByteBuffer()

  /// Where a record stands in the batch.
  struct Entry {
    var range: Range<Int>
    var line: Int
    /// Byte offset in the input.
    var offset: Int
    /// The record among the nodes; -1 for one that was written anew and not looked into since.
    var firstNode: Int
    var firstEdit = -1
    var isLive = true
    /// The value of `_split` in the arena, where the record was rewritten without it.
    var split: Range<Int>?
    /// The digest of all fields, once somebody has asked for it and until one changes.
    var digest: ContentHash?
  }

  /// A change to one field, in a chain of those of the same record.
  struct Edit {
    enum Change { case replace, add, remove }
    var change: Change
    /// The field's key among the nodes; -1 for one that was added.
    var keyNode: Int
    /// The key with its colon, for one that was added.
    var key: Range<Int> = 0..<0
    var value: Range<Int> = 0..<0
    var next = -1
  }

  public init() {}

  /// How many records there were at first; 0 before `index()`.
  public var count: Int { entries.count }

  /// How many records have not been rejected.
  public var liveCount: Int { live }

  /// How many records `text` holds; its lines where nobody has looked for the records.
  func countRecords() -> Int {
    isIndexed ? entries.count : tamis_count_line_feeds(text.base, text.count)
  }

  /// Ends the last line with a line feed, where it has none.
  func endLastLine() {
    if let last = text.bytes.last, last != 0x0A { text.append(0x0A) }
  }

  /// Names the stage that the rejections since the last call are due to. `place` is its place in the
  /// pipeline, which tells two stages of one name apart; the source's is 0.
  func attributeRejections(to stage: String, at place: Int) {
    for index in rejections.indices.reversed() {
      guard rejections[index].stagePlace < 0 else { return }
      rejections[index].stage = stage
      rejections[index].stagePlace = place
    }
  }

  /// The records that have not been rejected, in order.
  public var records: LiveRecords { LiveRecords(batch: self) }

  /// The records that have not been rejected, in order. Rejecting the record that was given last, while
  /// going on, is fine.
  public struct LiveRecords: Sequence, IteratorProtocol {
    let batch: RecordBatch
    private var index = 0

    init(batch: RecordBatch) { self.batch = batch }

    public mutating func next() -> Record? {
      while index < batch.entries.count {
        let place = index
        index += 1
        if batch.entries[place].isLive { return Record(batch: batch, index: place) }
      }
      return nil
    }
  }

  /// Empties the batch for another use. Memory past 16 MiB, from an outsized record, is given back.
  public func reset() {
    let limit = 16 << 20
    text.removeAll(keepingUpTo: limit)
    arena.removeAll(keepingUpTo: limit)
    nodes.truncate(to: 0)
    entries.removeAll(keepingCapacity: true)
    edits.removeAll(keepingCapacity: true)
    rejections.removeAll()
    findings.removeAll()
    blankLines.removeAll()
    digests.removeAll(keepingCapacity: true)
    firstLine = 1
    firstOffset = 0
    recordLimit = .max
    bytesPassedOver = 0
    live = 0
    isIndexed = false
  }

  /// Finds the records and their fields in `text`. Lines that are not a record are rejected.
  ///
  /// Blank lines are passed over. Linear, with one look at each byte of a field's value.
  public func index() {
    guard !isIndexed else { return }
    isIndexed = true
    text.terminate()
    let base = UnsafePointer(text.base)
    let validEnd = tamis_utf8_valid_prefix(base, text.count)
    let scanner = JSONScanner(depth: 1)
    var start = 0
    var line = firstLine
    while start < text.count {
      let end = lineEnd(from: start)
      let range = start..<end
      if range.count > recordLimit {
        rejectLongLine(range.count, line: line, offset: firstOffset + start)
      } else if end > validEnd, let bad = utf8Error(in: range) {
        rejectLine(range, line, JSONError(.invalidUTF8, at: bad))
      } else {
        indexRecord(base, range, line, scanner)
      }
      start = end + 1
      line += 1
    }
  }

  private func indexRecord(
    _ base: UnsafePointer<UInt8>, _ range: Range<Int>, _ line: Int, _ scanner: JSONScanner
  ) {
    let firstNode = nodes.count
    do throws(JSONError) {
      try scanner.scan(base, range, into: &nodes)
      if nodes[firstNode].kind == .object {
        entries.append(
          Entry(
            range: range, line: line, offset: firstOffset + range.lowerBound,
            firstNode: firstNode))
        live += 1
      } else {
        let kind = nodes[firstNode].kind
        rejectLine(range, line, .notAnObject, "the line is \(kind.phrase), not an object", 0)
      }
    } catch {
      if error.kind == .empty {
        blankLines.append(line)
        return
      }
      rejectLine(range, line, error)
    }
  }

  /// Finds the fields of a record that a stage has written anew.
  func indexRewritten(_ index: Int) {
    let firstNode = nodes.count
    let range = entries[index].range
    do throws(JSONError) {
      try JSONScanner(depth: 1).scan(UnsafePointer(text.base), range, into: &nodes)
      precondition(nodes[firstNode].kind == .object, "a record was rewritten as no object")
      entries[index].firstNode = firstNode
    } catch {
      preconditionFailure("a record was rewritten as no JSON: \(error.message)")
    }
  }

  /// Lends a buffer that is neither the text nor the arena, so that both may be read meanwhile.
  @inline(__always)
  func withScratch(_ body: (inout ByteBuffer) -> Void) {
    scratch.removeAll(keepingUpTo: 16 << 20)
    body(&scratch)
  }

  private func lineEnd(from start: Int) -> Int {
    let rest = text.count - start
    guard let found = memchr(text.base + start, 0x0A, rest) else { return text.count }
    return found - UnsafeMutableRawPointer(text.base)
  }

  private func utf8Error(in range: Range<Int>) -> Int? {
    let valid = tamis_utf8_valid_prefix(text.base + range.lowerBound, range.count)
    return valid == range.count ? nil : range.lowerBound + valid
  }

  private func rejectLine(_ range: Range<Int>, _ line: Int, _ error: JSONError) {
    rejectLine(range, line, error.rule, error.message, error.offset - range.lowerBound)
  }

  private func rejectLine(
    _ range: Range<Int>, _ line: Int, _ rule: Rule, _ message: String, _ column: Int
  ) {
    let location = SourceLocation(
      file: file, line: line, column: column + 1,
      byteOffset: firstOffset + range.lowerBound + column)
    let evidence = Finding.Evidence(of: column..<column + 1, in: text.bytes(range))
    rejections.append(
      Rejection(
        finding: Finding(rule, .error, at: location, message, evidence: evidence),
        record: .raw(Array(text.bytes(range)))))
  }

  /// Rejects a line of `length` bytes without its bytes.
  func rejectLongLine(_ length: Int, line: Int, offset: Int) {
    let location = SourceLocation(file: file, line: line, column: 1, byteOffset: offset)
    let message = "the line has \(length) bytes, limit \(recordLimit); its bytes are not kept"
    reject(raw: [], Finding(.recordTooLarge, .error, at: location, message))
  }

  /// Notes that something of the input could not become a record.
  ///
  /// `raw` is what is left out, as it stands in the input.
  public func reject(raw: [UInt8], _ finding: Finding) {
    rejections.append(Rejection(finding: finding, record: .raw(raw)))
  }
}
