import TamisCore

extension Tokenizer {
  /// Loads the tokenizer in the file at `path`: a `tokenizer.json`, a rank file (`.tiktoken`), a
  /// SentencePiece `.model`, a `tekken.json`, or a `vocab.json` with a `merges.txt` beside it, told
  /// apart by their content; or the best of these in the folder at `path`.
  ///
  /// `encoding` names the encoding of a rank file that is none of the published ones.
  ///
  /// - Throws: `input` where the file cannot be read, `malformed`, `unsupported`, `unknownEncoding`.
  public convenience init(
    contentsOf path: String, encoding: String? = nil
  ) throws(TokenizerError) {
    var path = path
    var encoding = encoding
    if LocatorEnvironment.current.isFolder(path) {
      let found = try TokenizerLocator().locate(path)
      (path, encoding) = (found.path, encoding ?? found.encoding)
    }
    try self.init(try Self.read(path), encoding: encoding, path: path)
  }

  /// Loads the tokenizer that `name` stands for: a file, or a name that `TokenizerLocator` finds.
  ///
  /// - Throws: also `notFound`, with the command that fetches it.
  public convenience init(
    named name: String, encoding: String? = nil, locator: TokenizerLocator = TokenizerLocator()
  ) throws(TokenizerError) {
    let found = try locator.locate(name)
    try self.init(
      try Self.read(found.path), encoding: encoding ?? found.encoding, path: found.path)
  }

  /// Loads the tokenizer whose file has the content `file`.
  public convenience init(_ file: [UInt8], encoding: String? = nil) throws(TokenizerError) {
    try self.init(ByteBuffer(file), encoding: encoding, path: nil)
  }

  private convenience init(
    _ file: consuming ByteBuffer, encoding: String?, path: String?
  ) throws(TokenizerError) {
    var hash = ContentHash(file.bytes)
    let (parts, format) = try Self.parts(file, &hash, encoding, path)
    self.init(parts, format: format, hash: hash)
  }

  /// The content of the file at `path`.
  static func read(_ path: String) throws(TokenizerError) -> ByteBuffer {
    do throws(InputError) {
      let reader = try Input(path: path).openBytes()
      var content = ByteBuffer()
      // A byte more than the file has, so that its end is found without asking for more memory.
      var step = max(LocatorEnvironment.size(of: path) ?? 0, 1 << 16) + 1
      while true {
        let place = UnsafeMutableRawBufferPointer(start: content.reserve(step), count: step)
        let count = try reader.read(into: place)
        if count == 0 { return content }
        content.advance(by: count)
        step = count < step ? step - count : content.count
      }
    } catch {
      throw .input(error)
    }
  }

  private static func parts(
    _ file: consuming ByteBuffer, _ hash: inout ContentHash, _ encoding: String?, _ path: String?
  ) throws(TokenizerError) -> (Parts, Format) {
    switch TokenizerFileKind(Array(file.bytes.prefix(4096))) {
    case .ranks:
      let known = try KnownEncoding.forRankFile(named: encoding, hash: hash)
      let vocabulary = try readRanks(file.bytes, alphabet: known.alphabet)
      return (try rankParts(vocabulary, known), .tiktoken)
    case .sentencePiece:
      return (try sentencePieceParts(try SentencePieceFile.parse(file.array)), .sentencePiece)
    case .json:
      return try jsonParts(file, &hash, encoding, path)
    case nil:
      throw .malformed(
        "this is no tokenizer: neither JSON, nor lines of base64 and ranks, nor a SentencePiece model",
        place: "")
    }
  }

  private static func jsonParts(
    _ file: consuming ByteBuffer, _ hash: inout ContentHash, _ encoding: String?, _ path: String?
  ) throws(TokenizerError) -> (Parts, Format) {
    let document = JSONDocument()
    do throws(JSONError) { try document.parse(file) } catch {
      throw .malformed(error.message, place: "byte \(error.offset)")
    }
    let root = document.root
    switch JSONTokenizerKind(root) {
    case .vocabulary:
      let files = try GPT2Files(vocabulary: root, hash: hash, at: path)
      hash = files.hash
      return (try huggingFaceParts(try HuggingFaceDefinition(files)), .gpt2)
    case .tiktokenJSON:
      let file = try TiktokenJSON(root)
      let known =
        encoding == nil
        ? KnownEncoding.recognised(by: hash)
        : try KnownEncoding.forRankFile(named: encoding, hash: hash)
      return (try tiktokenJSONParts(file, known), .tiktokenJSON)
    case .tekken:
      return (try tekkenParts(try TekkenDefinition(root)), .tekken)
    case .tokenizerJSON:
      return (try huggingFaceParts(try HuggingFaceDefinition(root)), .huggingFace)
    }
  }
}
