import Synchronization
import TamisCore
import TamisIngest
import Testing

@Suite("XML source")
struct XMLSourceTests {
  private func read(_ paths: [String], _ mapping: XMLMapping) throws -> XMLOutcome {
    let collector = XMLCollector()
    try XMLSource(inputs: paths.map { Input(path: $0) }, mapping: mapping)
      .read(into: collector.emitter)
    return collector.outcome
  }

  @Test("a file with an error is left out from there on, and the next file follows")
  func goesOnAfterError() throws {
    let names = [
      "not-well-formed", "undeclared", "bad-encoding", "whole-record", "empty", "latin1",
    ]
    let outcome = try read(
      names.map { fixture("xml/\($0).xml") }, XMLMapping(record: "r | entry"))
    let files = try outcome.lines.map { line in
      try #require(try JSONDocument(Array(line.utf8)).root["_origin"]?["file"]?.string)
    }
    #expect(
      files
        == [
          "not-well-formed", "not-well-formed", "undeclared", "whole-record", "whole-record",
          "latin1",
        ].map { fixture("xml/\($0).xml") })
    #expect(
      outcome.findings.map(\.location.file)
        == ["not-well-formed", "undeclared", "bad-encoding", "empty"].map {
          fixture("xml/\($0).xml")
        })
  }

  @Test("a file that is not there is an operation error")
  func throwsForMissingFile() {
    #expect(throws: InputError.self) {
      try read([fixture("xml/no-such-file.xml")], XMLMapping(record: "r"))
    }
  }

  @Test("an encoding that nobody knows is an operation error when the user named it")
  func throwsForUnknownEncoding() {
    #expect(throws: InputError.self) {
      try readXML(Array("<r/>".utf8), XMLMapping(record: "r"), encoding: "no-such-encoding")
    }
  }

  @Test("bytes that the declared encoding does not have are a finding")
  func findsUndecodableBytes() throws {
    let document =
      Array(#"<?xml version="1.0" encoding="EUC-JP"?><d><r>a</r>"#.utf8) + [0xFF, 0xFF]
      + Array("</d>".utf8)
    let outcome = try readXML(document, XMLMapping(record: "r"), origin: false)
    #expect(outcome.lines == [#"{"text":"a"}"#])
    #expect(outcome.rules == ["xml-syntax"])
    #expect(outcome.findings.first?.message.contains("offset 50") == true)
  }

  @Test("when reading fails in the middle, the error is thrown")
  func throwsReadError() throws {
    let failure = InputError(path: "x", kind: .gzip(.corrupt, offset: 7))
    let collector = XMLCollector()
    #expect(throws: failure) {
      try XMLSource(inputs: [], mapping: XMLMapping(record: "r")).read(
        FailingReader(Array("<d><r>a</r><r>b".utf8), failure), of: Input(path: "x"),
        into: collector.emitter)
    }
  }

  @Test("an error of the pipeline stops the parser, and is thrown")
  func stopsForPipeline() throws {
    struct Stop: Error {}
    let document = Array("<d>".utf8) + Array(String(repeating: "<r>text</r>", count: 100_000).utf8)
    let reader = CountingReader(document)
    let emitter = BatchEmitter(batchSize: 100, recordLimit: 1000) { _ in throw Stop() }
    #expect(throws: Stop.self) {
      try XMLSource(inputs: [], mapping: XMLMapping(record: "r")).read(
        reader, of: Input(path: "x"), into: emitter)
    }
    #expect(reader.count < document.count / 2)
  }

  @Test("after a syntax error no more is read")
  func stopsReadingAfterError() throws {
    let document =
      Array("<d><r>&</r>".utf8) + Array(String(repeating: "<r>text</r>", count: 100_000).utf8)
    let reader = CountingReader(document)
    let collector = XMLCollector()
    try XMLSource(inputs: [], mapping: XMLMapping(record: "r")).read(
      reader, of: Input(path: "x"), into: collector.emitter)
    #expect(collector.outcome.rules == ["xml-syntax"])
    #expect(reader.count < document.count / 2)
  }

  @Test("sources on several threads do not disturb each other")
  func runsInParallel() throws {
    let expected = try read([fixture("xml/entities.xml")], XMLMapping(record: "r"))
    let outcomes = Mutex<[XMLOutcome?]>([])
    let threads = (0..<4).map { _ in
      WorkerThread {
        for _ in 0..<50 {
          let collector = XMLCollector()
          try? XMLSource(
            inputs: [Input(path: fixture("xml/entities.xml"))], mapping: XMLMapping(record: "r")
          ).read(into: collector.emitter)
          outcomes.withLock { $0.append(collector.outcome) }
        }
      }
    }
    for thread in threads { thread.join() }
    #expect(outcomes.withLock { $0.count == 200 && $0.allSatisfy { $0 == expected } })
  }

  /// Real files with what Python's ElementTree finds in them: records, and Unicode characters in
  /// their fields.
  @Test(
    "real dumps have as many records and characters as another parser finds",
    .enabled(if: sharedFile("data/xml/mediawiki_small.xml") != nil, "no samples in ../shared"),
    arguments: [
      ("mediawiki_enwiki", XMLMapping.mediawiki, 206, 5_737_719),
      ("mediawiki_small", .mediawiki, 2_004, 2_341_865),
      ("stackexchange_posts_0", .stackexchange, 1_657, 2_056_750),
      ("stackexchange_posts_1", .stackexchange, 592, 581_717),
    ])
  func countsRealRecords(_ name: String, _ mapping: XMLMapping, _ records: Int, _ characters: Int)
    throws
  {
    let path = try #require(sharedFile("data/xml/\(name).xml"))
    let outcome = try read([path], mapping)
    #expect(outcome.findings.isEmpty)
    #expect(outcome.lines.count == records)
    var total = 0
    for line in outcome.lines {
      for member in try JSONDocument(Array(line.utf8)).root.members
      where !member.key.isString("_origin") {
        total += member.value.string?.unicodeScalars.count ?? 0
      }
    }
    #expect(total == characters)
  }
}

/// Gives bytes, and then an error.
private final class FailingReader: ByteReader {
  private let source: MemoryReader
  private let failure: InputError

  init(_ bytes: [UInt8], _ failure: InputError) {
    source = MemoryReader(bytes)
    self.failure = failure
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    let size = try source.read(into: buffer)
    if size == 0 { throw failure }
    return size
  }
}

/// Counts the bytes that were asked for.
private final class CountingReader: ByteReader {
  private let source: MemoryReader
  private(set) var count = 0

  init(_ bytes: [UInt8]) { source = MemoryReader(bytes) }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    let size = try source.read(into: buffer)
    count += size
    return size
  }
}
