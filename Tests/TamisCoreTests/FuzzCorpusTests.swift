import TamisCore
import Testing

/// The inputs of `Fixtures/fuzz/core` through everything that reads bytes from outside.
@Suite struct FuzzCorpusTests {
  private static let files = (try? Input.list([fixture("fuzz/core")]).map(\.path)) ?? []

  @Test("the corpus is there")
  func corpus() {
    #expect(Self.files.count > 20)
  }

  @Test("no file crashes anybody, whole or cut, and nothing of it is lost", arguments: files)
  func replay(path: String) throws {
    let bytes = try #require(fileBytes(path))
    let text = ScanText()
    var cuts = Set([bytes.count])
    for cut in 0..<40 { cuts.insert(bytes.count * cut / 40) }
    for cut in cuts {
      let part = Array(bytes[..<cut])
      checkJSON(part, text)
      try checkLines(part)
      checkReaders(part)
    }
  }

  private func checkJSON(_ bytes: [UInt8], _ text: ScanText) {
    // The reference runs on the stack, which is small on these threads.
    let depthLimit = 100
    let outcome = text.scan(bytes, depthLimit: depthLimit, slack: 0x22)
    #expect(outcome == ReferenceParser.parse(bytes, depthLimit: depthLimit))
    guard outcome.error == nil else { return }
    for node in outcome.nodes where node.kind == .string {
      var decoded = ByteBuffer()
      Array(bytes[node.range].dropFirst().dropLast()).withUnsafeBytes {
        JSONString.decode($0, into: &decoded)
      }
      var encoded = ByteBuffer()
      JSONString.encodeBody(decoded.bytes, into: &encoded)
      var again = ByteBuffer()
      JSONString.decode(encoded.bytes, into: &again)
      #expect(again.array == decoded.array)
    }
  }

  private func checkLines(_ bytes: [UInt8]) throws {
    let sink = MemorySink()
    var findings = 0
    let summary = try Pipeline(
      source: MemorySource(files: [bytes], step: 1000), stages: [SeenStage()], sink: sink,
      recordLimit: 5000, batchSize: 777
    ) { batch, _ in
      findings += batch.rejections.count { !$0.finding.message.isEmpty }
    }.run()
    #expect(summary.isBalanced && summary.bytes == bytes.count)
    #expect(findings == summary.stages.reduce(0) { $0 + $1.rejectedCount })
    #expect(sink.bytes.count { $0 == 0x0A } == summary.written)
  }

  private func checkReaders(_ bytes: [UInt8]) {
    let whole = readAll(GzipReader(MemoryReader(bytes), path: "x"))
    #expect(readAll(GzipReader(MemoryReader(bytes, step: 3), path: "x"), size: 100) == whole)
    for encoding in [
      "UTF-16LE", "UTF-32BE", "SHIFT_JIS", "GB18030", "UTF-8", "UTF-7", "ISO-2022-JP",
    ] {
      func decode(_ step: Int, _ size: Int) -> ReadOutcome? {
        let source = MemoryReader(bytes, step: step)
        return (try? TranscodingReader(source, encoding: encoding, path: "x")).map {
          readAll($0, size: size)
        }
      }
      #expect(decode(.max, 4096) == decode(7, 9), "\(encoding)")
    }
  }
}
