import TamisCore

/// Output that is taken away again as a string: the body of a macro, of `{% set %}`, of a filter block.
extension Machine {
  func beginCapture() { captures.append(output.count) }

  /// Takes what was written since `beginCapture` away from the output.
  func endCapture() throws(Halt) -> Value {
    let start = captures.removeLast()
    let value = try makeString(output.bytes(start..<output.count))
    output.truncate(to: start)
    tracker?.cutOutput(from: start, to: value.base)
    return value
  }

  /// Forgets that a macro whose text goes straight to the output has begun.
  func leaveCapture() { captures.removeLast() }

  func dropCaptures(_ count: Int) {
    for _ in 0..<count {
      let start = captures.removeLast()
      output.truncate(to: start)
      tracker?.cutOutput(from: start, to: nil)
    }
  }

  /// Notes the end of a `{% generation %}` block.
  func endGeneration() {
    let start = captures.removeLast()
    let isCaptured = !captures.isEmpty
    generations.append(
      start: captures.first ?? start, text: output.bytes(start..<output.count),
      isCaptured: isCaptured)
  }
}
