import TamisCore

/// Writes examples in the record layout of a target.
///
/// A writer belongs to one thread: what it needs besides the example is in its `WriterContext`.
protocol TargetWriter {
  /// Appends `example` as one JSON object, in one line. What has been appended when it throws is to
  /// be forgotten.
  func write(_ example: Example, to output: inout ByteBuffer) throws(Refusal)
}
