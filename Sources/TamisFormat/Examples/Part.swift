/// A piece of what a message says.
public enum Part {
  /// A string.
  case text(JSONFragment)
  case media(Media)
  /// Something that only its own layout knows: all of the part, as it is written there.
  case other(JSONFragment)
}

/// An image, a film, a sound or a document in a message.
public struct Media {
  public var kind: Kind
  public var source: Source
  /// The MIME type, where the layout says it apart from the source; a string.
  public var mimeType: JSONFragment?
  /// The format in a word, such as `png` or `wav`; a string.
  public var format: JSONFragment?
  /// How closely to look: `low`, `high`, `auto`; a string.
  public var detail: JSONFragment?
  /// What the file is called; a string.
  public var filename: JSONFragment?

  public enum Kind: Sendable { case image, video, audio, document }

  /// Where the bytes are. All values are strings.
  public enum Source {
    /// An http(s) URL, a data URL, or a path.
    case url(JSONFragment)
    case base64(data: JSONFragment, mimeType: JSONFragment?)
    /// An object of a cloud's store, `gs://…` or `s3://…`, or an id that the provider gave.
    case file(uri: JSONFragment)
  }

  public init(
    kind: Kind, source: Source, mimeType: JSONFragment? = nil, format: JSONFragment? = nil,
    detail: JSONFragment? = nil, filename: JSONFragment? = nil
  ) {
    self.kind = kind
    self.source = source
    self.mimeType = mimeType
    self.format = format
    self.detail = detail
    self.filename = filename
  }
}
