import CTamisKernels

/// A JSON text with all of its nodes, to look around in.
///
/// Meant to be filled again and again: `parse` keeps the memory of the text before. Values are handles
/// into the document, good until it parses another text.
public final class JSONDocument {
  // Safety: only `parse` changes the two, and it calls nothing that could look at the document. The
  // run-time check would cost a third of the time of a walk over the nodes.
  @exclusivity(unchecked) @usableFromInline var bytes = ByteBuffer()
  @exclusivity(unchecked) @usableFromInline var nodes = JSONNodeList()
  private var scanner: JSONScanner

  public init(depthLimit: Int = JSONScanner.defaultDepthLimit) {
    scanner = JSONScanner(depthLimit: depthLimit)
  }

  /// A document of `text`.
  public convenience init(_ text: [UInt8]) throws(JSONError) {
    self.init()
    var outcome = Result<Void, JSONError>.success(())
    text.withUnsafeBytes { all in
      do throws(JSONError) { _ = try parse(all) } catch { outcome = .failure(error) }
    }
    try outcome.get()
  }

  /// Reads `text` in place of the text before; returns its value. Linear, and allocates nothing when
  /// warm.
  @discardableResult
  public func parse(_ text: UnsafeRawBufferPointer) throws(JSONError) -> JSONValue {
    bytes.removeAll()
    bytes.append(text)
    return try scan()
  }

  /// Reads `text` in place of the text before, and keeps its memory: for texts of many megabytes.
  @discardableResult
  public func parse(_ text: consuming ByteBuffer) throws(JSONError) -> JSONValue {
    bytes = text
    // More than texts have; what is not touched costs nothing, where growing would copy.
    nodes.reserve(bytes.count / 8)
    return try scan()
  }

  private func scan() throws(JSONError) -> JSONValue {
    bytes.terminate()
    nodes.truncate(to: 0)
    let valid = validUTF8Prefix(bytes.bytes)
    if valid < bytes.count { throw JSONError(.invalidUTF8, at: valid) }
    try scanner.scan(bytes.base, 0..<bytes.count, into: &nodes)
    return JSONValue(document: self, node: 0)
  }

  /// The whole value.
  public var root: JSONValue { JSONValue(document: self, node: 0) }

  /// The text.
  @inlinable public var text: UnsafeRawBufferPointer { bytes.bytes }

  /// How many nodes there are, keys among them. The value itself is node 0.
  @inlinable public var nodeCount: Int { nodes.count }

  /// One node, for loops that would lose time on values.
  @inlinable public func node(_ index: Int) -> JSONNode { nodes[index] }

  /// The bytes of `range` in the text.
  @inlinable public func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    bytes.bytes(range)
  }
}

/// A value in a document.
public struct JSONValue {
  public let document: JSONDocument
  /// Place among the document's nodes.
  public let node: Int

  @inlinable
  public init(document: JSONDocument, node: Int) {
    self.document = document
    self.node = node
  }

  @inlinable public var kind: JSONKind { document.node(node).kind }
  /// The bytes of the text that are the value.
  @inlinable public var range: Range<Int> { document.node(node).range }
  /// The value as it is written.
  @inlinable public var json: UnsafeRawBufferPointer { document.bytes(range) }

  /// The characters of a string; `nil` for other kinds. Lone surrogates become U+FFFD.
  public var string: String? {
    guard kind == .string else { return nil }
    let body = UnsafeRawBufferPointer(rebasing: json[1..<json.count - 1])
    guard document.node(node).flags.contains(.escaped) else {
      return String(decoding: body, as: UTF8.self)
    }
    var decoded = ByteBuffer()
    JSONString.decode(body, into: &decoded)
    if hasLoneSurrogate { decoded.replaceSurrogates() }
    return String(decoding: decoded.bytes, as: UTF8.self)
  }

  /// True for a string that holds half of a surrogate pair.
  public var hasLoneSurrogate: Bool { document.node(node).flags.contains(.loneSurrogate) }

  /// A number that is written without a point or an exponent and fits; `nil` for everything else.
  public var integer: Int? {
    kind == .number ? Int(String(decoding: json, as: UTF8.self)) : nil
  }

  /// True for a string with exactly the characters of `text`.
  public func isString(_ text: StaticString) -> Bool {
    let node = document.node(self.node)
    guard node.kind == .string else { return false }
    if node.flags.contains(.escaped) {
      return string.map { Array($0.utf8).elementsEqual(text.bytes) } ?? false
    }
    let count = text.utf8CodeUnitCount
    guard node.range.count == count + 2 else { return false }
    // Safety: the string has `count` bytes between its quotes.
    return tamis_same_bytes(
      document.text.baseAddress.unsafelyUnwrapped + (node.range.lowerBound + 1), text.utf8Start,
      count)
  }

  /// The members of an object in their order, duplicates included; empty for other kinds.
  public var members: Members { Members(self) }
  /// The elements of an array in their order; empty for other kinds.
  public var elements: Elements { Elements(self) }

  /// The member named `key`, the last one where there are more; `nil` where there is none.
  public subscript(key: StaticString) -> JSONValue? {
    var found: JSONValue?
    for member in members where member.key.isString(key) { found = member.value }
    return found
  }

  /// The objects' keys and values.
  public struct Members: Sequence, IteratorProtocol {
    private let document: JSONDocument
    private var key: Int
    private let end: Int

    init(_ value: JSONValue) {
      document = value.document
      key = value.node + 1
      end = value.kind == .object ? Int(document.node(value.node).next) : 0
    }

    public mutating func next() -> (key: JSONValue, value: JSONValue)? {
      guard key < end else { return nil }
      defer { key = Int(document.node(key + 1).next) }
      return (
        JSONValue(document: document, node: key), JSONValue(document: document, node: key + 1)
      )
    }
  }

  /// The arrays' elements.
  public struct Elements: Sequence, IteratorProtocol {
    private let document: JSONDocument
    private var element: Int
    private let end: Int

    init(_ value: JSONValue) {
      document = value.document
      element = value.node + 1
      end = value.kind == .array ? Int(document.node(value.node).next) : 0
    }

    public mutating func next() -> JSONValue? {
      guard element < end else { return nil }
      defer { element = Int(document.node(element).next) }
      return JSONValue(document: document, node: element)
    }
  }
}

extension ByteBuffer {
  /// Puts U+FFFD in the place of each half of a surrogate pair.
  fileprivate mutating func replaceSurrogates() {
    var at = 0
    while at + 3 <= count {
      // Safety: the three bytes lie within the content.
      if base[at] == 0xED, base[at + 1] >= 0xA0 {
        (base[at], base[at + 1], base[at + 2]) = (0xEF, 0xBF, 0xBD)
      }
      at += 1
    }
  }
}

extension StaticString {
  /// The UTF-8 of the text.
  var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount)
  }
}
