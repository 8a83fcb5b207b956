import TamisCore

/// Looks for keys that an object names twice, and for broken strings, in one walk over the nodes.
final class KeyScan {
  /// Key nodes of the same name in the same object, the later one second.
  @exclusivity(unchecked) private(set) var duplicates: [(first: Int, second: Int)] = []
  /// True when some string holds half of a surrogate pair.
  @exclusivity(unchecked) private(set) var hasLoneSurrogate = false

  /// Objects with more keys are compared by hash.
  private static let fewKeys = 8
  @exclusivity(unchecked) private var seen: [ContentHash: Int] = [:]
  @exclusivity(unchecked) private var decoded = ByteBuffer()

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
    let end = Int(object.next)
    var count = 0
    var isEscaped = false
    var at = index + 1
    while at < end {
      count += 1
      if document.node(at).flags.contains(.escaped) { isEscaped = true }
      at = Int(document.node(at + 1).next)
    }
    if count < 2 { return }
    if count > Self.fewKeys || isEscaped {
      compareByHash(index + 1..<end, document)
    } else {
      compareEach(index + 1..<end, document)
    }
  }

  private func compareEach(_ nodes: Range<Int>, _ document: JSONDocument) {
    var later = Int(document.node(nodes.lowerBound + 1).next)
    while later < nodes.upperBound {
      let range = document.node(later).range
      var earlier = nodes.lowerBound
      while earlier < later {
        let other = document.node(earlier).range
        if range.count == other.count, document.bytes(range).isSame(as: document.bytes(other)) {
          duplicates.append((earlier, later))
          break
        }
        earlier = Int(document.node(earlier + 1).next)
      }
      later = Int(document.node(later + 1).next)
    }
  }

  private func compareByHash(_ nodes: Range<Int>, _ document: JSONDocument) {
    seen.removeAll(keepingCapacity: true)
    var key = nodes.lowerBound
    while key < nodes.upperBound {
      defer { key = Int(document.node(key + 1).next) }
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
