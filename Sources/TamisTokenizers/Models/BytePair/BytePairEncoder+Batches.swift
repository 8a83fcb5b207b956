import CTamisKernels

extension BytePairEncoder {
  /// Appends the ids of the pieces of a batch that has few but pairs; `others` are the other ones.
  @inline(__always)
  mutating func emitFew(
    _ others: UInt64, _ text: UnsafePointer<UInt8>, from start: Int,
    ends: UnsafePointer<UInt32>, count: Int, _ view: PieceTable.View,
    into tokens: inout TokenBuffer
  ) {
    let values = batch.values
    // A piece has no more tokens than bytes.
    var room = tokens.reserve(Int(ends[count &- 1]) &- start &+ Self.idsAtOnce)
    var others = others
    var done = 0
    while others != 0 {
      let index = others.trailingZeroBitCount
      others &= others &- 1
      // Safety: the pieces before `index` are pairs, and there is room for them and what is written behind.
      if done < index { room = tamis_put_pairs(values + done, index &- done, room) }
      done = index &+ 1
      let from = index == 0 ? start : Int(ends[index &- 1])
      let found = view.result(
        text + from, Int(ends[index]) &- from, promoting: true)
      if found.isPair {
        room[0] = found.firstID
        room[1] = found.secondID
        room += found.hasSecond ? 2 : 1
        continue
      }
      tokens.advance(by: room - tokens.end)
      if found.isUnknown {
        encodeUnknown(text + from, Int(ends[index]) &- from, into: &tokens)
      } else {
        append(found, into: &tokens)
      }
      room = tokens.reserve(Int(ends[count &- 1]) &- Int(ends[index]) &+ Self.idsAtOnce)
    }
    if done < count { room = tamis_put_pairs(values + done, count &- done, room) }
    tokens.advance(by: room - tokens.end)
  }

  /// Ids that may be written behind those that are meant.
  static var idsAtOnce: Int { 16 }

  /// Appends the ids of the pieces of a batch in which many, `others`, are long or of many tokens.
  ///
  /// Which piece is of which kind no branch predictor could tell. So each step is a loop of its own, over
  /// the pieces that it concerns, and asks for the memory that the next one needs.
  @inline(never)
  mutating func emitMany(
    _ others: UInt64, _ text: UnsafePointer<UInt8>, from start: Int,
    ends: UnsafePointer<UInt32>, count: Int, _ view: PieceTable.View,
    into tokens: inout TokenBuffer
  ) {
    let (results, longs, memos) = (batch.results, batch.longs, batch.memos)
    var longCount = 0
    var memoCount = 0
    var rest = others
    while rest != 0 {
      let index = rest.trailingZeroBitCount
      rest &= rest &- 1
      let from = index == 0 ? start : Int(ends[index &- 1])
      let length = Int(ends[index]) &- from
      if length <= PieceTable.longestShort {
        results[index] = view.result(text + from, length, promoting: true)
      } else if length <= PieceTable.longestPiece {
        batch.longProbes[longCount] = view.longProbe(text + from, length)
        longs[longCount] = UInt8(truncatingIfNeeded: index)
        longCount &+= 1
      } else {
        let hash = length <= PieceMemo.longestPiece ? PieceMemo.hash(text + from, length) : 0
        batch.hashes[memoCount] = hash
        memo.prepare(hash: hash)
        memos[memoCount] = UInt8(truncatingIfNeeded: index)
        memoCount &+= 1
      }
    }
    for place in 0..<memoCount {
      let hash = batch.hashes[place]
      batch.places[place] = hash == 0 ? -1 : memo.place(hash: hash)
    }
    for place in 0..<longCount {
      let index = Int(longs[place])
      var result = batch.longProbes[place].result(view)
      if result.isUnknown {
        let from = index == 0 ? start : Int(ends[index &- 1])
        result = view.result(
          text + from, Int(ends[index]) &- from, promoting: true)
      }
      results[index] = result
    }
    for place in 0..<memoCount {
      let index = Int(memos[place])
      let from = index == 0 ? start : Int(ends[index &- 1])
      results[index] = memo.result(
        text + from, Int(ends[index]) &- from, at: batch.places[place])
    }
    emit(others, text, from: start, ends: ends, count: count, into: &tokens)
  }

  @inline(__always)
  private mutating func emit(
    _ others: UInt64, _ text: UnsafePointer<UInt8>, from start: Int,
    ends: UnsafePointer<UInt32>, count: Int, into tokens: inout TokenBuffer
  ) {
    let end = Int(ends[count &- 1])
    let (results, values) = (batch.results, batch.values)
    var room = tokens.reserve(end &- start &+ Self.idsAtOnce)
    for index in 0..<count {
      let isOther = others &>> UInt64(truncatingIfNeeded: index) & 1 == 1
      let found = isOther ? results[index] : PieceTable.Result(pair: values[index])
      if found.isPair {
        room[0] = found.firstID
        room[1] = found.secondID
        room += found.hasSecond ? 2 : 1
        continue
      }
      if found.isUnknown {
        let from = index == 0 ? start : Int(ends[index &- 1])
        let pieceEnd = Int(ends[index])
        tokens.advance(by: room - tokens.end)
        encodeUnknown(text + from, pieceEnd &- from, into: &tokens)
        room = tokens.reserve(end &- pieceEnd &+ Self.idsAtOnce)
        continue
      }
      let spill = found.spill
      let ids = Int(spill[0])
      // Safety: behind the ids of a spill, and behind the room for them, there are as many words as are
      // moved at once.
      for id in 0..<8 { room[id] = spill[id &+ 1] }
      if ids > 8 { (room + 8).update(from: spill + 9, count: ids &- 8) }
      room += ids
    }
    tokens.advance(by: room - tokens.end)
  }
}
