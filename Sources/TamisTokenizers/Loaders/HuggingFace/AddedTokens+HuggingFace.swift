import TamisCore

extension HuggingFaceDefinition {
  /// Reads the `added_tokens`, and gives them the ids that the reference gives them: the one of the
  /// model's vocabulary where it has the token; others are numbered from the size of the vocabulary
  /// on, in the order of the file, whatever the file says.
  mutating func readAddedTokens(_ root: JSONValue) throws(TokenizerError) {
    guard let list = root.optional("added_tokens") else { return }
    var read: [(token: AddedToken, declared: TokenID?)] = []
    for element in try list.array() {
      let content = try element.required("content").stringBytes()
      if content.isEmpty { continue }
      let token = AddedToken(
        content: content, id: 0,
        special: try element.required("special").boolean(),
        lstrip: try element.required("lstrip").boolean(),
        rstrip: try element.required("rstrip").boolean(),
        singleWord: try element.required("single_word").boolean(),
        normalized: try element.required("normalized").boolean())
      read.append((token, try element.required("id").unsigned()))
    }
    setAddedTokens(read)
  }

  /// Gives tokens the ids that the reference gives them, whatever is `declared`.
  mutating func setAddedTokens(_ read: [(token: AddedToken, declared: TokenID?)]) {
    var places: [[UInt8]: Int] = [:]
    var declared: [TokenID?] = []
    var tokens: [AddedToken] = []
    for (token, id) in read {
      if let place = places[token.content] {
        // What is special once stays so.
        let wasSpecial = tokens[place].special
        tokens[place] = token
        tokens[place].special = token.special || wasSpecial
      } else {
        places[token.content] = tokens.count
        tokens.append(token)
        declared.append(id)
      }
    }
    let known = model.ids(of: Set(places.keys))
    var next = UInt32(model.listedCount)
    var moved = 0
    for index in tokens.indices {
      if let id = known[tokens[index].content] {
        tokens[index].id = id
      } else {
        tokens[index].id = next
        next += 1
      }
      if let id = declared[index], tokens[index].id != id { moved += 1 }
    }
    if moved > 0 {
      notes.append(
        "\(moved) added tokens have other ids than the file says: the reference numbers them anew")
    }
    addedTokens = tokens
  }
}

extension ModelDefinition {
  /// The ids of those of `tokens`, as the file writes them, that the model has.
  fileprivate func ids(of tokens: Set<[UInt8]>) -> [[UInt8]: TokenID] {
    var found: [[UInt8]: TokenID] = [:]
    if case .unigram(let model) = self {
      var wanted: [[UInt8]: [UInt8]] = [:]
      for token in tokens { wanted[model.surface.bytes(of: token) ?? token] = token }
      let longest = wanted.keys.reduce(0) { max($0, $1.count) }
      for (id, piece) in model.pieces.enumerated() where piece.bytes.count <= longest {
        if let token = wanted[piece.bytes] { found[token] = TokenID(id) }
      }
      return found
    }
    for token in unmatchable where tokens.contains(token.bytes) { found[token.bytes] = token.id }
    for token in tokens {
      guard let bytes = surface.bytes(of: token), let id = vocabularyID(of: bytes) else { continue }
      found[token] = id
    }
    return found
  }

  private func vocabularyID(of bytes: [UInt8]) -> TokenID? {
    switch self {
    case .bytePair(let model): model.vocabulary.id(of: bytes)
    case .unigram: nil
    case .wordPiece(let model): model.vocabulary.id(of: bytes)
    case .wordLevel(let model): model.vocabulary.id(of: bytes)
    }
  }
}
