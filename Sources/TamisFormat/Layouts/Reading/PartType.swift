/// What a part of a content is, as its `type` says.
enum PartType {
  case text, imageURL, videoURL, audioURL, inputAudio, file, image, video, audio, document
  case refusal, thinking, toolUse, toolResult
  // LLaMA-Factory's.
  case reasoning, toolCall

  init?(_ text: UnsafeRawBufferPointer) {
    if text.isText("text") {
      self = .text
    } else if text.isText("image_url") {
      self = .imageURL
    } else if let type = Self.types.first(where: { text.isText($0.name) }) {
      self = type.type
    } else {
      return nil
    }
  }

  private static let types: [(name: StaticString, type: PartType)] = [
    ("video_url", .videoURL), ("audio_url", .audioURL), ("input_audio", .inputAudio),
    ("file", .file), ("image", .image), ("video", .video), ("audio", .audio),
    ("document", .document), ("refusal", .refusal), ("thinking", .thinking),
    ("tool_use", .toolUse), ("tool_result", .toolResult), ("reasoning", .reasoning),
    ("tool_call", .toolCall),
  ]
}
