import TamisCore

/// Writes content that is made of parts, where messages of the OpenAI kind may have such; where they
/// may not, parts of text become one string.
struct PartsWriter {
  private let context: WriterContext

  init(_ context: WriterContext) { self.context = context }

  /// Appends the content of `parts`, of which the target takes the types in `allowed`.
  func append(
    _ parts: [Part], allowed: MessageDialect.Parts, _ place: MessagePlace,
    to output: inout ByteBuffer
  ) throws(Refusal) {
    let said = try kept(parts, allowed, place)
    // Templates that know no parts print a list as it looks in Python.
    if !allowed.contains(.text)
      || context.dialect.isForTemplates && said.allSatisfy({ $0.string != nil })
    {
      output.append(UInt8(ascii: "\""))
      for text in said.lazy.compactMap(\.string) { output.append(text.body) }
      output.append(UInt8(ascii: "\""))
      return
    }
    output.append(UInt8(ascii: "["))
    for (index, part) in said.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      switch part {
      case .text(let text):
        output.append(#"{"type":"text","text":"#)
        output.append(text)
        output.append(UInt8(ascii: "}"))
      case .media(let media): try append(media, allowed, place, to: &output)
      case .other: break
      }
    }
    output.append(UInt8(ascii: "]"))
  }

  /// The parts that the target can say, which are all of them unless the user gives some up.
  private func kept(
    _ parts: [Part], _ allowed: MessageDialect.Parts, _ place: MessagePlace
  ) throws(Refusal) -> [Part] {
    var kept: [Part] = []
    for part in parts {
      switch part {
      case .text: kept.append(part)
      case .media(let media):
        if !allowed.isDisjoint(with: media.kind.parts) {
          kept.append(part)
        } else if !context.drops(.media) {
          throw .noPlace(for: media.kind.phrase, in: place, target: context.target, drop: .media)
        }
      case .other:
        throw .noPlace(
          for: "a part that only its own layout knows", in: place, target: context.target)
      }
    }
    return kept
  }

  private func append(
    _ media: Media, _ allowed: MessageDialect.Parts, _ place: MessagePlace,
    to output: inout ByteBuffer
  ) throws(Refusal) {
    switch media.kind {
    case .image where !allowed.contains(.image):
      try appendURL(media, "image_url", place, to: &output)
    case .video where !allowed.contains(.video):
      try appendURL(media, "video_url", place, to: &output)
    case .audio where !allowed.contains(.audio):
      try appendAudio(media, place, to: &output)
    case .document where !allowed.contains(.document):
      try appendFile(media, place, to: &output)
    case .image: try appendSource(media, "image", place, to: &output)
    case .video: try appendSource(media, "video", place, to: &output)
    case .audio: try appendSource(media, "audio", place, to: &output)
    case .document: try appendSource(media, "document", place, to: &output)
    }
  }

  /// `{"type":"image_url","image_url":{"url":…,"detail":…}}`, or the URL alone in its place.
  private func appendURL(
    _ media: Media, _ type: StaticString, _ place: MessagePlace, to output: inout ByteBuffer
  ) throws(Refusal) {
    output.append(#"{"type":""#)
    output.append(type)
    output.append(#"",""#)
    output.append(type)
    output.append(#"":"#)
    if context.dialect.imageURL == .object { output.append(#"{"url":"#) }
    try context.appendURL(of: media, place, to: &output)
    if context.dialect.imageURL == .object {
      output.append(#","detail":"#, media.detail)
      output.append(UInt8(ascii: "}"))
    } else if media.detail != nil {
      context.leaveOut("messages[].content[].detail")
    }
    output.append(UInt8(ascii: "}"))
  }

  /// `{"type":"input_audio","input_audio":{"data":…,"format":…}}`
  private func appendAudio(
    _ media: Media, _ place: MessagePlace, to output: inout ByteBuffer
  ) throws(Refusal) {
    guard case .base64(let data, let mimeType) = media.source else {
      throw .noPlace(
        for: "a sound that is not in the record itself", in: place, target: context.target)
    }
    output.append(#"{"type":"input_audio","input_audio":{"data":"#)
    output.append(data)
    output.append(#","format":"#)
    if let format = media.format {
      output.append(format)
    } else if let mimeType = mimeType ?? media.mimeType {
      context.appendSubtype(of: mimeType, to: &output)
    } else {
      throw Refusal("\(place) has a sound without its format; \(context.target) wants it")
    }
    output.append("}}")
  }

  /// `{"type":"file","file":{"file_id":…}}`, or `file_data` with a data URL.
  private func appendFile(
    _ media: Media, _ place: MessagePlace, to output: inout ByteBuffer
  ) throws(Refusal) {
    output.append(#"{"type":"file","file":{"#)
    if case .file(let uri) = media.source {
      output.append(#""file_id":"#)
      output.append(uri)
    } else {
      output.append(#""file_data":"#)
      try context.appendURL(of: media, place, to: &output)
    }
    output.append("}}")
  }

  /// `{"type":"image","url":…}`, with `path` or `base64` where the source is one of those, as
  /// Transformers' processors read it.
  /// Source: https://huggingface.co/docs/transformers/chat_templating_multimodal
  private func appendSource(
    _ media: Media, _ type: StaticString, _ place: MessagePlace, to output: inout ByteBuffer
  ) throws(Refusal) {
    output.append(#"{"type":""#)
    output.append(type)
    switch media.source {
    case .url(let url):
      let isURL = context.withDecoded(url) {
        $0.starts(with: "http".utf8) || $0.starts(with: "data:".utf8)
      }
      output.append(isURL ? #"","url":"# : #"","path":"#)
      output.append(url)
    case .base64(let data, _):
      output.append(#"","base64":"#)
      output.append(data)
    case .file:
      throw .noPlace(
        for: "\(media.kind.phrase) in a cloud's store", in: place, target: context.target,
        resolution: "one; name a URL or a path")
    }
    output.append(UInt8(ascii: "}"))
  }
}
