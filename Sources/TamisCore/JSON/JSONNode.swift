/// What a JSON value is, as far as its first byte tells.
public enum JSONKind: UInt8, Sendable {
  case object, array, string, number, `true`, `false`, null

  /// The kind in the words of a message: "an object", "a string" …
  public var phrase: String {
    switch self {
    case .object: "an object"
    case .array: "an array"
    case .string: "a string"
    case .number: "a number"
    case .true, .false: "a boolean"
    case .null: "null"
    }
  }
}

/// One value, or one key, of a scanned JSON text.
///
/// `start` and `end` are byte offsets in the text; those of a string take in its quotes.
public struct JSONNode: Sendable, Equatable {
  public var start: UInt32
  public var end: UInt32
  /// Index of the node behind this one and everything in it.
  public var next: UInt32
  public var kind: JSONKind
  public var flags: Flags

  public struct Flags: OptionSet, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The node is the key of the node behind it.
    public static let key = Flags(rawValue: 1)
    /// The string holds a backslash, so its characters are not its bytes.
    public static let escaped = Flags(rawValue: 2)
    /// The string holds half of a surrogate pair, such as `\ud83d`, that is no character.
    public static let loneSurrogate = Flags(rawValue: 4)
  }

  @inlinable
  public init(start: Int, end: Int, next: Int, kind: JSONKind, flags: Flags) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.end = UInt32(truncatingIfNeeded: end)
    self.next = UInt32(truncatingIfNeeded: next)
    self.kind = kind
    self.flags = flags
  }

  /// The bytes of the text that the node stands for.
  @inlinable public var range: Range<Int> { Int(start)..<Int(end) }
  @inlinable public var isKey: Bool { flags.contains(.key) }
}

/// The nodes of one or many texts, in the order in which they are written.
///
/// A list that is filled again and again: clearing it keeps its memory.
public struct JSONNodeList: ~Copyable {
  @usableFromInline var storage: UnsafeMutablePointer<JSONNode>
  @usableFromInline var capacity: Int
  public internal(set) var count = 0
  /// The containers that the scanner is inside of: node index (or -1), and whether the one around it
  /// is an object, in the lowest bit. Here, so that scanning allocates nothing when warm.
  var openContainers: [Int] = []

  public init(capacity: Int = 64) {
    self.capacity = max(capacity, 1)
    storage = .allocate(capacity: self.capacity)
  }

  deinit { storage.deallocate() }

  @inlinable
  public subscript(index: Int) -> JSONNode {
    get {
      precondition(index >= 0 && index < count, "node index out of range")
      return storage[index]
    }
    set {
      precondition(index >= 0 && index < count, "node index out of range")
      storage[index] = newValue
    }
  }

  /// Forgets the nodes from `newCount` on.
  public mutating func truncate(to newCount: Int) {
    precondition(newCount >= 0 && newCount <= count, "cannot truncate to more than there is")
    count = newCount
  }

  @inline(__always)
  mutating func append(_ node: JSONNode) {
    if count == capacity { grow() }
    // Safety: `count` is below `capacity`, the size of the allocation.
    (storage + count).initialize(to: node)
    count &+= 1
  }

  /// Notes that `node` has been opened inside of an object or of an array.
  @inline(__always)
  mutating func push(_ node: Int, within isObject: Bool) {
    openContainers.append(node &* 2 | (isObject ? 1 : 0))
  }

  /// Closes the innermost container; returns whether the one around it is an object.
  @inline(__always)
  mutating func pop(closingAt end: Int) -> Bool {
    let entry = openContainers.removeLast()
    let node = entry >> 1
    if node >= 0 {
      storage[node].end = UInt32(truncatingIfNeeded: end)
      storage[node].next = UInt32(truncatingIfNeeded: count)
    }
    return entry & 1 == 1
  }

  /// Makes room for `wanted` nodes in all.
  mutating func reserve(_ wanted: Int) {
    if wanted > capacity { move(to: wanted) }
  }

  @inline(never)
  private mutating func grow() { move(to: capacity * 2) }

  private mutating func move(to newCapacity: Int) {
    let moved = UnsafeMutablePointer<JSONNode>.allocate(capacity: newCapacity)
    moved.moveInitialize(from: storage, count: count)
    storage.deallocate()
    storage = moved
    capacity = newCapacity
  }
}
