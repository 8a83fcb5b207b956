import TamisCore
import Testing

/// The scanner on random documents, and its limits.
@Suite struct JSONScannerTests {
  @Test("random documents come back from their nodes as they were meant")
  func randomDocuments() {
    var json = RandomJSON(random: TestRandom(for: "random documents"))
    let document = JSONDocument()
    let text = ScanText()
    for _ in 0..<4000 {
      let (tree, written) = json.value()
      let whole = json.space() + written + json.space()
      #expect(document.failure(of: whole) == nil)
      #expect(Tree(document.root) == tree, "\(shown(whole))")
      #expect(text.scan(whole) == ReferenceParser.parse(whole), "\(shown(whole))")
      for depth in 0...3 {
        let expected = ReferenceParser.parse(whole, depth: depth)
        #expect(text.scan(whole, depth: depth) == expected, "\(shown(whole)), depth \(depth)")
      }
    }
  }

  @Test("each beginning of a document ends early, at its end")
  func prefixes() {
    var json = RandomJSON(random: TestRandom(for: "prefixes of documents"))
    let text = ScanText()
    for _ in 0..<150 {
      let written = json.object(4).text
      for length in 1..<written.count {
        let prefix = Array(written[..<length])
        let error = text.scan(prefix, slack: 0x22).error
        #expect(error == JSONError(.endsEarly, at: length), "\(shown(prefix))")
      }
      #expect(text.scan([], slack: 0x7B).error == JSONError(.empty, at: 0))
    }
  }

  @Test("documents with a byte changed, added or missing are judged as the reference judges them")
  func mutations() {
    var json = RandomJSON(random: TestRandom(for: "mutated documents"))
    let text = ScanText()
    let favourites = utf8("{}[],:\"\\u0019-.eEtfn \n\u{0}\u{1F}dD8c")
    var differences: [String] = []
    for _ in 0..<15_000 {
      var bytes = json.value().text
      for _ in 0...json.random.below(2) {
        let place = json.random.below(bytes.count)
        let byte =
          json.random.chance(80) ? json.random.pick(favourites) : UInt8(json.random.below(256))
        switch json.random.below(3) {
        case 0: bytes[place] = byte
        case 1: bytes.insert(byte, at: place)
        default: if bytes.count > 1 { bytes.remove(at: place) }
        }
      }
      let expected = ReferenceParser.parse(bytes)
      let outcome = text.scan(
        bytes, stop: UInt8(json.random.below(32)), slack: json.random.pick(favourites))
      if outcome != expected { differences.append("\(shown(bytes)): \(outcome), not \(expected)") }
    }
    #expect(differences.isEmpty, "\(differences.prefix(5).joined(separator: "\n"))")
  }

  @Test("what stands behind a text never matters")
  func slack() {
    var json = RandomJSON(random: TestRandom(for: "bytes behind a text"))
    let text = ScanText()
    for _ in 0..<150 {
      var bytes = json.value().text
      if json.random.chance(50) { bytes = Array(bytes.prefix(json.random.below(bytes.count) + 1)) }
      let expected = text.scan(bytes)
      for stop in 0..<UInt8(0x20) {
        let slack = json.random.pick(utf8("\"\\}],:0e u\n\u{FF}"))
        #expect(text.scan(bytes, stop: stop, slack: slack) == expected, "\(shown(bytes)) \(stop)")
      }
    }
  }

  @Test("offsets count from the base, not from the start of the range")
  func ranges() {
    let text = ScanText()
    let lines = utf8("{\"a\":1}\n [true, \"x\"]\n{\"a\":}\n")
    #expect(text.scan(0..<7, of: lines).nodes.map(\.range) == [0..<7, 1..<4, 5..<6])
    #expect(text.scan(8..<20, of: lines).nodes.map(\.range) == [9..<20, 10..<14, 16..<19])
    #expect(text.scan(21..<27, of: lines).error == JSONError(.unexpected(0x7D), at: 26))
    #expect(text.scan(7..<7, of: lines).error == JSONError(.empty, at: 7))
  }

  @Test("nesting is accepted to the limit and refused at the bracket behind it")
  func depthLimit() {
    let text = ScanText()
    for limit in [0, 1, 2, 7, 1024] {
      for (open, close) in [("[", "]"), ("{\"k\":", "}")] {
        func nested(_ depth: Int) -> [UInt8] {
          utf8(String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth))
        }
        #expect(text.scan(nested(limit), depthLimit: limit).error == nil)
        let error = JSONError(.tooDeep(limit: limit), at: limit * open.utf8.count)
        for text in [nested(limit + 1), utf8(String(repeating: open, count: 100_000))] {
          #expect(ScanText().scan(text, depthLimit: limit).error == error)
        }
      }
    }
  }

  @Test("a text that failed leaves no nodes behind")
  func failuresLeaveNothing() throws {
    var buffer = ByteBuffer(utf8("{\"a\":[1,2,{\"b\":nul}]}"))
    buffer.terminate()
    var nodes = JSONNodeList(capacity: 0)
    let good = ByteBuffer(utf8("[1]\n"))
    try JSONScanner().scan(good.base, 0..<3, into: &nodes)
    #expect(throws: JSONError.self) {
      try JSONScanner().scan(buffer.base, 0..<buffer.count, into: &nodes)
    }
    #expect(nodes.count == 2)
    try JSONScanner().scan(good.base, 0..<3, into: &nodes)
    #expect(nodes.count == 4 && nodes[2].next == 4)
  }

  @Test("a text that ends past what 32 bits count is refused before it is read")
  func tooLong() {
    let buffer = ByteBuffer(utf8("[]\n"))
    var nodes = JSONNodeList()
    let range = 0..<JSONScanner.lengthLimit + 1
    #expect(throws: JSONError(.tooLong(limit: JSONScanner.lengthLimit), at: 0)) {
      try JSONScanner().scan(buffer.base, range, into: &nodes)
    }
  }
}
