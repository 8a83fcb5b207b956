/// Text that has become token ids already. All values are arrays of integers.
public struct TokenRow {
  public var inputIDs: JSONFragment
  /// One for each id: the id to learn, or -100 for none.
  public var labels: JSONFragment?
  /// One for each id: 1, or 0 for padding.
  public var attentionMask: JSONFragment?
  public var positionIDs: JSONFragment?

  public init(
    inputIDs: JSONFragment, labels: JSONFragment? = nil, attentionMask: JSONFragment? = nil,
    positionIDs: JSONFragment? = nil
  ) {
    self.inputIDs = inputIDs
    self.labels = labels
    self.attentionMask = attentionMask
    self.positionIDs = positionIDs
  }
}
