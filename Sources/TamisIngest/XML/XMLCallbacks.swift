import CLibXML2
import TamisCore

// What the parser calls. Each callback finds the session in the parser's private field, which the
// parsers of entities inherit.

/// The parser and the session of a callback.
@inline(__always)
func xmlSession(
  _ context: UnsafeMutableRawPointer?
) -> (xmlParserCtxtPtr, UnsafeMutablePointer<XMLSession>)? {
  guard let parser = context?.assumingMemoryBound(to: xmlParserCtxt.self),
    let session = parser.pointee._private?.assumingMemoryBound(to: XMLSession.self)
  else { return nil }
  return (parser, session)
}

/// The callbacks, and nothing else that the parser could do: no tree, no other files.
func xmlCallbacks() -> xmlSAXHandler {
  var handler = xmlSAXHandler()
  handler.initialized = UInt32(XML_SAX2_MAGIC)
  handler.startDocument = xmlSAX2StartDocument
  handler.internalSubset = xmlSAX2InternalSubset
  handler.entityDecl = xmlSAX2EntityDecl
  handler.unparsedEntityDecl = xmlSAX2UnparsedEntityDecl
  // Notations are of no use here, but it is this function that finds faults in them.
  handler.notationDecl = xmlSAX2NotationDecl
  handler.attributeDecl = xmlAttributeDeclared
  handler.getEntity = xmlGetEntity
  handler.getParameterEntity = xmlGetParameterEntity
  handler.startElementNs = startElement
  handler.endElementNs = endElement
  handler.characters = characters
  // The same address, so that the parser does not ask itself which white space matters.
  handler.ignorableWhitespace = handler.characters
  handler.cdataBlock = characters
  handler.comment = { context, _ in noteEvent(context) }
  handler.processingInstruction = { context, _, _ in noteEvent(context) }
  handler.serror = noteError
  return handler
}

private let startElement: startElementNsSAX2Func = {
  context, local, prefix, _, _, _, attributeCount, defaultCount, attributes in
  guard let (parser, session) = xmlSession(context), !session.pointee.isStopped else { return }
  session.pointee.startElement(
    parser, XMLAutomaton.InternedName(prefix: prefix, local: local),
    XMLAttributes(
      pointers: attributes, count: Int(attributeCount), defaultCount: Int(defaultCount)))
}

private let endElement: endElementNsSAX2Func = { context, _, _, _ in
  guard let (_, session) = xmlSession(context), !session.pointee.isStopped else { return }
  session.pointee.endElement()
}

private let characters: charactersSAXFunc = { context, text, count in
  guard let (parser, session) = xmlSession(context), !session.pointee.isStopped, let text
  else { return }
  session.pointee.characters(parser, text, Int(count))
}

private func noteEvent(_ context: UnsafeMutableRawPointer?) {
  if let (_, session) = xmlSession(context) { session.pointee.feed.noteEvent() }
}

private let noteError: xmlStructuredErrorFunc = { context, error in
  guard let (parser, session) = xmlSession(context), let error = error?.pointee,
    error.level == XML_ERR_FATAL
  else { return }
  let names = parser.pointee.dict.map { xmlDictGetUsage($0) } ?? 0
  if names + (64 << 10) > XMLLimits.names {
    session.pointee.fail(.xmlSyntax, XMLMessage.tooManyNames())
  } else if error.code == Int32(XML_ERR_ENTITY_LOOP.rawValue) {
    session.pointee.failAtReference(.xmlEntityExpansion, XMLMessage.entityDepth())
  } else {
    session.pointee.fail(.xmlSyntax, XMLMessage.oneLine(error))
  }
}

/// Gives the parser its next bytes, or ends the document when it asks for too much.
let xmlRead: xmlInputReadCallback = { context, buffer, count in
  guard let session = context?.assumingMemoryBound(to: XMLSession.self), let buffer, count > 0,
    !session.pointee.isStopped
  else { return 0 }
  session.pointee.checkParser()
  return Int32(
    session.pointee.feed.read(
      into: UnsafeMutableRawBufferPointer(start: buffer, count: Int(count))))
}

extension XMLSession {
  /// Fails when the parser holds more than a sane document makes it hold.
  mutating func checkParser() {
    guard let state = parser?.pointee else { return }
    if state.inSubset != 0, feed.heldBytes > XMLLimits.documentType {
      failWhileReading(.xmlSyntax, XMLMessage.longDocumentType())
    } else if feed.isTokenTooLong {
      failWhileReading(.recordTooLarge, XMLMessage.longToken(feed.longestToken))
    } else if Int(state.maxatts) > 2 * 5 * XMLLimits.attributes {
      failWhileReading(.xmlSyntax, XMLMessage.tooManyAttributes())
    } else if Int(state.nsNr) > 2 * XMLLimits.namespaces {
      failWhileReading(.xmlSyntax, XMLMessage.tooManyNamespaces())
    }
  }
}

extension XMLMessage {
  /// The parser's words, which end in a line end and may have others in them.
  static func oneLine(_ error: xmlError) -> String {
    guard let message = error.message else { return "XML error \(error.code)" }
    let text = String(cString: message).split { $0.isNewline }.joined(separator: "; ")
    switch text {
    case "xmlParseEntityRef: no name":
      return "an '&' that begins no reference; write '&amp;' for the character"
    case "StartTag: invalid element name":
      return "a '<' that begins no tag; write '&lt;' for the character"
    case let text where text.hasPrefix("Input is not proper UTF-8"):
      let bytes = text.split(separator: ":").last ?? ""
      return "the bytes\(bytes) are not UTF-8; name the encoding with --encoding"
    default:
      return text
    }
  }
}
