import TamisCore

/// What the files beside a vocabulary say, by the rules of transformers
/// (<https://github.com/huggingface/transformers>, `tokenization_utils_base.py`, `_from_pretrained`,
/// and `tokenization_utils_tokenizers.py`, `TokenizersBackend.__init__`).
struct GPT2Configuration {
  var addsPrefixSpace = false
  var addsBeginning = false
  var addsEnd = false
  /// The class that the files name.
  var className: String?
  /// Tokens in the order in which the reference adds them, with the ids that the files give them.
  private(set) var tokens: [(token: AddedToken, declared: TokenID?)] = []
  /// The contents of special tokens by what they are for: `bos_token` …
  private var named: [(key: String, token: AddedToken?)] = []

  /// Classes whose tokenizer is GPT-2's.
  private static let classes = ["GPT2Tokenizer", "GPT2TokenizerFast"]
  private static let names = [
    "bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token",
  ]
  /// What the class takes where nothing is said.
  private static let defaults = ["bos_token", "eos_token", "unk_token"]
  private static let defaultContent = Array("<|endoftext|>".utf8)

  init(_ files: GPT2Files) throws(TokenizerError) {
    for name in Self.names {
      let isGiven = Self.defaults.contains(name)
      named.append((name, isGiven ? Self.special(Self.defaultContent) : nil))
    }
    var extra: [AddedToken] = []
    var listed: [(id: UInt32, token: AddedToken)]?
    if let root = files.configuration?.root {
      listed = try GPT2Files.reading(GPT2Files.configurationName) {
        () throws(TokenizerError) in
        try readOptions(root)
        try readNames(root, &extra)
        return try Self.decoder(root.optional("added_tokens_decoder"))
      }
    }
    if listed == nil {
      if let root = files.specialTokens?.root {
        try GPT2Files.reading(GPT2Files.specialTokensName) { () throws(TokenizerError) in
          try readNames(root, &extra)
        }
      }
      if let root = files.addedTokens?.root {
        listed = try GPT2Files.reading(GPT2Files.addedTokensName) {
          () throws(TokenizerError) in try addedTokens(root, extra)
        }
      }
    }
    for (id, token) in listed ?? [] { add(token, declared: id) }
    for (_, token) in named {
      if let token { add(token, declared: nil) }
    }
    for token in extra { add(token, declared: nil) }
  }

  /// The content of the token that is for `key`.
  func content(_ key: String) -> [UInt8]? {
    named.first { $0.key == key }?.token?.content
  }

  private mutating func add(_ token: AddedToken, declared: TokenID?) {
    guard !token.content.isEmpty, !tokens.contains(where: { $0.token.content == token.content })
    else { return }
    var token = token
    if named.contains(where: { $0.token?.content == token.content }) { token.special = true }
    tokens.append((token, declared))
  }

  private mutating func readOptions(_ root: JSONValue) throws(TokenizerError) {
    guard root.kind == .object else { throw root.unexpected("an object") }
    if let name = root.optional("tokenizer_class") {
      className = try name.text()
      guard Self.classes.contains(try name.text()) else {
        throw name.unsupported("\(try name.text()) in files of GPT-2's kind")
      }
    }
    addsPrefixSpace = try root.boolean("add_prefix_space", default: false)
    addsBeginning = try root.boolean("add_bos_token", default: false)
    addsEnd = try root.boolean("add_eos_token", default: false)
  }

  /// Reads the members that name a special token, and the lists of others.
  private mutating func readNames(
    _ root: JSONValue, _ extra: inout [AddedToken]
  ) throws(TokenizerError) {
    guard root.kind == .object else { throw root.unexpected("an object") }
    for (key, value) in root.members {
      guard let key = key.string else { continue }
      if key == "additional_special_tokens" || key == "extra_special_tokens" {
        if value.kind == .object {
          for (name, value) in value.members {
            set(name.string ?? "", try Self.token(value))
          }
        } else if value.kind != .null {
          for element in try value.array() {
            if let token = try Self.token(element), !extra.contains(token) { extra.append(token) }
          }
        }
      } else if Self.names.contains(key) || key.hasSuffix("_token") && value.kind == .string {
        set(key, try Self.token(value))
      }
    }
  }

  private mutating func set(_ key: String, _ token: AddedToken?) {
    if let place = named.firstIndex(where: { $0.key == key }) {
      named[place].token = token
    } else {
      named.append((key, token))
    }
  }

  /// `{"50256": {"content": "<|endoftext|>", …}, …}`, by id.
  private static func decoder(
    _ value: JSONValue?
  ) throws(TokenizerError) -> [(id: UInt32, token: AddedToken)]? {
    guard let value else { return nil }
    guard value.kind == .object else { throw value.unexpected("an object") }
    var tokens: [(id: UInt32, token: AddedToken)] = []
    for (key, value) in value.members {
      guard let id = UInt32(key.string ?? "") else { throw key.unexpected("a number") }
      guard value.kind == .object else { throw value.unexpected("an object") }
      guard let token = try Self.token(value, isSpecial: false) else { continue }
      tokens.removeAll { $0.id == id }
      tokens.append((id, token))
    }
    return tokens.sorted { $0.id < $1.id }
  }

  /// `{"<pad>": 50257, …}`, by id.
  private func addedTokens(
    _ root: JSONValue, _ extra: [AddedToken]
  ) throws(TokenizerError) -> [(id: UInt32, token: AddedToken)] {
    guard root.kind == .object else { throw root.unexpected("an object") }
    var tokens: [(id: UInt32, token: AddedToken)] = []
    for (key, value) in root.members {
      let content = try key.stringBytes()
      let isSpecial =
        named.contains { $0.token?.content == content } || extra.contains { $0.content == content }
      let id = try value.unsigned()
      tokens.removeAll { $0.id == id }
      tokens.append(
        (id, AddedToken(content: content, id: 0, special: isSpecial, normalized: !isSpecial)))
    }
    return tokens.sorted { $0.id < $1.id }
  }

  private static func special(_ content: [UInt8]) -> AddedToken {
    AddedToken(content: content, id: 0, special: true)
  }

  /// A token, written as its content alone or as an object; `nil` for null.
  private static func token(
    _ value: JSONValue, isSpecial: Bool = true
  ) throws(TokenizerError) -> AddedToken? {
    switch value.kind {
    case .null: return nil
    case .string: return special(try value.stringBytes())
    case .object:
      let special = try value.boolean("special", default: isSpecial)
      return AddedToken(
        content: try value.required("content").stringBytes(), id: 0,
        special: special || isSpecial,
        lstrip: try value.boolean("lstrip", default: false),
        rstrip: try value.boolean("rstrip", default: false),
        singleWord: try value.boolean("single_word", default: false),
        normalized: try value.boolean("normalized", default: !special))
    default: throw value.unexpected("a token")
    }
  }
}
