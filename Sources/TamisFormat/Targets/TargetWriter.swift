import TamisCore

/// Writes examples in a target's layout.
///
/// A value belongs to one thread, so that it may keep scratch space.
protocol TargetWriter {
  /// Appends `example` as one JSON object; `system`, a JSON string, goes before the first turn
  /// where the example has no system message of its own.
  mutating func write(
    _ example: Example, system: JSONFragment?, to output: inout ByteBuffer
  ) -> WriteOutcome
}

/// What became of an example on its way to a target.
enum WriteOutcome: Equatable {
  case written
  /// Written, and the system message that was offered stayed out because there is one already.
  case keptOwnSystem
  /// The target has no place for it; the text says what for.
  case refused(String)
}
