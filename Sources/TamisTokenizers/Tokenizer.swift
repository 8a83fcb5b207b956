public import TamisCore

/// Text ↔ token ids, exactly as the model's own tokenizer does it.
///
///     let tokenizer = try Tokenizer(contentsOf: "tokenizer.json")
///     let ids = try tokenizer.makeEncoder().encode("Hello, world")
///     let text = tokenizer.decode(ids)
///
/// Immutable and shared between threads; what changes while text is encoded is in the encoders.
public final class Tokenizer: Sendable {
  /// The kind of file that a tokenizer came in.
  public enum Format: String, Sendable {
    case tiktoken
    case tiktokenJSON = "tiktoken-json"
    case huggingFace = "tokenizer.json"
    case sentencePiece = "sentencepiece"
    case tekken
    case gpt2 = "vocab.json"
  }

  /// The kind of file.
  public let format: Format
  /// The hash of what was read, the file's content: two tokenizers with the same are the same.
  public let hash: ContentHash
  /// The encoding of a rank file.
  public let encodingName: String?
  /// Ids are below this: rows of the model's embedding, holes included.
  public let vocabularySize: Int
  /// The special tokens and their ids, by id.
  public let specialTokens: [(content: [UInt8], id: TokenID)]
  /// What a user may want to know about the file, one sentence each.
  public let notes: [String]

  let pipeline: TextPipeline
  let decoding: DecodingTable

  init(_ parts: Parts, format: Format, hash: ContentHash) {
    self.format = format
    self.hash = hash
    encodingName = parts.encodingName
    vocabularySize = parts.vocabularySize
    specialTokens = parts.specialTokens.sorted { $0.id < $1.id }
    notes = parts.notes
    pipeline = parts.pipeline
    decoding = parts.decoding
  }

  /// What loaders make of a file.
  struct Parts {
    var pipeline: TextPipeline
    var decoding: DecodingTable
    var vocabularySize: Int
    var specialTokens: [(content: [UInt8], id: TokenID)] = []
    var encodingName: String?
    var notes: [String] = []
  }

  /// Makes an encoder, for one thread. With `offsets` it can also say where tokens end.
  ///
  /// - Throws: `unknownSpecialToken` for a name in `options` that is no special token.
  public func makeEncoder(
    _ options: EncoderOptions = EncoderOptions(), offsets: Bool = false
  ) throws(TokenizerError) -> Encoder {
    try Encoder(pipeline, options, offsets: offsets)
  }

  /// Makes a decoder, for one thread.
  public func makeDecoder(
    skippingSpecialTokens: Bool = false, invalidBytes: TokenDecoder.InvalidBytes = .replace
  ) -> TokenDecoder {
    TokenDecoder(
      decoding, skippingSpecialTokens: skippingSpecialTokens, invalidBytes: invalidBytes)
  }

  /// The text of `ids`, byte for byte.
  public func decodeBytes(_ ids: some Sequence<TokenID>) -> [UInt8] {
    var text = ByteBuffer()
    makeDecoder(invalidBytes: .keep).decode(ids, into: &text)
    return text.array
  }

  /// The text of `ids`; bytes that are no characters become U+FFFD.
  public func decode(_ ids: some Sequence<TokenID>) -> String {
    var text = ByteBuffer()
    makeDecoder().decode(ids, into: &text)
    return String(decoding: text.bytes, as: UTF8.self)
  }

  /// The id of the special token `content`.
  public func specialToken(_ content: String) -> TokenID? {
    specialTokens.first { $0.content.elementsEqual(content.utf8) }?.id
  }
}
