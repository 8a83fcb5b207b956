import CLibXML2
import TamisCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

// The parser's own guard against entity bombs goes off together with its limits on the size of
// texts, which have to be off. So the references are counted here: the parser asks for an entity
// each time that it is about to replace one, be it in text, in an attribute or in the document
// type, and however deep in others. What it is given is charged to a budget, which bounds both
// output and work.

/// The entities of a document: what they have cost, and those that are kept as text.
struct XMLEntities {
  /// Bytes that came from declarations so far.
  var expanded = 0
  /// For each element type, its attributes that are declared with a value.
  var defaults: [UnsafePointer<UInt8>: Int] = [:]
}

/// Stands in for an entity: for one that is kept as text, or, empty, for one that is refused.
///
/// One is enough, for its text has no references in it.
final class XMLStandIn {
  // Safety: both live as long as the object, which outlives the parsers that they are given to.
  private let entity: UnsafeMutablePointer<xmlEntity>
  private var content: UnsafeMutablePointer<UInt8>

  init() {
    entity = .allocate(capacity: 1)
    entity.initialize(to: xmlEntity())
    content = .allocate(capacity: 1)
  }

  deinit {
    entity.deallocate()
    content.deallocate()
  }

  /// An entity whose text is `&name;`.
  func keeping(_ name: UnsafePointer<UInt8>, for parser: xmlParserCtxtPtr) -> xmlEntityPtr {
    let name = UnsafeBufferPointer(start: name, count: strlen(name))
    return make(Array("&#38;".utf8) + name + Array(";".utf8), for: parser)
  }

  /// An entity without text, for what can still be asked for when the document has failed. With
  /// none at all, the parser would look for the entity by itself, expand it, and open the file that
  /// it is in.
  func empty(for parser: xmlParserCtxtPtr) -> xmlEntityPtr {
    parser.pointee.wellFormed = 0
    parser.pointee.disableSAX = 1
    return make([], for: parser)
  }

  private func make(_ text: [UInt8], for parser: xmlParserCtxtPtr) -> xmlEntityPtr {
    content.deallocate()
    content = .allocate(capacity: text.count + 1)
    content.initialize(from: text + [0], count: text.count + 1)
    entity.pointee = xmlEntity()
    entity.pointee.type = XML_ENTITY_DECL
    entity.pointee.name = UnsafePointer(content)
    entity.pointee.content = content
    entity.pointee.length = Int32(text.count)
    entity.pointee.etype = XML_INTERNAL_GENERAL_ENTITY
    entity.pointee.doc = parser.pointee.myDoc
    return entity
  }
}

/// The entity of a reference `&name;`; what to do where the file does not say what it stands for.
let xmlGetEntity: getEntitySAXFunc = { context, name in
  guard let (parser, session) = xmlSession(context), let name else { return nil }
  let entity = xmlGetDocEntity(parser.pointee.myDoc, name)
  let isInAttribute = parser.pointee.instate == XML_PARSER_ATTRIBUTE_VALUE
  // In the document type, references are replaced in attributes alone. Otherwise the parser asks
  // for what it has just declared, to write into it.
  if parser.pointee.inSubset != 0, !isInAttribute { return entity }
  if session.pointee.isStopped { return session.pointee.standIn.empty(for: parser) }
  guard let entity else {
    return xmlUnexplained(parser, session, name) { XMLMessage.undeclared($0) }
  }
  switch entity.pointee.etype {
  case XML_EXTERNAL_GENERAL_PARSED_ENTITY:
    // In an attribute such a reference is an error whatever the file holds; the parser says so.
    if isInAttribute { return entity }
    return xmlUnexplained(parser, session, name) { XMLMessage.external($0) }
  case XML_INTERNAL_GENERAL_ENTITY:
    return xmlCharge(parser, session, entity)
      ? entity : session.pointee.standIn.empty(for: parser)
  default:
    return entity
  }
}

/// The entity of a reference `%name;` in the document type.
let xmlGetParameterEntity: getParameterEntitySAXFunc = { context, name in
  guard let (parser, session) = xmlSession(context), let name, !session.pointee.isStopped,
    let document = parser.pointee.myDoc,
    let entity = CLibXML2.xmlGetParameterEntity(document, name)
  else { return nil }
  guard entity.pointee.etype == XML_INTERNAL_PARAMETER_ENTITY else {
    // Other files are not read. What they may declare is unknown from here on, which this field
    // says.
    parser.pointee.hasPErefs = 1
    return nil
  }
  return xmlCharge(parser, session, entity) ? entity : nil
}

/// Charges a reference to the budget; false when the document fails of it.
private func xmlCharge(
  _ parser: xmlParserCtxtPtr, _ session: UnsafeMutablePointer<XMLSession>, _ entity: xmlEntityPtr
) -> Bool {
  // Each level counts twice in content and once in attributes.
  if parser.pointee.depth > 2 * XMLLimits.entityDepth
    || parser.pointee.inputNr > XMLLimits.entityDepth
  {
    session.pointee.failAtReference(.xmlEntityExpansion, XMLMessage.entityDepth())
  }
  session.pointee.charge(Int(entity.pointee.length) + XMLLimits.referenceCost)
  return !session.pointee.isStopped
}

/// What a reference becomes that nothing in the file explains.
private func xmlUnexplained(
  _ parser: xmlParserCtxtPtr, _ session: UnsafeMutablePointer<XMLSession>,
  _ name: UnsafePointer<UInt8>, _ message: (String) -> String
) -> xmlEntityPtr? {
  switch session.pointee.mapping.undeclaredEntities {
  case .keep:
    session.pointee.charge(XMLLimits.referenceCost)
    if session.pointee.isStopped { return session.pointee.standIn.empty(for: parser) }
    return session.pointee.standIn.keeping(name, for: parser)
  case .error:
    session.pointee.failAtReference(.xmlUndeclaredEntity, message(String(cString: name)))
    return session.pointee.standIn.empty(for: parser)
  }
}

/// Counts the attributes that an element type gets a value for; the parser compares each with each.
let xmlAttributeDeclared: attributeDeclSAXFunc = {
  context, element, _, _, _, defaultValue, enumeration in
  xmlFreeEnumeration(enumeration)
  guard let (parser, session) = xmlSession(context), let element, defaultValue != nil,
    let name = xmlDictLookup(parser.pointee.dict, element, -1)
  else { return }
  let count = session.pointee.entities.defaults[name, default: 0] + 1
  session.pointee.entities.defaults[name] = count
  if count > XMLLimits.defaults {
    session.pointee.fail(.xmlSyntax, XMLMessage.tooManyDefaults(String(cString: element)))
  }
}
