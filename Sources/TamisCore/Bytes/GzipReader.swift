/// Decompresses a gzip file of one or more members.
///
/// The members' contents follow each other, as `gzip -dc` gives them. Zero bytes behind the last member
/// are padding (tape blocks) and pass; anything else there is an error with its offset, as is a stream
/// that ends early: what was inflated before is given out first, so that no byte is lost unseen.
public final class GzipReader: ByteReader {
  private static let blockSize = 256 << 10

  private let path: String
  private let source: any ByteReader
  private var decompressor: any Decompressor = ZlibDecompressor()
  private var input = [UInt8](repeating: 0, count: blockSize)
  private var unread = 0..<0
  /// Offset of `input[0]` in the compressed file.
  private var inputOffset = 0
  private var state = State.betweenMembers(first: true)
  private var failure: InputError?

  private enum State {
    case betweenMembers(first: Bool)
    case insideMember
    case padding
    case ended
  }

  /// A reader of the members in `source`; `path` is for messages.
  public init(_ source: any ByteReader, path: String) {
    self.source = source
    self.path = path
  }

  /// True for the two bytes that every gzip member starts with.
  public static func isGzip(_ first: UInt8, _ second: UInt8) -> Bool {
    first == 0x1F && second == 0x8B
  }

  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    if let failure { throw failure }
    var written = 0
    do throws(InputError) {
      while written < buffer.count, try step(buffer, &written) {}
    } catch {
      guard written > 0 else { throw error }
      failure = error
    }
    return written
  }

  /// Takes one step in the state machine; false at the end.
  private func step(
    _ buffer: UnsafeMutableRawBufferPointer, _ written: inout Int
  ) throws(InputError) -> Bool {
    if unread.isEmpty, try !refill() {
      switch state {
      case .insideMember: throw error(.truncated)
      case .betweenMembers(first: true), .betweenMembers(first: false), .padding, .ended:
        state = .ended
        return false
      }
    }
    switch state {
    case .betweenMembers(let first):
      if !first, input[unread.lowerBound] == 0 {
        state = .padding
        return true
      }
      guard input[unread.lowerBound] == 0x1F else {
        throw error(first ? .notGzip : .trailingGarbage(bytes: unread.count))
      }
      decompressor.reset()
      state = .insideMember
    case .insideMember:
      try inflate(buffer, &written)
    case .padding:
      if let garbage = unread.first(where: { input[$0] != 0 }) {
        unread = garbage..<unread.upperBound
        throw error(.trailingGarbage(bytes: unread.count))
      }
      unread = unread.upperBound..<unread.upperBound
    case .ended:
      return false
    }
    return true
  }

  private func inflate(
    _ buffer: UnsafeMutableRawBufferPointer, _ written: inout Int
  ) throws(InputError) {
    let output = UnsafeMutableRawBufferPointer(rebasing: buffer[written...])
    let (consumed, produced, status) = input.withUnsafeBytes { all in
      decompressor.inflate(from: UnsafeRawBufferPointer(rebasing: all[unread]), into: output)
    }
    unread = unread.lowerBound + consumed..<unread.upperBound
    written += produced
    switch status {
    case .more: break
    case .endOfMember: state = .betweenMembers(first: false)
    case .failed(let defect): throw error(defect)
    }
  }

  private func refill() throws(InputError) -> Bool {
    inputOffset += unread.upperBound
    unread = 0..<0
    let size = try source.read(into: &input)
    unread = 0..<size
    return size > 0
  }

  private func error(_ defect: GzipDefect) -> InputError {
    InputError(path: path, kind: .gzip(defect, offset: inputOffset + unread.lowerBound))
  }
}
