import TamisCore

/// The ids of many documents, one behind the other.
public struct EncodedDocuments: ~Copyable {
  /// The ids of all documents, in their order.
  public var tokens: TokenBuffer
  /// Where the ids of each document end in `tokens`: document i has those from `ends[i - 1]`, or 0,
  /// to `ends[i]`.
  public var ends: [Int]

  /// No documents yet.
  public init() {
    tokens = TokenBuffer()
    ends = []
  }
}

/// Encodes with several threads: the ids that one encoder gives, in the same order.
///
///     let encoder = try tokenizer.makeParallelEncoder(threads: 8)
///     for file in files { write(try encoder.encode(text: file).ids) }
///
/// Belongs to one caller at a time, as an `Encoder` does. Its threads are started for each call and
/// joined before it returns, also where it throws. What each of them has learned it keeps from call to
/// call: tables as an `Encoder` has, bounded as those are, and some buffers of a few hundred kilobytes.
public final class ParallelEncoder {
  /// How many threads share the work, the caller's among them.
  public let threads: Int
  private let pipeline: TextPipeline
  private let options: EncoderOptions
  private let lanes: [Lane]
  private var spares: [ShareTokens] = []
  /// The most text that a thread takes at a time.
  private let shareSize: Int?

  init(
    _ pipeline: TextPipeline, _ options: EncoderOptions, threads: Int, shareSize: Int? = nil
  ) throws(TokenizerError) {
    precondition(threads > 0, "somebody has to do the work")
    self.pipeline = pipeline
    self.options = options
    self.threads = threads
    self.shareSize = shareSize
    // A name that is none has to be told before there is text.
    _ = try pipeline.addedTokens.allowing(options.allowedSpecial)
    lanes = (0..<threads).map { _ in Lane() }
  }

  /// Encodes many documents.
  ///
  /// `text` holds the documents one behind the other, `ends` where each of them ends in it: as many
  /// as there are documents, none less than the one before, the last one `text.count`. A document
  /// of more than half a megabyte is cut where that is certain to change nothing, and is then work
  /// for several threads as well; where no such place is known (a tokenizer that has no
  /// pre-tokenizer and is none of the SentencePiece kind of BPE), one thread encodes it whole, and
  /// it may have up to 4 GiB.
  ///
  /// - Throws: `unencodable` with an offset in its document, the error of the first document that has
  ///   one.
  public func encode(
    documents text: UnsafeRawBufferPointer, ends: [Int]
  ) throws(TokenizerError) -> EncodedDocuments {
    var encoded = EncodedDocuments()
    try encode(documents: text, ends: ends, into: &encoded)
    return encoded
  }

  /// Encodes one text, which may be huge. As `encode(documents:ends:)` with one document.
  public func encode(text: UnsafeRawBufferPointer) throws(TokenizerError) -> TokenBuffer {
    var encoded = EncodedDocuments()
    try encode(documents: text, ends: [text.count], into: &encoded)
    var tokens = TokenBuffer(capacity: 0)
    swap(&tokens, &encoded.tokens)
    return tokens
  }

  /// Appends documents to those in `encoded`, whose memory a caller may use again: the ids of hundreds
  /// of megabytes take a while just to be given pages.
  ///
  /// Where it throws, the ids of some documents may have been appended.
  public func encode(
    documents text: UnsafeRawBufferPointer, ends: [Int], into encoded: inout EncodedDocuments
  ) throws(TokenizerError) {
    precondition(
      ends.last ?? 0 == text.count && zip([0] + ends, ends).allSatisfy { $0 <= $1 },
      "the ends of documents ascend, up to the end of the text")
    // Many shares for each thread, so that none waits long for the last one of another.
    let size = shareSize ?? min(max(text.count / (threads * 16), 1 << 15), 1 << 18)
    let cuts = threads > 1 ? TextCuts(pipeline) : nil
    let shares = TextShare.plan(text, ends: ends, size: size, cuts: cuts)
    let encoding = ShareEncoding(pipeline: pipeline, options: options, text: text, shares: shares)
    let count = min(threads, max(shares.count, 1))
    guard count > 1 else {
      for share in shares {
        try encoding.encode(share, lanes[0].encoder(pipeline, options), into: &encoded)
      }
      return
    }
    let joining = ShareJoining(encoding, spares: spares, into: &encoded)
    let workers = lanes[1..<count].map { lane in WorkerThread { joining.work(lane) } }
    joining.work(lanes[0])
    for worker in workers { worker.join() }
    spares = Array(joining.finish(into: &encoded).prefix(threads * 2))
    if let failure = joining.failure { throw failure }
  }
}

/// What one thread keeps.
final class Lane: @unchecked Sendable {
  // Safety: one thread at a time has the lane, and all are joined between two calls.
  private var encoder: Encoder?

  /// Its encoder, made by the thread that needs it first.
  func encoder(
    _ pipeline: TextPipeline, _ options: EncoderOptions
  ) throws(TokenizerError) -> Encoder {
    if let encoder { return encoder }
    let made = try Encoder(pipeline, options, offsets: false)
    encoder = made
    return made
  }
}

extension Tokenizer {
  /// Makes an encoder that works with several threads, for one caller at a time.
  ///
  /// - Throws: `unknownSpecialToken` for a name in `options` that is no special token.
  public func makeParallelEncoder(
    _ options: EncoderOptions = EncoderOptions(), threads: Int
  ) throws(TokenizerError) -> ParallelEncoder {
    try ParallelEncoder(pipeline, options, threads: threads)
  }

  /// Encodes many documents with several threads that start with nothing learned; see
  /// `ParallelEncoder.encode(documents:ends:)`, which does it again and again.
  ///
  /// - Throws: `unknownSpecialToken`; `unencodable` with an offset in its document, the error of
  ///   the first document that has one.
  public func encode(
    documents text: UnsafeRawBufferPointer, ends: [Int], threads: Int,
    options: EncoderOptions = EncoderOptions()
  ) throws(TokenizerError) -> EncodedDocuments {
    try makeParallelEncoder(options, threads: threads).encode(documents: text, ends: ends)
  }

  /// Encodes one text, which may be huge, with several threads that start with nothing learned.
  ///
  /// As `encode(documents:ends:threads:options:)` with one document.
  public func encode(
    text: UnsafeRawBufferPointer, threads: Int, options: EncoderOptions = EncoderOptions()
  ) throws(TokenizerError) -> TokenBuffer {
    try makeParallelEncoder(options, threads: threads).encode(text: text)
  }
}
