/// Why a text is not JSON, and where.
public struct JSONError: Error, Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    /// Nothing but white space.
    case empty
    case unexpected(UInt8)
    case endsEarly
    /// A byte below 0x20 inside of a string.
    case controlCharacter(UInt8)
    case badEscape
    case badNumber
    case trailingComma
    /// Something behind the value.
    case trailingContent
    case tooDeep(limit: Int)
    case tooLong(limit: Int)
    case invalidUTF8
  }

  public var kind: Kind
  /// Byte offset in the text.
  public var offset: Int

  public init(_ kind: Kind, at offset: Int) {
    self.kind = kind
    self.offset = offset
  }

  /// What is wrong, without the place.
  public var message: String {
    switch kind {
    case .empty: "there is no JSON value"
    case .unexpected(let byte): "unexpected \(Self.name(of: byte))"
    case .endsEarly: "the JSON ends early"
    case .controlCharacter(let byte):
      "\(Self.name(of: byte)) inside of a string; it must be written as an escape"
    case .badEscape: "no such escape; after a backslash comes one of \" \\ / b f n r t or uXXXX"
    case .badNumber: "not a JSON number"
    case .trailingComma: "a comma with nothing behind it"
    case .trailingContent: "something follows the JSON value"
    case .tooDeep(let limit): "nested deeper than \(limit) levels"
    case .tooLong(let limit): "longer than \(limit) bytes"
    case .invalidUTF8: "the bytes are not UTF-8"
    }
  }

  private static func name(of byte: UInt8) -> String {
    switch byte {
    case 0x0A: return "line end"
    case 0x0D: return "carriage return"
    case 0x09: return "tab"
    case 0x21..<0x7F: return "'\(Character(UnicodeScalar(byte)))'"
    default:
      let digits = String(byte, radix: 16, uppercase: true)
      return "byte 0x" + (digits.count == 1 ? "0" : "") + digits
    }
  }
}
