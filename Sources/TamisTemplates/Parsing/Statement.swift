/// A statement of a template, or a run of text and `{{ … }}`.
struct Statement {
  var kind: Kind
  /// Line of the template, from 1.
  var line: Int

  indirect enum Kind {
    case output([OutputItem])
    case forLoop(ForLoop)
    /// The branches `if`, `elif` … and what comes in `else`.
    case conditional([(test: Expression, body: [Statement])], else: [Statement])
    case set(AssignmentTarget, Expression)
    case setBlock(AssignmentTarget, filter: Expression?, body: [Statement])
    case macro(Macro)
    case callBlock(Macro, call: Expression)
    case filterBlock(Expression, body: [Statement])
    case with([(target: AssignmentTarget, value: Expression)], body: [Statement])
    case generation([Statement])
    case breakLoop
    case continueLoop
    /// Something that fails when it is reached, as `{% include %}` does where there are no other
    /// templates.
    case failure(String)
  }
}

enum OutputItem {
  case text(Bytes, line: Int)
  case value(Expression)
}

struct ForLoop {
  var target: AssignmentTarget
  var iterable: Expression
  var filter: Expression?
  var isRecursive: Bool
  var body: [Statement]
  var otherwise: [Statement]
}

/// A macro, or the body of a call block, which is a macro without a name.
struct Macro {
  var name: Bytes
  var parameters: [Bytes]
  /// Of the last parameters.
  var defaults: [Expression]
  var body: [Statement]
}
