import TamisCore

/// Writes conversations as Gemini has them:
///
///     "systemInstruction":{"role":"system","parts":[{"text":"Be brief."}]},
///     "contents":[{"role":"user","parts":[{"text":"Weather?"}]},
///       {"role":"model","parts":[{"functionCall":{"name":"weather","args":{"city":"Oslo"}}}]},
///       {"role":"user","parts":[{"functionResponse":{"name":"weather","response":{"output":"12"}}}]}]
///
/// Calls have no ids: a response names the tool. Results that follow each other answer one turn and
/// are parts of one content.
/// Source: https://docs.cloud.google.com/vertex-ai/generative-ai/docs/models/tune-function-calling
struct ContentsWriter {
  private let context: WriterContext
  private let calls: CallLedger
  private let takesMedia: Bool

  init(_ context: WriterContext, takesMedia: Bool) {
    self.context = context
    self.takesMedia = takesMedia
    calls = CallLedger(context)
  }

  /// Appends `"systemInstruction":…,` where there is one, and `"contents":…`.
  func append(_ conversation: Conversation, to output: inout ByteBuffer) throws(Refusal) {
    try context.checkWeight(of: conversation)
    if conversation.parallelToolCalls != nil { context.leaveOut("parallel_tool_calls") }
    let (system, turns) = try context.leadingSystem(of: conversation.messages)
    if !system.isEmpty {
      output.append(#""systemInstruction":{"role":"system","parts":["#)
      var isFirst = true
      for index in system.indices {
        let place = MessagePlace(index, system[index].role)
        try context.checkExtras(of: system[index], place)
        for text in try context.strings(of: system[index], place) {
          append(text, isFirst: &isFirst, to: &output)
        }
      }
      output.append("]},")
    }
    calls.removeAll()
    output.append(#""contents":["#)
    for index in turns.indices {
      let isResult = turns[index].role.isResult
      let followsResult = index > turns.startIndex && turns[index - 1].role.isResult
      if isResult && followsResult {
        output.append(UInt8(ascii: ","))
      } else {
        if index > turns.startIndex { output.append(UInt8(ascii: ",")) }
        output.append(
          turns[index].role == .assistant
            ? #"{"role":"model","parts":["# : #"{"role":"user","parts":["#)
      }
      try appendParts(of: turns[index], MessagePlace(index, turns[index].role), to: &output)
      let isFollowedByResult = index + 1 < turns.endIndex && turns[index + 1].role.isResult
      if !(isResult && isFollowedByResult) { output.append("]}") }
    }
    output.append(UInt8(ascii: "]"))
  }

  /// Appends `{"role":"model","parts":[…]}` for an answer that goes on with the conversation.
  func append(
    answer message: Message, of list: String, to output: inout ByteBuffer
  ) throws(Refusal) {
    let place = MessagePlace(0, message.role, of: list)
    guard message.role == .assistant else {
      throw Refusal("\(place) is no answer of the assistant, as \(context.target) wants it")
    }
    output.append(#"{"role":"model","parts":["#)
    try appendParts(of: message, place, to: &output)
    output.append("]}")
  }

  private func appendParts(
    of message: Message, _ place: MessagePlace, to output: inout ByteBuffer
  ) throws(Refusal) {
    try context.checkExtras(of: message, place)
    if message.role.isResult {
      return try appendResponse(message, place, to: &output)
    }
    var isFirst = true
    switch message.content {
    case .none: break
    case .text(let text):
      // An empty text beside calls is how some layouts say that there is none.
      if !text.isEmptyString || message.toolCalls.isEmpty {
        append(text, isFirst: &isFirst, to: &output)
      }
    case .parts(let parts):
      for part in parts { try append(part, place, isFirst: &isFirst, to: &output) }
    }
    for call in message.toolCalls {
      _ = calls.note(call)
      output.append(isFirst ? #"{"functionCall":{"name":"# : #",{"functionCall":{"name":"#)
      isFirst = false
      output.append(call.name)
      output.append(#","args":"#)
      try context.appendObject(call.arguments, place, to: &output)
      output.append("}}")
    }
    if isFirst {
      throw Refusal(.emptyContent, "\(place) says nothing; \(context.target) wants parts")
    }
  }

  private func append(_ text: JSONFragment, isFirst: inout Bool, to output: inout ByteBuffer) {
    output.append(isFirst ? #"{"text":"# : #",{"text":"#)
    isFirst = false
    output.append(text)
    output.append(UInt8(ascii: "}"))
  }

  private func append(
    _ part: Part, _ place: MessagePlace, isFirst: inout Bool, to output: inout ByteBuffer
  ) throws(Refusal) {
    switch part {
    case .text(let text): append(text, isFirst: &isFirst, to: &output)
    case .media(let media):
      guard takesMedia else {
        if context.drops(.media) { return }
        throw .noPlace(
          for: media.kind.phrase, in: place, target: context.target, drop: .media)
      }
      if !isFirst { output.append(UInt8(ascii: ",")) }
      isFirst = false
      try append(media, place, to: &output)
    case .other:
      throw .noPlace(
        for: "a part that only its own layout knows", in: place, target: context.target)
    }
  }

  /// `{"fileData":{"mimeType":"image/png","fileUri":"gs://…"}}`
  private func append(
    _ media: Media, _ place: MessagePlace, to output: inout ByteBuffer
  ) throws(Refusal) {
    guard let uri = media.source.uri,
      !context.withDecoded(uri, { $0.starts(with: "data:".utf8) })
    else {
      throw .noPlace(
        for: "\(media.kind.phrase) in the record itself", in: place, target: context.target,
        resolution: "one; put it in a bucket and name its gs:// URI")
    }
    if media.detail != nil { context.leaveOut("messages[].content[].detail") }
    output.append(#"{"fileData":{"mimeType":"#)
    if let mimeType = media.mimeType {
      output.append(mimeType)
    } else if let format = context.format(of: uri), let mimeType = Self.mimeType(of: format) {
      output.append(UInt8(ascii: "\""))
      output.append(mimeType)
      output.append(UInt8(ascii: "\""))
    } else {
      throw Refusal(
        "\(place) has \(media.kind.phrase) whose type its URI does not tell; "
          + "\(context.target) wants it")
    }
    output.append(#","fileUri":"#)
    output.append(uri)
    output.append("}}")
  }

  /// The type of a file that ends so, of those that Gemini reads.
  private static func mimeType(of format: String) -> StaticString? {
    switch format {
    case "jpeg": "image/jpeg"
    case "png": "image/png"
    case "webp": "image/webp"
    case "mp4": "video/mp4"
    case "mov": "video/mov"
    case "mpeg": "video/mpeg"
    case "webm": "video/webm"
    case "mp3": "audio/mp3"
    case "wav": "audio/wav"
    case "flac": "audio/flac"
    case "pdf": "application/pdf"
    case "txt": "text/plain"
    default: nil
    }
  }

  private func appendResponse(
    _ message: Message, _ place: MessagePlace, to output: inout ByteBuffer
  ) throws(Refusal) {
    guard let name = message.name ?? calls.answered(by: message).map({ calls.name(ofCall: $0) })
    else {
      throw Refusal(
        "\(place) answers no call of the record; \(context.target) wants the name of the tool")
    }
    output.append(#"{"functionResponse":{"name":"#)
    output.append(name)
    output.append(#","response":"#)
    let texts = try context.strings(of: message, place)
    if texts.count == 1, let value = context.value(in: texts[0]), value.kind == .object {
      output.append(inOneLine: value.json)
    } else {
      // The key that the API reference names for what a function gives back.
      output.append(#"{"output":"#)
      output.append(joining: texts)
      output.append(UInt8(ascii: "}"))
    }
    output.append("}}")
  }
}

extension Role {
  /// True for the two that give back what a tool said.
  var isResult: Bool { self == .tool || self == .function }
}

extension Media.Source {
  /// The URL, path or object of a store; `nil` for bytes in the record.
  var uri: JSONFragment? {
    switch self {
    case .url(let uri), .file(let uri): uri
    case .base64: nil
    }
  }
}
