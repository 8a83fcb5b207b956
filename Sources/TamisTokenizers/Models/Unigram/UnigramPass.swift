/// One call of `UnigramModel.encode`: the text, the tables as plain pointers, and the sum so far.
///
/// This part goes from word to word; `UnigramPass+Solving.swift` finds best paths.
struct UnigramPass<Sum: ScoreSum>: ~Copyable {
  let text: UnsafeRawBufferPointer
  let start: UnsafeRawPointer
  let count: Int
  /// Added to places in the text to give the ends of tokens.
  let endBase: Int
  let tables: UnigramTables
  let units: UnsafePointer<UInt64>
  let rootBase: UInt64
  let scores: UnsafePointer<Double>
  let floatScores: UnsafePointer<Float>
  let cuts: UnsafePointer<UInt8>
  let pairs: UnsafePointer<UInt64>
  let unknownID: UInt32
  let unknownScore: Double
  /// The sum before the next token.
  var sum: Sum.Value

  init(
    _ tables: UnigramTables, _ text: UnsafeRawBufferPointer, _ base: Double, endsFrom endBase: Int
  ) {
    self.tables = tables
    self.text = text
    // An empty buffer may have no address; then nothing is read.
    start = text.baseAddress ?? UnsafeRawPointer(tables.units)
    count = text.count
    self.endBase = endBase
    units = tables.units
    rootBase = tables.rootBase
    scores = tables.scores
    floatScores = tables.floatScores
    cuts = tables.cuts
    pairs = tables.pairs
    unknownID = tables.unknownID
    unknownScore = tables.unknownScore
    sum = Sum.narrowed(base)
  }

  @inline(__always)
  func byte(_ place: Int) -> UInt8 {
    // Safety: `place` is less than `count` wherever this is called.
    (start + place).load(as: UInt8.self)
  }

  mutating func run(_ scratch: inout UnigramScratch, _ tokens: inout TokenBuffer) {
    var place = 0
    while place < count {
      if Sum.widened(sum).magnitude > tables.calmLimit {
        // The reference may start again from zero in the middle of a word; `solve` does as it does.
        place = solve(from: place, until: place &+ 1, &scratch, &tokens)
        continue
      }
      let found = findWords(from: place, &scratch)
      if found.words > 0 {
        place = encodeWords(found.words, &scratch, &tokens)
        if place != found.end { continue }
      }
      if found.unknown > 0 {
        place = encodeUnknowns(place, found.unknown, &scratch, &tokens)
      } else if found.words == 0 {
        // No cut is known up to there, so looking for one before would be in vain.
        let searched = min(place &+ WordCache.longestWord &+ 1, count)
        place = solve(from: place, until: searched, &scratch, &tokens)
      }
    }
    scratch.base = Sum.widened(sum)
  }

  /// Appends what stands for the character at `place`, of `length` bytes, that no piece starts with, and
  /// for those right behind it; returns where they end.
  @inline(__always)
  private mutating func encodeUnknowns(
    _ place: Int, _ length: Int, _ scratch: inout UnigramScratch, _ tokens: inout TokenBuffer
  ) -> Int {
    var end = place
    var length = length
    repeat {
      sum = Sum.narrowed(unknownScore + Sum.widened(sum))
      end &+= length
      // Byte tokens depend on how each character is told apart, and a great sum has to be looked at.
      let mayJoin =
        end < count && tables.byteIDs == nil && Sum.widened(sum).magnitude <= tables.calmLimit
      length = mayJoin ? loneUnknown(at: end) : 0
    } while length > 0
    emit(unknownID, place, end, &scratch, &tokens)
    return end
  }

  /// Puts the words from `place` on into `pending`, up to where there is none, and asks for their
  /// entries; also says how long the character behind them is if no piece starts with it.
  @inline(__always)
  private func findWords(
    from place: Int, _ scratch: inout UnigramScratch
  ) -> (words: Int, end: Int, unknown: Int) {
    var words = 0
    var at = place
    while at < count, words < UnigramScratch.batch {
      let unknown = loneUnknown(at: at)
      if unknown > 0 { return (words, at, unknown) }
      let end = wordEnd(from: at)
      if end == 0 { break }
      let key =
        at &+ 32 <= count
        ? WordCache.key(start + at, count: end &- at)
        : WordCache.exactKey(start + at, count: end &- at)
      let hash = WordCache.hash(key, tag: 0)
      scratch.cache.prepare(key, hash: hash)
      // Safety: there is room for a batch.
      scratch.pending[words] = .init(place: at, end: end, key: key, hash: hash)
      words &+= 1
      at = end
    }
    return (words, at, 0)
  }

  /// Encodes the first `words` of `pending`, or as many of them as are certain to be words when their
  /// turn has come; returns where it stopped.
  @inline(__always)
  private mutating func encodeWords(
    _ words: Int, _ scratch: inout UnigramScratch, _ tokens: inout TokenBuffer
  ) -> Int {
    var place = scratch.pending[0].place
    for index in 0..<words {
      if Sum.widened(sum).magnitude > tables.calmLimit { break }
      let word = scratch.pending[index]
      place = encodeWord(word, &scratch, &tokens)
      if place != word.end { break }
    }
    return place
  }

