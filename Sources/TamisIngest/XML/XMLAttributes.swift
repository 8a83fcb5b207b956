import CLibXML2

/// The attributes of a start tag, as the parser hands them over: five pointers each.
struct XMLAttributes {
  // Safety: valid during the callback that it is made in, and not kept.
  let pointers: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
  let count: Int
  /// How many of them, at the end, the document type gives.
  let defaultCount: Int

  /// One attribute; the pointers are good as long as the list is.
  struct Attribute {
    var name: XMLAutomaton.InternedName
    var value: UnsafePointer<UInt8>
    var count: Int
    /// Bytes that may be read behind the value.
    var behind: Int
    /// Bytes that do not stand in the tag but in a declaration.
    var declaredSize: Int
  }

  /// The attribute with that place in the list.
  func attribute(_ index: Int, in context: xmlParserCtxtPtr) -> Attribute? {
    guard let five = pointers.map({ $0 + 5 * index }), let value = five[3], let end = five[4]
    else { return nil }
    return Attribute(
      name: XMLAutomaton.InternedName(prefix: five[1], local: five[0]), value: value,
      count: end - value, behind: XMLPlace.readableBytes(behind: end, in: context),
      declaredSize: index >= count - defaultCount ? end - value : 0)
  }

  /// The attribute of that name. A name without a prefix goes with any where it is not there as it
  /// is.
  func find(_ name: XMLAutomaton.InternedName, in context: xmlParserCtxtPtr) -> Attribute? {
    guard let pointers else { return nil }
    var found: Int?
    for index in 0..<count where pointers[5 * index] == name.local {
      if pointers[5 * index + 1] == name.prefix { return attribute(index, in: context) }
      if name.prefix == nil, found == nil { found = index }
    }
    return found.flatMap { attribute($0, in: context) }
  }
}
