import TamisCore

/// The place of a finding in a record: the node that it is about, and what stands around it.
struct Place {
  let document: JSONDocument
  let node: Int
  /// The byte that the finding names; inside of a string, where it is about a part of one.
  let offset: Int

  /// The place of the byte at `offset`; `nil` past the end.
  ///
  /// A finding names the first byte of what it is about, and no two nodes start at the same byte.
  init?(in document: JSONDocument, at offset: Int) {
    guard offset >= 0, offset < document.text.count, document.nodeCount > 0 else { return nil }
    var low = 0
    var high = document.nodeCount
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int(document.node(middle).start) <= offset { low = middle } else { high = middle }
    }
    self.init(document, low, offset)
  }

  private init(_ document: JSONDocument, _ node: Int, _ offset: Int) {
    self.document = document
    self.node = node
    self.offset = offset
  }

  /// The value, or the key, that the finding is about.
  var value: JSONValue { JSONValue(document: document, node: node) }
  /// The record.
  var root: JSONValue { document.root }

  /// The object or array that `node` is directly in; `nil` for the record itself.
  func parent(of node: Int) -> JSONValue? {
    var container = 0
    while container != node {
      let isObject = document.node(container).kind == .object
      var child = container + 1
      let end = Int(document.node(container).next)
      var next: Int?
      while child < end {
        let value = isObject ? child + 1 : child
        if node == child || node == value {
          return JSONValue(document: document, node: container)
        }
        if node < Int(document.node(value).next) {
          next = value
          break
        }
        child = Int(document.node(value).next)
      }
      guard let next else { return nil }
      container = next
    }
    return nil
  }

  /// The object or array that the finding's node is in.
  var parent: JSONValue? { parent(of: node) }

  /// The elements of the array that the finding's node is in, and which of them it is.
  var siblings: (all: [JSONValue], index: Int)? {
    guard let parent, parent.kind == .array else { return nil }
    let all = Array(parent.elements)
    return all.firstIndex { $0.node == node }.map { (all, $0) }
  }
}

extension Edit {
  /// Puts `json` in the place of `value`.
  static func replace(_ value: JSONValue, with json: some Sequence<UInt8>) -> Edit {
    Edit(value.range, json)
  }

  /// Puts a string in the place of `value`.
  static func replace(_ value: JSONValue, withString text: UnsafeRawBufferPointer) -> Edit {
    var json = ByteBuffer()
    JSONString.encode(text, into: &json)
    return Edit(value.range, json.bytes)
  }

  /// Takes a member of `object`, the one whose key is at `key`, out, together with a comma.
  static func removeMember(at key: Int, of object: JSONValue) -> Edit? {
    let starts = object.members.map {
      ($0.key.node, $0.key.range.lowerBound, $0.value.range.upperBound)
    }
    return remove(key, from: starts)
  }

  /// Takes an element of `array` out, together with a comma.
  static func removeElement(_ element: JSONValue, of array: JSONValue) -> Edit? {
    remove(
      element.node, from: array.elements.map { ($0.node, $0.range.lowerBound, $0.range.upperBound) }
    )
  }

  private static func remove(
    _ node: Int, from children: [(node: Int, start: Int, end: Int)]
  ) -> Edit? {
    guard let index = children.firstIndex(where: { $0.node == node }) else { return nil }
    let child = children[index]
    if index > 0 { return Edit(children[index - 1].end..<child.end, []) }
    if children.count > 1 { return Edit(child.start..<children[1].start, []) }
    return Edit(child.start..<child.end, [])
  }

  /// Adds a member, `"key":json`, in front of the others of `object`.
  static func insert(_ member: StaticString, into object: JSONValue) -> Edit {
    let start = object.range.lowerBound + 1
    let hasMembers = object.members.contains { _ in true }
    return Edit(
      start..<start, Array(String(describing: member).utf8) + Array((hasMembers ? ", " : "").utf8))
  }
}

extension JSONValue {
  /// The bytes between the quotes of a string.
  var body: UnsafeRawBufferPointer { document.bytes(range.lowerBound + 1..<range.upperBound - 1) }

  /// The characters of a string.
  func withCharacters<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    guard document.node(node).flags.contains(.escaped) else { return body(self.body) }
    var decoded = ByteBuffer()
    JSONString.decode(self.body, into: &decoded)
    return body(decoded.bytes)
  }

  /// The member whose key is one of `keys`, the first in the order of `keys`.
  func first(of keys: [StaticString]) -> JSONValue? { keys.lazy.compactMap { self[$0] }.first }
}
