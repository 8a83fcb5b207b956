import TamisCore

// A tokenizer as GPT-2 was published, in several files of one folder:
//
//     vocab.json                 {"!": 0, "\"": 1, "#": 2, …}
//     merges.txt                 a line for each merge, best first: "Ġ t"
//     tokenizer_config.json      the class, options, added tokens
//     special_tokens_map.json    special tokens, and
//     added_tokens.json          {"<pad>": 50257}, as old versions wrote them
//
// Only the first two have to be there.

/// The files of such a tokenizer, each parsed but not understood.
struct GPT2Files {
  var vocabulary: JSONValue
  var merges: [UInt8]
  var configuration: JSONDocument?
  var specialTokens: JSONDocument?
  var addedTokens: JSONDocument?
  /// The hash of all that was read.
  var hash: ContentHash

  static let vocabularyName = "vocab.json"
  private static let mergesName = "merges.txt"
  static let configurationName = "tokenizer_config.json"
  static let specialTokensName = "special_tokens_map.json"
  static let addedTokensName = "added_tokens.json"

  /// True for `{"token": id, …}`, by its first member: a file of another kind may start so as well.
  static func isVocabulary(_ root: JSONValue) -> Bool {
    var members = root.members
    guard let first = members.next() else { return false }
    return first.value.kind == .number
  }

  /// The files that lie beside the vocabulary at `path`, which was read as `root`.
  ///
  /// Throws `malformed` where there are no merges, `input` where a file cannot be read.
  init(
    vocabulary root: JSONValue, hash vocabularyHash: ContentHash, at path: String?
  ) throws(TokenizerError) {
    vocabulary = root
    let folder = path.map { $0.prefix(through: $0.lastIndex(of: "/") ?? $0.startIndex) }
    let isNameAlone = path?.contains("/") == false
    func beside(_ name: String) -> String? {
      guard let folder else { return nil }
      let place = isNameAlone ? name : folder + name
      return LocatorEnvironment.current.isFile(place) ? place : nil
    }
    guard let mergesPath = beside(Self.mergesName) else {
      throw .malformed(
        "a vocabulary alone; its merges belong beside it, in \(Self.mergesName)", place: "")
    }
    var digest = ByteBuffer()
    digest.append(vocabularyHash.hex)
    func read(_ path: String) throws(TokenizerError) -> ByteBuffer {
      let content = try Tokenizer.read(path)
      digest.append(ContentHash(content.bytes).hex)
      return content
    }
    func document(_ name: String) throws(TokenizerError) -> JSONDocument? {
      guard let path = beside(name) else {
        digest.append("-")
        return nil
      }
      let document = JSONDocument()
      let content = try read(path)
      do throws(JSONError) { try document.parse(content) } catch {
        throw .malformed(error.message, place: "\(name), byte \(error.offset)")
      }
      return document
    }
    merges = try read(mergesPath).array
    configuration = try document(Self.configurationName)
    specialTokens = try document(Self.specialTokensName)
    addedTokens = try document(Self.addedTokensName)
    hash = ContentHash(digest.bytes)
  }

  /// Runs `body`, whose errors are about the file `name`.
  static func reading<Result>(
    _ name: String, _ body: () throws(TokenizerError) -> Result
  ) throws(TokenizerError) -> Result {
    do throws(TokenizerError) { return try body() } catch {
      switch error {
      case .malformed(let what, let place): throw .malformed(what, place: name + place)
      case .unsupported(let what, let place):
        throw .unsupported(construct: what, place: name + place)
      default: throw error
      }
    }
  }
}
