/// What an encoder keeps for a unigram model between calls: the sum of scores so far, the words it
/// has seen, and room for the nodes of a text. One encoder, one scratch; not shared.
struct UnigramScratch: ~Copyable {
  /// The best path to a place in the text.
  struct Node {
    /// Sum of the scores of the path.
    var score: Double
    /// Where the last token of the path starts, relative to the first node.
    var start: UInt32
    var id: UInt32
  }

  /// A token of a path that is being traced back.
  struct Step {
    var id: UInt32
    /// Where the token starts in the text.
    var start: Int
  }

  /// A word whose entry in the cache has been asked for.
  struct Pending {
    var place: Int
    var end: Int
    var key: SIMD4<UInt64>
    var hash: Int
  }

  /// Words that are asked for together.
  static let batch = 16

  /// The sum of scores of all tokens since `resetBase`, as the reference has it.
  var base = 0.0
  /// The last token was an unknown one; another right behind it becomes part of it.
  var previousWasUnknown = false
  /// The last token is the unknown one because its own text was there; with byte fallback only.
  var lastIsUnknownToken = false
  /// Where the text of the last call had its first character that the model has no token for, and
  /// no unknown token either. The reference refuses such text; `nil` for none.
  var unencodableOffset: Int?
  var cache: WordCache

  private(set) var nodes: UnsafeMutablePointer<Node>
  private(set) var nodeCapacity = 1024
  /// Tokens of a path, last first.
  var steps: UnsafeMutablePointer<Step>
  private(set) var stepCapacity = 1024
  /// Nodes of one word, with the second best sum of each.
  let wordNodes: UnsafeMutablePointer<Node>
  let seconds: UnsafeMutablePointer<Double>
  let wordIDs: UnsafeMutablePointer<UInt32>
  let pending = UnsafeMutablePointer<Pending>.allocate(capacity: Self.batch)

  /// A scratch whose cache has at most `cacheBytes` bytes.
  init(cacheBytes: Int) {
    cache = WordCache(bytes: cacheBytes)
    nodes = .allocate(capacity: nodeCapacity)
    steps = .allocate(capacity: stepCapacity)
    wordNodes = .allocate(capacity: WordCache.longestWord + 1)
    seconds = .allocate(capacity: WordCache.longestWord + 1)
    wordIDs = .allocate(capacity: WordCache.longestWord + 1)
  }

  deinit {
    nodes.deallocate()
    steps.deallocate()
    wordNodes.deallocate()
    seconds.deallocate()
    wordIDs.deallocate()
    pending.deallocate()
  }

  /// Starts a new document: the next call encodes text that nothing stands before. To be called
  /// before every text that the reference would pass to its model as a whole.
  mutating func resetBase() {
    base = 0
    previousWasUnknown = false
  }

  /// Makes room for `count` nodes, and keeps those that are there.
  mutating func reserveNodes(_ count: Int) {
    guard count > nodeCapacity else { return }
    let capacity = max(count, nodeCapacity * 2)
    // Safety: the first `nodeCapacity` nodes are copied as plain memory, written or not.
    let grown = UnsafeMutablePointer<Node>.allocate(capacity: capacity)
    UnsafeMutableRawPointer(grown).copyMemory(
      from: nodes, byteCount: nodeCapacity * MemoryLayout<Node>.stride)
    nodes.deallocate()
    nodes = grown
    nodeCapacity = capacity
  }

  /// Moves the nodes from `first` on to the start, and makes their starts relative to it.
  mutating func dropNodes(before first: Int, count: Int) {
    let drop = UInt32(truncatingIfNeeded: first)
    // Safety: `count` nodes are in use, and `first` is one of them.
    for index in first..<count {
      var node = nodes[index]
      node.start = node.start >= drop ? node.start - drop : 0
      nodes[index - first] = node
    }
  }

  /// Makes room for `count` steps; forgets those that are there.
  mutating func reserveSteps(_ count: Int) {
    guard count > stepCapacity else { return }
    steps.deallocate()
    stepCapacity = max(count, stepCapacity * 2)
    steps = .allocate(capacity: stepCapacity)
  }
}
