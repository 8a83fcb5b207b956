/// Something to iterate over, and how far that has come.
struct ItemIterator {
  enum Kind: UInt8 {
    case empty, list, characters, keys, items, range, generator, filtered
    /// Fails when the first item is asked for.
    case failing
  }

  var kind: Kind
  var position = 0
  var count = 0
  /// The elements of a list, or the keys and values of a dictionary.
  var values: UnsafeMutablePointer<Value>?
  /// The string, range or generator.
  var source = Value.none
  /// Between two of `values`.
  var stride = 1

  /// How many items there are in all; `nil` where Python would not know.
  var length: Int? { kind == .generator || kind == .filtered ? nil : count }
}

/// A loop: Jinja's `LoopContext`.
struct LoopHeader {
  var items: ItemIterator
  /// From 0; -1 before the first item.
  var index = -1
  /// -1 until it is known.
  var length = -1
  var before = Value.missing
  var current = Value.missing
  /// The next item, where it has been looked at.
  var after = Value.missing
  /// What `changed` was called with last.
  var changed = Value.missing
}

/// What a loop knows of itself, but for its methods.
enum LoopAttribute: String {
  case none = ""
  case depth, depth0, first, index, index0, last, length, nextitem, previtem, revindex, revindex0

  init(name: some Collection<UInt8>) {
    self = LoopAttribute(rawValue: String(decoding: name, as: UTF8.self)) ?? .none
  }
}

/// The items of an iterator that a function of the template is true of.
struct FilteredHeader {
  var items: ItemIterator
  var function: Int
  var frame: UnsafeMutablePointer<Value>
}

extension Machine {
  /// An iterator over a value; an error where Python cannot iterate.
  func iterator(over value: Value) throws(Halt) -> ItemIterator {
    switch value.tag {
    case .list, .tuple:
      return ItemIterator(
        kind: .list, count: value.list.pointee.count, values: try elements(of: value.list))
    case .string:
      return ItemIterator(
        kind: .characters, count: UTF8Text.count(value.bytes), source: value)
    case .dictionary: return try iterator(over: value.dictionary, .keys)
    case .view:
      let view = value.header(ViewHeader.self).pointee
      return try iterator(over: view.dictionary, view.kind)
    case .range:
      return ItemIterator(
        kind: .range, count: value.header(RangeHeader.self).pointee.count, source: value)
    case .generator: return ItemIterator(kind: .generator, source: value)
    case .undefined, .missing: return ItemIterator(kind: .empty)
    default: throw fail(.type, "'\(typeName(value))' object is not iterable")
    }
  }

  /// An iterator that fails, where it has to, only when the first item is asked for.
  func lazyIterator(over value: Value) throws(Halt) -> ItemIterator {
    switch value.tag {
    case .none, .bool, .int, .bigInteger, .float, .namespace, .macro, .function, .method, .cycler,
      .joiner:
      return ItemIterator(kind: .failing, source: value)
    default: return try iterator(over: value)
    }
  }

  private func next(from items: ItemIterator) throws(Halt) -> Value {
    var items = items
    return try next(&items)
  }

  private func iterator(
    over dictionary: UnsafeMutablePointer<DictionaryHeader>, _ kind: ViewHeader.Kind
  ) throws(Halt) -> ItemIterator {
    let entries = try entries(of: dictionary)
    let count = dictionary.pointee.count
    switch kind {
    case .keys: return ItemIterator(kind: .keys, count: count, values: entries)
    case .values: return ItemIterator(kind: .keys, count: count, values: entries + 1)
    case .items: return ItemIterator(kind: .items, count: count, values: entries)
    }
  }

  /// The next item; `missing` at the end.
  func next(_ items: inout ItemIterator) throws(Halt) -> Value {
    try charge(1)
    switch items.kind {
    case .empty: return .missing
    case .failing: return try next(from: iterator(over: items.source))
    case .generator: return try nextGenerated(items.source.header(GeneratorHeader.self))
    case .filtered: return try nextFiltered(items.source.header(FilteredHeader.self))
    case .characters:
      let bytes = items.source.bytes
      guard items.position < bytes.count else { return .missing }
      let start = items.position
      items.position = min(start + UTF8Text.length(bytes[start]), bytes.count)
      return .string(
        items.source.base + start, items.position - start, flags: items.source.flags)
    default: break
    }
    guard items.position < items.count else { return .missing }
    let position = items.position
    items.position += 1
    switch items.kind {
    case .range:
      let range = items.source.header(RangeHeader.self).pointee
      return .int(range.start + position * range.step)
    case .list:
      // Safety: lists and dictionaries have elements, as many as the iterator counts.
      return items.values.unsafelyUnwrapped[position]
    case .keys: return items.values.unsafelyUnwrapped[2 * position]
    case .items:
      let (pair, places) = try makeSequence(.tuple, 2)
      places.initialize(from: items.values.unsafelyUnwrapped + 2 * position, count: 2)
      return pair
    default: return .missing
    }
  }

  /// All items of a value.
  func array(of value: Value) throws(Halt) -> [Value] {
    if value.tag == .loop { return try rest(of: &value.header(LoopHeader.self).pointee.items) }
    var items = try iterator(over: value)
    if items.kind == .list, let values = items.values {
      try charge(items.count)
      return Array(UnsafeBufferPointer(start: values, count: items.count))
    }
    return try rest(of: &items)
  }

