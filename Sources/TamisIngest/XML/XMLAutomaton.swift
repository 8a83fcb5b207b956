import CLibXML2

// A mapping's paths are matched all at once by a finite automaton. A state is the set of places
// that the matching has reached in the paths; an element's start tag leads to the next state, its
// end tag back to the one before. States and transitions are made when a document first needs them,
// so that afterwards a tag costs one look into a table. With record `page` and fields `id` and
// `//p`:
//
//     state             on <page>        on <id>               on <p>        on others
//     0 outside         1                0                     0             0
//     1 page            2 in page: //p   3 text of id; //p     4 text of p   2
//
// State `nowhere` has no place left in any path: nothing below it is looked at.

/// The paths of a mapping as a machine that reads tags.
struct XMLAutomaton: ~Copyable {
  /// Nothing can match in here.
  static let nowhere: Int32 = 0
  /// More states than any sensible mapping needs; a bound on memory for hostile nesting.
  static let stateLimit = 1 << 14

  /// What an element in a state means.
  struct State {
    var isRecord = false
    /// True where the tags of the element have something to do.
    var acts = false
    /// Fields that the element is a match of, in `openings`.
    var openings = 0..<0
    /// Attributes that are wanted, in `attributeTargets`.
    var attributes = 0..<0
    /// Where text goes, in `targets`.
    var targets = 0..<0
  }

  struct Target {
    var field: Int
    var keepsSpace: Bool
  }

  struct Opening {
    var field: Int
    var separator: UInt8
  }

  struct AttributeTarget {
    var field: Int
    var separator: UInt8
    /// Index of the attribute's name.
    var name: Int
  }

  private(set) var states: [State] = []
  private(set) var targets: [Target] = []
  private(set) var openings: [Opening] = []
  private(set) var attributeTargets: [AttributeTarget] = []
  /// The state that documents start in.
  let outside: Int32
  private(set) var isFull = false

  private var table: [Int32] = []
  private var keys: [Key] = []
  private var known: [Key: Int32] = [:]
  private let paths: [Path]
  /// Names of elements; a symbol is an index here plus 1, and 0 is any other name.
  private let symbols: [XMLPath.Name]
  private let attributeNames: [XMLPath.Name]
  private var symbolPointers: [InternedName] = []
  private var attributePointers: [InternedName] = []

  /// A name as the parser keeps it: equal names are at equal addresses.
  struct InternedName {
    var prefix: UnsafePointer<UInt8>?
    var local: UnsafePointer<UInt8>?
  }

  private enum Role {
    case record
    case text(field: Int, separator: UInt8, keepsSpace: Bool)
    case attribute(field: Int, separator: UInt8, name: Int)
    case excluded
  }

  private struct Path {
    var steps: [XMLPath.Step]
    var role: Role
  }

  /// A place in a path: `step` steps of it have been taken.
  private struct Place: Hashable {
    var path: Int
    var step: Int
  }

  /// The places and the meaning of a state, by which states are told apart.
  private struct Key: Hashable {
    var places: [Place] = []
    /// The paths whose text we are inside of.
    var inside: [Int] = []
    /// The paths that this very element completes.
    var completed: [Int] = []
    var isRecord = false
  }

  init(_ mapping: XMLMapping) {
    var paths: [Path] = []
    var attributes: [XMLPath.Name] = []
    for record in mapping.recordPaths {
      var steps = record.steps
      if !record.isAbsolute { steps[0].isDescendant = true }
      paths.append(Path(steps: steps, role: .record))
    }
    for (field, mapped) in mapping.fields.enumerated() {
      for source in mapped.sources {
        let role: Role
        if let attribute = source.path.attribute {
          role = .attribute(
            field: field, separator: source.separator.rawValue, name: attributes.count)
          attributes.append(attribute)
        } else {
          role = .text(
            field: field, separator: source.separator.rawValue,
            keepsSpace: source.keepsSpace || !mapping.collapsesSpace)
        }
        paths.append(Path(steps: source.path.steps, role: role))
      }
    }
    for path in mapping.excluded { paths.append(Path(steps: path.steps, role: .excluded)) }
    self.paths = paths
    attributeNames = attributes
    var seen: Set<XMLPath.Name> = []
    symbols = paths.flatMap { $0.steps.map(\.name) }.filter {
      $0.local != nil && seen.insert($0).inserted
    }
    outside = 1
    _ = add(Key())
    var start = Key()
    start.places = paths.indices.filter { Self.isRecord(paths[$0].role) }.map {
      Place(path: $0, step: 0)
    }
    _ = add(start)
  }

  // MARK: Names

  /// Looks the names up in a document's dictionary.
  mutating func bind(to dictionary: xmlDictPtr?) {
    func intern(_ text: String?) -> UnsafePointer<UInt8>? {
      text.flatMap { xmlDictLookup(dictionary, $0, -1) }
    }
    func intern(_ name: XMLPath.Name) -> InternedName {
      InternedName(prefix: intern(name.prefix), local: intern(name.local))
    }
    symbolPointers = symbols.map(intern)
    attributePointers = attributeNames.map(intern)
  }

