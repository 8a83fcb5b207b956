import TamisCore

extension HuggingFaceDefinition {
  /// The tokenizer that transformers makes of `files`: byte-level, with GPT-2's pattern.
  init(_ files: GPT2Files) throws(TokenizerError) {
    let configuration = try GPT2Configuration(files)
    preTokenizer = .byteLevel(addPrefixSpace: configuration.addsPrefixSpace, useRegex: true)
    decoder = .byteLevel
    model = .bytePair(try BytePairDefinition(files))
    setAddedTokens(configuration.tokens)
    func id(_ key: String) -> TokenID? {
      guard let content = configuration.content(key) else { return nil }
      return addedTokens.first { $0.content == content }?.id
    }
    let prefix = configuration.addsBeginning ? id("bos_token") : nil
    let suffix = configuration.addsEnd ? id("eos_token") : nil
    func around(_ text: PostProcessor.Text, type: UInt32) -> [PostProcessor.Part] {
      (prefix.map { [.tokens([$0], type: type)] } ?? [])
        + [.sequence(text, type: type)]
        + (suffix.map { [.tokens([$0], type: type)] } ?? [])
    }
    postProcessor = PostProcessor(
      single: around(.first, type: 0),
      pair: around(.first, type: 0) + around(.second, type: 1))
    if configuration.className == nil {
      notes.append(
        "no \(GPT2Files.configurationName) names the class; the files are read as GPT-2's")
    }
    let unmatchable = model.unmatchable.count
    if unmatchable > 0 {
      notes.append(
        "\(unmatchable) tokens of the vocabulary are no text that the model can see; they decode, "
          + "but are never encoded")
    }
  }
}

extension BytePairDefinition {
  fileprivate init(_ files: GPT2Files) throws(TokenizerError) {
    surface = .byteLevel
    let reader = try GPT2Files.reading(GPT2Files.vocabularyName) { () throws(TokenizerError) in
      try VocabularyReader(files.vocabulary, .byteLevel)
    }
    (vocabulary, unmatchable) = (reader.vocabulary, reader.unmatchable)
    var merges = MergeReader(vocabulary: vocabulary, surface: .byteLevel, prefix: [])
    var failure: TokenizerError?
    files.merges.withUnsafeBytes { text in
      var start = 0
      var line = 1
      while start < text.count, failure == nil {
        let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
        var stop = end
        if stop > start, text[stop - 1] == UInt8(ascii: "\r"), end < text.count { stop -= 1 }
        switch merges.add(line: UnsafeRawBufferPointer(rebasing: text[start..<stop])) {
        case true?: break
        case false?:
          failure = .malformed(
            "a merge of, or to, what is no token", place: "merges.txt, line \(line)")
        case nil:
          failure = .malformed(
            "this is not two tokens with a space between them", place: "merges.txt, line \(line)")
        }
        start = end + 1
        line += 1
      }
    }
    if let failure { throw failure }
    (self.merges, mergedIDs) = (merges.merges, merges.merged)
  }
}
