import TamisCore

extension Media.Kind {
  /// The kind in the words of a reason.
  var phrase: String {
    switch self {
    case .image: "an image"
    case .video: "a video"
    case .audio: "a sound"
    case .document: "a document"
    }
  }

  /// The types of parts that can hold it.
  var parts: MessageDialect.Parts {
    switch self {
    case .image: [.imageURL, .image]
    case .video: [.videoURL, .video]
    case .audio: [.inputAudio, .audio]
    case .document: [.file, .document]
    }
  }

  /// The first half of its MIME types.
  var mimeFamily: StaticString {
    switch self {
    case .image: "image"
    case .video: "video"
    case .audio: "audio"
    case .document: "application"
    }
  }
}

extension WriterContext {
  /// Appends where `media` is as one URL; bytes in the record become a data URL.
  func appendURL(
    of media: Media, _ place: MessagePlace, to output: inout ByteBuffer
  ) throws(Refusal) {
    switch media.source {
    case .url(let url): output.append(url)
    case .file(let uri):
      guard withDecoded(uri, { $0.contains(text: "://") }) else {
        throw .noPlace(
          for: "\(media.kind.phrase) by a provider's id", in: place, target: target,
          resolution: "one; name its URL")
      }
      output.append(uri)
    case .base64(let data, let mimeType):
      output.append(#""data:"#)
      if let mimeType = mimeType ?? media.mimeType {
        output.append(mimeType.body)
      } else if let format = media.format {
        output.append(media.kind.mimeFamily)
        output.append(UInt8(ascii: "/"))
        output.append(format.body)
      } else {
        throw Refusal("\(place) has \(media.kind.phrase) without its type; \(target) wants it")
      }
      output.append(";base64,")
      output.append(data.body)
      output.append(UInt8(ascii: "\""))
    }
  }

  /// Appends the second half of a MIME type as a string.
  func appendSubtype(of mimeType: JSONFragment, to output: inout ByteBuffer) {
    output.append(UInt8(ascii: "\""))
    let body = mimeType.body
    let start = body.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    output.append(UnsafeRawBufferPointer(rebasing: body[start...]))
    output.append(UInt8(ascii: "\""))
  }

  /// The format that the end of a URI names, in lower case, as formats are spelled: `jpeg` for
  /// `.JPG`. `nil` where there is no short ending.
  func format(of uri: JSONFragment) -> String? {
    withDecoded(uri) { text in
      let name = text[(text.lastIndex(of: UInt8(ascii: "/")) ?? 0)...]
      guard let dot = name.lastIndex(of: UInt8(ascii: ".")) else { return nil }
      let ending = name[(dot + 1)...].prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
      guard (2...5).contains(ending.count) else { return nil }
      let word = String(decoding: ending, as: UTF8.self).lowercased()
      return word == "jpg" ? "jpeg" : word
    }
  }
}

extension UnsafeRawBufferPointer {
  /// True when `text` occurs in the bytes.
  func contains(text: StaticString) -> Bool {
    let wanted = UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    guard count >= wanted.count else { return false }
    return (0...count - wanted.count).contains { self[$0...].starts(with: wanted) }
  }
}
