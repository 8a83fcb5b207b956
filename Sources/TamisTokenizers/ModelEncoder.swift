import TamisCore

/// The model's part of an encoder: its caches and scratch, and the loop from pieces to ids.
struct ModelEncoder: ~Copyable {
  private enum Splitting {
    case scanner(ScannerFamily)
    case spaces(SpaceScanner)
  }

  /// What the kind of model needs; the others are `nil`.
  private var bytePair: BytePairEncoder?
  private var unigram: UnigramScratch?
  private var wordPiece: WordPieceModel.Scratch?
  private var wordLevel: WordLevelModel.Scratch?
  private var bertWords: BertWordEncoder?
  private let model: TextPipeline.Model
  private let splitting: Splitting?
  /// Ends of pieces on their way from the scanner to the model.
  private let ends = UnsafeMutablePointer<UInt32>.allocate(capacity: Self.endCapacity)
  private static let endCapacity = 1024
  /// The end of a text, with bytes behind it that may be read.
  private var tail = ByteBuffer(capacity: 256)

  init(_ pipeline: TextPipeline) {
    model = pipeline.model
    switch pipeline.splitter {
    case .scanner(let family): splitting = .scanner(family)
    case .spaces(let scanner): splitting = .spaces(scanner)
    case .bertWords, .preTokenizer, .none: splitting = nil
    }
    switch pipeline.model {
    case .bytePair(let model): bytePair = BytePairEncoder(model)
    case .unigram(let model): unigram = model.makeScratch()
    case .wordPiece(let model): wordPiece = model.makeScratch()
    case .wordLevel(let model): wordLevel = model.makeScratch()
    }
    if case .bertWords(let bert) = pipeline.splitter, case .wordPiece(let model) = pipeline.model {
      bertWords = BertWordEncoder(model, bert)
    }
  }

  deinit { ends.deallocate() }

  /// A text starts, whose first token has this index.
  mutating func startText(_ first: Int) {
    bytePair?.fuseStart = first
    unigram?.resetBase()
  }

  /// The first `count` tokens of the buffer are gone; the others have moved up.
  mutating func forgetTokens(_ count: Int) {
    guard let start = bytePair?.fuseStart else { return }
    bytePair?.fuseStart = max(start - count, 0)
  }

  /// A piece starts, that has nothing to do with the one before.
  mutating func startPiece(_ first: Int) {
    bytePair?.fuseStart = first
    unigram?.resetBase()
  }

  // MARK: Pieces that a scanner finds

  /// Appends the ids of the pieces in a range of `text`, behind which `readable` more bytes may be
  /// read, and returns where it stopped: at the range's end, or, if the text goes on behind it (not
  /// `isLast`), before the piece whose end is not sure.
  mutating func encodeScanned(
    _ text: UnsafeRawBufferPointer, _ range: Range<Int>, readable: Int, isLast: Bool,
    into tokens: inout TokenBuffer
  ) -> Int {
    guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
    let end = range.upperBound
    var at = range.lowerBound
    // A lookup reads up to `slack` bytes behind a piece's start.
    let safeEnd = end + readable - BytePairEncoder.slack
    while at < end {
      let count = scan(base, from: at, to: end, isLast: isLast)
      if count == 0 { break }
      var safe = count
      while safe > 0, start(of: safe - 1, first: at) > safeEnd { safe -= 1 }
      encode(base, from: at, 0..<safe, origin: 0, into: &tokens)
      if safe < count {
        encodeTail(base, from: start(of: safe, first: at), safe..<count, end: end, into: &tokens)
      }
      at = Int(ends[count - 1])
    }
    return at
  }

  /// Encodes the first piece of a range with a space in front; returns where it ends, or the start of
  /// the range if that is not sure.
  mutating func encodeFirst(
    _ text: UnsafeRawBufferPointer, _ range: Range<Int>, isLast: Bool,
    into tokens: inout TokenBuffer
  ) -> Int {
    guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
    let count = scan(base, from: range.lowerBound, to: range.upperBound, isLast: isLast)
    guard count > 0 else { return range.lowerBound }
    let end = Int(ends[0])
    tail.removeAll()
    tail.append(UInt8(ascii: " "))
    tail.append(
      UnsafeRawBufferPointer(start: base + range.lowerBound, count: end - range.lowerBound))
    ends[0] = UInt32(truncatingIfNeeded: tail.count)
    // The space is no byte of the text, so that all ends lie one before.
    encode(
      UnsafePointer(tail.base), from: 0, 0..<1, origin: range.lowerBound - 1, into: &tokens)
    return end
  }

  @inline(__always)
  private func start(of piece: Int, first: Int) -> Int {
    piece == 0 ? first : Int(ends[piece - 1])
  }

  private func scan(
    _ base: UnsafePointer<UInt8>, from start: Int, to end: Int, isLast: Bool
  ) -> Int {
    switch splitting {
    case .scanner(let family):
      family.scan(
        base, from: start, to: end, isLast: isLast, into: ends, capacity: Self.endCapacity)
    case .spaces(let scanner):
      scanner.scan(
        base, from: start, to: end, isLast: isLast, into: ends, capacity: Self.endCapacity)
    case nil:
      preconditionFailure("the tokenizer has no scanner")
    }
  }

