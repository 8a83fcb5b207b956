// How layouts see a record.
//
// A record is copied with its changes and scanned once, all the way down; the fields at its top are
// resolved to `KnownKey`s. A node is a number, and everything that is asked about it is a look into a
// flat list. For
//
//     {"messages":[{"role":"user","content":"Hi"}],"id":7}
//
//     nodes    0 object   1 key 2 array   3 object   4 key 5 "user"   6 key 7 "Hi"   8 key 9 7
//     fields   1 .messages    8 unknown
//
// `tree[.messages]` is 2 and remembers that somebody asked. What nobody has asked for at the end are
// the fields that the layout gives no meaning to: they are told, never dropped silently.
//
// The tree owns all that an example borrows: the copy of the record, and the arena for values that
// had to be made. It keeps its memory from record to record; a good record allocates nothing here.

public import TamisCore

/// One record with all of its nodes, and what was left out of it.
public final class RecordTree {
  /// A field at the top of the record.
  struct Field {
    /// The node of its key; the value's is the next.
    var key: Int
    var known: KnownKey?
    var isRead = false
  }

  // Safety: only `read` changes text and nodes, and it calls nothing that looks at them. The run-time
  // check would cost a third of the time of a walk over the nodes.
  @exclusivity(unchecked) private var text = ByteBuffer()
  @exclusivity(unchecked) private var nodes = JSONNodeList(capacity: 1024)
  @exclusivity(unchecked) private var decodedKey = ByteBuffer()
  @exclusivity(unchecked) private(set) var fields: [Field] = []
  /// The place in `fields` of each known key, the last of that name; -1 for none.
  @exclusivity(unchecked) private var places = [Int32](
    repeating: -1, count: KnownKey.allCases.count)
  /// The known keys among the fields.
  @exclusivity(unchecked) private(set) var present = KeySet()
  /// What was left out below the top.
  @exclusivity(unchecked) var leftOut: [LeftOut] = []
  /// What is known about arrays of messages, once somebody has asked.
  @exclusivity(unchecked) var shapes: [(node: Int, shape: MessageShape)] = []
  /// Where values are made.
  let arena = FragmentArena()
  /// Where strings in strings are parsed.
  let inner = JSONDocument()
  private let keys = KeyTable.shared
  private let scanner = JSONScanner()
  private let renamed: [(source: [UInt8], key: KnownKey)]

  /// A tree for records whose fields are named as `map` says.
  public init(map: LayoutMap = LayoutMap()) {
    renamed = map.entries.map { (Array($0.source.utf8), $0.key) }
  }

  /// Reads `record`, with the changes that stages have made to it, in place of the one before.
  public func read(_ record: Record) throws(LayoutFailure) {
    text.removeAll(keepingUpTo: 16 << 20)
    record.write(to: &text)
    try readText()
  }

  /// Reads a record from its JSON, which has to be UTF-8.
  public func read(_ json: UnsafeRawBufferPointer) throws(LayoutFailure) {
    text.removeAll(keepingUpTo: 16 << 20)
    text.append(json)
    try readText()
  }

  private func readText() throws(LayoutFailure) {
    text.terminate()
    nodes.truncate(to: 0)
    arena.removeAll()
    leftOut.removeAll(keepingCapacity: true)
    shapes.removeAll(keepingCapacity: true)
    for field in fields {
      if let known = field.known { places[Int(known.rawValue)] = -1 }
    }
    fields.removeAll(keepingCapacity: true)
    present = KeySet()
    do throws(JSONError) {
      try scanner.scan(UnsafePointer(text.base), 0..<text.count, into: &nodes)
    } catch {
      throw LayoutFailure(error.rule, "\(error.message), at byte \(error.offset)")
    }
    guard nodes[0].kind == .object else {
      throw LayoutFailure(.wrongType, "the record is \(nodes[0].kind.phrase), not an object")
    }
    readFields()
  }

  private func readFields() {
    var key = 1
    let end = Int(nodes[0].next)
    while key < end {
      let known = renamed.isEmpty ? self.key(key) : renamedKey(key)
      if let known, known.isField {
        places[Int(known.rawValue)] = Int32(truncatingIfNeeded: fields.count)
        present.insert(known)
        fields.append(Field(key: key, known: known))
      } else {
        fields.append(Field(key: key, known: nil))
      }
      key = Int(nodes[key + 1].next)
    }
  }

  private func renamedKey(_ key: Int) -> KnownKey? {
    let name = string(key)
    if let entry = renamed.first(where: { name.elementsEqual($0.source) }) { return entry.key }
    // The name itself may be wanted for another field.
    let known = self.key(key)
    return renamed.contains { $0.key == known } ? nil : known
  }

