import TamisCore

extension PartReader {
  /// `{"type":"image_url","image_url":{"url","detail"?}}`; Mistral has a string for the object.
  mutating func readURL(
    _ key: KnownKey, _ kind: Media.Kind, _ node: Int, _ tree: RecordTree, _ isStandard: inout Bool
  ) throws(LayoutFailure) {
    var value = tree.member(key, of: node)
    if value == 0 { value = tree.member(.value, of: node) }
    if tree.noteOthers(of: node, in: "messages[].content[]", besides: .type, key, .value) {
      isStandard = false
    }
    if value != 0, tree.kind(value) == .string {
      isStandard = false
      parts.append(.media(Media(kind: kind, source: .url(tree.fragment(value)))))
      return
    }
    guard value != 0, tree.kind(value) == .object else {
      throw tree.failure(.missingKey, "there is no '\(key.name)'", at: node)
    }
    if tree.noteOthers(of: value, in: "image_url", besides: .url, .detail) { isStandard = false }
    let url = tree.member(.url, of: value)
    parts.append(
      .media(
        Media(
          kind: kind, source: .url(try tree.requiredString(url, .url, of: value)),
          detail: try tree.optionalString(tree.member(.detail, of: value)))))
  }

  /// `{"type":"input_audio","input_audio":{"data","format"}}`.
  mutating func readAudio(
    _ node: Int, _ tree: RecordTree, _ isStandard: inout Bool
  ) throws(LayoutFailure) {
    let audio = tree.member(.inputAudio, of: node)
    guard audio != 0, tree.kind(audio) == .object else {
      throw tree.failure(.missingKey, "there is no 'input_audio'", at: node)
    }
    if tree.noteOthers(of: node, in: "messages[].content[]", besides: .type, .inputAudio)
      || tree.noteOthers(of: audio, in: "input_audio", besides: .data, .format)
    {
      isStandard = false
    }
    let data = tree.member(.data, of: audio)
    parts.append(
      .media(
        Media(
          kind: .audio,
          source: .base64(data: try tree.requiredString(data, .data, of: audio), mimeType: nil),
          format: try tree.optionalString(tree.member(.format, of: audio)))))
  }

  /// `{"type":"file","file":{"file_id"}}`, or `file_data`, which is a data URL.
  mutating func readFile(
    _ node: Int, _ tree: RecordTree, _ isStandard: inout Bool
  ) throws(LayoutFailure) {
    let file = tree.member(.file, of: node)
    guard file != 0, tree.kind(file) == .object else {
      throw tree.failure(.missingKey, "there is no 'file'", at: node)
    }
    if tree.noteOthers(of: node, in: "messages[].content[]", besides: .type, .file)
      || tree.noteOthers(of: file, in: "file", besides: .fileID, .fileData, .filename)
    {
      isStandard = false
    }
    let filename = try tree.optionalString(tree.member(.filename, of: file))
    if let id = try tree.optionalString(tree.member(.fileID, of: file)) {
      parts.append(.media(Media(kind: .document, source: .file(uri: id), filename: filename)))
    } else {
      let data = tree.member(.fileData, of: file)
      let url = try tree.requiredString(data, .fileData, of: file)
      parts.append(.media(Media(kind: .document, source: .url(url), filename: filename)))
    }
  }

  /// Anthropic's `{"type":"image","source":{"type":"base64"|"url"|"file"|"text",…}}`, and Hugging
  /// Face's `{"type":"image"}` with `image`, `url`, `path` or `base64` beside it.
  mutating func readSource(
    _ key: KnownKey, _ kind: Media.Kind, _ node: Int, _ tree: RecordTree, _ isStandard: inout Bool
  ) throws(LayoutFailure) {
    isStandard = false
    let source = tree.member(.source, of: node)
    if source != 0, tree.kind(source) == .object {
      tree.noteOthers(of: node, in: "messages[].content[]", besides: .type, .source)
      tree.noteOthers(of: source, in: "source", besides: .type, .mediaType, .data, .fileID, .url)
      let mimeType = try tree.optionalString(tree.member(.mediaType, of: source))
      if let data = try tree.optionalString(tree.member(.data, of: source)) {
        parts.append(.media(Media(kind: kind, source: .base64(data: data, mimeType: mimeType))))
      } else if let id = try tree.optionalString(tree.member(.fileID, of: source)) {
        parts.append(.media(Media(kind: kind, source: .file(uri: id), mimeType: mimeType)))
      } else {
        let url = tree.member(.url, of: source)
        parts.append(
          .media(
            Media(
              kind: kind, source: .url(try tree.requiredString(url, .url, of: source)),
              mimeType: mimeType)))
      }
      return
    }
    for name in [key, .url, .path] {
      let value = tree.member(name, of: node)
      if value != 0, tree.kind(value) == .string {
        parts.append(.media(Media(kind: kind, source: .url(tree.fragment(value)))))
        tree.noteOthers(of: node, in: "messages[].content[]", besides: .type, name)
        return
      }
    }
    // Without a source it stands for the next of the record's images: only the writers can tell.
    parts.append(.other(tree.fragment(node)))
  }
}
