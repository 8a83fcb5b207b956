/// A piece of text that is learned, or only read.
public struct Segment {
  /// A string.
  public var text: JSONFragment
  public var isTrained: Bool

  public init(text: JSONFragment, isTrained: Bool) {
    self.text = text
    self.isTrained = isTrained
  }
}
