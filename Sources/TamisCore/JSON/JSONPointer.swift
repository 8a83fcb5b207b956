extension JSONValue {
  /// The JSON Pointer (RFC 6901, https://www.rfc-editor.org/rfc/rfc6901) from the document's root
  /// to the value; that of a key is its member's. The root's is empty.
  ///
  /// - Complexity: linear in the siblings of the value and of what it stands in.
  public var pointer: String {
    var pointer = ""
    var container = 0
    while container != node {
      guard let step = document.step(from: container, to: node) else { break }
      pointer += "/" + step.token
      container = step.child
      if step.isEnd { break }
    }
    return pointer
  }
}

extension JSONDocument {
  /// The way from a container to the child that `target` is, or is in.
  fileprivate func step(
    from container: Int, to target: Int
  ) -> (token: String, child: Int, isEnd: Bool)? {
    let end = Int(node(container).next)
    let isObject = node(container).kind == .object
    var child = container + 1
    var index = 0
    while child < end {
      let value = isObject ? child + 1 : child
      let next = Int(node(value).next)
      if target < next {
        let token =
          isObject
          ? Self.escaped(JSONValue(document: self, node: child).string ?? "") : String(index)
        return (token, value, target <= value)
      }
      child = next
      index += 1
    }
    return nil
  }

  private static func escaped(_ key: String) -> String {
    guard key.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
      return key
    }
    var escaped = ""
    for scalar in key.unicodeScalars {
      switch scalar {
      case "~": escaped += "~0"
      case "/": escaped += "~1"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
