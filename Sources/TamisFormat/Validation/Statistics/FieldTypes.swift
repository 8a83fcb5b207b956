// Which kinds of value stand at which path of a file's records, as Arrow sees it.
//
//     {"id": 1, "tags": ["a"]}          path        first line with   string  number  list …
//     {"id": "x", "tags": ["b"]}        id                            2       1
//                                       tags                                          1
//                                       tags[]                        1
//
// A path with two kinds is where a reader that infers a schema from the first records stops.

import TamisCore

/// The kinds of the values at each path.
struct FieldTypes {
  /// Kinds that a column can be of. Null is of any.
  enum Kind: Int, CaseIterable {
    case string, number, boolean, list, object

    var phrase: String {
      switch self {
      case .string: "a string"
      case .number: "a number"
      case .boolean: "a boolean"
      case .list: "a list"
      case .object: "an object"
      }
    }
  }

  /// A path that was seen with more than one kind.
  struct Drift {
    var path: String
    var first: (kind: Kind, line: Int)
    var other: (kind: Kind, line: Int)
  }

  /// More paths than that, such as those of a map with names for keys, are not followed.
  private static let pathLimit = 512
  private static let depthLimit = 12

  private struct Entry {
    /// The key without its quotes, as it is written, in `names`; empty for the elements of a list.
    var name = 0..<0
    /// The children, each of which knows the next; 0 for none, which is the record itself.
    var firstChild = 0
    var lastChild = 0
    var sibling = 0
    /// The first line with each kind; 0 where there is none.
    var lines: (Int, Int, Int, Int, Int) = (0, 0, 0, 0, 0)
  }

  private var entries = [Entry()]
  private var names: [UInt8] = []

  /// Takes in a record.
  mutating func see(_ document: JSONDocument, line: Int) { see(document, 0, 0, line, 0) }

  private mutating func see(
    _ document: JSONDocument, _ node: Int, _ entry: Int, _ line: Int, _ depth: Int
  ) {
    let value = document.node(node)
    guard let kind = Self.kind(value.kind) else { return }
    note(kind, line, entry)
    guard depth < Self.depthLimit, kind == .object || kind == .list else { return }
    var at = node + 1
    var next = 0
    while at < Int(value.next) {
      let isMember = kind == .object
      let range = document.node(at).range
      let name =
        isMember
        ? document.bytes(range.lowerBound + 1..<range.upperBound - 1)
        : UnsafeRawBufferPointer(start: nil, count: 0)
      let child = isMember ? at + 1 : at
      if let place = find(name, in: entry, from: &next) {
        see(document, child, place, line, depth + 1)
      }
      at = Int(document.node(child).next)
    }
  }

  private mutating func note(_ kind: Kind, _ line: Int, _ entry: Int) {
    switch kind {
    case .string: if entries[entry].lines.0 == 0 { entries[entry].lines.0 = line }
    case .number: if entries[entry].lines.1 == 0 { entries[entry].lines.1 = line }
    case .boolean: if entries[entry].lines.2 == 0 { entries[entry].lines.2 = line }
    case .list: if entries[entry].lines.3 == 0 { entries[entry].lines.3 = line }
    case .object: if entries[entry].lines.4 == 0 { entries[entry].lines.4 = line }
    }
  }

  /// The child of that name; `nil` where there are too many paths. Keys mostly come in one order, so
  /// that it is mostly `next`.
  private mutating func find(
    _ name: UnsafeRawBufferPointer, in entry: Int, from next: inout Int
  ) -> Int? {
    let start = next != 0 ? next : entries[entry].firstChild
    var child = start
    while child != 0 {
      let range = entries[child].name
      if range.count == name.count, isName(range, name) {
        // A list's elements all have the same child.
        next = name.isEmpty ? child : entries[child].sibling
        return child
      }
      child = entries[child].sibling
      if child == 0 { child = entries[entry].firstChild }
      if child == start { break }
    }
    return append(name, to: entry)
  }

  @inline(__always)
  private func isName(_ range: Range<Int>, _ name: UnsafeRawBufferPointer) -> Bool {
    names.withUnsafeBytes { UnsafeRawBufferPointer(rebasing: $0[range]).isSame(as: name) }
  }

  private mutating func append(_ name: UnsafeRawBufferPointer, to entry: Int) -> Int? {
    guard entries.count < Self.pathLimit else { return nil }
    let child = entries.count
    entries.append(Entry(name: names.count..<names.count + name.count))
    names.append(contentsOf: name)
    let last = entries[entry].lastChild
    if last == 0 { entries[entry].firstChild = child } else { entries[last].sibling = child }
    entries[entry].lastChild = child
    return child
  }

  private static func kind(_ kind: JSONKind) -> Kind? {
    switch kind {
    case .string: .string
    case .number: .number
    case .true, .false: .boolean
    case .array: .list
    case .object: .object
    case .null: nil
    }
  }

  /// Adds what was seen in later lines.
  mutating func add(_ later: FieldTypes) { add(later, 0, 0) }

  private mutating func add(_ later: FieldTypes, _ theirs: Int, _ ours: Int) {
    for (kind, line) in Self.seen(later.entries[theirs]) { note(kind, line, ours) }
    var next = 0
    var child = later.entries[theirs].firstChild
    while child != 0 {
      let place = later.names.withUnsafeBytes { names in
        let name = UnsafeRawBufferPointer(rebasing: names[later.entries[child].name])
        return find(name, in: ours, from: &next)
      }
      if let place { add(later, child, place) }
      child = later.entries[child].sibling
    }
  }

  private static func seen(_ entry: Entry) -> [(kind: Kind, line: Int)] {
    let lines = entry.lines
    return zip(Kind.allCases, [lines.0, lines.1, lines.2, lines.3, lines.4])
      .filter { $0.1 != 0 }.sorted { $0.1 < $1.1 }.map { ($0.0, $0.1) }
  }

  /// The paths with more than one kind, in the order in which they were seen.
  var drifts: [Drift] {
    var found: [Drift] = []
    collect(0, "", &found)
    return found
  }

  private func collect(_ entry: Int, _ path: String, _ found: inout [Drift]) {
    let kinds = Self.seen(entries[entry])
    if kinds.count > 1 {
      found.append(
        Drift(path: path.isEmpty ? "the record" : path, first: kinds[0], other: kinds[1]))
    }
    var child = entries[entry].firstChild
    while child != 0 {
      let name = String(decoding: names[entries[child].name], as: UTF8.self)
      let next = name.isEmpty ? path + "[]" : path.isEmpty ? name : path + "." + name
      collect(child, next, &found)
      child = entries[child].sibling
    }
  }
}
