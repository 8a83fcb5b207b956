import TamisCore

/// Turns text into ids as BERT's normalizer, its pre-tokenizer and WordPiece do it one behind the other.
///
/// Words are found in the text as it came (`BertScanner`), and what one became is remembered by its bytes
/// as they came: `Été` and `été` are two entries with the same ids. Only a new word is normalized, most
/// often character by character (`BertCharacters`), and matched against the vocabulary.
struct BertWordEncoder: ~Copyable {
  private let model: WordPieceModel
  private let bert: BertNormalizer
  private var scanner: BertScanner
  private var table: PieceTable
  private var memo = PieceMemo()
  /// The length of a word that the table had no room for.
  private var crampedLength: Int?
  /// A text with its broken sequences replaced.
  private var repaired = NormalizerOutput()
  /// The end of a text, with bytes behind it that may be read.
  private var tail = ByteBuffer(capacity: 1024)
  /// What the normalizer makes of a word.
  private var rewritten = ByteBuffer(capacity: 256)
  private var normalized = NormalizedText()
  private var pieces = PreTokenizedText()

  private let probes = UnsafeMutablePointer<PieceTable.View.Probe>.allocate(
    capacity: BertScanner.capacity)
  private let results = UnsafeMutablePointer<PieceTable.Result>.allocate(
    capacity: BertScanner.capacity)

  /// Bits of the sizes that the halves of the table start with, and bytes that each may grow to.
  private static let shortBits: UInt64 = 17
  private static let longBits: UInt64 = 15
  private static let tableLimit = 16 << 20
  /// Bytes behind a word's first that may be read to look it up.
  private static let slack = 32

  init(_ model: WordPieceModel, _ bert: BertNormalizer) {
    self.model = model
    self.bert = bert
    scanner = BertScanner(bert)
    table = PieceTable(shortBits: Self.shortBits, longBits: Self.longBits)
  }

  deinit {
    probes.deallocate()
    results.deallocate()
  }

  /// Appends the ids of a range of `text`, any bytes, behind which `readable` more may be read. Returns
  /// where a word starts that the reference refuses, if there is one.
  mutating func encode(
    _ text: UnsafeRawBufferPointer, _ range: Range<Int>, readable: Int,
    into tokens: inout TokenBuffer
  ) -> Int? {
    let part = UnsafeRawBufferPointer(rebasing: text[range])
    guard let base = part.baseAddress else { return nil }
    if validUTF8Prefix(part) == part.count {
      let start = base.assumingMemoryBound(to: UInt8.self)
      return encode(start, part.count, readable: readable, into: &tokens).map {
        range.lowerBound + $0
      }
    }
    repaired.removeAll()
    repairUTF8(part, into: &repaired)
    let start = UnsafePointer(repaired.bytes.base)
    return encode(start, repaired.bytes.count, readable: ByteBuffer.slack, into: &tokens).map {
      min(range.lowerBound + $0, range.upperBound)
    }
  }

  /// As above, for `count` bytes of UTF-8.
  private mutating func encode(
    _ text: UnsafePointer<UInt8>, _ count: Int, readable: Int, into tokens: inout TokenBuffer
  ) -> Int? {
    var at = 0
    while at < count {
      at = scanner.scan(text, from: at, to: count)
      guard scanner.count > 0 else { continue }
      prepareTable()
      var refused: Int?
      if Int(scanner.starts[scanner.count &- 1]) &+ Self.slack <= count &+ readable {
        refused = encodeWords(text, origin: 0, into: &tokens)
      } else {
        // The last words, from a copy with bytes behind it.
        let first = Int(scanner.starts[0])
        tail.removeAll()
        tail.append(UnsafeRawBufferPointer(start: text + first, count: at &- first))
        refused = encodeWords(UnsafePointer(tail.base), origin: first, into: &tokens)
      }
      if let refused { return refused }
    }
    return nil
  }

  /// Makes room in the table if there was none. The table moves between batches only, because the probes
  /// of a batch point into it.
  private mutating func prepareTable() {
    guard let length = crampedLength else { return }
    if !table.grow(forLength: length, limit: Self.tableLimit) {
      table = PieceTable(shortBits: Self.shortBits, longBits: Self.longBits)
    }
    crampedLength = nil
  }

