/// What happens to text on its way to ids: a tokenizer, assembled from whatever file it came in.
///
///     added tokens → normalizer → added tokens → splitter → model → ids
struct TextPipeline: Sendable {
  /// How text is cut into the pieces that the model sees.
  enum Splitter: Sendable {
    /// A known pattern, by its own scanner.
    case scanner(ScannerFamily)
    /// The model sees the text whole; cut where nothing can merge, at spaces.
    case spaces(SpaceScanner)
    /// BERT's normalizer and pre-tokenizer in one: words of the text as it came are remembered.
    case bertWords(BertNormalizer)
    /// Any other pre-tokenizer.
    case preTokenizer(PreTokenizer)
    /// The model sees the text whole.
    case none
  }

  enum SpacePrefix: Sendable {
    case none
    /// At the start of the text only.
    case atStart
    /// Before each stretch between added tokens.
    case always
  }

  enum Model: Sendable {
    case bytePair(BytePairModel)
    case unigram(UnigramModel)
    case wordPiece(WordPieceModel)
    case wordLevel(WordLevelModel)
  }

  var addedTokens: AddedTokens
  var normalizer: Normalizer?
  var splitter: Splitter
  var model: Model
  /// For `Splitter.spaces`: where a space is put before text that does not start with one.
  var spacePrefix = SpacePrefix.none
  /// Put before and behind a text on request.
  var prefix: [TokenID] = []
  var suffix: [TokenID] = []
  var isByteLevelBeforePreTokenizer = false

  /// The same with a normalizer and a pre-tokenizer, each by itself: how encoders go that keep where
  /// tokens end.
  var withSeparateSteps: TextPipeline {
    guard case .bertWords(let normalizer) = splitter else { return self }
    var pipeline = self
    pipeline.normalizer = .bert(normalizer)
    pipeline.splitter = .preTokenizer(.bert)
    return pipeline
  }

  /// True if a stretch that is or is not the start of the text gets a space in front.
  func takesSpacePrefix(_ isAtStart: Bool) -> Bool {
    switch spacePrefix {
    case .none: false
    case .atStart: isAtStart
    case .always: true
    }
  }
}
