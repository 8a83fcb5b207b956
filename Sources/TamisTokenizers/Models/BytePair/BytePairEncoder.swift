import CTamisKernels

/// Turns pieces into ids: one thread's part of a byte-pair model.
///
/// Holds a table of pieces that begins with what the vocabulary knows and learns what it meets. Nearly
/// every piece is answered by one probe; the others are cut where nothing can merge, and what is then
/// still unknown is merged from its bytes.
struct BytePairEncoder: ~Copyable {
  private let model: BytePairModel
  private let cuts: CutTable
  private let hasCuts: Bool
  private var table: PieceTable
  var memo = PieceMemo()
  private var symbols: BytePairSymbols

  /// Pieces whose entries are asked for together.
  let batch = PieceBatch()
  private let partProbes = UnsafeMutablePointer<PieceTable.View.Probe>.allocate(
    capacity: PieceBatch.size + 1)
  private let partEnds = UnsafeMutablePointer<Int>.allocate(capacity: PieceBatch.size + 1)
  /// Pieces of a batch that are no pair of ids in the first entry that they may have.
  private static let manyOthers = 8
  /// For each token whether merging its bytes gives it: 1 yes, 2 no, 0 not tried.
  private let merged: UnsafeMutablePointer<UInt8>
  /// The length of a piece that the table had no room for.
  private var crampedLength: Int?

  /// Bytes that each half of the table may grow to.
  static let tableLimit = 16 << 20

  init(_ model: BytePairModel) {
    self.model = model
    hasCuts = model.cuts != nil
    merged = .allocate(capacity: max(model.vocabulary.count, 1))
    merged.initialize(repeating: 0, count: max(model.vocabulary.count, 1))
    cuts = model.cuts ?? CutTable(tokenCount: 0) { _ in }
    table = PieceTable(copying: model.seed)
    symbols = BytePairSymbols(model)
  }

  deinit {
    partProbes.deallocate()
    merged.deallocate()
    partEnds.deallocate()
  }

  /// Bytes behind a piece's first that may be read to look it up.
  static let slack = 32

  /// Appends the ids of `count` pieces. The first starts at `start`, each other one where the one
  /// before it ends; `ends` are offsets in `text`.
  ///
  /// Safety: `text` is readable up to the start of the last piece + 32 and to its end.
  mutating func encode(
    _ text: UnsafePointer<UInt8>, from start: Int, ends: UnsafePointer<UInt32>, count: Int,
    into tokens: inout TokenBuffer
  ) {
    var done = 0
    var at = start
    while done < count {
      let batch = min(count &- done, PieceBatch.size)
      at = encodeBatch(text, from: at, ends: ends + done, count: batch, into: &tokens)
      done &+= batch
    }
  }

  /// Appends the ids of one piece, from `start` to `end`, and where they end: `origin` and their place
  /// in `text`.
  ///
  /// Safety: as for `encode`.
  mutating func encodeWithEnds(
    _ text: UnsafePointer<UInt8>, from start: Int, end: UnsafePointer<UInt32>, origin: Int,
    into tokens: inout TokenBuffer
  ) {
    let first = tokens.count
    encode(text, from: start, ends: end, count: 1, into: &tokens)
    let pieceEnd = Int(end.pointee)
    var at = start
    for index in first..<tokens.count {
      at = min(at + model.byteLength(of: tokens.ids[index]), pieceEnd)
      tokens.setEnd(origin + at, at: index)
    }
    if first < tokens.count { tokens.setEnd(origin + pieceEnd, at: tokens.count - 1) }
  }

  /// Unknown tokens do not fuse with tokens before this one.
  var fuseStart: Int {
    get { symbols.fuseStart }
    set { symbols.fuseStart = newValue }
  }

  /// As `encode`, for at most a batch; returns where the last piece ends.
  @inline(__always)
  private mutating func encodeBatch(
    _ text: UnsafePointer<UInt8>, from start: Int, ends: UnsafePointer<UInt32>, count: Int,
    into tokens: inout TokenBuffer
  ) -> Int {
    if let length = crampedLength {
      if !table.grow(forLength: length, limit: Self.tableLimit) {
        table = PieceTable(copying: model.seed)
      }
      crampedLength = nil
    }
    if memo.isFull { memo.forget() }
    let view = table.view
    tamis_probe_pieces(
      text, start, ends, count, view.short, UInt32(truncatingIfNeeded: view.shortShift),
      batch.probes)
    let pairs = tamis_find_pairs(view.short, count, batch.probes)
    let others = ~pairs & UInt64.max &>> UInt64(64 &- count)
    if others.nonzeroBitCount > Self.manyOthers {
      emitMany(others, text, from: start, ends: ends, count: count, view, into: &tokens)
    } else {
      emitFew(others, text, from: start, ends: ends, count: count, view, into: &tokens)
    }
    return Int(ends[count &- 1])
  }

  /// Appends the ids that `result` stands for.
  @inline(__always)
  func append(_ result: PieceTable.Result, into tokens: inout TokenBuffer) {
    if result.isPair {
      let place = tokens.reserve(2)
      place[0] = result.firstID
      place[1] = result.secondID
      tokens.advance(by: result.hasSecond ? 2 : 1)
    } else {
      let spill = result.spill
      let count = Int(spill[0])
      // Safety: a spill holds as many ids as it says.
      let place = tokens.reserve(count)
      for index in 0..<count { place[index] = spill[index &+ 1] }
      tokens.advance(by: count)
    }
  }