  /// Encodes the last pieces of a text from a copy of them.
  private mutating func encodeTail(
    _ base: UnsafePointer<UInt8>, from start: Int, _ pieces: Range<Int>, end: Int,
    into tokens: inout TokenBuffer
  ) {
    tail.removeAll()
    tail.append(UnsafeRawBufferPointer(start: base + start, count: end - start))
    for index in pieces { ends[index] -= UInt32(truncatingIfNeeded: start) }
    encode(UnsafePointer(tail.base), from: 0, pieces, origin: start, into: &tokens)
    for index in pieces { ends[index] += UInt32(truncatingIfNeeded: start) }
  }

  private mutating func encode(
    _ base: UnsafePointer<UInt8>, from start: Int, _ pieces: Range<Int>, origin: Int,
    into tokens: inout TokenBuffer
  ) {
    if tokens.recordsOffsets {
      var at = start
      for index in pieces {
        bytePair?.encodeWithEnds(
          base, from: at, end: ends + index, origin: origin, into: &tokens)
        at = Int(ends[index])
      }
    } else {
      bytePair?.encode(
        base, from: start, ends: ends + pieces.lowerBound, count: pieces.count, into: &tokens)
    }
  }

  // MARK: Words that are not normalized

  /// Appends the ids of a range of `text`, as it came, behind which `readable` more bytes may be read.
  mutating func encodeWords(
    _ text: UnsafeRawBufferPointer, _ range: Range<Int>, readable: Int,
    into tokens: inout TokenBuffer
  ) throws(TokenizerError) {
    if let offset = bertWords?.encode(text, range, readable: readable, into: &tokens) {
      throw refusal(offset)
    }
  }

  // MARK: Single pieces

  /// Appends the ids of one piece, a range of `text`. Ends count from the start of `text`.
  mutating func encodePiece(
    _ text: UnsafeRawBufferPointer, _ range: Range<Int>, into tokens: inout TokenBuffer
  ) throws(TokenizerError) {
    let piece = UnsafeRawBufferPointer(rebasing: text[range])
    guard let base = piece.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    switch model {
    case .bytePair:
      ends[0] = UInt32(truncatingIfNeeded: range.count)
      if text.count - range.lowerBound >= BytePairEncoder.slack {
        let start = base - range.lowerBound
        ends[0] = UInt32(truncatingIfNeeded: range.upperBound)
        encode(start, from: range.lowerBound, 0..<1, origin: 0, into: &tokens)
      } else {
        tail.removeAll()
        tail.append(piece)
        encode(UnsafePointer(tail.base), from: 0, 0..<1, origin: range.lowerBound, into: &tokens)
      }
    case .unigram(let model):
      if let offset = unigram?.encode(piece, by: model, into: &tokens, endsFrom: range.lowerBound) {
        throw refusal(range.lowerBound + offset)
      }
    case .wordPiece(let model):
      if wordPiece?.encode(piece, by: model, into: &tokens, endsFrom: range.lowerBound) == false {
        throw refusal(range.lowerBound)
      }
    case .wordLevel(let model):
      if wordLevel?.encode(piece, by: model, into: &tokens, endsFrom: range.lowerBound) == false {
        throw refusal(range.lowerBound)
      }
    }
  }

  /// How much of a range of text that goes on can be encoded by itself, where the model sees it whole.
  func safeCut(in text: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int {
    if case .unigram(let model) = model {
      return model.safeCut(in: UnsafeRawBufferPointer(rebasing: text[range]))
    }
    return 0
  }

  private func refusal(_ offset: Int) -> TokenizerError {
    .unencodable("no token for the text here, and the model has no unknown token", offset: offset)
  }
}

extension UnigramScratch {
  /// Encodes by `model`; returns where the text cannot be encoded.
  fileprivate mutating func encode(
    _ text: UnsafeRawBufferPointer, by model: UnigramModel, into tokens: inout TokenBuffer,
    endsFrom base: Int
  ) -> Int? {
    model.encode(text, scratch: &self, into: &tokens, endsFrom: base)
    return unencodableOffset
  }
}

extension WordPieceModel.Scratch {
  /// Encodes by `model`; false where the text cannot be encoded.
  fileprivate mutating func encode(
    _ text: UnsafeRawBufferPointer, by model: WordPieceModel, into tokens: inout TokenBuffer,
    endsFrom base: Int
  ) -> Bool {
    model.encode(text, scratch: &self, into: &tokens, endsFrom: base)
    return !isUnencodable
  }
}

extension WordLevelModel.Scratch {
  /// Encodes by `model`; false where the text cannot be encoded.
  fileprivate mutating func encode(
    _ text: UnsafeRawBufferPointer, by model: WordLevelModel, into tokens: inout TokenBuffer,
    endsFrom base: Int
  ) -> Bool {
    model.encode(text, scratch: &self, into: &tokens, endsFrom: base)
    return !isUnencodable
  }
}
