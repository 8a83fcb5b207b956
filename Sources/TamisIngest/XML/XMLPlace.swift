import CLibXML2
import CTamisKernels

/// A place in the document, from the parser's window into it.
///
/// The parser forgets what lies more than 80 bytes behind it, except for the tag that it is in.
struct XMLPlace {
  /// Byte in the document, counted from 0.
  var offset: Int
  /// Counted from 1.
  var line: Int
  /// Byte in the line, counted from 1; `nil` where the line began before the window.
  var column: Int?

  /// The outermost input of a parser: the document, not the text of an entity.
  private static func window(
    _ parser: xmlParserCtxtPtr
  ) -> (input: xmlParserInput, bytes: UnsafeBufferPointer<UInt8>)? {
    guard parser.pointee.inputNr > 0, let input = parser.pointee.inputTab?[0]?.pointee,
      let base = input.base, let current = input.cur, current >= base
    else { return nil }
    return (input, UnsafeBufferPointer(start: base, count: current - base))
  }

  /// Where the parser is.
  static func current(in parser: xmlParserCtxtPtr, _ lines: inout XMLLineCounter) -> XMLPlace {
    guard let (input, bytes) = window(parser) else { return XMLPlace(offset: 0, line: 1) }
    return place(input, bytes, at: bytes.count, &lines)
  }

  /// About where the parser is, while it asks for bytes: its window may just be moving and cannot
  /// be looked into.
  static func whileReading(
    in parser: xmlParserCtxtPtr, _ lines: inout XMLLineCounter
  ) -> XMLPlace {
    guard let (input, bytes) = window(parser) else { return XMLPlace(offset: 0, line: 1) }
    return XMLPlace(offset: Int(input.consumed) + bytes.count, line: lines.line(input.line))
  }

  /// Where the last `mark` before the parser's place is, or its place if there is none in the
  /// window.
  static func ofLast(
    _ mark: UInt8, in parser: xmlParserCtxtPtr, _ lines: inout XMLLineCounter
  ) -> XMLPlace {
    guard let (input, bytes) = window(parser) else { return XMLPlace(offset: 0, line: 1) }
    return place(input, bytes, at: last(mark, in: bytes) ?? bytes.count, &lines)
  }

  /// Where the tag that the parser has just read begins; of one in an entity, where the reference
  /// is.
  static func ofTag(
    in parser: xmlParserCtxtPtr, isInEntity: Bool, _ lines: inout XMLLineCounter
  ) -> XMLPlace {
    guard let (input, bytes) = window(parser) else { return XMLPlace(offset: 0, line: 1) }
    let mark = isInEntity ? UInt8(ascii: "&") : UInt8(ascii: "<")
    // No '<' can stand inside of a tag, and the parser keeps a whole tag in its window.
    let start = last(mark, in: bytes) ?? bytes.count
    var line = lines.line(input.line)
    let size = bytes.count - start
    // The parser's column counts characters: when it says that there are as many in the line as
    // there are bytes in the tag, there is no line end among them.
    if Int(input.col) <= size, let base = bytes.baseAddress {
      line -= tamis_count_line_feeds(base + start, size)
    }
    return XMLPlace(offset: Int(input.consumed) + start, line: line)
  }

  private static func place(
    _ input: xmlParserInput, _ bytes: UnsafeBufferPointer<UInt8>, at index: Int,
    _ lines: inout XMLLineCounter
  ) -> XMLPlace {
    let offset = Int(input.consumed) + index
    var line = lines.line(input.line)
    if let base = bytes.baseAddress {
      line -= tamis_count_line_feeds(base + index, bytes.count - index)
    }
    var column: Int?
    if let lineEnd = last(0x0A, in: UnsafeBufferPointer(rebasing: bytes[..<index])) {
      column = index - lineEnd
    } else if line == 1 {
      column = offset + 1
    }
    return XMLPlace(offset: offset, line: line, column: column)
  }

  /// Index of the last `mark`, found eight bytes at a time: a tag may be long.
  private static func last(_ mark: UInt8, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let pattern = ones &* UInt64(mark)
    var end = bytes.count
    if let base = bytes.baseAddress {
      while end >= 8 {
        let word = UnsafeRawPointer(base + end - 8).loadUnaligned(as: UInt64.self) ^ pattern
        if (word &- ones) & ~word & (ones << 7) != 0 { break }
        end -= 8
      }
    }
    return bytes[..<end].lastIndex(of: mark)
  }

  /// Bytes behind `end` that may be read: those of the parser's window, or none when `end` is not
  /// in it.
  @inline(__always)
  static func readableBytes(
    behind end: UnsafePointer<UInt8>, in context: xmlParserCtxtPtr
  ) -> Int {
    guard let input = context.pointee.input, let base = input.pointee.base,
      let limit = input.pointee.end, end >= base, end <= limit
    else { return 0 }
    return limit - end
  }
}

/// Makes a true line number out of the parser's, which has 32 bits.
struct XMLLineCounter {
  private var last: Int32 = 1
  private var line = 1

  /// The line where the parser says `number`.
  mutating func line(_ number: Int32) -> Int {
    line += Int(number &- last)
    last = number
    return line
  }

  /// The line that the parser is in.
  mutating func line(of parser: xmlParserCtxtPtr) -> Int {
    guard parser.pointee.inputNr > 0, let input = parser.pointee.inputTab?[0] else { return line }
    return line(input.pointee.line)
  }
}
