/// One input as the user named it: a path, or `-` for standard input.
public struct Input: Sendable, Hashable {
  public var path: String
  /// The character set of the content, or `nil` to go by the byte-order mark and else by UTF-8.
  public var encoding: String?

  public init(path: String, encoding: String? = nil) {
    self.path = path
    self.encoding = encoding
  }

  /// Opens the input: decompressed where it is gzip (by its first bytes or its name), and as UTF-8
  /// without a byte-order mark where it is text of another kind.
  ///
  /// A gzip file inflates on a thread of its own.
  public func open() throws(InputError) -> any ByteReader {
    try decoded(try openBytes())
  }

  /// Opens the input decompressed but otherwise as it is, for formats that declare their character
  /// set themselves.
  public func openBytes() throws(InputError) -> any ByteReader {
    let file = Peeking(try FileReader(path: path))
    let head = try file.peek(2)
    let gzipped = head.count == 2 && GzipReader.isGzip(head[0], head[1])
    guard gzipped || path.hasSuffix(".gz") else { return file }
    return ReadAhead(GzipReader(file, path: path))
  }

  /// The text that `source` gives, as UTF-8 without a byte-order mark.
  public func decoded(_ source: any ByteReader) throws(InputError) -> any ByteReader {
    let reader = Peeking(source)
    let mark = ByteOrderMark(try reader.peek(4))
    if let encoding, !["UTF-8", "UTF8"].contains(encoding.uppercased()) {
      guard let mark, mark.fits(encoding) else {
        return try TranscodingReader(reader, encoding: encoding, path: path)
      }
      // "UTF-16" alone does not say which byte comes first; the mark does.
      reader.skip(mark.length)
      return try TranscodingReader(reader, encoding: mark.encoding, path: path)
    }
    guard let mark else { return reader }
    reader.skip(mark.length)
    if mark.encoding == "UTF-8" { return reader }
    return try TranscodingReader(reader, encoding: mark.encoding, path: path)
  }
}

/// The mark that some editors put before text to say how its characters are encoded.
public struct ByteOrderMark: Sendable, Equatable {
  /// The character set, by its `iconv` name.
  public let encoding: String
  /// The bytes that the mark takes.
  public let length: Int

  /// The mark that `head`, the first four bytes of a file, starts with.
  ///
  /// `FF FE 00 00` is read as UTF-32: UTF-16 text that starts with a NUL is not text.
  public init?(_ head: [UInt8]) {
    if head.starts(with: [0xEF, 0xBB, 0xBF]) {
      (encoding, length) = ("UTF-8", 3)
    } else if head.starts(with: [0xFF, 0xFE, 0, 0]) {
      (encoding, length) = ("UTF-32LE", 4)
    } else if head.starts(with: [0, 0, 0xFE, 0xFF]) {
      (encoding, length) = ("UTF-32BE", 4)
    } else if head.starts(with: [0xFF, 0xFE]) {
      (encoding, length) = ("UTF-16LE", 2)
    } else if head.starts(with: [0xFE, 0xFF]) {
      (encoding, length) = ("UTF-16BE", 2)
    } else {
      return nil
    }
  }

  /// True when `encoding` is the mark's character set, with or without its byte order: "utf16",
  /// "UTF-16" and "UTF-16LE" for that of UTF-16LE.
  func fits(_ encoding: String) -> Bool {
    func plain(_ name: String) -> [UInt8] {
      name.uppercased().utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
    }
    let own = plain(self.encoding)
    let wanted = plain(encoding)
    return own == wanted || Array(own.dropLast(2)) == wanted
  }
}

/// A reader whose first bytes can be looked at before they are read.
public final class Peeking: ByteReader {
  private let source: any ByteReader
  private var ahead: [UInt8] = []

  public init(_ source: any ByteReader) { self.source = source }

  /// The next `count` bytes, or all that are left if they are fewer.
  public func peek(_ count: Int) throws(InputError) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: max(count, 4096))
    while ahead.count < count {
      let size = try source.read(into: &block)
      if size == 0 { break }
      ahead += block[..<size]
    }
    return Array(ahead.prefix(count))
  }

  /// Leaves out the next `count` bytes, which were peeked at.
  public func skip(_ count: Int) {
    precondition(count <= ahead.count, "only bytes that were peeked at can be skipped")
    ahead.removeFirst(count)
  }

  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    guard !ahead.isEmpty else { return try source.read(into: buffer) }
    let size = min(buffer.count, ahead.count)
    buffer.copyBytes(from: ahead[..<size])
    ahead.removeFirst(size)
    return size
  }
}
