/// A stream of bytes that is read once, from front to end.
///
/// Readers stack: a file, below a decompressor, below a read-ahead thread, below a decoder. A call
/// moves a block of many kilobytes, so that the dynamic call costs nothing.
public protocol ByteReader: AnyObject {
  /// Fills `buffer` with up to its size; 0 only at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int
}

extension ByteReader {
  /// Fills `array` from `start` on; returns how many bytes came.
  package func read(into array: inout [UInt8], from start: Int = 0) throws(InputError) -> Int {
    var outcome = Result<Int, InputError>.success(0)
    array.withUnsafeMutableBytes { all in
      do throws(InputError) {
        outcome = .success(try read(into: UnsafeMutableRawBufferPointer(rebasing: all[start...])))
      } catch {
        outcome = .failure(error)
      }
    }
    return try outcome.get()
  }
}

/// Why an input could not be read to its end.
public struct InputError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Kind: Equatable, Sendable {
    /// The operating system refused; `code` is its `errno`.
    case system(operation: String, code: Int32)
    /// The compressed stream is not whole; `offset` counts bytes of the compressed file.
    case gzip(GzipDefect, offset: Int)
    /// The bytes at `offset` are no character in `encoding`.
    case undecodable(encoding: String, offset: Int)
    /// There is no decoder of that name.
    case unknownEncoding(String)
    /// What the content is wanted as is not what it is; the text says both.
    case format(String, line: Int?, column: Int?, offset: Int?)
  }

  /// The path as the user gave it; `-` is standard input.
  public var path: String
  public var kind: Kind

  public init(path: String, kind: Kind) {
    self.path = path
    self.kind = kind
  }

  /// One line: where, what, and what to do about it.
  public var description: String {
    let name = path == "-" ? "standard input" : path
    switch kind {
    case .system(let operation, let code):
      return "\(name): cannot \(operation): \(systemMessage(code))"
    case .gzip(let defect, let offset):
      return "\(name): \(defect.description) at byte \(offset) of the compressed file"
    case .undecodable(let encoding, let offset):
      return "\(name): the bytes at offset \(offset) are not \(encoding); "
        + "name the encoding with --encoding"
    case .unknownEncoding(let encoding):
      return "\(name): unknown encoding '\(encoding)'; 'iconv -l' lists the names"
    case .format(let message, let line, let column, _):
      let place = line.map { ":\($0)" + (column.map { ":\($0)" } ?? "") } ?? ""
      return "\(name)\(place): \(message)"
    }
  }
}

/// Reads bytes that are already in memory.
public final class MemoryReader: ByteReader {
  private let bytes: [UInt8]
  private var position = 0
  private let step: Int

  /// A reader of `bytes` that gives at most `step` of them at a time.
  public init(_ bytes: [UInt8], step: Int = .max) {
    self.bytes = bytes
    self.step = step
  }

  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    let size = min(buffer.count, bytes.count - position, step)
    bytes.withUnsafeBytes { all in
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[position..<position + size]))
    }
    position += size
    return size
  }
}