  /// The name of a wanted attribute.
  func attributeName(_ index: Int) -> InternedName { attributePointers[index] }

  /// The symbol of an element's name: that with its prefix before that without.
  private func symbol(
    _ local: UnsafePointer<UInt8>?, _ prefix: UnsafePointer<UInt8>?
  ) -> Int {
    var found = 0
    for index in symbolPointers.indices where symbolPointers[index].local == local {
      if symbolPointers[index].prefix == prefix { return index + 1 }
      if symbolPointers[index].prefix == nil { found = index + 1 }
    }
    return found
  }

  // MARK: Transitions

  /// The state inside of an element of that name, where `state` was before it.
  mutating func next(
    _ state: Int32, _ local: UnsafePointer<UInt8>?, _ prefix: UnsafePointer<UInt8>?
  ) -> Int32 {
    if state == Self.nowhere { return state }
    let cell = Int(state) * (symbols.count + 1) + symbol(local, prefix)
    let next = table[cell]
    return next >= 0 ? next : makeTransition(cell)
  }

  @inline(never)
  private mutating func makeTransition(_ cell: Int) -> Int32 {
    let (state, symbol) = cell.quotientAndRemainder(dividingBy: symbols.count + 1)
    let name = symbol == 0 ? nil : symbols[symbol - 1]
    let next = add(follow(keys[state], name))
    table[cell] = next
    return next
  }

  private func follow(_ key: Key, _ name: XMLPath.Name?) -> Key {
    var next = Key()
    var reached: [Int] = []
    for place in key.places {
      let path = paths[place.path]
      let step = path.steps[place.step]
      if step.isDescendant { next.places.append(place) }
      guard Self.matches(step.name, name) else { continue }
      if place.step + 1 == path.steps.count {
        reached.append(place.path)
      } else {
        next.places.append(Place(path: place.path, step: place.step + 1))
      }
    }
    if reached.contains(where: { Self.isRecord(paths[$0].role) }) { return recordStart() }
    next.inside = key.inside
    return complete(next, reached)
  }

  /// The state of a record element: all paths of fields are about to begin.
  private func recordStart() -> Key {
    var start = Key()
    start.isRecord = true
    var reached: [Int] = []
    for (index, path) in paths.enumerated() where !Self.isRecord(path.role) {
      if path.steps.isEmpty {
        reached.append(index)
      } else {
        start.places.append(Place(path: index, step: 0))
      }
    }
    return complete(start, reached)
  }

  private func complete(_ key: Key, _ reached: [Int]) -> Key {
    var next = key
    for index in Set(reached).sorted() {
      switch paths[index].role {
      case .excluded: return Key()
      case .record: continue
      case .attribute: break
      case .text(let field, _, _):
        // The innermost match says what becomes of white space.
        next.inside.removeAll { Self.field(of: paths[$0].role) == field }
        next.inside.append(index)
      }
      next.completed.append(index)
    }
    next.places = Set(next.places).sorted { ($0.path, $0.step) < ($1.path, $1.step) }
    next.inside.sort()
    return next
  }

  private static func matches(_ wanted: XMLPath.Name, _ name: XMLPath.Name?) -> Bool {
    guard let local = wanted.local else { return true }
    guard let name else { return false }
    return name.local == local && (wanted.prefix == nil || wanted.prefix == name.prefix)
  }

  private static func isRecord(_ role: Role) -> Bool {
    if case .record = role { return true }
    return false
  }

  private static func field(of role: Role) -> Int? {
    switch role {
    case .text(let field, _, _), .attribute(let field, _, _): field
    case .record, .excluded: nil
    }
  }

  /// The number of the state with that key.
  private mutating func add(_ key: Key) -> Int32 {
    if let state = known[key] { return state }
    guard states.count < Self.stateLimit else {
      isFull = true
      return Self.nowhere
    }
    let number = Int32(states.count)
    known[key] = number
    keys.append(key)
    table += [Int32](repeating: -1, count: symbols.count + 1)
    states.append(describe(key))
    return number
  }

  private mutating func describe(_ key: Key) -> State {
    let (first, firstAttribute, firstTarget) = (
      openings.count, attributeTargets.count, targets.count
    )
    for index in key.completed {
      switch paths[index].role {
      case .text(let field, let separator, _):
        openings.append(Opening(field: field, separator: separator))
      case .attribute(let field, let separator, let name):
        attributeTargets.append(AttributeTarget(field: field, separator: separator, name: name))
      case .record, .excluded: break
      }
    }
    for index in key.inside {
      if case .text(let field, _, let keepsSpace) = paths[index].role {
        targets.append(Target(field: field, keepsSpace: keepsSpace))
      }
    }
    return State(
      isRecord: key.isRecord, acts: key.isRecord || !key.completed.isEmpty,
      openings: first..<openings.count, attributes: firstAttribute..<attributeTargets.count,
      targets: firstTarget..<targets.count)
  }
}
