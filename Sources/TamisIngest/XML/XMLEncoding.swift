import TamisCore

// The parser is always given UTF-8: other character sets are decoded on the way, by the same
// `iconv` that all inputs of Tamis go through. So a byte that cannot be decoded has an offset,
// places in the file mean the same for every format, and the parser's own converters are out of
// reach of hostile files. How the character set is found out: XML 1.0, appendix F,
// https://www.w3.org/TR/xml/#sec-guessing.

/// How the characters of an XML file are encoded.
enum XMLEncoding: Equatable {
  /// UTF-8, perhaps with a byte-order mark, which the parser passes over.
  case utf8
  /// Another one, behind a byte-order mark of so many bytes.
  case other(String, markLength: Int)
  /// The file says something that cannot be true, or that is not known.
  case refused(String)

  /// Bytes of a file that are looked at: more than any declaration has.
  static let headSize = 1024

  /// The encoding of a file that begins with `head`.
  init(head: [UInt8]) {
    if let mark = ByteOrderMark(head) {
      self = mark.encoding == "UTF-8" ? .utf8 : .other(mark.encoding, markLength: mark.length)
      return
    }
    switch Array(head.prefix(4)) {
    case [0, 0x3C, 0, 0x3F]: self = .other("UTF-16BE", markLength: 0)
    case [0x3C, 0, 0x3F, 0]: self = .other("UTF-16LE", markLength: 0)
    case [0, 0, 0, 0x3C]: self = .other("UTF-32BE", markLength: 0)
    case [0x3C, 0, 0, 0]: self = .other("UTF-32LE", markLength: 0)
    case [0x4C, 0x6F, 0xA7, 0x94]:
      self = .refused("the file is in some kind of EBCDIC; name it with --encoding, such as IBM037")
    default: self = Self.declared(in: head)
    }
  }

  /// A reader of the characters of `bytes` as UTF-8, or why the file has to be left out.
  ///
  /// The name that the user gave goes before what the file says about itself.
  static func decode(
    _ bytes: any ByteReader, of input: Input
  ) throws(InputError) -> (reader: any ByteReader, refusal: String?) {
    let source = Peeking(bytes)
    let head = try source.peek(headSize)
    if let name = input.encoding {
      guard !["UTF-8", "UTF8"].contains(name.uppercased()) else { return (source, nil) }
      if let mark = ByteOrderMark(head), mark.encoding.hasPrefix(name.uppercased()) {
        source.skip(mark.length)
      }
      return (try TranscodingReader(source, encoding: name, path: input.path), nil)
    }
    switch XMLEncoding(head: head) {
    case .utf8: return (source, nil)
    case .refused(let reason): return (source, reason)
    case .other(let name, let markLength):
      source.skip(markLength)
      do throws(InputError) {
        return (try TranscodingReader(source, encoding: name, path: input.path), nil)
      } catch {
        return (source, "this machine cannot decode \(name), which the file says it is")
      }
    }
  }

  // MARK: The declaration

  private static func declared(in head: [UInt8]) -> XMLEncoding {
    guard head.starts(with: Array("<?xml".utf8)), head.count > 5, isSpace(head[5]) else {
      return .utf8
    }
    let end = head.indices.dropFirst().first { head[$0 - 1] == 0x3F && head[$0] == 0x3E }
    guard let name = value(of: "encoding", in: head[5..<(end ?? head.count)]) else { return .utf8 }
    let upper = name.uppercased()
    switch upper {
    case "UTF-8", "UTF8", "US-ASCII", "ASCII": return .utf8
    case "UTF-16", "UTF16", "UTF-16LE", "UTF-16BE", "UTF-32", "UCS-2", "UCS-4",
      "ISO-10646-UCS-2", "ISO-10646-UCS-4":
      return .refused(
        "the file says that it is \(upper), which it is not; name the encoding with --encoding")
    default:
      guard isDecoded(upper) else {
        return .refused(
          "the file says that it is '\(name)', which is not decoded on the word of a file; "
            + "name the encoding with --encoding")
      }
      return .other(upper, markLength: 0)
    }
  }

  /// The character sets that a file may choose. Converters for rare ones have a history of faults
  /// that hostile files can reach.
  private static func isDecoded(_ name: String) -> Bool {
    let families = ["ISO-8859-", "ISO8859-", "WINDOWS-12", "WINDOWS-874", "CP125", "KOI8-"]
    let others: Set<String> = [
      "ISO_8859-1", "LATIN1", "SHIFT_JIS", "SHIFT-JIS", "SJIS", "CP932", "WINDOWS-31J", "EUC-JP",
      "ISO-2022-JP", "EUC-KR", "CP949", "GB2312", "GBK", "GB18030", "BIG5", "TIS-620", "MACINTOSH",
    ]
    return others.contains(name) || families.contains { name.hasPrefix($0) && name.count < 16 }
  }

  /// The value of `encoding="…"` in a declaration; `nil` where there is none or it is malformed,
  /// which the parser will say.
  private static func value(of key: String, in text: ArraySlice<UInt8>) -> String? {
    let key = Array(key.utf8)
    for start in text.indices where isSpace(text[start]) {
      var rest = text[(start + 1)...]
      guard rest.starts(with: key) else { continue }
      rest = rest.dropFirst(key.count).drop(while: isSpace)
      guard rest.popFirst() == UInt8(ascii: "=") else { return nil }
      rest = rest.drop(while: isSpace)
      guard let quote = rest.popFirst(), quote == 0x22 || quote == 0x27,
        let end = rest.firstIndex(of: quote)
      else { return nil }
      let name = rest[..<end]
      guard let first = name.first, isLetter(first), name.allSatisfy(isNameByte) else { return nil }
      return String(decoding: name, as: UTF8.self)
    }
    return nil
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "-._".utf8.contains(byte)
  }
}