  func rest(of items: inout ItemIterator) throws(Halt) -> [Value] {
    var all: [Value] = []
    while true {
      let item = try next(&items)
      if item.tag == .missing { return all }
      try checkMemory(all.count * MemoryLayout<Value>.stride)
      all.append(item)
    }
  }

  /// Takes a sequence of exactly `count` items apart.
  func unpack(
    _ value: Value, _ count: Int, to places: UnsafeMutablePointer<Value>
  ) throws(Halt) {
    if value.tag == .undefined, count > 0 {
      throw fail(.value, "not enough values to unpack (expected \(count), got 0)")
    }
    var items = try unpackable(value)
    for index in 0..<count {
      let item = try next(&items)
      guard item.tag != .missing else {
        throw fail(.value, "not enough values to unpack (expected \(count), got \(index))")
      }
      (places + index).initialize(to: item)
    }
    if try next(&items).tag != .missing {
      throw fail(.value, "too many values to unpack (expected \(count))")
    }
  }

  private func unpackable(_ value: Value) throws(Halt) -> ItemIterator {
    switch value.tag {
    case .list, .tuple, .string, .dictionary, .view, .range, .generator, .undefined:
      return try iterator(over: value)
    default: throw fail(.type, "cannot unpack non-iterable \(typeName(value)) object")
    }
  }

  // MARK: Loops

  func makeLoop(over value: Value) throws(Halt) -> Value {
    let header = arena.allocate(LoopHeader.self)
    if value.tag == .generator, value.flags == GeneratorHeader.filteredFlag {
      header.initialize(to: LoopHeader(items: ItemIterator(kind: .filtered, source: value)))
    } else {
      header.initialize(to: LoopHeader(items: try iterator(over: value)))
    }
    return .object(.loop, header)
  }

  /// What a loop with a condition runs over.
  func makeFilteredItems(
    _ value: Value, function: Int, _ frame: UnsafeMutablePointer<Value>
  ) throws(Halt) -> Value {
    let header = arena.allocate(FilteredHeader.self)
    header.initialize(
      to: FilteredHeader(items: try iterator(over: value), function: function, frame: frame))
    var filtered = Value.object(.generator, header)
    filtered.flags = GeneratorHeader.filteredFlag
    return filtered
  }

  private func nextFiltered(
    _ header: UnsafeMutablePointer<FilteredHeader>
  ) throws(Halt) -> Value {
    let outerPlace = place
    let outerTop = stackTop
    defer { stackTop = outerTop }
    while true {
      let item = try next(&header.pointee.items)
      if item.tag == .missing { return item }
      let (function, frame) = (header.pointee.function, header.pointee.frame)
      stackTop = outerTop
      if try execute(function, item: item, outerFrame: frame) {
        place = outerPlace
        return item
      }
    }
  }

  /// Moves a loop on; returns the item, or `missing` at the end.
  func advance(_ loop: UnsafeMutablePointer<LoopHeader>) throws(Halt) -> Value {
    var item = loop.pointee.after
    if item.tag == .missing {
      item = try next(&loop.pointee.items)
      if item.tag == .missing { return item }
    }
    loop.pointee.after = .missing
    loop.pointee.index += 1
    loop.pointee.before = loop.pointee.current
    loop.pointee.current = item
    return item
  }

  /// The item behind the current one, which becomes known to the loop; `missing` at the end.
  private func peek(_ loop: UnsafeMutablePointer<LoopHeader>) throws(Halt) -> Value {
    if loop.pointee.after.tag == .missing {
      // A list can be looked into without moving on.
      if loop.pointee.items.kind == .list {
        let items = loop.pointee.items
        return items.position < items.count
          ? items.values.unsafelyUnwrapped[items.position] : .missing
      }
      loop.pointee.after = try next(&loop.pointee.items)
    }
    return loop.pointee.after
  }

  func loopLength(_ loop: UnsafeMutablePointer<LoopHeader>) throws(Halt) -> Int {
    if loop.pointee.length >= 0 { return loop.pointee.length }
    if let length = loop.pointee.items.length {
      loop.pointee.length = length
      return length
    }
    let rest = try rest(of: &loop.pointee.items)
    let (_, elements) = try makeSequence(.list, rest.count)
    elements.initialize(from: rest, count: rest.count)
    loop.pointee.items = ItemIterator(kind: .list, count: rest.count, values: elements)
    loop.pointee.length =
      rest.count + loop.pointee.index + 1 + (loop.pointee.after.tag == .missing ? 0 : 1)
    return loop.pointee.length
  }

  /// `loop.name`; `nil` for a name that loops do not have.
  func loopAttribute(
    _ loop: UnsafeMutablePointer<LoopHeader>, _ attribute: LoopAttribute
  ) throws(Halt) -> Value? {
    let index = loop.pointee.index
    switch attribute {
    case .none: return nil
    case .last: return .bool(try peek(loop).tag == .missing)
    case .first: return .bool(index == 0)
    case .index: return .int(index + 1)
    case .index0: return .int(index)
    case .length: return .int(try loopLength(loop))
    case .depth: return .int(1)
    case .depth0: return .int(0)
    case .previtem:
      return index == 0 ? try undefined("there is no previous item") : loop.pointee.before
    case .nextitem:
      let next = try peek(loop)
      return next.tag == .missing ? try undefined("there is no next item") : next
    case .revindex: return .int(try loopLength(loop) - index)
    case .revindex0: return .int(try loopLength(loop) - index - 1)
    }
  }
}
