import TamisCore

/// An encoding as tiktoken's JavaScript package stores it: `claude.json`, `cl100k_base.json`.
///
///     {"pat_str": "…", "special_tokens": {"<EOT>": 0}, "bpe_ranks": "! 5 IQ== Ig== Iw== …"}
///
/// A line of `bpe_ranks` is an exclamation mark, a rank, and the tokens in base64 that have that rank
/// and the following ones. Source: <https://github.com/dqbd/tiktoken/blob/main/wasm/src/lib.rs>
struct TiktokenJSON {
  /// Tokens and ranks, without the special tokens.
  var vocabulary: Vocabulary
  var pattern: String
  var specialTokens: [(bytes: [UInt8], id: TokenID)]

  /// Reads `text`. Throws `TokenizerError.malformed` with the pointer to what is wrong.
  init(_ text: UnsafeRawBufferPointer) throws(TokenizerError) {
    let document = JSONDocument()
    do throws(JSONError) { try document.parse(text) } catch {
      throw .malformed(error.message, place: "byte \(error.offset)")
    }
    try self.init(document.root)
  }

  /// Reads the value of such a file.
  init(_ root: JSONValue) throws(TokenizerError) {
    guard let pattern = root["pat_str"]?.string else {
      throw .malformed("no string", place: "/pat_str")
    }
    guard let special = root["special_tokens"], special.kind == .object else {
      throw .malformed("no object", place: "/special_tokens")
    }
    guard let ranks = root["bpe_ranks"], ranks.kind == .string else {
      throw .malformed("no string", place: "/bpe_ranks")
    }
    self.pattern = pattern
    specialTokens = []
    for (token, id) in special.members {
      guard let id = id.integer, id >= 0, id < RankReader.idLimit else {
        throw .malformed("no id", place: id.pointer)
      }
      specialTokens.append((Array((token.string ?? "").utf8), TokenID(id)))
    }
    var lines = ByteBuffer(capacity: ranks.json.count)
    JSONString.decode(
      UnsafeRawBufferPointer(rebasing: ranks.json[1..<ranks.json.count - 1]), into: &lines)
    vocabulary = Vocabulary(tokens: lines.count / 10, bytes: lines.count)
    do throws(RankReader.Defect) {
      try Self.read(lines.bytes, into: &vocabulary)
    } catch {
      throw .malformed(error.words, place: "/bpe_ranks")
    }
  }

  private static func read(
    _ text: UnsafeRawBufferPointer, into vocabulary: inout Vocabulary
  ) throws(RankReader.Defect) {
    var reader = RankReader(alphabet: .bytes)
    for line in text.split(separator: UInt8(ascii: "\n")) {
      var next = 0
      for (place, word) in line.split(separator: UInt8(ascii: " ")).enumerated() {
        let bytes = UnsafeRawBufferPointer(rebasing: word)
        if place == 0 {
          if !bytes.elementsEqual("!".utf8) {
            throw RankReader.Defect(words: "a line does not start with '!'")
          }
        } else if place == 1 {
          next = Int(try reader.rank(bytes))
        } else {
          if next >= RankReader.idLimit { throw RankReader.Defect(words: "too many ranks") }
          try reader.insert(bytes, id: TokenID(next), into: &vocabulary)
          next += 1
        }
      }
    }
  }
}
