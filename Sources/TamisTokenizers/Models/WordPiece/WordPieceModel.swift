/// A greedy longest-match model: a word becomes the longest token that starts it, then the longest
/// `##` token that continues it, and so on; a word that this does not get to the end of is unknown.
/// Y. Wu et al. (2016), https://arxiv.org/abs/1609.08144, in the form of BERT and Hugging Face.
///
/// Two tries, one for each position, give the longest match in one walk, where the reference tries
/// every length. A word costs at most its length times that of the longest token, and words have at
/// most `maximumInputCharactersPerWord` characters. What a word became is remembered (`WordCache`).
final class WordPieceModel: @unchecked Sendable {
  // Safety of @unchecked Sendable: nothing is written after `init`.

  /// Bytes that the cache of an encoder may have, unless said otherwise.
  static let defaultCacheBytes = 4 << 20

  /// `PieceTrie.units` of the tokens that start a word, and of those that continue one.
  private let first: UnsafeMutableBufferPointer<UInt64>
  private let following: UnsafeMutableBufferPointer<UInt64>
  /// Bytes by id.
  private let lengths: [UInt32]
  private let prefixLength: Int
  private let unknownToken: TokenID?
  private let maximumCharacters: Int

  /// What an encoder keeps between calls; not shared.
  struct Scratch: ~Copyable {
    fileprivate var cache: WordCache
    fileprivate var ids: [UInt32] = []
    fileprivate var ends: [Int] = []
    /// True when the text of the last call is unknown and the model has no unknown token: the
    /// reference refuses such text.
    fileprivate(set) var isUnencodable = false

    /// A scratch whose cache has at most `cacheBytes` bytes.
    init(cacheBytes: Int) { cache = WordCache(bytes: cacheBytes) }
  }

  /// Throws `unsupported` for a vocabulary of more than 2^27 tokens.
  init(_ definition: WordPieceDefinition) throws(TokenizerError) {
    let vocabulary = definition.vocabulary
    let prefix = definition.continuingSubwordPrefix
    var starts: [(bytes: [UInt8], value: UInt32)] = []
    var continuations: [(bytes: [UInt8], value: UInt32)] = []
    var lengths: [UInt32] = []
    lengths.reserveCapacity(vocabulary.count)
    for id in 0..<vocabulary.count {
      let bytes = vocabulary[TokenID(id)].map { Array($0) } ?? []
      lengths.append(UInt32(truncatingIfNeeded: bytes.count))
      if bytes.isEmpty { continue }
      starts.append((bytes, UInt32(id)))
      if bytes.count > prefix.count, bytes.starts(with: prefix) {
        continuations.append((Array(bytes[prefix.count...]), UInt32(id)))
      }
    }
    let tries = (try PieceTrie(starts), try PieceTrie(continuations))
    first = Self.copy(tries.0.units)
    following = Self.copy(tries.1.units)
    self.lengths = lengths
    prefixLength = prefix.count
    unknownToken = definition.unknownToken
    maximumCharacters = definition.maximumInputCharactersPerWord
  }

  deinit {
    first.deallocate()
    following.deallocate()
  }

