import TamisCore

/// What an encoder does besides encoding plain text.
public struct EncoderOptions: Sendable, Equatable {
  /// Puts around each text what the tokenizer's post-processor says: `<s>`, `[CLS]` … `[SEP]`.
  public var addSpecialTokens: Bool
  /// Which special tokens may come out of text that names them.
  public var allowedSpecial: AllowedSpecial

  public init(addSpecialTokens: Bool = false, allowedSpecial: AllowedSpecial = .none) {
    self.addSpecialTokens = addSpecialTokens
    self.allowedSpecial = allowedSpecial
  }
}

/// Turns text into token ids: one thread's caches and scratch over a shared tokenizer.
///
///     let tokenizer = try Tokenizer(contentsOf: "tokenizer.json")
///     let encoder = try tokenizer.makeEncoder()
///     var tokens = TokenBuffer()
///     encoder.encode(bytes, into: &tokens)
///
/// Not thread-safe: each thread makes its own, which costs a millisecond. What it remembers from text
/// to text changes no id, and is bounded.
public final class Encoder {
  let pipeline: TextPipeline
  let added: AddedTokens
  private let options: EncoderOptions
  @exclusivity(unchecked) var model: ModelEncoder
  // Safety: none of the methods hands these out, and none calls another that uses the same one.
  @exclusivity(unchecked) private var normalized: NormalizedText
  @exclusivity(unchecked) private var pieces = PreTokenizedText()
  @exclusivity(unchecked) private var counted = TokenBuffer()
  private let wantsOffsets: Bool

  init(
    _ pipeline: TextPipeline, _ options: EncoderOptions, offsets: Bool
  ) throws(TokenizerError) {
    let pipeline = offsets ? pipeline.withSeparateSteps : pipeline
    self.pipeline = pipeline
    self.options = options
    wantsOffsets = offsets
    added = try pipeline.addedTokens.allowing(options.allowedSpecial)
    model = ModelEncoder(pipeline)
    normalized = NormalizedText(aligned: offsets)
  }

  /// Appends the ids of `text`, any bytes; with an offset-keeping buffer, also where they end in it.
  ///
  /// Allocates nothing when warm. A text may have up to 4 GiB.
  ///
  /// - Throws: `unencodable` where the model's own reference refuses the text: a character that is no
  ///   token, in a model without an unknown token. Its offset counts bytes of the text, as far as the
  ///   normalizer leaves them in their places.
  public func encode(
    _ text: UnsafeRawBufferPointer, into tokens: inout TokenBuffer
  ) throws(TokenizerError) {
    precondition(text.count < UInt32.max, "a text of 4 GiB and more is for TokenStream")
    precondition(
      !tokens.recordsOffsets || wantsOffsets, "make the encoder with offsets to get them")
    if options.addSpecialTokens { append(pipeline.prefix, at: 0, to: &tokens) }
    try encodeBody(text, into: &tokens)
    if options.addSpecialTokens { append(pipeline.suffix, at: text.count, to: &tokens) }
  }

  /// Appends the ids of `text`.
  public func encode(_ text: [UInt8], into tokens: inout TokenBuffer) throws(TokenizerError) {
    var outcome = Result<Void, TokenizerError>.success(())
    text.withUnsafeBytes { bytes in
      do throws(TokenizerError) { try encode(bytes, into: &tokens) } catch {
        outcome = .failure(error)
      }
    }
    try outcome.get()
  }

  /// The ids of `text`.
  public func encode(_ text: String) throws(TokenizerError) -> [TokenID] {
    var tokens = TokenBuffer()
    try encode(Array(text.utf8), into: &tokens)
    return tokens.array
  }

  /// How many tokens `text` has; nothing is kept of them.
  public func count(_ text: UnsafeRawBufferPointer) throws(TokenizerError) -> Int {
    counted.removeAll()
    try encode(text, into: &counted)
    return counted.count
  }

  private func append(_ ids: [TokenID], at end: Int, to tokens: inout TokenBuffer) {
    for id in ids { tokens.append(id, endingAt: end) }
  }

  /// Appends the ids of `text` without what is put around it.
  func encodeBody(
    _ text: UnsafeRawBufferPointer, into tokens: inout TokenBuffer
  ) throws(TokenizerError) {
    model.startText(tokens.count)
    guard !added.rawMatcher.isEmpty else {
      return try encodeStretch(text, 0..<text.count, into: &tokens)
    }
    var cursor = AddedTokenCursor(added.rawMatcher)
    var done = 0
    while let match = cursor.next(in: text) {
      if done < match.range.lowerBound {
        try encodeStretch(text, done..<match.range.lowerBound, into: &tokens)
      }
      tokens.append(match.id, endingAt: match.range.upperBound)
      model.startText(tokens.count)
      done = max(done, match.range.upperBound)
    }
    if done < text.count { try encodeStretch(text, done..<text.count, into: &tokens) }
  }

  /// Normalizes and encodes what lies between two added tokens of the text as it is.
  func encodeStretch(
    _ text: UnsafeRawBufferPointer, _ range: Range<Int>, at edges: TextEdges = .whole,
    into tokens: inout TokenBuffer
  ) throws(TokenizerError) {
    do throws(TokenizerError) {
      try encode(stretch: range, of: text, at: edges, into: &tokens)
    } catch {
      guard case .unencodable(let what, let offset) = error else { throw error }
      throw .unencodable(what, offset: range.lowerBound + offset)
    }
  }

