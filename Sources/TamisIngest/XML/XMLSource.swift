import CLibXML2
import TamisCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads records from XML files: the elements that a mapping names.
///
/// The documents are parsed as a stream by libxml2. Memory: the longest record, a batch, and the
/// longest tag, comment or CDATA section. Nothing but the inputs is read: no DTDs, no entities in
/// other files, no network. A file that is not well-formed gives the records before its first
/// error, and a finding; the next file follows. XML 1.1 is read as 1.0.
public struct XMLSource: RecordSource {
  public let name = "ingest"
  private let inputs: [Input]
  private let mapping: XMLMapping
  private let origin: Bool

  /// A source of the records that `mapping` finds in `inputs`; `origin` gives each of them
  /// `_origin`, with the path of its element and its number in the file.
  public init(inputs: [Input], mapping: XMLMapping, origin: Bool = true) {
    self.inputs = inputs
    self.mapping = mapping
    self.origin = origin
  }

  public func read(into emitter: BatchEmitter) throws {
    let documents = XMLDocumentReader(mapping, emitter, origin: origin)
    for input in inputs {
      try documents.read(try input.openBytes(), of: input)
    }
    try emitter.flush()
  }

  /// Reads one document, whose bytes as they are in the file `bytes` gives.
  package func read(_ bytes: any ByteReader, of input: Input, into emitter: BatchEmitter) throws {
    try XMLDocumentReader(mapping, emitter, origin: origin).read(bytes, of: input)
    try emitter.flush()
  }
}

/// Reads documents, one after the other.
final class XMLDocumentReader {
  // Safety: initialized by `init`, freed by `deinit`; parsers that point to it end before `read`
  // does.
  private let session: UnsafeMutablePointer<XMLSession>
  private let emitter: BatchEmitter
  private let origin: Bool

  private static let isReady: Void = xmlInitParser()

  init(_ mapping: XMLMapping, _ emitter: BatchEmitter, origin: Bool) {
    _ = Self.isReady
    self.emitter = emitter
    self.origin = origin
    session = .allocate(capacity: 1)
    session.initialize(to: XMLSession(mapping, emitter))
  }

  deinit {
    session.deinitialize(count: 1)
    session.deallocate()
  }

  /// Reads the document in `bytes`, which are as they are in the file.
  func read(_ bytes: any ByteReader, of input: Input) throws {
    try emitter.begin(file: input.path)
    let (reader, refusal) = try XMLEncoding.decode(bytes, of: input)
    if let refusal {
      let start = SourceLocation(file: input.path, line: 1, byteOffset: 0)
      let message = refusal + XMLMessage.consequence(records: 0, openRecordLine: nil)
      emitter.batch.reject(raw: [], Finding(.xmlSyntax, .error, at: start, message))
    } else {
      try parse(reader, file: input.path)
    }
  }

  /// Reads the document whose bytes, in UTF-8, `reader` gives.
  private func parse(_ reader: any ByteReader, file: String) throws {
    session.pointee.feed.begin(reader)
    var callbacks = xmlCallbacks()
    guard
      let parser = xmlCreateIOParserCtxt(
        &callbacks, nil, xmlRead, nil, session, XML_CHAR_ENCODING_NONE)
    else {
      throw InputError(path: file, kind: .system(operation: "read", code: ENOMEM))
    }
    defer {
      session.pointee.parser = nil
      xmlFreeDoc(parser.pointee.myDoc)
      xmlFreeParserCtxt(parser)
    }
    // HUGE lifts the parser's limits, for which `XMLLimits` has others; IGNORE_ENC because the
    // bytes are UTF-8 whatever the declaration says.
    let options = [XML_PARSE_HUGE, XML_PARSE_NONET, XML_PARSE_NOENT, XML_PARSE_IGNORE_ENC]
    xmlCtxtUseOptions(parser, options.reduce(0) { $0 | Int32($1.rawValue) })
    xmlDictSetLimit(parser.pointee.dict, XMLLimits.names)
    parser.pointee._private = UnsafeMutableRawPointer(session)
    session.pointee.begin(parser, origin: OriginWriter(file: file, isEnabled: origin))
    Self.parseQuietly(parser)
    try finish(parser, file: file)
  }

  /// Parses; what the parser has to say outside of a document goes nowhere instead of to stderr.
  private static func parseQuietly(_ parser: xmlParserCtxtPtr) {
    // Both belong to the thread.
    let handler = __xmlStructuredError()?.pointee
    let context = __xmlStructuredErrorContext()?.pointee
    xmlSetStructuredErrorFunc(nil) { _, _ in }
    defer { xmlSetStructuredErrorFunc(context, handler) }
    xmlParseDocument(parser)
  }

  private func finish(_ parser: xmlParserCtxtPtr, file: String) throws {
    if let error = session.pointee.emitterError { throw error }
    if let error = session.pointee.feed.error {
      guard case .undecodable(let encoding, let offset) = error.kind else { throw error }
      session.pointee.replaceFailure(.xmlSyntax, XMLMessage.undecodable(encoding, at: offset))
    } else if let input = parser.pointee.input?.pointee, input.cur < input.end {
      // The parser takes a zero byte for the end.
      session.pointee.fail(.xmlSyntax, XMLMessage.trailingZero())
    }
    session.pointee.report()
  }
}