  /// A piece that is in no table, or too long for one.
  ///
  /// Safety: as for `encode`.
  @inline(never)
  mutating func encodeUnknown(
    _ piece: UnsafePointer<UInt8>, _ length: Int, into tokens: inout TokenBuffer
  ) {
    let before = tokens.count
    if length <= PieceTable.longestPiece {
      if encodeParts(piece, length, into: &tokens) {
        learn(piece, length, from: before, of: tokens)
      }
      return
    }
    let isHeld = length <= PieceMemo.longestPiece
    let hash = isHeld ? PieceMemo.hash(piece, length) : 0
    if isHeld {
      let found = memo.result(piece, length, at: memo.place(hash: hash))
      if !found.isUnknown { return append(found, into: &tokens) }
    }
    if model.takesWholePieces,
      let id = model.vocabulary.id(of: UnsafeRawBufferPointer(start: piece, count: length))
    {
      tokens.reserve(1).pointee = id
      tokens.advance(by: 1)
      return
    }
    if encodeParts(piece, length, into: &tokens), isHeld {
      memo.insert(piece, length, hash: hash, tokens.ids.dropFirst(before))
    }
  }

  /// Cuts the piece where nothing can merge and encodes the parts; false if
  /// the ids depend on what comes before.
  private mutating func encodeParts(
    _ piece: UnsafePointer<UInt8>, _ length: Int, into tokens: inout TokenBuffer
  ) -> Bool {
    guard hasCuts else { return symbols.encode(piece, length, into: &tokens) }
    let view = table.view
    var isKnown = true
    var count = 0
    var done = 0
    var partStart = 0
    var (width, left) = CutTable.character(piece, 0, length)
    var middle = max(width, 1)
    while middle < length {
      let (nextWidth, right) = CutTable.character(piece, middle, length)
      if width > 0, nextWidth > 0,
        !cuts.mayJoin(left, width, right, nextWidth)
      {
        // Safety: there is room for `batch` ends. The bytes behind the part are those of the piece and
        // its slack.
        partProbes[count] = view.probe(piece + partStart, middle &- partStart)
        partEnds[count] = middle
        count &+= 1
        partStart = middle
        if count == PieceBatch.size {
          isKnown = encode(piece, parts: count, from: done, into: &tokens) && isKnown
          done = middle
          count = 0
        }
      }
      (width, left) = (nextWidth, right)
      middle &+= max(nextWidth, 1)
    }
    if partStart == 0 { return symbols.encode(piece, length, into: &tokens) }
    partProbes[count] = view.probe(piece + partStart, length &- partStart)
    partEnds[count] = length
    return encode(piece, parts: count &+ 1, from: done, into: &tokens) && isKnown
  }

  private mutating func encode(
    _ piece: UnsafePointer<UInt8>, parts count: Int, from start: Int,
    into tokens: inout TokenBuffer
  ) -> Bool {
    var isKnown = true
    var at = start
    for index in 0..<count {
      let end = partEnds[index]
      let found = partProbes[index].result(table.view)
      if found.isPair, standsForPart(found) {
        append(found, into: &tokens)
      } else {
        isKnown = encodePart(piece + at, end &- at, into: &tokens) && isKnown
      }
      at = end
    }
    return isKnown
  }

  private mutating func encodePart(
    _ part: UnsafePointer<UInt8>, _ length: Int, into tokens: inout TokenBuffer
  ) -> Bool {
    if length <= PieceTable.longestPiece {
      let known = table.view.result(part, length, promoting: true)
      if !known.isUnknown {
        if !standsForPart(known) { return symbols.encode(part, length, into: &tokens) }
        append(known, into: &tokens)
        return true
      }
    }
    let before = tokens.count
    let isKnown = symbols.encode(part, length, into: &tokens)
    if isKnown, length <= PieceTable.longestPiece { learn(part, length, from: before, of: tokens) }
    return isKnown
  }

  /// True if the ids of a piece are also those of a part of a piece with the same bytes.
  ///
  /// Where a piece that is a token is that token, a part of the same bytes is what merging makes of it;
  /// for some tokens that is something else. Each token is tried once, when it is first met as a part.
  @inline(__always)
  private mutating func standsForPart(_ found: PieceTable.Result) -> Bool {
    guard model.takesWholePieces, let id = found.onlyID else { return true }
    // Safety: ids of the table are tokens of the vocabulary.
    let state = merged[Int(id)]
    return state == 0 ? tryMerging(id) : state == 1
  }

  @inline(never)
  private mutating func tryMerging(_ id: TokenID) -> Bool {
    var tokens = TokenBuffer(capacity: 64)
    let token = model.vocabulary[id].map { Array($0) } ?? []
    token.withUnsafeBufferPointer { bytes in
      if let base = bytes.baseAddress { _ = symbols.encode(base, bytes.count, into: &tokens) }
    }
    let isReached = tokens.count == 1 && tokens.ids[0] == id
    merged[Int(id)] = isReached ? 1 : 2
    return isReached
  }

  /// Notes that the piece is what was appended to `tokens` from `first` on.
  private mutating func learn(
    _ piece: UnsafePointer<UInt8>, _ length: Int, from first: Int, of tokens: borrowing TokenBuffer
  ) {
    let ids = UnsafeBufferPointer(rebasing: tokens.ids[first...])
    // The table moves between batches only, because the probes of a batch point into it.
    if ids.count <= PieceTable.longestSpill, !table.insert(piece, length, ids) {
      crampedLength = length
    }
  }
}
