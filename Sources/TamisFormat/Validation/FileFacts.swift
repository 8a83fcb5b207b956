import TamisCore

/// What is known of a file besides its records. Whoever reads the file gathers it.
public struct FileFacts: Sendable, Equatable {
  /// The path as the user gave it; `-` is standard input.
  public var path: String
  /// Bytes, as they would be uploaded; `nil` where nobody counted.
  public var size: Int?
  public var byteOrderMark: ByteOrderMark?
  public var endsWithNewline: Bool?
  /// True when some line ends in CR LF.
  public var hasCarriageReturns: Bool
  /// Which part of a data set the file is, as its name tells or somebody has said.
  public var part: FilePart?

  private var head: [UInt8] = []
  private var last: UInt8?

  public init(
    path: String, size: Int? = nil, byteOrderMark: ByteOrderMark? = nil,
    endsWithNewline: Bool? = nil, hasCarriageReturns: Bool = false, part: FilePart? = nil
  ) {
    self.path = path
    self.part = part ?? FilePart(named: path)
    self.size = size
    self.byteOrderMark = byteOrderMark
    self.endsWithNewline = endsWithNewline
    self.hasCarriageReturns = hasCarriageReturns
  }

  /// Takes in the next bytes of the file, in their order and as they stand on the disk: with the
  /// mark at the front, before any decoding. Call it once with no bytes for an empty file.
  public mutating func observe(_ block: UnsafeRawBufferPointer) {
    size = (size ?? 0) + block.count
    if head.count < 4 {
      head.append(contentsOf: block.prefix(4 - head.count))
      byteOrderMark = ByteOrderMark(head)
    }
    if !hasCarriageReturns { hasCarriageReturns = Self.hasLineEnd(block, after: last) }
    last = block.last ?? last
    endsWithNewline = last == 0x0A
  }

  private static func hasLineEnd(_ block: UnsafeRawBufferPointer, after last: UInt8?) -> Bool {
    if last == 0x0D, block.first == 0x0A { return true }
    var at = 0
    while let found = block.firstOffset(of: 0x0D, from: at) {
      if block.isByte(0x0A, at: found + 1) { return true }
      at = found + 1
    }
    return false
  }
}
