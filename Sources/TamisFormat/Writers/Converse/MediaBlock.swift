import TamisCore

/// Writes an image, a video or a document of Converse, which lies in a bucket:
/// `{"image":{"format":"png","source":{"s3Location":{"uri":"s3://…"}}}}`.
struct MediaBlock {
  private let context: WriterContext

  init(_ context: WriterContext) { self.context = context }

  func append(
    _ media: Media, _ place: MessagePlace, to output: inout ByteBuffer
  ) throws(Refusal) {
    guard let uri = media.source.uri,
      context.withDecoded(uri, { $0.starts(with: "s3://".utf8) })
    else {
      throw .noPlace(
        for: "\(media.kind.phrase) that is not in a bucket", in: place, target: context.target,
        resolution: "one; put it in S3 and name its s3:// URI")
    }
    if media.detail != nil { context.leaveOut("messages[].content[].detail") }
    switch media.kind {
    case .image: output.append(#"{"image":{"format":"#)
    case .video: output.append(#"{"video":{"format":"#)
    default: output.append(#"{"document":{"format":"#)
    }
    if let format = media.format {
      output.append(format)
    } else if let mimeType = media.mimeType {
      context.appendSubtype(of: mimeType, to: &output)
    } else if let format = context.format(of: uri) {
      JSONString.encode(format, into: &output)
    } else {
      throw Refusal(
        "\(place) has \(media.kind.phrase) whose format its URI does not tell; "
          + "\(context.target) wants it")
    }
    output.append(#","source":{"s3Location":{"uri":"#)
    output.append(uri)
    output.append("}}}}")
  }
}
