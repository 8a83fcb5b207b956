/// Finds the names of statements, in the order in which Jinja does.
extension Symbols {
  func visit(_ statements: [Statement]) {
    for statement in statements { visit(statement) }
  }

  private func visit(_ statement: Statement) {
    switch statement.kind {
    case .output(let items):
      for case .value(let expression) in items { visit(expression) }
    case .forLoop(let loop):
      visit(loop.iterable)
    case .conditional(let branches, let otherwise):
      visitConditional(branches[...], otherwise)
    case .set(let target, let value):
      visit(value)
      store(target)
    case .setBlock(let target, _, _):
      store(target)
    case .macro(let macro):
      store(macro.name)
    case .callBlock(_, let call):
      visit(call)
    case .filterBlock(let filter, _):
      visit(filter)
    case .with(let values, _):
      for (_, value) in values { visit(value) }
    case .generation, .breakLoop, .continueLoop, .failure:
      break
    }
  }

  private func visitConditional(
    _ branches: ArraySlice<(test: Expression, body: [Statement])>, _ otherwise: [Statement]
  ) {
    guard let first = branches.first else { return }
    visit(first.test)
    // Each `elif` is a branch of its own, whose body is a branch within it.
    visitBranches([
      { $0.visit(first.body) },
      { scope in
        for branch in branches.dropFirst() {
          scope.visit(branch.test)
          scope.visitBranches([{ $0.visit(branch.body) }])
        }
      },
      { $0.visit(otherwise) },
    ])
  }

  func store(_ target: AssignmentTarget) {
    switch target {
    case .name(let name): store(name)
    case .attribute(let name, _): load(name)
    case .tuple(let targets): for target in targets { store(target) }
    }
  }

  func declareParameters(_ target: AssignmentTarget) {
    for name in target.names { declareParameter(name) }
  }

  func visit(_ expression: Expression) {
    if case .name(let name) = expression.kind { load(name) }
    for child in expression.children { visit(child) }
  }
}

extension AssignmentTarget {
  /// The names that are assigned to.
  var names: [Bytes] {
    switch self {
    case .name(let name): [name]
    case .attribute: []
    case .tuple(let targets): targets.flatMap(\.names)
    }
  }
}

extension Expression {
  /// The expressions directly in it, in the order in which they are computed.
  var children: [Expression] {
    switch kind {
    case .constant, .name: []
    case .list(let elements), .tuple(let elements), .concatenation(let elements),
      .and(let elements), .or(let elements):
      elements
    case .dictionary(let pairs): pairs.flatMap { [$0.key, $0.value] }
    case .attribute(let value, _), .not(let value), .negative(let value), .positive(let value):
      [value]
    case .item(let value, let index): [value, index]
    case .slice(let start, let stop, let step): [start, stop, step].compactMap { $0 }
    case .call(let callee, let arguments): [callee] + arguments.all
    case .filter(let value, _, let arguments): [value].compactMap { $0 } + arguments.all
    case .test(let value, _, let arguments): [value] + arguments.all
    case .chain(let first, let rest): [first] + rest.map(\.operand)
    case .comparison(let first, let rest): [first] + rest.map(\.operand)
    case .conditional(let test, let value, let otherwise):
      [test, value] + [otherwise].compactMap { $0 }
    }
  }

  /// True when `name` is used anywhere in it.
  func uses(_ name: Bytes) -> Bool {
    if case .name(name) = kind { return true }
    return children.contains { $0.uses(name) }
  }
}

extension Statement {
  /// True when `name` is read anywhere in it.
  func uses(_ name: Bytes) -> Bool {
    switch kind {
    case .output(let items):
      return items.contains {
        if case .value(let expression) = $0 { return expression.uses(name) }
        return false
      }
    case .forLoop(let loop):
      return loop.iterable.uses(name) || loop.filter?.uses(name) ?? false
        || loop.body.contains { $0.uses(name) } || loop.otherwise.contains { $0.uses(name) }
    case .conditional(let branches, let otherwise):
      return branches.contains { $0.test.uses(name) || $0.body.contains { $0.uses(name) } }
        || otherwise.contains { $0.uses(name) }
    case .set(let target, let value): return target.reads(name) || value.uses(name)
    case .setBlock(let target, let filter, let body):
      return target.reads(name) || filter?.uses(name) ?? false || body.contains { $0.uses(name) }
    case .macro(let macro): return macro.uses(name)
    case .callBlock(let macro, let call): return macro.uses(name) || call.uses(name)
    case .filterBlock(let filter, let body):
      return filter.uses(name) || body.contains { $0.uses(name) }
    case .with(let values, let body):
      return values.contains { $0.value.uses(name) } || body.contains { $0.uses(name) }
    case .generation(let body): return body.contains { $0.uses(name) }
    case .breakLoop, .continueLoop, .failure: return false
    }
  }
}

extension Macro {
  func uses(_ name: Bytes) -> Bool {
    defaults.contains { $0.uses(name) } || body.contains { $0.uses(name) }
  }
}

extension AssignmentTarget {
  fileprivate func reads(_ name: Bytes) -> Bool {
    switch self {
    case .attribute(name, _): true
    case .tuple(let targets): targets.contains { $0.reads(name) }
    default: false
    }
  }
}
