import TamisCore

/// Cuts one JSON array, which comes in blocks, into its elements, each as one line.
struct ArrayCutter {
  private let limit: Int
  private let element = JSONJoiner()
  /// How many brackets are open, that of the array included.
  private var depth = 0
  /// True behind the closing bracket, and where an element is too long to be held.
  private(set) var isOver = false

  init(limit: Int) { self.limit = limit }

  /// What has come of an element that has no end yet.
  var rest: UnsafeRawBufferPointer { element.text.bytes }

  /// Takes `block` in and hands over the elements that end in it; returns how many bytes it used, which
  /// is all of them until the array is over.
  mutating func cut(
    _ block: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws -> Int {
    for (index, byte) in block.enumerated() {
      if element.isInString {
        element.take(byte)
        continue
      }
      switch byte {
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        if depth > 1 { element.take(byte) }
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        if depth > 0 {
          element.take(byte)
        } else {
          try send(body)
          isOver = true
          return index + 1
        }
      case UInt8(ascii: ",") where depth == 1: try send(body)
      default: element.take(byte)
      }
      if element.text.count > limit {
        isOver = true
        return index + 1
      }
    }
    return block.count
  }

  private mutating func send(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    if !element.text.bytes.isEmpty { try body(element.text.bytes) }
    element.reset()
  }
}
