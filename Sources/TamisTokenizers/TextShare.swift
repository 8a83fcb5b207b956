import TamisCore

/// Whole documents, or a part of one: what a thread encodes in one go.
struct TextShare: Sendable {
  /// Where each of them starts and ends in the text.
  var ranges: [Range<Int>] = []
  /// Whether the first is the start of a document, and the last the end of one.
  var isStart = true
  var isEnd = true
  var size = 0

  /// Shares of about the same size, in the order of the text.
  static func plan(
    _ text: UnsafeRawBufferPointer, ends: [Int], size: Int, cuts: TextCuts?
  ) -> [TextShare] {
    var shares: [TextShare] = []
    var share = TextShare()
    func close() {
      if !share.ranges.isEmpty { shares.append(share) }
      share = TextShare()
    }
    var start = 0
    for end in ends {
      let document = start..<end
      start = end
      if let cuts, document.count >= size * 2 {
        close()
        append(document, of: text, cuts, size, to: &shares)
        continue
      }
      share.ranges.append(document)
      // An empty document is work as well.
      share.size += document.count + 64
      if share.size >= size { close() }
    }
    close()
    return shares
  }

  /// Appends shares that are the parts of a document.
  private static func append(
    _ document: Range<Int>, of text: UnsafeRawBufferPointer, _ cuts: TextCuts, _ size: Int,
    to shares: inout [TextShare]
  ) {
    let content = UnsafeRawBufferPointer(rebasing: text[document])
    var at = 0
    while at < content.count {
      let next = cuts.next(in: content, from: at + size) ?? content.count
      let range = document.lowerBound + at..<document.lowerBound + next
      shares.append(
        TextShare(ranges: [range], isStart: at == 0, isEnd: next == content.count, size: next - at))
      at = next
    }
  }
}

/// What the threads share and none of them changes.
struct ShareEncoding: @unchecked Sendable {
  // Safety: the text is only read, and outlives the threads, which are joined before the call that
  // was given it returns.
  let pipeline: TextPipeline
  let options: EncoderOptions
  let text: UnsafeRawBufferPointer
  let shares: [TextShare]

  /// Appends the ids of a share, with what is put around each text.
  func encode(
    _ share: TextShare, _ encoder: Encoder, into result: inout EncodedDocuments
  ) throws(TokenizerError) {
    for range in share.ranges {
      precondition(range.count < UInt32.max, "text of 4 GiB and more that cannot be cut")
      if share.isStart, options.addSpecialTokens {
        for id in pipeline.prefix { result.tokens.append(id, endingAt: 0) }
      }
      var edges: TextEdges = []
      if share.isStart { edges.insert(.start) }
      if share.isEnd { edges.insert(.end) }
      try encoder.encodePart(
        UnsafeRawBufferPointer(rebasing: text[range]), edges, into: &result.tokens)
      guard share.isEnd else { continue }
      if options.addSpecialTokens {
        for id in pipeline.suffix { result.tokens.append(id, endingAt: 0) }
      }
      result.ends.append(result.tokens.count)
    }
  }
}

extension Encoder {
  /// As `encodeBody`, for a part of a text that touches the text's own start and end where `edges`
  /// say.
  func encodePart(
    _ text: UnsafeRawBufferPointer, _ edges: TextEdges, into tokens: inout TokenBuffer
  ) throws(TokenizerError) {
    if edges == .whole { return try encodeBody(text, into: &tokens) }
    model.startText(tokens.count)
    var cursor = AddedTokenCursor(added.rawMatcher)
    var done = 0
    while let match = cursor.next(in: text) {
      if done < match.range.lowerBound {
        let inner: TextEdges = done == 0 ? edges.union(.end) : .whole
        try encodeStretch(text, done..<match.range.lowerBound, at: inner, into: &tokens)
      }
      tokens.append(match.id, endingAt: match.range.upperBound)
      done = max(done, match.range.upperBound)
    }
    guard done < text.count else { return }
    let inner = done == 0 ? edges : edges.union(.start)
    try encodeStretch(text, done..<text.count, at: inner, into: &tokens)
  }
}
