#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Decodes another character set to UTF-8 with the system's `iconv(3)`.
///
/// Bytes that the character set does not have are an error that names their offset: nothing is
/// replaced or left out.
public final class TranscodingReader: ByteReader {
  private let source: any ByteReader
  private let path: String
  private let encoding: String
  private let converter: iconv_t
  private var input = [UInt8](repeating: 0, count: 256 << 10)
  private var unread = 0..<0
  private var inputOffset = 0
  private var ended = false
  private var isFlushed = false
  /// True where the unread bytes are the start of a character.
  private var isCut = false
  private var failure: InputError?
  /// Characters for a caller who has less room than one may need.
  private var spare: [UInt8] = []

  /// Room that a step needs: what one character of any character set becomes.
  private static let leastRoom = 16

  /// A reader that gives the characters of `source`, which are in `encoding`, as UTF-8.
  ///
  /// `encoding` is any name that `iconv -l` lists: `UTF-16LE`, `LATIN1`, `WINDOWS-1252`, `SHIFT_JIS`.
  public init(_ source: any ByteReader, encoding: String, path: String) throws(InputError) {
    self.source = source
    self.encoding = encoding
    self.path = path
    converter = iconv_open("UTF-8", encoding)
    if Int(bitPattern: converter) == -1 {
      throw InputError(path: path, kind: .unknownEncoding(encoding))
    }
  }

  deinit { iconv_close(converter) }

  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    if spare.isEmpty, buffer.count >= Self.leastRoom { return try fill(buffer) }
    if spare.isEmpty {
      var room = [UInt8](repeating: 0, count: Self.leastRoom)
      var outcome = Result<Int, InputError>.success(0)
      room.withUnsafeMutableBytes { space in
        do throws(InputError) { outcome = .success(try fill(space)) } catch {
          outcome = .failure(error)
        }
      }
      spare = Array(room[..<(try outcome.get())])
    }
    let size = min(buffer.count, spare.count)
    buffer.copyBytes(from: spare[..<size])
    spare.removeFirst(size)
    return size
  }

  /// Converts what there is and fits into `buffer`, which has the least room or more.
  private func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    if let failure { throw failure }
    var written = 0
    while buffer.count - written >= Self.leastRoom, !isFlushed {
      // Only when all has been converted: what lies below may fail, and that comes after its bytes.
      if !ended, unread.isEmpty || isCut { try refill() }
      if let error = convert(buffer, &written) {
        guard written > 0 else { throw error }
        failure = error
        break
      }
      if written > 0, unread.isEmpty || isCut, !ended { break }
    }
    return written
  }

  /// Converts what fits; the error if that stops at bytes that are no character.
  private func convert(
    _ buffer: UnsafeMutableRawBufferPointer, _ written: inout Int
  ) -> InputError? {
    let before = unread
    let isLast = ended && unread.isEmpty
    let (left, outLeft, code) = input.withUnsafeMutableBytes { all in
      var from =
        (all.baseAddress! + unread.lowerBound).assumingMemoryBound(to: CChar.self)
        as UnsafeMutablePointer<CChar>?
      var to =
        (buffer.baseAddress! + written).assumingMemoryBound(to: CChar.self)
        as UnsafeMutablePointer<CChar>?
      var left = unread.count
      var outLeft = buffer.count - written
      // Safety: iconv moves both pointers forward by what the two counts allow, never past them.
      // Without a source it gives out the letter that it holds back for a mark behind it.
      let result =
        isLast
        ? iconv(converter, nil, nil, &to, &outLeft)
        : iconv(converter, &from, &left, &to, &outLeft)
      return (left, outLeft, result == Int(bitPattern: UInt.max) ? errno : 0)
    }
    unread = before.upperBound - left..<before.upperBound
    written = buffer.count - outLeft
    isFlushed = isLast
    isCut = code == EINVAL
    switch code {
    case 0, E2BIG: return nil
    // A character that is cut off at the end of the block goes on in the next one.
    case EINVAL where !ended: return nil
    default:
      return InputError(
        path: path,
        kind: .undecodable(encoding: encoding, offset: inputOffset + unread.lowerBound))
    }
  }

  /// Moves the rest to the front and fills the space behind it.
  private func refill() throws(InputError) {
    inputOffset += unread.lowerBound
    let kept = unread.count
    input.replaceSubrange(0..<kept, with: Array(input[unread]))
    let size = try source.read(into: &input, from: kept)
    unread = 0..<kept + size
    if size == 0 { ended = true }
  }
}
