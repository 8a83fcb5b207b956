import CLibXML2
import CTamisKernels
import TamisCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the parser's callbacks work on: where the parser is, and the record that is being built.
///
/// Lives behind a pointer that the parser carries along. Methods never call the parser, which would
/// call back into what is being changed.
struct XMLSession: ~Copyable {
  var automaton: XMLAutomaton
  var builder: XMLRecordBuilder
  var feed: XMLFeed
  var entities = XMLEntities()
  let standIn = XMLStandIn()
  let emitter: BatchEmitter
  let mapping: XMLMapping

  /// The parser of the document; those of its entities are made and gone in between.
  var parser: xmlParserCtxtPtr?
  /// Set by a failure, or when the pipeline wants no more: nothing is looked at from then on.
  private(set) var isStopped = false
  private(set) var failure: XMLFailure?
  private(set) var emitterError: (any Error)?
  /// Records that began in the document, among them those that were too large.
  private(set) var recordCount = 0

  private var origin: OriginWriter
  // Safety: `stack` and `names` have room for `XMLLimits.depth` elements and the document, which
  // `startElement` keeps to; both are freed by `deinit`.
  private let stack: UnsafeMutablePointer<Int32>
  private let names: UnsafeMutablePointer<XMLAutomaton.InternedName>
  private var state: Int32
  private var depth = 0
  /// Depth of the record that is open, or 0.
  private var recordDepth = 0
  private var record = XMLPlace(offset: 0, line: 1)
  private var path = ByteBuffer()
  private var lines = XMLLineCounter()
  /// Names that attributes cannot have as fields.
  private var takenNames: [UnsafePointer<UInt8>?] = []
  /// Names of the root and its first children, for the finding that there is no record.
  private var firstNames: [XMLAutomaton.InternedName] = []

  init(_ mapping: XMLMapping, _ emitter: BatchEmitter) {
    self.mapping = mapping
    self.emitter = emitter
    automaton = XMLAutomaton(mapping)
    builder = XMLRecordBuilder(mapping, limit: emitter.recordLimit)
    feed = XMLFeed(tokenLimit: XMLLimits.token(recordLimit: emitter.recordLimit))
    origin = OriginWriter(file: "-")
    stack = .allocate(capacity: XMLLimits.depth + 1)
    stack.initialize(repeating: XMLAutomaton.nowhere, count: XMLLimits.depth + 1)
    names = .allocate(capacity: XMLLimits.depth + 1)
    names.initialize(repeating: .init(), count: XMLLimits.depth + 1)
    state = automaton.outside
  }

  deinit {
    stack.deallocate()
    names.deallocate()
  }

  /// Gets ready for a document.
  mutating func begin(_ parser: xmlParserCtxtPtr, origin: OriginWriter) {
    self.parser = parser
    self.origin = origin
    entities = XMLEntities()
    isStopped = false
    failure = nil
    recordCount = 0
    state = automaton.outside
    stack[0] = state
    depth = 0
    recordDepth = 0
    lines = XMLLineCounter()
    firstNames = []
    builder.reset()
    automaton.bind(to: parser.pointee.dict)
    let taken = FieldName.reserved.map(\.description) + mapping.fields.map(\.name)
    takenNames = taken.map { xmlDictLookup(parser.pointee.dict, $0, -1) }
  }

  // MARK: Events

  @inline(__always)
  mutating func startElement(
    _ context: xmlParserCtxtPtr, _ name: XMLAutomaton.InternedName, _ attributes: XMLAttributes
  ) {
    feed.noteEvent()
    guard depth < XMLLimits.depth else { return fail(.tooDeep, XMLMessage.tooDeep()) }
    depth += 1
    state = automaton.next(state, name.local, name.prefix)
    stack[depth] = state
    if recordDepth == 0 { noteName(name) }
    if automaton.isFull { return fail(.xmlSyntax, XMLMessage.tooManyStates()) }
    if automaton.states[Int(state)].acts { openElement(context, attributes) }
  }

  private mutating func noteName(_ name: XMLAutomaton.InternedName) {
    names[depth] = name
    if recordCount == 0, depth <= 2, firstNames.count < 6,
      !firstNames.contains(where: { $0.local == name.local && $0.prefix == name.prefix })
    {
      firstNames.append(name)
    }
  }

  private mutating func openElement(_ context: xmlParserCtxtPtr, _ attributes: XMLAttributes) {
    let element = automaton.states[Int(state)]
    if element.isRecord { openRecord(context) }
    for index in element.openings {
      builder.open(automaton.openings[index].field, automaton.openings[index].separator)
    }
    for index in element.attributes {
      let target = automaton.attributeTargets[index]
      let name = automaton.attributeName(target.name)
      guard let attribute = attributes.find(name, in: context) else { continue }
      entities.expanded += attribute.declaredSize
      builder.open(target.field, target.separator)
      builder.append(
        attribute.value, attribute.count, behind: attribute.behind, to: target.field,
        keepsSpace: !mapping.collapsesSpace)
      builder.close(target.field, target.separator)
    }
    if element.isRecord, mapping.allAttributes {
      for index in 0..<attributes.count {
        guard let attribute = attributes.attribute(index, in: context) else { continue }
        entities.expanded += attribute.declaredSize
        builder.appendAttribute(
          attribute.name,
          isTaken: attribute.name.prefix == nil && takenNames.contains(attribute.name.local),
          attribute.value, attribute.count, behind: attribute.behind)
      }
    }
    if attributes.defaultCount > 0 { checkExpansion() }
  }

