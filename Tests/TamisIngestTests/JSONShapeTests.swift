import TamisIngest
import Testing

@Suite("JSON shapes")
struct JSONShapeTests {
  static let shapes: [(text: String, shape: JSONSource.Shape)] = [
    ("{\"a\":1}\n{\"a\":2}\n", .lines),
    ("{\"a\":1}", .lines),
    ("\n\n  {\"a\":1}\r\n{\"a\":2}", .lines),
    ("{}\n{}\n", .lines),
    ("", .lines),
    (" \n", .lines),
    ("not json", .lines),
    ("[{\"a\":1}]", .array),
    (" \n\t[\n", .array),
    ("[]", .array),
    ("{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n", .concatenated),
    ("{\"a\": 1,\n \"b\": 2}\n", .concatenated),
    ("{\"a\": 1\n, \"b\": 2}\n", .concatenated),
    ("{\"a\":1}{\"a\":2}\n", .concatenated),
    ("{\"a\":1} {\"a\":2}\n", .concatenated),
    ("\u{1E}{\"a\":1}\n\u{1E}{\"a\":2}\n", .concatenated),
    ("{\"a\":1},\n{\"a\":2}\n", .lines),
    ("{\"a\":1\n", .concatenated),
    // A line that was cut off is one broken line, and no start of a pretty-printed object.
    ("{\"a\":\"cut of\n{\"a\":\"whole\"}\n", .lines),
    ("{\"a\":\"quoted \\\" and cut of\n{\"a\":\"whole\"}\n", .lines),
    ("{\"a\":nul}\n{\"a\":1}\n", .lines),
    ("{\"a\":\"" + String(repeating: "long ", count: 1 << 15), .lines),
  ]

  @Test("the shape of a file is told by how it begins", arguments: shapes)
  func shape(_ text: String, _ shape: JSONSource.Shape) {
    #expect(JSONSource.shape(of: Array(utf8(text).prefix(JSONSource.sampleSize))) == shape)
  }

  @Test(
    "the shape is told under -v",
    arguments: [
      ("{}\n", "t.json: JSON Lines"), ("[]", "t.json: a JSON array"),
      ("{}{}", "t.json: concatenated JSON"),
    ])
  func note(_ text: String, _ note: String) throws {
    #expect(try readJSON(utf8(text)).notes == [note])
  }
}