  // MARK: Nodes

  /// All of the record.
  var json: JSONFragment { fragment(0) }

  @inline(__always)
  func node(_ index: Int) -> JSONNode { nodes[index] }

  @inline(__always)
  func kind(_ node: Int) -> JSONKind { nodes[node].kind }

  /// The value at a node, or the key with its quotes.
  @inline(__always)
  func fragment(_ node: Int) -> JSONFragment {
    let node = nodes[node]
    return JSONFragment(
      UnsafeRawBufferPointer(start: text.base + Int(node.start), count: Int(node.end - node.start)),
      kind: node.kind, isEscaped: node.flags.contains(.escaped))
  }

  /// The node behind this one and everything in it.
  @inline(__always)
  func next(_ node: Int) -> Int { Int(nodes[node].next) }

  /// What is known of the key at a node.
  @inline(__always)
  func key(_ node: Int) -> KnownKey? {
    let node = nodes[node]
    if node.flags.contains(.escaped) { return escapedKey(node) }
    // Safety: the text has slack behind it, more than the table reads.
    return keys.key(at: text.base + Int(node.start) + 1, Int(node.end - node.start) - 2)
  }

  private func escapedKey(_ node: JSONNode) -> KnownKey? {
    decodedKey.removeAll(keepingUpTo: 1 << 16)
    let body = text.bytes(node.range.lowerBound + 1..<node.range.upperBound - 1)
    JSONString.decode(body, into: &decodedKey)
    return keys.key(at: decodedKey.base, decodedKey.count)
  }

  /// The characters of the string at a node; good until the next call, which may use the same buffer.
  func string(_ node: Int) -> UnsafeRawBufferPointer {
    let value = nodes[node]
    let body = text.bytes(value.range.lowerBound + 1..<value.range.upperBound - 1)
    guard value.flags.contains(.escaped) else { return body }
    decodedKey.removeAll(keepingUpTo: 1 << 16)
    JSONString.decode(body, into: &decodedKey)
    return decodedKey.bytes
  }

  /// The member of the object at `node` that has the key, the last of that name; 0 for none.
  func member(_ known: KnownKey, of node: Int) -> Int {
    guard nodes[node].kind == .object else { return 0 }
    var found = 0
    var key = node + 1
    let end = next(node)
    while key < end {
      if self.key(key) == known { found = key + 1 }
      key = next(key + 1)
    }
    return found
  }

  // MARK: Fields

  /// The value of the field, which counts as read from now on; 0 where there is none.
  subscript(known: KnownKey) -> Int {
    let place = Int(places[Int(known.rawValue)])
    guard place >= 0 else { return 0 }
    fields[place].isRead = true
    return fields[place].key + 1
  }

  /// The value of the field, without reading it; 0 where there is none.
  @inline(__always)
  func peek(_ known: KnownKey) -> Int {
    let place = Int(places[Int(known.rawValue)])
    return place < 0 ? 0 : fields[place].key + 1
  }

  /// The first of the fields that the record has, without reading it; `nil` for none.
  func first(of keys: KnownKey...) -> KnownKey? { keys.first { peek($0) != 0 } }

  /// Calls `body` with the name, as it is written without quotes, of each field that has not been
  /// read. Another field of the same name that comes first counts as read with the last.
  public func forEachUnreadField(_ body: (_ name: UnsafeRawBufferPointer) -> Void) {
    for field in fields where !isRead(field) { body(fragment(field.key).body) }
  }

  func isRead(_ field: Field) -> Bool {
    guard let known = field.known else { return field.isRead }
    return fields[Int(places[Int(known.rawValue)])].isRead
  }

  /// The field at that place counts as read from now on.
  func markRead(_ place: Int) {
    let last = fields[place].known.map { Int(places[Int($0.rawValue)]) }
    fields[last ?? place].isRead = true
  }

  /// Forgets which fields have been read, and what was left out and made.
  func forgetReading() {
    for index in fields.indices { fields[index].isRead = false }
    leftOut.removeAll(keepingCapacity: true)
    arena.removeAll()
  }

  // MARK: Failures

  /// A failure because of the value at `node`; its place is put behind the message.
  func failure(_ rule: Rule, _ message: String, at node: Int) -> LayoutFailure {
    LayoutFailure(rule, "\(message), at \(pointer(node))")
  }

  /// The JSON Pointer to a value.
  func pointer(_ node: Int) -> String {
    let document = JSONDocument()
    // The text has been scanned before; its nodes have the same numbers here.
    guard (try? document.parse(text.bytes)) != nil else { return "" }
    return JSONValue(document: document, node: node).pointer
  }
}