  @inline(__always)
  mutating func endElement() {
    feed.noteEvent()
    let ended = state
    depth -= 1
    state = stack[depth]
    if automaton.states[Int(ended)].acts { closeElement(ended) }
  }

  private mutating func closeElement(_ ended: Int32) {
    let element = automaton.states[Int(ended)]
    for index in element.openings {
      builder.close(automaton.openings[index].field, automaton.openings[index].separator)
    }
    if element.isRecord { closeRecord() }
  }

  @inline(__always)
  mutating func characters(
    _ context: xmlParserCtxtPtr, _ text: UnsafePointer<UInt8>, _ count: Int
  ) {
    feed.noteEvent()
    let targets = automaton.states[Int(state)].targets
    if targets.isEmpty { return }
    let behind = XMLPlace.readableBytes(behind: text + count, in: context)
    for index in targets {
      let target = automaton.targets[index]
      builder.append(
        text, count, behind: behind, to: target.field, keepsSpace: target.keepsSpace)
    }
  }

  // MARK: Records

  private mutating func openRecord(_ context: xmlParserCtxtPtr) {
    guard let parser else { return }
    recordDepth = depth
    recordCount += 1
    record = XMLPlace.ofTag(in: parser, isInEntity: context != parser, &lines)
    guard origin.isEnabled else { return }
    path.truncate(to: 0)
    for level in 1...depth {
      path.append(UInt8(ascii: "/"))
      names[level].write(to: &path)
    }
    path.append(UInt8(ascii: "["))
    path.append(decimal: recordCount)
    path.append(UInt8(ascii: "]"))
  }

  private mutating func closeRecord() {
    recordDepth = 0
    do {
      let isWritten =
        !builder.isTooLarge
        && builder.write(
          to: &emitter.batch.text, origin, line: record.line, byte: record.offset, path: path)
      if isWritten {
        try emitter.endRecord()
      } else {
        rejectRecord()
      }
    } catch {
      emitterError = error
      isStopped = true
      feed.end()
    }
    builder.reset()
  }

  private mutating func rejectRecord() {
    var endLine = record.line
    if let parser { endLine = lines.line(of: parser) }
    let location = SourceLocation(
      file: emitter.batch.file, line: record.line, byteOffset: record.offset,
      record: recordCount - 1)
    emitter.batch.reject(
      raw: [],
      Finding(
        .recordTooLarge, .error, at: location,
        XMLMessage.recordTooLarge(emitter.recordLimit, endsInLine: endLine)))
  }

  // MARK: Failures

  /// Ends the document: the first failure is the one that counts.
  mutating func fail(_ rule: Rule, _ message: String, at place: XMLPlace? = nil) {
    guard !isStopped, let parser else { return }
    let place = place ?? XMLPlace.current(in: parser, &lines)
    isStopped = true
    feed.end()
    failure = XMLFailure(
      rule: rule, message: message, offset: place.offset, line: place.line, column: place.column)
  }

  /// Ends the document for a reason that goes before what the parser thought of it.
  mutating func replaceFailure(_ rule: Rule, _ message: String) {
    isStopped = false
    fail(rule, message)
  }

  /// Ends the document at the last `&` before the parser's place.
  mutating func failAtReference(_ rule: Rule, _ message: String) {
    guard let parser else { return }
    fail(rule, message, at: XMLPlace.ofLast(UInt8(ascii: "&"), in: parser, &lines))
  }

  /// Ends the document while the parser asks for bytes.
  mutating func failWhileReading(_ rule: Rule, _ message: String) {
    guard let parser else { return }
    fail(rule, message, at: XMLPlace.whileReading(in: parser, &lines))
  }

  /// Counts `bytes` more that come from declarations, and fails when they are too many.
  mutating func charge(_ bytes: Int) {
    entities.expanded += bytes
    checkExpansion()
  }

  private mutating func checkExpansion() {
    let limit = max(XMLLimits.expansionFloor, XMLLimits.expansionFactor * feed.bytesGiven)
    if entities.expanded > limit { failAtReference(.xmlEntityExpansion, XMLMessage.expansion()) }
  }

  // MARK: Findings

  /// Notes what became of the document.
  func report() {
    if let failure {
      let openLine = recordDepth > 0 ? record.line : nil
      emitter.batch.reject(
        raw: [],
        Finding(
          failure.rule, .error,
          at: SourceLocation(
            file: emitter.batch.file, line: failure.line, column: failure.column,
            byteOffset: failure.offset, record: recordDepth > 0 ? recordCount - 1 : nil),
          failure.message
            + XMLMessage.consequence(records: recordCount, openRecordLine: openLine)))
    } else if recordCount == 0, let root = firstNames.first {
      emitter.batch.findings.append(
        Finding(
          .xmlNoRecord, .warning, at: SourceLocation(file: emitter.batch.file),
          XMLMessage.noRecord(
            mapping.record, root: root.string, children: firstNames.dropFirst().map(\.string))))
    }
  }
}

extension XMLAutomaton.InternedName {
  /// Appends the name as the document writes it.
  func write(to output: inout ByteBuffer) {
    if let prefix {
      output.append(UnsafeRawBufferPointer(start: prefix, count: strlen(prefix)))
      output.append(UInt8(ascii: ":"))
    }
    if let local { output.append(UnsafeRawBufferPointer(start: local, count: strlen(local))) }
  }

  var string: String {
    var text = ByteBuffer()
    write(to: &text)
    return String(decoding: text.bytes, as: UTF8.self)
  }
}
