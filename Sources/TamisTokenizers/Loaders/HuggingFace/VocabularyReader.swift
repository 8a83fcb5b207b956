import TamisCore

extension TokenSurface {
  /// The bytes that text has where a file writes `token`; `nil` when no text can have it.
  func bytes(of token: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    return token.withUnsafeBytes { appendBytes(of: $0, to: &bytes) } ? bytes : nil
  }

  /// Appends the bytes that text has where a file writes `token`; false, with nothing appended,
  /// when no text can have it.
  @inline(__always)
  func appendBytes(of token: UnsafeRawBufferPointer, to bytes: inout [UInt8]) -> Bool {
    switch self {
    case .plain:
      bytes.append(contentsOf: token)
      return true
    case .byteLevel: return ByteAlphabet.appendBytes(of: token, to: &bytes)
    case .metaspace:
      // Text has no space beside those that were written "▁".
      if token.contains(UInt8(ascii: " ")) { return false }
      bytes += Decoder.replacing(Array(token)[...], Metaspace.character, with: [UInt8(ascii: " ")])
      return true
    }
  }

  /// How a file writes the token that is `bytes` in text.
  func spelling(of bytes: some Collection<UInt8>) -> [UInt8] {
    switch self {
    case .plain: return Array(bytes)
    case .byteLevel:
      var characters: [UInt8] = []
      Array(bytes).withUnsafeBytes { ByteAlphabet.appendCharacters(of: $0, to: &characters) }
      return characters
    case .metaspace:
      return Decoder.replacing(Array(bytes)[...], [UInt8(ascii: " ")], with: Metaspace.character)
    }
  }
}

/// Reads `{"token": id, …}`, and maps the tokens to the bytes that text has.
struct VocabularyReader {
  private(set) var vocabulary: Vocabulary
  /// Tokens that no text can have, by id.
  private(set) var unmatchable: [UnmatchableToken] = []
  let surface: TokenSurface

  init(_ object: JSONValue, _ surface: TokenSurface) throws(TokenizerError) {
    guard object.kind == .object else { throw object.unexpected("an object") }
    self.surface = surface
    let document = object.document
    let end = Int(document.node(object.node).next)
    vocabulary = Vocabulary(
      tokens: (end - object.node) / 2, bytes: document.node(object.node).range.count / 2)
    var written: [UInt8] = []
    var bytes: [UInt8] = []
    var node = object.node + 1
    while node < end {
      let key = JSONValue(document: document, node: node)
      let value = JSONValue(document: document, node: node + 1)
      if key.hasLoneSurrogate { throw key.unexpected("a string of whole characters") }
      let id = try value.unsigned()
      guard id < RankReader.idLimit else {
        throw .malformed("an id of \(RankReader.idLimit) or more", place: value.pointer)
      }
      written.removeAll(keepingCapacity: true)
      bytes.removeAll(keepingCapacity: true)
      key.appendString(to: &written)
      if !(written.withUnsafeBytes { surface.appendBytes(of: $0, to: &bytes) }) {
        unmatchable.append(UnmatchableToken(id: id, bytes: written))
      } else if !vocabulary.insert(bytes, id: id) {
        throw .malformed("a token or an id that is already taken", place: value.pointer)
      }
      node = Int(document.node(node + 1).next)
    }
    unmatchable.sort { $0.id < $1.id }
    for token in unmatchable where vocabulary[token.id] != nil {
      throw .malformed("two tokens have the id \(token.id)", place: object.pointer)
    }
  }

  /// The id of the token that the file writes `token`.
  func id(of token: [UInt8]) -> TokenID? {
    if let bytes = surface.bytes(of: token) { return vocabulary.id(of: bytes) }
    return unmatchable.first { $0.bytes == token }?.id
  }
}
