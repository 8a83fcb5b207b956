import TamisCore

/// Reads records of plain text, each with the one field `text`.
public struct TextSource: RecordSource {
  /// What becomes a record.
  public enum Unit: Sendable, Equatable {
    /// The whole file.
    case file
    /// Each line; empty ones are passed over.
    case line
    /// Each run of lines between lines that hold nothing but spaces and tabs.
    case paragraph
    /// What stands between two occurrences of these bytes, at least one, without the line ends around
    /// it.
    case separator([UInt8])
  }

  public let name = "ingest"
  private let inputs: [Input]
  private let unit: Unit
  private let field: FieldName
  private let origin: Bool

  /// A source of the texts in `inputs`, each put into `field`.
  public init(
    _ inputs: [Input], unit: Unit, field: FieldName = "text", origin: Bool = true
  ) {
    precondition(unit != .separator([]), "a separator has at least one byte")
    self.inputs = inputs
    self.unit = unit
    self.field = field
    self.origin = origin
  }

  public func read(into emitter: BatchEmitter) throws {
    for input in inputs { try read(try input.open(), of: input, into: emitter) }
  }

  /// Reads one input that is open already.
  package func read(
    _ reader: any ByteReader, of input: Input, into emitter: BatchEmitter
  ) throws {
    try emitter.begin(file: input.path)
    let writer = TextWriter(emitter: emitter, file: input.path, field: field, origin: origin)
    try TextCutter(reader: reader, unit: unit, writer: writer).run()
    try emitter.flush()
  }
}