  /// A copy outside of ARC's sight.
  private static func copy(_ units: [UInt64]) -> UnsafeMutableBufferPointer<UInt64> {
    let copied = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: units.count)
    _ = copied.initialize(from: units)
    return copied
  }

  /// What an encoder needs between calls.
  func makeScratch(cacheBytes: Int = defaultCacheBytes) -> Scratch {
    Scratch(cacheBytes: cacheBytes)
  }

  /// Appends the ids of `text`, one word. A token's end is `base` and its end in `text`, in bytes.
  func encode(
    _ text: UnsafeRawBufferPointer, scratch: inout Scratch, into tokens: inout TokenBuffer,
    endsFrom base: Int
  ) {
    scratch.isUnencodable = false
    guard let start = text.baseAddress, text.count > 0 else { return }
    guard text.count <= WordCache.longestWord else {
      solve(text, &scratch)
      append(text, &scratch, &tokens, base)
      return
    }
    let key = WordCache.exactKey(start, count: text.count)
    if let found = scratch.cache.find(key, tag: 0) {
      if tokens.recordsOffsets {
        appendWithOffsets(found, text.count, &tokens, base)
        return
      }
      let output = tokens.reserve(WordCache.mostIDs)
      // Safety: `reserve` made room for more than an entry can have.
      for index in 0..<found.count { output[index] = found.ids[index] }
      tokens.advance(by: found.count)
      return
    }
    solve(text, &scratch)
    if !scratch.isUnencodable {
      scratch.ids.withUnsafeBufferPointer {
        scratch.cache.insert(key, tag: 0, ids: $0, limit: .max)
      }
    }
    append(text, &scratch, &tokens, base)
  }

  private func appendWithOffsets(
    _ found: WordCache.Found, _ count: Int, _ tokens: inout TokenBuffer, _ base: Int
  ) {
    var end = 0
    for index in 0..<max(found.count - 1, 0) {
      let id = found.ids[index]
      end += Int(lengths[Int(id)]) - (index == 0 ? 0 : prefixLength)
      tokens.append(id, endingAt: base + end)
    }
    // The last token ends with the word, also when it is the unknown one.
    if found.count > 0 { tokens.append(found.ids[found.count - 1], endingAt: base + count) }
  }

  private func append(
    _ text: UnsafeRawBufferPointer, _ scratch: inout Scratch, _ tokens: inout TokenBuffer,
    _ base: Int
  ) {
    for index in scratch.ids.indices {
      tokens.append(scratch.ids[index], endingAt: base + scratch.ends[index])
    }
  }

  /// Appends the ids of `word`, without ends; returns false for one that the reference refuses.
  func encode(_ word: UnsafeRawBufferPointer, into tokens: inout TokenBuffer) -> Bool {
    if word.isEmpty { return true }
    var at = 0
    if word.count <= maximumCharacters || characterCount(word) <= maximumCharacters {
      let room = tokens.reserve(word.count)
      var count = 0
      // Safety: `reserve` made room for an id a byte.
      while at < word.count, let match = longestMatch(word, from: at) {
        at = match.end
        room[count] = match.id
        count &+= 1
      }
      if at == word.count {
        tokens.advance(by: count)
        return true
      }
    }
    guard let unknownToken else { return false }
    tokens.reserve(1).pointee = unknownToken
    tokens.advance(by: 1)
    return true
  }

  /// Leaves the tokens of a word in `ids` and `ends`.
  private func solve(_ text: UnsafeRawBufferPointer, _ scratch: inout Scratch) {
    scratch.ids.removeAll(keepingCapacity: true)
    scratch.ends.removeAll(keepingCapacity: true)
    var at = 0
    // As many bytes as characters are allowed cannot be too many characters.
    if text.count <= maximumCharacters || characterCount(text) <= maximumCharacters {
      while at < text.count {
        guard let match = longestMatch(text, from: at) else { break }
        at = match.end
        scratch.ids.append(match.id)
        scratch.ends.append(at)
      }
    }
    if at == text.count { return }
    scratch.ids.removeAll(keepingCapacity: true)
    scratch.ends.removeAll(keepingCapacity: true)
    guard let unknownToken else {
      scratch.isUnencodable = true
      return
    }
    scratch.ids.append(unknownToken)
    scratch.ends.append(text.count)
  }

  @inline(__always)
  private func longestMatch(
    _ text: UnsafeRawBufferPointer, from start: Int
  ) -> (id: UInt32, end: Int)? {
    let trie = start == 0 ? first : following
    guard let units = UnsafePointer(trie.baseAddress) else { return nil }
    var found: (UInt32, Int)?
    var base = units[0] & PieceTrie.baseMask
    var at = start
    while at < text.count, let unit = PieceTrie.step(units, base, text[at]) {
      at &+= 1
      base = unit & PieceTrie.baseMask
      let value = unit &>> PieceTrie.valueShift
      if value != 0 { found = (UInt32(truncatingIfNeeded: value &- 1), at) }
    }
    return found
  }

  /// Unicode scalars in well-formed text: bytes that continue none.
  private func characterCount(_ text: UnsafeRawBufferPointer) -> Int {
    var count = 0
    for byte in text where byte & 0xC0 != 0x80 { count &+= 1 }
    return count
  }
}
