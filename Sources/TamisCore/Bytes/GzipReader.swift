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
  private var memberOffset = 0
  private var isFirstMember = true
  private var state = State.betweenMembers
  /// True where the decompressor may have more to give without more to take.
  private var holdsOutput = false
  private var failure: InputError?

  private enum State {
    case betweenMembers
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
    if unread.isEmpty, !holdsOutput, try !refill() {
      if case .insideMember = state { throw error(.truncated, at: offset) }
      state = .ended
      return false
    }
    switch state {
    case .betweenMembers:
      memberOffset = offset
      if !isFirstMember, input[unread.lowerBound] == 0 {
        state = .padding
        return true
      }
      guard input[unread.lowerBound] == 0x1F else { throw notMember() }
      decompressor.reset()
      state = .insideMember
    case .insideMember:
      try inflate(buffer, &written)
    case .padding:
      if let garbage = unread.first(where: { input[$0] != 0 }) {
        unread = garbage..<unread.upperBound
        throw error(.trailingGarbage, at: offset)
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
    holdsOutput = false
    switch status {
    case .more: holdsOutput = produced == output.count
    case .endOfMember:
      state = .betweenMembers
      isFirstMember = false
    case .failed(.notGzip): throw notMember()
    case .failed(let defect): throw error(defect, at: offset)
    }
  }

  private func refill() throws(InputError) -> Bool {
    inputOffset += unread.upperBound
    unread = 0..<0
    let size = try source.read(into: &input)
    unread = 0..<size
    return size > 0
  }

  /// Offset of the next byte in the compressed file.
  private var offset: Int { inputOffset + unread.lowerBound }

  /// What there is to say of bytes that should start a member.
  private func notMember() -> InputError {
    error(isFirstMember ? .notGzip : .trailingGarbage, at: memberOffset)
  }

  private func error(_ defect: GzipDefect, at offset: Int) -> InputError {
    InputError(path: path, kind: .gzip(defect, offset: offset))
  }
}
