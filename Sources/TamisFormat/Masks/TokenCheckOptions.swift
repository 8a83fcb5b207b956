/// What is needed to check the tokens of records besides the records.
public struct TokenCheckOptions: Sendable {
  public var model: ChatTokenizer
  public var mask: MaskOptions
  /// Tokens that an example may have; `nil` for any number.
  public var maximumLength: Int?
  /// Special tokens that the target's own rules look for in text already.
  var knownSpecialTokens: [[UInt8]] = []
  /// Whether the target's own rules look at messages that are marked to be trained.
  var knowsTrainedMarks = false

  public init(
    model: ChatTokenizer, mask: MaskOptions = MaskOptions(), maximumLength: Int? = nil
  ) {
    self.model = model
    self.mask = mask
    self.maximumLength = maximumLength
  }
}
