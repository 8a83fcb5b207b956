public import TamisCore

/// What a rank file does not say about its encoding: the pattern, the special tokens, and what the
/// model's own code does around them.
///
/// The facts are data, with their sources, in `encodings.json`. A rank file is recognised by its
/// content; where one file serves several encodings, the first in the data is taken, and the others
/// have to be named.
public struct KnownEncoding: Sendable {
  /// The name that `--encoding` takes.
  public let name: String
  /// Regular expressions that cut text into pieces, as the reference writes them.
  ///
  /// One nearly always. Where there are more, each cuts the pieces of the one before, and what it
  /// does not match is a piece as well (the `Isolated` splits of a `tokenizer.json`).
  public let patterns: [String]
  /// The special tokens, in the order of the data; two may share an id.
  public let specialTokens: [(bytes: [UInt8], id: TokenID)]
  /// Ids of the special tokens that the model wants before a text.
  public let leading: [TokenID]
  /// What the reference does with text before anything else.
  public let normalization: Normalization?
  /// How the rank file spells its tokens.
  public let alphabet: Alphabet
  /// The published files with the ranks.
  public let files: [File]
  /// Repositories of models with this encoding, and the file in them that has the tokenizer.
  public let repositories: [Repository]
  /// Names of models whose encoding this is.
  public let models: [String]
  /// What names of such models start with.
  public let modelPrefixes: [String]

  /// A Unicode normalization form.
  public enum Normalization: String, Sendable {
    case nfc = "NFC"
    case nfkc = "NFKC"
  }

  /// The spelling of tokens in a file.
  public enum Alphabet: String, Sendable {
    /// The bytes themselves.
    case bytes
    /// A character of GPT-2's alphabet for each byte: "Ġ" for a space.
    case byteLevel = "byte-level"
  }

  /// A file with ranks, as it is published.
  public struct File: Sendable, Equatable {
    public let format: Format
    /// Where it comes from.
    public let url: String
    /// SHA-256 of the content, in hexadecimal, as tiktoken publishes it.
    public let sha256: String
    /// The content hash (`ContentHash.hex`), for files that content is recognised by.
    public let xxh3: String?
    /// The name under which tiktoken's cache keeps the file.
    public let cacheName: String?

    public enum Format: String, Sendable {
      /// Lines of a token in base64 and its rank.
      case tiktoken
      /// JSON with pattern, special tokens and ranks, as tiktoken's JavaScript package has it.
      case tiktokenJSON = "tiktoken-json"
      /// GPT-2's `vocab.bpe`.
      case gpt2Merges = "gpt2-merges"
      /// GPT-2's `encoder.json`.
      case gpt2Vocabulary = "gpt2-vocabulary"
    }
  }

  /// A file of a repository on the Hugging Face hub.
  public struct Repository: Sendable, Equatable {
    /// `organization/name`.
    public let name: String
    /// Path in the repository.
    public let file: String
  }

  /// All of them, in the order of the data.
  public static let all: [KnownEncoding] = {
    do throws(TokenizerError) {
      return try read(PackageResources.encodings_json)
    } catch {
      preconditionFailure("the encodings of the package cannot be read: \(error)")
    }
  }()

  /// The encoding of that name, or that a model of that name has: `o200k_base`, `gpt-4o`,
  /// `gpt-4o-2024-08-06`.
  public static func named(_ name: String) -> KnownEncoding? {
    if let encoding = all.first(where: { $0.name == name || $0.models.contains(name) }) {
      return encoding
    }
    // `ft:gpt-4o` and `ft:gpt-4` both start `ft:gpt-4o-mini`: the longer one knows more.
    var longest = 0
    var found: KnownEncoding?
    for encoding in all {
      for prefix in encoding.modelPrefixes
      where prefix.utf8.count > longest && name.hasPrefix(prefix) {
        (longest, found) = (prefix.utf8.count, encoding)
      }
    }
    return found
  }

  /// The encoding whose published file has the content with that hash.
  public static func recognised(by hash: ContentHash) -> KnownEncoding? {
    let hex = hash.hex
    return all.first { $0.files.contains { $0.xxh3 == hex } }
  }

  /// The encoding of a rank file: the one that is named, else the one that the content tells.
  public static func forRankFile(
    named name: String?, content: UnsafeRawBufferPointer
  ) throws(TokenizerError) -> KnownEncoding {
    try forRankFile(named: name, hash: ContentHash(content))
  }

  /// The same, for content that has that hash.
  static func forRankFile(
    named name: String?, hash: ContentHash
  ) throws(TokenizerError) -> KnownEncoding {
    let found = name.map { named($0) } ?? recognised(by: hash)
    guard let found else {
      throw .unknownEncoding(name: name, known: all.map(\.name))
    }
    return found
  }

  /// The id of the special token `text`.
  public func specialToken(_ text: String) -> TokenID? {
    specialTokens.first { $0.bytes.elementsEqual(text.utf8) }?.id
  }
}