  /// The length of the character at `place` if no piece starts with it; otherwise 0.
  @inline(__always)
  private func loneUnknown(at place: Int) -> Int {
    let lead = byte(place)
    guard var unit = PieceTrie.step(units, rootBase, lead) else {
      return min(PieceAdjacency.length(of: lead), count &- place)
    }
    if lead < 0xC0 { return 0 }
    let end = min(place &+ PieceAdjacency.length(of: lead), count)
    var at = place &+ 1
    while at < end {
      // A piece that ends here is part of a character: not UTF-8, and left to `solve`.
      if unit &>> PieceTrie.valueShift != 0 { return 0 }
      guard let next = PieceTrie.step(units, unit & PieceTrie.baseMask, byte(at)) else {
        return end &- place
      }
      unit = next
      at &+= 1
    }
    return 0
  }

  /// The first place behind `place` that no piece spans, or 0 if there is none within a word.
  @inline(__always)
  private func wordEnd(from place: Int) -> Int {
    let stop = min(place &+ WordCache.longestWord &+ 1, count)
    var previous = byte(place)
    var at = place &+ 1
    while at < stop {
      let current = byte(at)
      let verdict = cuts[Int(previous) &<< 8 | Int(current)]
      if verdict != PieceAdjacency.Verdict.joined,
        PieceAdjacency.isCut(text, at: at, pairs: pairs, verdict: verdict)
      {
        return at
      }
      previous = current
      at &+= 1
    }
    return at == count && at &- place <= WordCache.longestWord ? at : 0
  }

  /// Appends the ids of a word; returns where it ends, which is further on in text that is not UTF-8 and
  /// has a torn character there.
  @inline(__always)
  private mutating func encodeWord(
    _ word: UnigramScratch.Pending, _ scratch: inout UnigramScratch, _ tokens: inout TokenBuffer
  ) -> Int {
    if let found = scratch.cache.find(word.key, tag: 0, hash: word.hash) {
      if Sum.magnitude(sum) <= found.limit {
        emit(found, from: word.place, &scratch, &tokens)
        return word.end
      }
      return solveInBinade(word.place, word.end, word.key, &scratch, &tokens)
    }
    return solveWord(word.place, word.end, word.key, &scratch, &tokens)
  }

  /// Appends what the cache knows, and carries the sum along.
  @inline(__always)
  mutating func emit(
    _ found: WordCache.Found, from place: Int, _ scratch: inout UnigramScratch,
    _ tokens: inout TokenBuffer
  ) {
    scratch.previousWasUnknown = false
    if tokens.recordsOffsets {
      var end = endBase &+ place
      for index in 0..<found.count {
        let id = found.ids[index]
        sum = Sum.adding(id, to: sum, self)
        end &+= Int(tables.lengths[Int(id)])
        tokens.append(id, endingAt: end)
      }
      return
    }
    let output = tokens.reserve(WordCache.mostIDs)
    // Safety: `reserve` made room for more than an entry can have.
    for index in 0..<found.count {
      let id = found.ids[index]
      sum = Sum.adding(id, to: sum, self)
      output[index] = id
    }
    tokens.advance(by: found.count)
  }

  /// Appends the token of a path, or what stands for an unknown one.
  @inline(__always)
  mutating func emit(
    _ id: UInt32, _ from: Int, _ to: Int, _ scratch: inout UnigramScratch,
    _ tokens: inout TokenBuffer
  ) {
    if id != unknownID {
      scratch.previousWasUnknown = false
      tokens.append(id, endingAt: endBase &+ to)
    } else {
      emitUnknown(from, to, &scratch, &tokens)
    }
  }

  @inline(never)
  private func emitUnknown(
    _ from: Int, _ to: Int, _ scratch: inout UnigramScratch, _ tokens: inout TokenBuffer
  ) {
    if let byteIDs = tables.byteIDs {
      emitBytes(from, to, byteIDs, &scratch, &tokens)
      return
    }
    guard tables.hasUnknown else {
      if scratch.unencodableOffset == nil { scratch.unencodableOffset = from }
      return
    }
    // A run of unknown characters is one token.
    if scratch.previousWasUnknown, tokens.count > 0 { tokens.truncate(to: tokens.count &- 1) }
    tokens.append(unknownID, endingAt: endBase &+ to)
    scratch.previousWasUnknown = true
  }

  /// Appends the byte tokens of an unknown run.
  ///
  /// Where the unknown token itself can be matched (Hugging Face), a run that is nothing but its
  /// text is that token; as part of a longer run its text becomes bytes as well.
  private func emitBytes(
    _ from: Int, _ to: Int, _ byteIDs: UnsafePointer<UInt32>, _ scratch: inout UnigramScratch,
    _ tokens: inout TokenBuffer
  ) {
    if !scratch.previousWasUnknown, tables.isUnknownToken(text, from, to) {
      tokens.append(unknownID, endingAt: endBase &+ to)
      scratch.previousWasUnknown = true
      scratch.lastIsUnknownToken = true
      return
    }
    if scratch.previousWasUnknown, scratch.lastIsUnknownToken {
      tokens.truncate(to: tokens.count &- 1)
      for byte in tables.unknownText {
        tokens.append(byteIDs[Int(byte)], endingAt: endBase &+ from)
      }
    }
    scratch.previousWasUnknown = true
    scratch.lastIsUnknownToken = false
    for place in from..<to {
      let byte = byte(place)
      let end = endBase &+ (place &+ 1 == to ? to : from)
      if byte == UInt8(ascii: " "), tables.spaceIsMeta {
        tokens.append(byteIDs[0xE2], endingAt: endBase &+ from)
        tokens.append(byteIDs[0x96], endingAt: endBase &+ from)
        tokens.append(byteIDs[0x81], endingAt: end)
      } else {
        tokens.append(byteIDs[Int(byte)], endingAt: end)
      }
    }
  }
}
