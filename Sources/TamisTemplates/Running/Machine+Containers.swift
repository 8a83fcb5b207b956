import TamisCore

/// Lists and dictionaries: those of the conversation are made when a template first looks into them.
extension Machine {
  /// The number of `document` among those of the render.
  func documentPlace(_ document: JSONDocument) -> Int {
    for (index, other) in documents.enumerated() where other === document { return index }
    documents.append(document)
    return documents.count - 1
  }

  /// The value of node `node` of a document.
  func value(of node: Int, in place: Int) throws(Halt) -> Value {
    try value(of: node, documents[place], place)
  }

  /// The value of node `node` of `document`, which is number `place`.
  private func value(
    of node: Int, _ document: JSONDocument, _ place: Int
  ) throws(Halt) -> Value {
    let entry = document.node(node)
    let mark = place == 0 ? UInt32(truncatingIfNeeded: node + 1) : 0
    switch entry.kind {
    case .string: return try string(of: entry, document)
    case .object:
      let header = arena.allocate(DictionaryHeader.self)
      header.initialize(
        to: DictionaryHeader(
          entries: nil, count: 0, capacity: 0, index: nil, indexMask: 0, node: Int32(node),
          document: Int32(place)))
      return .object(.dictionary, header)
    case .array:
      let header = arena.allocate(ListHeader.self)
      var count = 0
      var child = node + 1
      while child < Int(entry.next) {
        count += 1
        child = Int(document.node(child).next)
      }
      header.initialize(
        to: ListHeader(elements: nil, count: count, node: Int32(node), document: Int32(place)))
      return .object(.list, header)
    case .number:
      var value = try number(document.bytes(entry.range))
      if value.tag != .bigInteger { value.count = mark }
      return value
    case .true: return Value(.bool, bits: 1, count: mark)
    case .false: return Value(.bool, bits: 0, count: mark)
    case .null: return .none
    }
  }

