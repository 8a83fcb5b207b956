import TamisCore

/// Reads records from CSV or TSV files (RFC 4180, https://www.rfc-editor.org/rfc/rfc4180).
///
/// Each row becomes an object of strings: `007` stays `007`. Delimiter, quote, line end and header are
/// sniffed where the options leave them open. A row that is ragged or not UTF-8 is rejected with its
/// place. Of a row whose quotes are wrong, or that is too long, the first line is rejected and reading
/// goes on behind it.
///
/// Time is linear whatever the bytes are. Memory: a window of the file that holds the longest row.
public struct CSVSource: RecordSource {
  public let name = "ingest"
  private let inputs: [Input]
  private let options: CSVOptions

  public init(_ inputs: [Input], options: CSVOptions = CSVOptions()) {
    self.inputs = inputs
    self.options = options
  }

  public func read(into emitter: BatchEmitter) throws {
    for input in inputs { try read(try input.open(), of: input, into: emitter) }
  }

  /// Reads one input that is open already.
  ///
  /// `sample` are its first bytes, where they are known: the reader is then not looked into beforehand.
  package func read(
    _ source: any ByteReader, of input: Input, sample: [UInt8]? = nil,
    into emitter: BatchEmitter
  ) throws {
    try emitter.begin(file: input.path)
    let reader = Peeking(source)
    let sample = try sample ?? reader.peek(CSVSniffer.sampleSize)
    let sniffer = CSVSniffer(
      sample, isWhole: sample.count < CSVSniffer.sampleSize, options: options)
    let dialect = sniffer.dialect
    if dialect.delimiter == dialect.quote {
      throw InputError(
        path: input.path,
        kind: .format(
          "the delimiter and the quote are the same byte; "
            + "name them apart with --delimiter and --quote",
          line: nil, column: nil, offset: nil))
    }
    let header = try CSVHeader(
      sample, after: sniffer.hintLength, dialect: dialect, options: options, file: input.path)
    sniffer.evidence.forEach { emitter.note("\(input.path): \($0)") }
    guard let header else { return }
    try CSVFile(
      reader: reader, file: input.path, dialect: dialect, header: header,
      isOriginWanted: options.origin, emitter: emitter
    ).read()
  }
}
