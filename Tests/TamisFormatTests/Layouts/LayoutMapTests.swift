import TamisCore
import TamisFormat
import Testing

@Suite struct LayoutMapTests {
  private func dump(_ json: String, map: String, as layout: String? = nil) throws -> String {
    var probe = LayoutProbe(map: try LayoutMap(map))
    return probe.dump(Array(json.utf8), as: layout)
  }

  @Test("fields of any name are read as those of a layout")
  func mapped() throws {
    let dump = try dump(
      #"{"Frage":"Q","Antwort":"A","id":1}"#, map: "prompt=Frage,completion=Antwort")
    #expect(
      dump == """
        layout prompt-completion
        prompt and completion
          prompt "Q"
          completion "A"
        left out: id
        """)
  }

  @Test("a field that another is mapped to is no longer found under its own name")
  func replaced() throws {
    let dump = try dump(#"{"prompt":"old","new":"Q","completion":"A"}"#, map: "prompt=new")
    #expect(dump.contains(#"prompt "Q""#))
    #expect(dump.hasSuffix("left out: prompt"))
  }

  @Test("two fields may change places")
  func swapped() throws {
    let dump = try dump(
      #"{"prompt":"A","completion":"Q"}"#, map: "prompt=completion,completion=prompt")
    #expect(dump.contains(#"prompt "Q""#))
    #expect(dump.contains(#"completion "A""#))
  }

  @Test("commas and equals signs in names are written behind a backslash")
  func escaped() throws {
    let dump = try dump(#"{"a,b":"Q","c=d":"A"}"#, map: #"prompt=a\,b,completion=c\=d"#)
    #expect(dump.contains(#"completion "A""#))
  }

  @Test("failures name the field as the record does")
  func failure() throws {
    #expect(
      try dump(#"{"Frage":"","Antwort":"A"}"#, map: "prompt=Frage,completion=Antwort")
        == "prompt-completion: R007 empty-content — 'Frage' is empty, at /Frage")
  }

  @Test(
    "what is no map is an error that says how one is written",
    arguments: [
      ("prompt", "'prompt' is no pair of fields"), ("=a", "'=a' is no pair of fields"),
      ("prompt=a=b", "'prompt=a=b' is no pair"), ("", "'' is no pair"),
      ("prmpt=a", "no layout has a field 'prmpt'; there are: messages,"),
      ("prompt=a,prompt=b", "the field 'prompt' is mapped twice"),
    ])
  func refused(_ text: String, _ message: String) {
    let error = #expect(throws: LayoutMapError.self) { try LayoutMap(text) }
    #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
  }
}
