import TamisCore

/// Something below the fields of a record that has no place in an example.
struct LeftOut {
  /// Where it stood.
  var container: StaticString
  /// Its key.
  var name: JSONFragment?
  /// What it is, where it has no key.
  var words: String?
}

extension RecordTree {
  /// Notes that the member with the key at node `key`, which is in `container`, has no place in an
  /// example. `container` names the kind of place: `messages[]`.
  func leaveOut(_ key: Int, of container: StaticString) {
    leaveOut(fragment(key), of: container)
  }

  /// Notes that a member with the key `name` has no place in an example.
  func leaveOut(_ name: JSONFragment, of container: StaticString) {
    // Once is enough; how far back is looked is bounded, because a record may be hostile.
    let isKnown = leftOut.suffix(16).contains { entry in
      entry.container.utf8Start == container.utf8Start
        && entry.name.map { $0.json.isSame(as: name.json) } ?? false
    }
    if !isKnown { leftOut.append(LeftOut(container: container, name: name)) }
  }

  /// Notes the members of the object at `node` besides those named; true where there are some.
  @discardableResult
  func noteOthers(of node: Int, in container: StaticString, besides known: KnownKey...) -> Bool {
    guard kind(node) == .object else { return false }
    var any = false
    var key = node + 1
    let end = next(node)
    while key < end {
      let name = self.key(key)
      if !known.contains(where: { $0 == name }) {
        leaveOut(key, of: container)
        any = true
      }
      key = next(key + 1)
    }
    return any
  }

  /// Notes that something that is told in words has no place in an example.
  func leaveOut(_ what: String) {
    if leftOut.suffix(16).contains(where: { $0.words == what }) { return }
    leftOut.append(LeftOut(container: "", name: nil, words: what))
  }

  /// Calls `body` with a name for each thing below the fields that was left out of the example, such
  /// as `messages[].id`.
  public func forEachLeftOut(_ body: (_ name: UnsafeRawBufferPointer) -> Void) {
    guard !leftOut.isEmpty else { return }
    var name = ByteBuffer()
    for entry in leftOut {
      name.removeAll()
      name.append(entry.container)
      if let words = entry.words { name.append(words) }
      if let key = entry.name {
        name.append(UInt8(ascii: "."))
        name.append(key.body)
      }
      body(name.bytes)
    }
  }
}
