import TamisCore

// A `tekken.json` holds a pattern, tokens with their ranks and, in newer files, special tokens:
//
//     {"config": {"pattern": "…", "num_vocab_tokens": 150000, "default_vocab_size": 131072,
//                 "default_num_special_tokens": 1000, "version": "v3"},
//      "vocab": [{"rank": 0, "token_bytes": "AA==", "token_str": "\u0000"}, …],
//      "special_tokens": [{"rank": 0, "token_str": "<unk>", "is_control": true}, …]}
//
// Special tokens have the first ids, 1,000 of them here, and a token the id rank + 1,000. Only as
// many tokens count as `default_vocab_size` leaves room for: 130,072 of the 150,000.

/// What a `tekken.json` says. Ranks merge as in tiktoken: always the pair whose token has the
/// lowest.
struct TekkenDefinition: Sendable {
  /// The regular expression that cuts text into pieces.
  var pattern: String
  /// The tokens; their ids here are ranks. The first 256 are the bytes in their order.
  var ranks: Vocabulary
  /// The special tokens; the id of each is its index. Those that the file does not list are filled
  /// in.
  var specialTokens: [SpecialToken]
  /// The version of the format, such as "v3".
  var version: String

  /// What is added to a rank to get the token's id.
  var firstID: TokenID { TokenID(specialTokens.count) }
  /// All ids, those of special tokens included.
  var vocabularySize: Int { ranks.count + specialTokens.count }

  /// Reads a file. Throws `malformed` with a JSON Pointer, or `unsupported` for a version that is
  /// not known.
  init(_ text: UnsafeRawBufferPointer) throws(TokenizerError) {
    let document = JSONDocument()
    do throws(JSONError) { try document.parse(text) } catch {
      throw .malformed(error.message, place: "byte \(error.offset)")
    }
    try self.init(document.root)
  }

  /// Reads the value of a file.
  init(_ root: JSONValue) throws(TokenizerError) {
    guard let config = root["config"], config.kind == .object else {
      throw .malformed("there is no object 'config'", place: "")
    }
    guard let pattern = config["pattern"]?.string else {
      throw .malformed("there is no string 'pattern'", place: "/config")
    }
    self.pattern = pattern
    version = try Self.version(config)
    let size = try Self.count("default_vocab_size", in: config)
    let specialCount = try Self.count("default_num_special_tokens", in: config)
    guard size >= specialCount + 256 else {
      throw .malformed("default_vocab_size has no room for the 256 bytes", place: "/config")
    }
    specialTokens = try Self.specialTokens(
      try Self.listedSpecialTokens(root, version: version), count: specialCount)
    ranks = try Self.ranks(root["vocab"], count: size - specialCount)
  }

  private static func version(_ config: JSONValue) throws(TokenizerError) -> String {
    guard let version = config["version"]?.string else {
      throw .malformed("there is no string 'version'", place: "/config")
    }
    guard versions.contains(where: { $0.name == version }) else {
      throw .unsupported(construct: "tekken version '\(version)'", place: "/config/version")
    }
    return version
  }

  private static func count(
    _ key: StaticString, in config: JSONValue
  ) throws(TokenizerError) -> Int {
    guard let value = config[key]?.integer, value >= 0, value < 1 << 24 else {
      throw .malformed("'\(key)' is not a number of tokens", place: "/config")
    }
    return value
  }

  private static func listedSpecialTokens(
    _ root: JSONValue, version: String
  ) throws(TokenizerError) -> [SpecialToken] {
    guard let list = root["special_tokens"], list.kind != .null else {
      guard versions.contains(where: { $0.name == version && !$0.listsSpecialTokens }) else {
        throw .malformed("a file of version \(version) has to list its special tokens", place: "")
      }
      return unlistedSpecialTokens.enumerated().map {
        SpecialToken(text: $0.element, id: TokenID($0.offset))
      }
    }
    guard list.kind == .array else {
      throw .malformed("'special_tokens' is no array", place: "/special_tokens")
    }
    var tokens: [SpecialToken] = []
    for element in list.elements {
      let place = "/special_tokens/\(tokens.count)"
      guard let text = element["token_str"]?.string, !text.isEmpty else {
        throw .malformed("there is no string 'token_str'", place: place)
      }
      guard element["rank"]?.integer == tokens.count else {
        throw .malformed("the rank is not \(tokens.count)", place: place)
      }
      let isControl = element["is_control"]?.kind != .false
      tokens.append(SpecialToken(text: text, id: TokenID(tokens.count), isControl: isControl))
    }
    return tokens
  }

  private static func ranks(
    _ list: JSONValue?, count: Int
  ) throws(TokenizerError) -> Vocabulary {
    guard let list, list.kind == .array else {
      throw .malformed("there is no array 'vocab'", place: "")
    }
    var ranks = Vocabulary(tokens: count, bytes: count * 7)
    var bytes = ByteBuffer()
    var rank = 0
    for element in list.elements {
      if rank == count { return ranks }
      bytes.removeAll()
      var hasRank = false
      for (key, value) in element.members {
        if key.isString("rank") {
          hasRank = isNumber(value, rank)
        } else if key.isString("token_bytes"), value.kind == .string, value.json.count > 2 {
          let body = UnsafeRawBufferPointer(rebasing: value.json[1..<value.json.count - 1])
          guard Base64Text.decode(body, into: &bytes) else {
            bytes.removeAll()
            break
          }
        }
      }
      guard hasRank else { throw .malformed("the rank is not \(rank)", place: "/vocab/\(rank)") }
      guard bytes.count > 0 else {
        throw .malformed("'token_bytes' is not base64", place: "/vocab/\(rank)")
      }
      guard rank >= 256 || bytes.count == 1 && bytes.base[0] == UInt8(rank) else {
        throw .malformed("the first 256 tokens are not the bytes", place: "/vocab/\(rank)")
      }
      guard ranks.insert(bytes.bytes, id: TokenID(rank)) else {
        throw .malformed("the token is there twice", place: "/vocab/\(rank)")
      }
      rank += 1
    }
    if rank == count { return ranks }
    throw .malformed("\(rank) tokens, where the sizes ask for \(count)", place: "/vocab")
  }

  /// True for a number that is written as `wanted` is.
  private static func isNumber(_ value: JSONValue, _ wanted: Int) -> Bool {
    guard value.kind == .number, value.json.count < 10 else { return false }
    var number = 0
    for byte in value.json {
      let digit = byte &- UInt8(ascii: "0")
      guard digit < 10 else { return false }
      number = number * 10 + Int(digit)
    }
    return number == wanted
  }
}
