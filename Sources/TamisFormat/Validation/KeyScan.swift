import TamisCore

/// Looks for keys that an object names twice, and for broken strings, in one walk over the nodes.
final class KeyScan {
  /// Key nodes of the same name in the same object, the later one second.
  private(set) var duplicates: [(first: Int, second: Int)] = []
  /// True when some string holds half of a surrogate pair.
  private(set) var hasLoneSurrogate = false

  /// Objects with more keys are compared by hash.
  private static let fewKeys = 8
  private var keys: [Int] = []
  private var seen: [ContentHash: Int] = [:]
  private var decoded = ByteBuffer()

  /// Looks through `document`. Linear.
  func scan(_ document: JSONDocument) {
    duplicates.removeAll(keepingCapacity: true)
    hasLoneSurrogate = false
    for index in 0..<document.nodeCount {
      let node = document.node(index)
      if node.flags.contains(.loneSurrogate) { hasLoneSurrogate = true }
      if node.kind == .object { scanObject(index, node, document) }
    }
  }

  private func scanObject(_ index: Int, _ object: JSONNode, _ document: JSONDocument) {
    keys.removeAll(keepingCapacity: true)
    var isEscaped = false
    var at = index + 1
    while at < Int(object.next) {
      keys.append(at)
      if document.node(at).flags.contains(.escaped) { isEscaped = true }
      at = Int(document.node(at + 1).next)
    }
    if keys.count > Self.fewKeys || isEscaped {
      compareByHash(document)
    } else {
      compareEach(document)
    }
  }

  private func compareEach(_ document: JSONDocument) {
    for later in keys.indices.dropFirst() {
      let range = document.node(keys[later]).range
      for earlier in 0..<later {
        let other = document.node(keys[earlier]).range
        if range.count == other.count, document.bytes(range).isSame(as: document.bytes(other)) {
          duplicates.append((keys[earlier], keys[later]))
          break
        }
      }
    }
  }

  private func compareByHash(_ document: JSONDocument) {
    seen.removeAll(keepingCapacity: true)
    for key in keys {
      let range = document.node(key).range
      decoded.truncate(to: 0)
      JSONString.decode(
        document.bytes(range.lowerBound + 1..<range.upperBound - 1), into: &decoded)
      let hash = ContentHash(decoded.bytes)
      if let first = seen[hash] {
        duplicates.append((first, key))
      } else {
        seen[hash] = key
      }
    }
  }
}
