extension Encoder {
  /// Appends the ids of `text`, in which the bytes of `plain` are nothing but text: special tokens
  /// that are spelled out in them do not come out.
  ///
  /// For text that a template has put together: its own special tokens count, those in what a user
  /// wrote do not. `plain` ascends and does not overlap. A token that only begins or ends in one of
  /// the ranges is text as well.
  public func encode(
    _ text: UnsafeRawBufferPointer, plain: [Range<Int>], into tokens: inout TokenBuffer
  ) throws(TokenizerError) {
    precondition(text.count < UInt32.max, "a text of 4 GiB and more is for TokenStream")
    model.startText(tokens.count)
    var cursor = AddedTokenCursor(added.rawMatcher)
    var done = 0
    var next = 0
    while let match = cursor.next(in: text) {
      while next < plain.count, plain[next].upperBound <= match.range.lowerBound { next += 1 }
      let isPlain = next < plain.count && plain[next].overlaps(match.range)
      if isPlain, isSpecial(match.id) { continue }
      if done < match.range.lowerBound {
        try encodeStretch(text, done..<match.range.lowerBound, into: &tokens)
      }
      tokens.append(match.id, endingAt: match.range.upperBound)
      model.startText(tokens.count)
      done = max(done, match.range.upperBound)
    }
    if done < text.count { try encodeStretch(text, done..<text.count, into: &tokens) }
  }

  private func isSpecial(_ id: TokenID) -> Bool {
    added.tokens.contains { $0.id == id && $0.special }
  }
}
