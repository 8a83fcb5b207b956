import Synchronization
import TamisCore
import TamisIngest
import Testing

@Suite("Hostile XML")
struct XMLSafetyTests {
  /// Ten entities, each ten times the one before.
  private func laughs(_ kind: String, _ reference: String) -> String {
    var declarations = "<!ENTITY \(kind)l0 'lollollollol'>"
    for level in 1...10 {
      let ten = String(repeating: "\(reference)l\(level - 1);", count: 10)
      declarations += "<!ENTITY \(kind)l\(level) '\(ten)'>"
    }
    return declarations
  }

  @Test(
    "entities that blow up are refused with the limit's name",
    arguments: [
      "text", "attribute", "parameter", "value", "quadratic", "empty", "elements", "default",
    ])
  func refusesBomb(_ kind: String) throws {
    let big = String(repeating: "x", count: 100_000)
    let document =
      switch kind {
      case "text": "<!DOCTYPE d [\(laughs("", "&"))]><d><r>ok</r><r>&l10;</r></d>"
      case "attribute": "<!DOCTYPE d [\(laughs("", "&"))]><d><r>ok</r><r a='&l10;'/></d>"
      case "parameter":
        // In the internal subset a parameter entity can hold references only as `&#37;`.
        "<!DOCTYPE d [\(laughs("% ", "&#37;").replacingFirst("lollollollol", with: " ")) %l10; ]>"
          + "<d><r>ok</r></d>"
      case "value":
        "<!DOCTYPE d [\(laughs("% ", "&#37;")) <!ENTITY % e \"<!ENTITY x '&#37;l10;'>\"> %e; ]>"
          + "<d><r>ok</r><r>&x;</r></d>"
      case "quadratic":
        "<!DOCTYPE d [<!ENTITY a '\(big)'>]><d><r>ok</r><r>"
          + String(repeating: "&a;", count: 10_000) + "</r></d>"
      case "empty":
        "<!DOCTYPE d [\(laughs("", "&").replacingFirst("lollollollol", with: ""))]>"
          + "<d><r>ok</r><r>&l10;</r></d>"
      case "elements":
        "<!DOCTYPE d [\(laughs("", "&").replacingFirst("lollollollol", with: "<x/>"))]>"
          + "<d><r>ok</r><r>&l10;</r></d>"
      default:
        "<!DOCTYPE d [<!ATTLIST r a CDATA '\(big)'>]><d>"
          + String(repeating: "<r/>", count: 10_000) + "</d>"
      }
    let mapping = try XMLMapping(
      record: "r",
      fields: [FieldMapping(name: "t", source: "."), FieldMapping(name: "a", source: "@a")])
    let clock = ContinuousClock()
    var outcome = XMLOutcome()
    let time = try clock.measure { outcome = try readXML(Array(document.utf8), mapping) }
    #expect(outcome.rules == ["xml-entity-expansion"])
    #expect(outcome.findings.first?.message.contains("entity expansion limit") == true)
    #expect(outcome.text.count < 16 << 20)
    if !["default", "parameter", "value"].contains(kind) { #expect(outcome.lines.count == 1) }
    print("entity bomb, \(kind): \(time)")
    #expect(time < .seconds(20))
  }

  @Test("many harmless references are no bomb")
  func acceptsManyReferences() throws {
    let outcome = try readXML(
      "<!DOCTYPE d [<!ENTITY nbsp '&#160;'>]><d><r>"
        + String(repeating: "word&nbsp;", count: 200_000) + "</r></d>")
    #expect(outcome.rules == [])
    #expect(outcome.text.count == 200_000 * 6 + 12)
  }

  @Test(
    "entities may be nested, but not without end",
    arguments: [
      ("text", 40, true), ("text", 60, false), ("attribute", 70, true), ("attribute", 90, false),
    ])
  func limitsEntityDepth(_ use: String, _ depth: Int, _ isFine: Bool) throws {
    var declarations = "<!ENTITY e0 'core'>"
    for level in 1..<depth { declarations += "<!ENTITY e\(level) '&e\(level - 1);'>" }
    let reference = "&e\(depth - 1);"
    let record = use == "text" ? "<r>\(reference)</r>" : "<r><x a='\(reference)'/></r>"
    let mapping = try XMLMapping(
      record: "r", fields: [FieldMapping(name: "f", source: "x/@a | .")])
    let outcome = try readXML(
      Array("<!DOCTYPE d [\(declarations)]><d>\(record)</d>".utf8), mapping, origin: false)
    #expect(outcome.rules == (isFine ? [] : ["xml-entity-expansion"]))
    #expect(outcome.lines == (isFine ? [#"{"f":"core"}"#] : []))
  }

  @Test("other files are not read, be they named in entities, parameter entities or DTDs")
  func readsNoOtherFile() throws {
    let path = fixture("xml/README.md")
    for document in [
      "<!DOCTYPE d [<!ENTITY x SYSTEM 'file://\(path)'>]><d><r>&x;</r></d>",
      "<!DOCTYPE d [<!ENTITY x SYSTEM 'http://127.0.0.1:1/x'>]><d><r>&x;</r></d>",
      "<!DOCTYPE d [<!ENTITY % x SYSTEM 'file://\(path)'> %x;]><d><r>text</r></d>",
      "<!DOCTYPE d SYSTEM 'file://\(path)'><d><r>text</r></d>",
      "<!DOCTYPE d PUBLIC 'x' 'http://127.0.0.1:1/x.dtd'><d><r>text</r></d>",
      "<!DOCTYPE d [<!ENTITY x SYSTEM 'file://\(path)'><!ENTITY y '&x;'>]><d><r a='&y;'/></d>",
      "<d xmlns:i='http://www.w3.org/2001/XInclude'><r><i:include href='\(path)'/></r></d>",
    ] {
      let outcome = try readXML(document)
      #expect(!String(decoding: outcome.text, as: UTF8.self).contains("XML fixtures"))
      if document.contains("&x;") {
        #expect(outcome.lines.isEmpty)
        #expect(outcome.findings.count == 1)
      } else {
        #expect(outcome.findings.isEmpty)
        let text = document.contains("text</r>") ? "text" : ""
        #expect(outcome.lines == [#"{"text":"\#(text)"}"#])
      }
    }
  }

  @Test("elements may be nested to the limit and no deeper, on a thread's small stack too")
  func limitsDepth() throws {
    for (depth, rules) in [(9_998, []), (10_000, ["too-deep"]), (100_000, ["too-deep"])] {
      let document =
        "<d><r>" + String(repeating: "<x>", count: depth) + String(repeating: "</x>", count: depth)
        + "</r></d>"
      #expect(try onThread { try readXML(document) }.rules == rules)
    }
  }

  @Test("deep content models and deep entities fit on a thread's small stack")
  func survivesDeepDeclarations() throws {
    let parentheses =
      String(repeating: "(", count: 50_000) + "a" + String(repeating: ")", count: 50_000)
    let model = "<!DOCTYPE d [<!ELEMENT d \(parentheses)>]><d><r>x</r></d>"
    #expect(try onThread { try readXML(model) }.rules == ["xml-syntax"])
    var chain = "<!ENTITY e0 'core'>"
    for level in 1..<5000 { chain += "<!ENTITY e\(level) '&e\(level - 1);'>" }
    for use in ["<r>&e4999;</r>", "<r a='&e4999;'/>"] {
      let document = "<!DOCTYPE d [\(chain)]><d>\(use)</d>"
      #expect(try onThread { try readXML(document) }.rules == ["xml-entity-expansion"])
    }
  }

  @Test("what the parser compares with each other is limited")
  func limitsQuadraticWork() throws {
    let attributes = (0..<200_000).map { "a\($0)='' " }.joined()
    #expect(try readXML("<d><r \(attributes)/></d>").rules == ["xml-syntax"])
    let namespaces = (0..<100_000).map { "xmlns:n\($0)='u' " }.joined()
    #expect(try readXML("<d><r \(namespaces)/></d>").rules == ["xml-syntax"])
    let defaults = (0..<2_000).map { "a\($0) CDATA 'x' " }.joined()
    let outcome = try readXML(
      "<!DOCTYPE d [<!ATTLIST r \(defaults)>]><d>" + String(repeating: "<r/>", count: 1_000)
        + "</d>")
    #expect(outcome.rules == ["xml-syntax"])
  }

  @Test("a text, a CDATA section, an attribute and a comment of 50 MB pass")
  func acceptsHugeTexts() throws {
    let filler = [UInt8](repeating: UInt8(ascii: "x"), count: 50_000_000)
    for (head, tail) in [
      ("<d><r>", "</r></d>"), ("<d><r><![CDATA[", "]]></r></d>"), ("<d><r><!--", "--></r></d>"),
    ] {
      let outcome = try readXML(
        Array(head.utf8) + filler + Array(tail.utf8), XMLMapping(record: "r"), origin: false)
      #expect(outcome.rules == [])
      #expect(outcome.text.count == (head.contains("<!--") ? 0 : filler.count) + 12)
    }
    let mapping = try XMLMapping(record: "r", fields: [FieldMapping(name: "text", source: "@a")])
    let outcome = try readXML(
      Array("<d><r a='".utf8) + filler + Array("'/></d>".utf8), mapping, origin: false)
    #expect(outcome.rules == [])
    #expect(outcome.text.count == filler.count + 12)
  }

  @Test("one tag, comment or CDATA section cannot fill the memory")
  func limitsTokens() throws {
    let filler = [UInt8](repeating: UInt8(ascii: "x"), count: 66 << 20)
    for (head, tail) in [
      ("<d><r>ok</r><r><![CDATA[", "]]></r></d>"), ("<d><r>ok</r><!--", "--></d>"),
      ("<d><r>ok</r><r a='", "'/></d>"), ("<d><r>ok</r><", "/></d>"),
      ("<d><r>ok</r><?p ", "?></d>"),
    ] {
      let outcome = try readXML(
        Array(head.utf8) + filler + Array(tail.utf8), XMLMapping(record: "r"), recordLimit: 1000,
        origin: false)
      #expect(outcome.rules == ["record-too-large"], "\(head)")
      #expect(outcome.lines == [#"{"text":"ok"}"#])
    }
    let declaration = Array("<!DOCTYPE d [<!ENTITY e '".utf8) + filler + Array("'>]><d/>".utf8)
    #expect(try readXML(declaration, XMLMapping(record: "d")).rules == ["xml-syntax"])
  }

  @Test("a record past the limit is rejected with its place, and the next one follows")
  func rejectsLargeRecord() throws {
    let long = String(repeating: "0123456789", count: 200)
    for large in [
      "<r\n>\(long)</r>", "<r\n><![CDATA[\(long)]]></r>", "<r\n><x>\(long)</x>\(long)</r>",
      "<r\n>" + String(repeating: "<x>0123456789</x>", count: 200) + "</r>",
    ] {
      let outcome = try readXML("<d>\n<r>a</r>\n\(large)\n<r>b</r></d>", recordLimit: 1000)
      #expect(outcome.lines == [#"{"text":"a"}"#, #"{"text":"b"}"#])
      #expect(outcome.rules == ["record-too-large"])
      #expect(outcome.findings[0].location.line == 3)
      #expect(outcome.findings[0].location.byteOffset == 13)
      #expect(outcome.findings[0].location.record == 1)
      #expect(outcome.findings[0].message.contains("ends in line 4"))
    }
    let attributes = try XMLMapping(
      record: "r", fields: [FieldMapping(name: "f", source: "x")], allAttributes: true)
    let outcome = try readXML(
      Array("<d><r a='\(long)'/><r a='1'/></d>".utf8), attributes, recordLimit: 1000, origin: false)
    #expect(outcome.lines == [#"{"a":"1"}"#])
    #expect(outcome.rules == ["record-too-large"])
  }

  @Test("the record limit counts the whole line")
  func limitCountsLine() throws {
    let line = #"{"text":"12345"}"#
    for (limit, count) in [(line.utf8.count, 1), (line.utf8.count - 1, 0)] {
      #expect(try readXML("<r>12345</r>", recordLimit: limit).lines.count == count)
    }
  }

  @Test("every prefix of a document gives records and one finding, and no crash")
  func survivesTruncation() throws {
    for name in ["entities", "mixed", "keep", "jats", "stackexchange", "crlf", "utf16"] {
      let document = fileBytes(fixture("xml/\(name).xml"))
      for end in 0..<document.count - 12 {
        let outcome = try readXML(Array(document[..<end]), .jats)
        #expect(outcome.findings.count == 1, "\(name) up to \(end)")
      }
    }
  }

  @Test("documents with changed bytes give valid lines, or findings, and no crash")
  func survivesMutation() throws {
    var random = TestRandom(for: "changed XML documents")
    let mapping = try XMLMapping(
      record: "item | r | row | page",
      fields: [
        FieldMapping(name: "t", source: "//text | . | @Id"),
        FieldMapping(name: "b", source: "*//b"),
      ], allAttributes: true, collapsesSpace: true, excluding: ["//x"], undeclaredEntities: .keep)
    for name in ["entities", "mixed", "keep", "attributes", "mediawiki", "namespaces", "utf16"] {
      let document = fileBytes(fixture("xml/\(name).xml"))
      for _ in 0..<300 {
        var changed = document
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          let at = Int.random(in: 0..<changed.count, using: &random)
          switch Int.random(in: 0..<4, using: &random) {
          case 0: changed[at] = UInt8.random(in: .min ... .max, using: &random)
          case 1: changed[at] = Array("<>&;'\"/[]!% \0\r\n".utf8).randomElement(using: &random) ?? 0
          case 2: changed.remove(at: at)
          default:
            let from = Int.random(in: 0..<changed.count, using: &random)
            changed.insert(contentsOf: changed[from..<min(from + 20, changed.count)], at: at)
          }
        }
        let outcome = try readXML(changed, mapping)
        for line in outcome.lines { _ = try JSONDocument(Array(line.utf8)) }
        #expect(validUTF8(outcome.text))
        #expect(outcome.findings.filter { $0.severity == .error }.count <= 1)
      }
    }
  }

  private func validUTF8(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { validUTF8Prefix($0) } == bytes.count
  }

  /// Runs `body` on a thread with the stack that pipelines give theirs.
  private func onThread(_ body: @escaping @Sendable () throws -> XMLOutcome) throws -> XMLOutcome {
    let result = Mutex<Result<XMLOutcome, any Error>?>(nil)
    withoutActuallyEscaping(body) { body in
      let thread = WorkerThread { result.withLock { $0 = Result { try body() } } }
      thread.join()
    }
    return try #require(try result.withLock { $0 }?.get())
  }
}

extension String {
  fileprivate func replacingFirst(_ part: String, with other: String) -> String {
    guard let start = firstRange(of: part) else { return self }
    return String(self[..<start.lowerBound]) + other + self[start.upperBound...]
  }

  private func firstRange(of part: String) -> Range<Index>? {
    for start in indices where self[start...].hasPrefix(part) {
      return start..<index(start, offsetBy: part.count)
    }
    return nil
  }
}