  @inline(__always)
  private func string(of node: JSONNode, _ document: JSONDocument) throws(Halt) -> Value {
    let body = document.bytes(Int(node.start) + 1..<Int(node.end) - 1)
    // Safety: a scanned string has its quotes around it, so the body has an address.
    let base = body.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self)
    guard node.flags.contains(.escaped) else { return .string(base, body.count) }
    try checkMemory(body.count)
    let room = arena.bytes(body.count)
    let count = EscapedText.decode(body, to: room)
    arena.giveBack(body.count - count)
    let value = Value.string(room, count)
    if let tracker, let source = tracker.source(base, body.count) {
      tracker.note(value.base, Int(value.count), source)
    }
    return value
  }

  /// The number that JSON writes as `text`.
  private func number(_ text: UnsafeRawBufferPointer) throws(Halt) -> Value {
    var isInteger = true
    for byte in text where byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e") {
      isInteger = false
    }
    if isInteger, text.count < 19 {
      var value = 0
      let isNegative = text[0] == UInt8(ascii: "-")
      for byte in isNegative ? text.part(1, text.count) : text {
        value = value &* 10 &+ Int(byte &- UInt8(ascii: "0"))
      }
      return .int(isNegative ? -value : value)
    }
    let characters = String(decoding: text, as: UTF8.self)
    if isInteger {
      if let value = Int(characters) { return .int(value) }
      return try makeInteger(BigInteger(decimal: text))
    }
    return .float(Double(characters) ?? 0)
  }

  /// The elements of a list.
  @inline(__always)
  func elements(
    of list: UnsafeMutablePointer<ListHeader>
  ) throws(Halt) -> UnsafeMutablePointer<Value> {
    if let elements = list.pointee.elements { return elements }
    return try makeElements(of: list)
  }

  @inline(never)
  private func makeElements(
    of list: UnsafeMutablePointer<ListHeader>
  ) throws(Halt) -> UnsafeMutablePointer<Value> {
    let count = list.pointee.count
    let place = Int(list.pointee.document)
    let document = documents[place]
    try charge(count)
    try checkMemory(count * 64)
    let elements = arena.allocate(Value.self, max(count, 1))
    var node = Int(list.pointee.node) + 1
    for index in 0..<count {
      (elements + index).initialize(to: try value(of: node, document, place))
      node = Int(document.node(node).next)
    }
    list.pointee.elements = elements
    return elements
  }

  /// The keys and values of a dictionary, in turn.
  @inline(__always)
  func entries(
    of dictionary: UnsafeMutablePointer<DictionaryHeader>
  ) throws(Halt) -> UnsafeMutablePointer<Value> {
    if let entries = dictionary.pointee.entries { return entries }
    return try makeEntries(of: dictionary)
  }

  @inline(never)
  private func makeEntries(
    of dictionary: UnsafeMutablePointer<DictionaryHeader>
  ) throws(Halt) -> UnsafeMutablePointer<Value> {
    let place = Int(dictionary.pointee.document)
    let document = documents[place]
    let node = Int(dictionary.pointee.node)
    let end = Int(document.node(node).next)
    var count = 0
    var key = node + 1
    while key < end {
      count += 1
      key = Int(document.node(key + 1).next)
    }
    try charge(count)
    try checkMemory(count * 96)
    let entries = arena.allocate(Value.self, max(2 * count, 1))
    dictionary.pointee.entries = entries
    dictionary.pointee.capacity = count
    key = node + 1
    while key < end {
      let name = try string(of: document.node(key), document)
      let value = try value(of: key + 1, document, place)
      key = Int(document.node(key + 1).next)
      let last = dictionary.pointee.count
      // A key of a new length is a new key; that is nearly every one.
      let isNew = (0..<last).allSatisfy { entries[2 * $0].count != name.count }
      if isNew, last < Self.linearSearchLimit {
        (entries + 2 * last).initialize(to: name)
        (entries + (2 * last + 1)).initialize(to: value)
        dictionary.pointee.count = last + 1
      } else {
        try insert(name, value, into: dictionary)
      }
    }
    return entries
  }

  /// A dictionary of these entries; of equal keys the last value counts, in the first one's place.
  func makeDictionary(_ entries: [(key: Value, value: Value)]) throws(Halt) -> Value {
    let header = try makeDictionary(capacity: entries.count)
    for (key, value) in entries {
      try checkHashable(key)
      try insert(key, value, into: header)
    }
    return .object(.dictionary, header)
  }

  /// An empty dictionary with room for `capacity` entries.
  func makeDictionary(
    capacity: Int
  ) throws(Halt) -> UnsafeMutablePointer<DictionaryHeader> {
    try checkMemory(capacity * 48 + 64)
    let header = arena.allocate(DictionaryHeader.self)
    header.initialize(
      to: DictionaryHeader(
        entries: arena.allocate(Value.self, max(2 * capacity, 1)), count: 0,
        capacity: capacity, index: nil, indexMask: 0, node: -1, document: -1))
    return header
  }

  /// Puts an entry into a dictionary that has room for it.
  func insert(
    _ key: Value, _ value: Value, into dictionary: UnsafeMutablePointer<DictionaryHeader>
  ) throws(Halt) {
    // Safety: whoever makes a dictionary gives it its entries, and room for all that are inserted.
    let entries = dictionary.pointee.entries.unsafelyUnwrapped
    if let place = try place(of: key, in: dictionary) {
      entries[2 * place + 1] = value
      return
    }
    let place = dictionary.pointee.count
    (entries + 2 * place).initialize(to: key)
    (entries + (2 * place + 1)).initialize(to: value)
    dictionary.pointee.count += 1
    if dictionary.pointee.index != nil { try addToIndex(place, of: dictionary) }
  }

  // MARK: Finding keys

  /// Dictionaries with more entries than this are searched by hash.
  private static let linearSearchLimit = 12

  /// Which entry has the key; `nil` where none has.
  @inline(__always)
  func place(
    of key: Value, in dictionary: UnsafeMutablePointer<DictionaryHeader>
  ) throws(Halt) -> Int? {
    let entries = try entries(of: dictionary)
    let count = dictionary.pointee.count
    if count > Self.linearSearchLimit { return try placeByHash(of: key, in: dictionary) }
    if key.isString {
      for index in 0..<count {
        let other = entries[2 * index]
        if other.count == key.count, other.isString, sameBytes(other.bytes, key.bytes) {
          return index
        }
      }
      return nil
    }
    for index in 0..<count {
      if try areEqual(entries[2 * index], key) { return index }
    }
    return nil
  }

  /// The value of `key`; `nil` where there is none.
  @inline(__always)
  func lookUp(
    _ key: Value, in dictionary: UnsafeMutablePointer<DictionaryHeader>
  ) throws(Halt) -> Value? {
    guard let place = try place(of: key, in: dictionary) else { return nil }
    return dictionary.pointee.entries.unsafelyUnwrapped[2 * place + 1]
  }

  func lookUp(
    _ key: StaticString, in dictionary: UnsafeMutablePointer<DictionaryHeader>
  ) throws(Halt) -> Value? {
    try lookUp(.string(key.utf8Start, key.utf8CodeUnitCount), in: dictionary)
  }

  private func placeByHash(
    of key: Value, in dictionary: UnsafeMutablePointer<DictionaryHeader>
  ) throws(Halt) -> Int? {
    if dictionary.pointee.index == nil
      || dictionary.pointee.count * 2 > dictionary.pointee.indexMask
    {
      try makeIndex(of: dictionary)
    }
    guard let index = dictionary.pointee.index, let entries = dictionary.pointee.entries else {
      return nil
    }
    var slot = try hash(key) & dictionary.pointee.indexMask
    while index[slot] != 0 {
      try charge(1)
      let place = Int(index[slot]) - 1
      if try areEqual(entries[2 * place], key) { return place }
      slot = (slot + 1) & dictionary.pointee.indexMask
    }
    return nil
  }

  private func makeIndex(
    of dictionary: UnsafeMutablePointer<DictionaryHeader>
  ) throws(Halt) {
    var size = 64
    while size < dictionary.pointee.count * 4 { size *= 2 }
    try checkMemory(size * 4)
    let index = arena.allocate(Int32.self, size)
    index.initialize(repeating: 0, count: size)
    dictionary.pointee.index = index
    dictionary.pointee.indexMask = size - 1
    for place in 0..<dictionary.pointee.count { try addToIndex(place, of: dictionary) }
  }

  private func addToIndex(
    _ place: Int, of dictionary: UnsafeMutablePointer<DictionaryHeader>
  ) throws(Halt) {
    // Safety: the caller has seen that there is an index, and there are entries as soon as one is kept.
    let index = dictionary.pointee.index.unsafelyUnwrapped
    let entries = dictionary.pointee.entries.unsafelyUnwrapped
    if dictionary.pointee.count * 2 > dictionary.pointee.indexMask { return }
    var slot = try hash(entries[2 * place]) & dictionary.pointee.indexMask
    while index[slot] != 0 { slot = (slot + 1) & dictionary.pointee.indexMask }
    index[slot] = Int32(truncatingIfNeeded: place + 1)
  }

  /// A hash that is equal for equal keys: 1, 1.0 and true are one key.
  private func hash(_ key: Value, depth: Int = 0) throws(Halt) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    switch key.tag {
    case .string:
      for byte in key.bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    case .int, .bool: hash = (hash ^ key.bits) &* 0x100_0000_01B3
    case .float:
      let number = key.float
      let bits =
        number == number.rounded() && abs(number) < 9e18
        ? UInt64(bitPattern: Int64(number)) : key.bits
      hash = (hash ^ bits) &* 0x100_0000_01B3
    case .tuple:
      guard depth < Self.nestingLimit else { throw tooDeep() }
      let elements = try elements(of: key.list)
      for index in 0..<key.list.pointee.count {
        let element = try self.hash(elements[index], depth: depth + 1)
        hash = (hash ^ UInt64(truncatingIfNeeded: element)) &* 0x100_0000_01B3
      }
    default: break
    }
    hash ^= hash >> 29
    return Int(truncatingIfNeeded: hash & 0x7FFF_FFFF)
  }

  /// Lists and dictionaries are no keys, in Python and here.
  func checkHashable(_ key: Value) throws(Halt) {
    switch key.tag {
    case .list, .dictionary: throw fail(.type, "unhashable type: '\(typeName(key))'")
    case .tuple:
      let elements = try elements(of: key.list)
      for index in 0..<key.list.pointee.count { try checkHashable(elements[index]) }
    default: break
    }
  }

  func tooDeep() -> Halt { fail(.limit, "values nested deeper than \(Self.nestingLimit) levels") }
}
