// What a model knows before it meets text: the pieces that are tokens.

extension BytePairModel {
  /// The table of all tokens that are short enough, each standing for itself: for models in which a
  /// piece that is a token is that token.
  static func seedOfTokens(_ vocabulary: Vocabulary) -> PieceTable {
    var table = emptySeed(vocabulary)
    insertTokens(of: vocabulary, TokenText(vocabulary), into: &table)
    return table
  }

  /// Fills an empty seed with all tokens that are short enough.
  static func insertTokens(
    of vocabulary: Vocabulary, _ text: TokenText, into table: inout PieceTable
  ) {
    let ids = 0..<UInt32(vocabulary.count)
    // Entries are asked for some tokens ahead: they lie anywhere in the table.
    let ahead: UInt32 = 16
    for id in ids {
      if id < ids.upperBound - min(ahead, ids.upperBound) {
        let (next, length) = text[id + ahead]
        if length > 0 { table.view.prepare(next, length) }
      }
      let (piece, length) = text[id]
      guard length > 0, length <= PieceTable.longestPiece else { continue }
      withUnsafePointer(to: id) {
        _ = table.insert(piece, length, UnsafeBufferPointer(start: $0, count: 1))
      }
    }
  }

  /// The table of all tokens that are short enough, each with what merging makes of its bytes. That is
  /// not always the token itself: some tokens no merges lead to.
  static func seedOfMerges(
    _ vocabulary: Vocabulary, _ symbols: consuming BytePairSymbols
  ) -> PieceTable {
    var table = emptySeed(vocabulary)
    var symbols = symbols
    var tokens = TokenBuffer(capacity: 64)
    forEachShortToken(vocabulary) { piece, length, _ in
      tokens.removeAll()
      let isSettled = symbols.encode(piece, length, into: &tokens)
      if isSettled, tokens.count > 0, tokens.count <= PieceTable.longestSpill {
        _ = table.insert(piece, length, tokens.ids)
      }
    }
    return table
  }

  /// A table that the tokens fill to a half.
  static func emptySeed(_ vocabulary: Vocabulary) -> PieceTable {
    var shortTokens = 0
    var longTokens = 0
    for id in 0..<UInt32(vocabulary.count) {
      let length = vocabulary.length(of: id)
      if length <= PieceTable.longestShort { shortTokens += 1 } else { longTokens += 1 }
    }
    var shortBits: UInt64 = 12
    while 1 << shortBits < shortTokens * 2 { shortBits += 1 }
    var longBits: UInt64 = 12
    while 1 << longBits < longTokens * 2 { longBits += 1 }
    return PieceTable(shortBits: shortBits, longBits: longBits)
  }

  /// Calls `body` with the tokens that a table can hold, in the order of their ids: the common ones get
  /// the best places.
  private static func forEachShortToken(
    _ vocabulary: Vocabulary,
    _ body: (_ piece: UnsafePointer<UInt8>, _ length: Int, _ id: TokenID) -> Void
  ) {
    let text = TokenText(vocabulary)
    for id in 0..<UInt32(vocabulary.count) {
      let (piece, length) = text[id]
      if length > 0, length <= PieceTable.longestPiece { body(piece, length, id) }
    }
  }
}
