import TamisCore
import Testing

@Suite struct JSONDocumentTests {
  @Test("a key that occurs twice is seen twice, and the last one counts")
  func duplicates() throws {
    let document = try JSONDocument(utf8(#"{"a":1,"b":2,"\u0061":3}"#))
    #expect(document.root.members.map { $0.key.string } == ["a", "b", "a"])
    #expect(document.root["a"]?.integer == 3)
    #expect(document.root["b"]?.integer == 2)
    #expect(document.root["c"] == nil)
  }

  @Test("values answer for their own kind and for no other")
  func kinds() throws {
    let document = try JSONDocument(utf8(#"[{"k":1},[2],"s",4,true,false,null]"#))
    let values = Array(document.root.elements)
    #expect(values.map(\.kind) == [.object, .array, .string, .number, .true, .false, .null])
    #expect(values.map(\.string) == [nil, nil, "s", nil, nil, nil, nil])
    #expect(values.map(\.integer) == [nil, nil, nil, 4, nil, nil, nil])
    #expect(values.map { Array($0.members).count } == [1, 0, 0, 0, 0, 0, 0])
    #expect(values.map { Array($0.elements).count } == [0, 1, 0, 0, 0, 0, 0])
    #expect(values.map { $0["k"]?.integer } == [1, nil, nil, nil, nil, nil, nil])
    #expect(values.map { $0.isString("s") } == [false, false, true, false, false, false, false])
  }

  @Test("integers are those that are written as one and fit")
  func integers() throws {
    let texts = ["0", "-0", "12", "-7", "9223372036854775807", "-9223372036854775808"]
    #expect(
      try texts.map { try JSONDocument(utf8($0)).root.integer } == [0, 0, 12, -7, .max, .min])
    for text in ["1.0", "1e2", "9223372036854775808", "1e999", "\"1\"", "true"] {
      #expect(try JSONDocument(utf8(text)).root.integer == nil, "\(text)")
    }
  }

  @Test("strings are compared by their characters, however they are written")
  func strings() throws {
    for text in [#""a/é""#, #""a\/é""#, #""\u0061/\u00E9""#] {
      let value = try JSONDocument(utf8(text)).root
      #expect(value.string == "a/é")
      #expect(value.isString("a/é") && !value.isString("a/") && !value.isString("a/éé"), "\(text)")
    }
    #expect(try JSONDocument(utf8(#""""#)).root.isString(""))
    // The same letter in two ways of writing it with accents is not the same text.
    #expect(try !JSONDocument(utf8("\"e\u{301}\"")).root.isString("é"))
  }

  @Test("half a surrogate pair is flagged, and is one replacement character in a string")
  func loneSurrogates() throws {
    let document = try JSONDocument(
      utf8(#"["\ud83d","a\ude00b\ud83d","\ud83d\ude00","\ud7ff\ue000"]"#))
    let values = Array(document.root.elements)
    #expect(values.map(\.hasLoneSurrogate) == [true, true, false, false])
    #expect(values.map(\.string) == ["\u{FFFD}", "a\u{FFFD}b\u{FFFD}", "😀", "\u{D7FF}\u{E000}"])
  }

  @Test("each value's pointer leads to it")
  func pointers() throws {
    let document = try JSONDocument(
      utf8(#"{"a":[1,{"b/c":[]}],"m~n":{"":2},"\u00e9":null,"a":3}"#))
    var pointers: [String] = []
    for node in 0..<document.nodeCount where !document.node(node).isKey {
      pointers.append(JSONValue(document: document, node: node).pointer)
    }
    #expect(
      pointers == [
        "", "/a", "/a/0", "/a/1", "/a/1/b~1c", "/m~0n", "/m~0n/", "/é", "/a",
      ])
    // A key's pointer is that of its member.
    #expect(JSONValue(document: document, node: 1).pointer == "/a")
  }

  @Test("bytes that are not UTF-8 are refused where they stand")
  func invalidUTF8() {
    for (text, offset) in [
      ([0x22, 0xFF, 0x22], 1), ([0x22, 0xC3, 0x22], 1), ([0x22, 0x61, 0xED, 0xA0, 0x80, 0x22], 2),
      ([0xEF, 0xBB], 0), ([0x5B, 0x31, 0x5D, 0x80], 3),
    ] as [([UInt8], Int)] {
      #expect(throws: JSONError(.invalidUTF8, at: offset)) { try JSONDocument(text) }
    }
  }

  @Test("a document is filled again and again, and a failure does not stick")
  func reuse() throws {
    let document = JSONDocument()
    for (text, count) in [("[1,2,3]", 4), ("{", -1), ("7", 1), ("", -1), ("{\"a\":[]}", 3)] {
      let bytes = utf8(text)
      let failure = document.failure(of: bytes)
      #expect((failure != nil) == (count == -1), "\(text)")
      if failure == nil { #expect(document.nodeCount == count) }
      #expect(Array(document.text) == bytes)
    }
  }
}