  private func encode(
    stretch range: Range<Int>, of text: UnsafeRawBufferPointer, at edges: TextEdges,
    into tokens: inout TokenBuffer
  ) throws(TokenizerError) {
    let stretch = UnsafeRawBufferPointer(rebasing: text[range])
    guard !stretch.isEmpty else { return }
    let first = tokens.count
    let behind = text.count - range.upperBound
    if let normalizer = pipeline.normalizer, !normalizer.isIdentity(on: stretch, at: edges) {
      normalizer.normalize(stretch, at: edges, into: &normalized)
      let isAtStart = range.lowerBound == 0 && edges.contains(.start)
      normalized.bytes.terminate()
      try encodeNormalized(
        normalized.bytes.bytes, isAtStart: isAtStart, readable: ByteBuffer.slack, into: &tokens)
      guard tokens.recordsOffsets, let alignment = normalized.alignment else { return }
      for index in first..<tokens.count {
        let end = Int(tokens.ends[index])
        tokens.setEnd(range.lowerBound + alignment.sourceEnd(after: end), at: index)
      }
    } else {
      let isAtStart = range.lowerBound == 0 && edges.contains(.start)
      try encodeNormalized(stretch, isAtStart: isAtStart, readable: behind, into: &tokens)
      guard tokens.recordsOffsets, range.lowerBound > 0 else { return }
      for index in first..<tokens.count {
        tokens.setEnd(range.lowerBound + Int(tokens.ends[index]), at: index)
      }
    }
  }

  /// Encodes normalized text, behind which `readable` more bytes may be read. Ends count from its
  /// start.
  private func encodeNormalized(
    _ text: UnsafeRawBufferPointer, isAtStart: Bool, readable: Int, into tokens: inout TokenBuffer
  ) throws(TokenizerError) {
    guard !added.normalizedMatcher.isEmpty else {
      return try encodePlain(text, 0..<text.count, isAtStart, readable, into: &tokens)
    }
    var cursor = AddedTokenCursor(added.normalizedMatcher)
    var done = 0
    while let match = cursor.next(in: text) {
      if done < match.range.lowerBound {
        try encodePlain(
          text, done..<match.range.lowerBound, isAtStart && done == 0, readable, into: &tokens)
      }
      tokens.append(match.id, endingAt: match.range.upperBound)
      model.startText(tokens.count)
      done = max(done, match.range.upperBound)
    }
    if done < text.count {
      try encodePlain(text, done..<text.count, isAtStart && done == 0, readable, into: &tokens)
    }
  }

  /// Encodes a part of a normalized text in which there are no added tokens.
  private func encodePlain(
    _ text: UnsafeRawBufferPointer, _ range: Range<Int>, _ isAtStart: Bool, _ readable: Int,
    into tokens: inout TokenBuffer
  ) throws(TokenizerError) {
    _ = try encodePart(
      text, range, isAtStart: isAtStart, isPartStart: true, isWhole: true, readable: readable,
      into: &tokens)
  }

  /// Encodes a part of a normalized text, or what is sure of a part that goes on (`isWhole` false), or
  /// more of one that was begun (`isPartStart` false); returns how many bytes of the range are done.
  func encodePart(
    _ text: UnsafeRawBufferPointer, _ range: Range<Int>, isAtStart: Bool, isPartStart: Bool,
    isWhole: Bool, readable: Int, into tokens: inout TokenBuffer
  ) throws(TokenizerError) -> Int {
    guard !range.isEmpty else { return 0 }
    var range = range
    switch pipeline.splitter {
    case .scanner, .spaces:
      var start = range.lowerBound
      if isPartStart, pipeline.takesSpacePrefix(isAtStart), text[start] != UInt8(ascii: " ") {
        start = model.encodeFirst(text, range, isLast: isWhole, into: &tokens)
        if start == range.lowerBound { return 0 }
      }
      let end = model.encodeScanned(
        text, start..<range.upperBound, readable: text.count - range.upperBound + readable,
        isLast: isWhole, into: &tokens)
      return end - range.lowerBound
    case .bertWords:
      if !isWhole {
        range = range.lowerBound..<BertScanner.safeCut(in: text, range)
        if range.isEmpty { return 0 }
      }
      let readable = text.count - range.upperBound + readable
      try model.encodeWords(text, range, readable: readable, into: &tokens)
      return range.count
    case .none:
      if !isWhole {
        range = range.lowerBound..<range.lowerBound + model.safeCut(in: text, range)
        if range.isEmpty { return 0 }
      }
      try model.encodePiece(text, range, into: &tokens)
      return range.count
    case .preTokenizer(let preTokenizer):
      if !isWhole {
        let part = UnsafeRawBufferPointer(rebasing: text[range])
        range = range.lowerBound..<range.lowerBound + preTokenizer.safeCut(in: part)
        if range.isEmpty { return 0 }
      }
      pieces.reset(
        UnsafeRawBufferPointer(rebasing: text[range]), origin: range.lowerBound,
        isAtStart: isAtStart, wantsSource: tokens.recordsOffsets,
        isByteLevel: pipeline.isByteLevelBeforePreTokenizer)
      preTokenizer.apply(to: &pieces)
      try encodePieces(into: &tokens)
      return range.count
    }
  }

  private func encodePieces(into tokens: inout TokenBuffer) throws(TokenizerError) {
    let text = pieces.bytes
    for index in 0..<pieces.pieces.count {
      let first = tokens.count
      model.startPiece(first)
      try model.encodePiece(text, pieces.pieces[index], into: &tokens)
      guard tokens.recordsOffsets else { continue }
      for token in first..<tokens.count {
        let end = Int(tokens.ends[token])
        tokens.setEnd(end == 0 ? pieces.origin : pieces.sourceEnd(ofByte: end - 1), at: token)
      }
    }
  }
}
