/// Which variable a name means, scope by scope.
///
/// Jinja decides this before anything runs (https://github.com/pallets/jinja/blob/3.1.6/src/jinja2/idtracking.py),
/// with results that surprise: a name that is set anywhere in a scope is a variable of that scope from
/// its start, with the outer variable's value for a beginning.
///
///     {% set x = 1 %}{% for m in messages %}{{ x }}{% set x = 2 %}{% endfor %}{{ x }}
///
/// prints 1 for each message and 1 at the end: the loop's `x` is a copy that each turn makes anew.
/// `if` is no scope; loops, macros, and blocks with a value (`set`, `filter`, `call`, `generation`) are.
/// A name that no scope knows is looked up in the context.
final class Symbols {
  /// A variable: a slot in the frame of the function at `depth`.
  struct Variable: Hashable {
    var depth: Int
    var slot: Int
  }

  /// What a variable holds when its scope is entered.
  enum Start {
    /// What the caller, or the loop, puts there.
    case parameter
    /// The context's value of that name.
    case context(Bytes)
    case copy(of: Variable)
    case missing
  }

  let parent: Symbols?
  /// The scope's own variables; branches of an `if` share them.
  private let table: VariableTable
  private var variables: [Bytes: Variable] = [:]
  private(set) var starts: [(variable: Variable, start: Start)] = []
  private var places: [Variable: Int] = [:]
  private var stores: Set<Bytes> = []

  /// A scope within `parent`, of the same function unless another is given.
  init(parent: Symbols?, function: FunctionScope) {
    self.parent = parent
    table = VariableTable(function: function)
  }

  private init(copy other: Symbols) {
    parent = other.parent
    table = other.table
    variables = other.variables
    starts = other.starts
    places = other.places
    stores = other.stores
  }

  var function: FunctionScope { table.function }

  /// The variable that `name` means here.
  func find(_ name: Bytes) -> Variable? {
    var scope: Symbols? = self
    while let current = scope {
      if let variable = current.variables[name] { return variable }
      scope = current.parent
    }
    return nil
  }

  func store(_ name: Bytes) {
    stores.insert(name)
    if variables[name] != nil { return }
    if let outer = parent?.find(name) {
      define(name, .copy(of: outer))
    } else {
      define(name, .missing)
    }
  }

  @discardableResult
  func declareParameter(_ name: Bytes) -> Variable {
    stores.insert(name)
    return define(name, .parameter)
  }

  func load(_ name: Bytes) {
    if find(name) == nil { define(name, .context(name)) }
  }

  /// Visits the branches of an `if`, each from the same beginning, and takes over what they define.
  func visitBranches(_ branches: [(Symbols) -> Void]) {
    let copies = branches.map { branch in
      let copy = Symbols(copy: self)
      branch(copy)
      return copy
    }
    let stored = copies.reduce(into: Set<Bytes>()) { $0.formUnion($1.stores) }.subtracting(stores)
    for copy in copies {
      variables.merge(copy.variables) { _, new in new }
      for (variable, start) in copy.starts { set(start, of: variable) }
      stores.formUnion(copy.stores)
    }
    for name in stored.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      guard let variable = variables[name] else { continue }
      if let outer = parent?.find(name) {
        set(.copy(of: outer), of: variable)
      } else {
        set(.context(name), of: variable)
      }
    }
  }

  @discardableResult
  private func define(_ name: Bytes, _ start: Start) -> Variable {
    let variable = table.variable(for: name)
    variables[name] = variable
    set(start, of: variable)
    return variable
  }

  private func set(_ start: Start, of variable: Variable) {
    if let place = places[variable] {
      starts[place].start = start
    } else {
      places[variable] = starts.count
      starts.append((variable, start))
    }
  }
}

/// The slots of a scope's variables.
private final class VariableTable {
  let function: FunctionScope
  private var slots: [Bytes: Int] = [:]

  init(function: FunctionScope) { self.function = function }

  func variable(for name: Bytes) -> Symbols.Variable {
    let slot = slots[name] ?? function.makeSlot(for: name)
    slots[name] = slot
    return Symbols.Variable(depth: function.depth, slot: slot)
  }
}

/// A function while it is compiled: the template itself, a macro, a call block, a loop's filter.
final class FunctionScope {
  /// How many functions it stands in.
  let depth: Int
  let parent: FunctionScope?
  /// The name of each slot's variable. Slot 0 links to the frame of the function around.
  private(set) var slotNames: [Bytes] = [[]]
  /// True when a function within it may look at its frame after it has returned.
  var isCaptured = false

  init(parent: FunctionScope?) {
    self.parent = parent
    depth = parent.map { $0.depth + 1 } ?? 0
    var outer = parent
    while let scope = outer {
      scope.isCaptured = true
      outer = scope.parent
    }
  }

  func makeSlot(for name: Bytes) -> Int {
    slotNames.append(name)
    return slotNames.count - 1
  }
}