  /// Appends the ids of the words that the scanner has found, whose places count from `origin` before
  /// `text`; returns where one starts that is refused.
  ///
  /// Safety: 32 bytes from the start of each word are readable.
  private mutating func encodeWords(
    _ text: UnsafePointer<UInt8>, origin: Int, into tokens: inout TokenBuffer
  ) -> Int? {
    let view = table.view
    let count = scanner.count
    let (starts, ends) = (scanner.starts, scanner.ends)
    for index in 0..<count {
      let start = Int(starts[index])
      probes[index] = view.probe(text + (start &- origin), Int(ends[index]) &- start)
    }
    let results = self.results
    for index in 0..<count {
      var found = probes[index].result(view)
      if found.isUnknown {
        // Longer than 11 bytes, behind another word, or new.
        let start = Int(starts[index])
        found = view.result(
          text + (start &- origin), Int(ends[index]) &- start, promoting: true)
      }
      results[index] = found
    }
    // Room for the most ids that the table gives, and for two that the loop writes but may not count.
    var room = tokens.reserve(count &* PieceTable.longestSpill &+ 2)
    for index in 0..<count {
      var found = results[index]
      if !found.isPair {
        let start = Int(starts[index])
        let length = Int(ends[index]) &- start
        let word = text + (start &- origin)
        // It may have come in this batch.
        if found.isUnknown { found = view.result(word, length) }
        if found.isUnknown {
          tokens.advance(by: room - tokens.end)
          guard encodeUnknown(word, length, into: &tokens) else { return start }
          room = tokens.reserve((count &- index) &* PieceTable.longestSpill &+ 2)
          continue
        }
        if !found.isPair {
          let spill = found.spill
          let ids = Int(spill[0])
          // Safety: a spill has `longestSpill` ids at the most, and 8 can be read in any case.
          for id in 0..<8 { room[id] = spill[id &+ 1] }
          if ids > 8 { (room + 8).update(from: spill + 9, count: ids &- 8) }
          room += ids
          continue
        }
      }
      // Safety: there is room for more than two ids for each word that is left.
      room[0] = found.firstID
      room[1] = found.secondID
      room += found.hasSecond ? 2 : 1
    }
    tokens.advance(by: room - tokens.end)
    return nil
  }

  /// A word that is not in the table: new, or too long for it. False if it is refused.
  ///
  /// Safety: 32 bytes from `word` on are readable.
  @inline(never)
  private mutating func encodeUnknown(
    _ word: UnsafePointer<UInt8>, _ length: Int, into tokens: inout TokenBuffer
  ) -> Bool {
    let before = tokens.count
    if length <= PieceTable.longestPiece {
      guard solve(word, length, into: &tokens) else { return false }
      let ids = UnsafeBufferPointer(rebasing: tokens.ids[before...])
      if ids.count <= PieceTable.longestSpill, !table.insert(word, length, ids) {
        crampedLength = length
      }
      return true
    }
    guard length <= PieceMemo.longestPiece else { return solve(word, length, into: &tokens) }
    let hash = PieceMemo.hash(word, length)
    let held = memo.result(word, length, at: memo.place(hash: hash))
    if !held.isUnknown {
      let spill = held.spill
      let count = Int(spill[0])
      // Safety: a spill holds as many ids as it says.
      tokens.reserve(count).update(from: spill + 1, count: count)
      tokens.advance(by: count)
      return true
    }
    guard solve(word, length, into: &tokens) else { return false }
    if memo.isFull { memo.forget() }
    memo.insert(word, length, hash: hash, tokens.ids.dropFirst(before))
    return true
  }

  /// Appends the ids of a word as the reference finds them; false if it is refused.
  private mutating func solve(
    _ word: UnsafePointer<UInt8>, _ length: Int, into tokens: inout TokenBuffer
  ) -> Bool {
    let bytes = UnsafeRawBufferPointer(start: word, count: length)
    switch scanner.characters.rewrite(bytes, into: &rewritten) {
    case .asItIs: return model.encode(bytes, into: &tokens)
    case .rewritten: return model.encode(rewritten.bytes, into: &tokens)
    case .entangled: break
    }
    Normalizer.bert(bert).normalize(bytes, into: &normalized)
    pieces.reset(normalized.bytes.bytes)
    PreTokenizer.bert.apply(to: &pieces)
    for index in 0..<pieces.pieces.count
    where !model.encode(pieces.bytes(ofPiece: index), into: &tokens) {
      return false
    }
    return true
  }
}
