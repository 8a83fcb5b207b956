// Images, films and sounds that stand in fields of their own, apart from the messages they belong to.
//
//     {"messages":[{"role":"user","content":"<image>Who is it?"}],"images":["1.jpg"]}
//
// LLaMA-Factory marks their places in the text, TRL has a part `{"type":"image"}` for each, or no mark
// at all: then they come before the first message of the user. Each mark takes the next of its kind;
// marks and media that do not come out even are a failure, because nobody can tell which is missing.
// https://github.com/hiyouga/LLaMA-Factory/blob/main/data/README.md
// https://huggingface.co/docs/trl/dataset_formats#vision-datasets

import TamisCore

/// Puts the media of a record's fields into its messages.
struct MediaColumns {
  /// The fields with media.
  static let fields = KeySet(.image, .images, .videos, .audios)

  private struct Column {
    let mark: StaticString
    let type: StaticString
    var media: [Media] = []
    /// How many have been given a place.
    var placed = 0
    var marks = 0
  }

  private var columns = [
    Column(mark: "<image>", type: "image"), Column(mark: "<video>", type: "video"),
    Column(mark: "<audio>", type: "audio"),
  ]

  init() {}

  /// Puts each where its mark is.
  mutating func place(
    into messages: inout [Message], of tree: RecordTree
  ) throws(LayoutFailure) {
    try read(.image, .image, 0, of: tree)
    try read(.images, .image, 0, of: tree)
    try read(.videos, .video, 1, of: tree)
    try read(.audios, .audio, 2, of: tree)
    guard columns.contains(where: { !$0.media.isEmpty }) else { return }
    for index in messages.indices {
      if let content = replaced(messages[index].content, tree) {
        messages[index].content = content
        messages[index].json = nil
      }
    }
    if columns.allSatisfy({ $0.marks == 0 }) { placeAll(into: &messages) }
    for column in columns where column.marks != column.media.count && !column.media.isEmpty {
      guard column.marks > 0 || column.placed == 0 else { continue }
      throw LayoutFailure(
        .wrongType,
        "there are \(column.media.count) of \(column.type)s, and \(column.marks) marks "
          + "\(column.mark) for them")
    }
  }

  private mutating func read(
    _ field: KnownKey, _ kind: Media.Kind, _ column: Int, of tree: RecordTree
  ) throws(LayoutFailure) {
    let node = tree[field]
    guard node != 0, tree.kind(node) != .null else { return }
    guard tree.kind(node) == .array else {
      columns[column].media.append(try media(node, kind, of: tree))
      return
    }
    var at = node + 1
    while at < tree.next(node) {
      columns[column].media.append(try media(at, kind, of: tree))
      at = tree.next(at)
    }
  }

  /// A path or URL; or an object with one, or with the bytes in base64.
  private func media(
    _ node: Int, _ kind: Media.Kind, of tree: RecordTree
  ) throws(LayoutFailure) -> Media {
    if tree.kind(node) == .string { return Media(kind: kind, source: .url(tree.fragment(node))) }
    guard tree.kind(node) == .object else { throw tree.wrongKind(node, "a string or an object") }
    tree.noteOthers(of: node, in: "images[]", besides: .bytes, .url, .path)
    if let data = try tree.optionalString(tree.member(.bytes, of: node)) {
      return Media(kind: kind, source: .base64(data: data, mimeType: nil))
    }
    for key in [KnownKey.url, .path] {
      if let url = try tree.optionalString(tree.member(key, of: node)) {
        return Media(kind: kind, source: .url(url))
      }
    }
    throw tree.failure(.missingKey, "there is no 'path', 'url' or 'bytes'", at: node)
  }

  /// The content with media for its marks; `nil` where it has none.
  private mutating func replaced(
    _ content: Message.Content, _ tree: RecordTree
  ) -> Message.Content? {
    let before = columns.reduce(0) { $0 + $1.marks }
    var parts: [Part] = []
    switch content {
    case .none: return nil
    case .text(let text): split(text, into: &parts, tree)
    case .parts(let list):
      for part in list {
        switch part {
        case .text(let text): split(text, into: &parts, tree)
        case .other(let json):
          if let column = column(ofPlaceholder: json), let media = next(column) {
            parts.append(.media(media))
          } else {
            parts.append(part)
          }
        case .media: parts.append(part)
        }
      }
    }
    return columns.reduce(0) { $0 + $1.marks } == before ? nil : PartReader.content(parts)
  }

  private mutating func split(_ text: JSONFragment, into parts: inout [Part], _ tree: RecordTree) {
    let body = text.body
    var start = 0
    var at = 0
    while let found = body.firstOffset(of: UInt8(ascii: "<"), from: at) {
      at = found + 1
      guard let column = column(ofMarkAt: found, in: body), let media = next(column) else {
        continue
      }
      add(body[start..<found], to: &parts, tree)
      parts.append(.media(media))
      start = found + columns[column].mark.utf8CodeUnitCount
      at = start
    }
    if start == 0 {
      parts.append(.text(text))
    } else {
      add(body[start...], to: &parts, tree)
    }
  }

  private func add(
    _ text: Slice<UnsafeRawBufferPointer>, to parts: inout [Part], _ tree: RecordTree
  ) {
    if text.isEmpty { return }
    parts.append(
      .text(tree.arena.makeString { $0.append(UnsafeRawBufferPointer(rebasing: text)) }))
  }

  private func column(ofMarkAt offset: Int, in body: UnsafeRawBufferPointer) -> Int? {
    columns.firstIndex { column in
      let count = column.mark.utf8CodeUnitCount
      return !column.media.isEmpty && offset + count <= body.count
        && UnsafeRawBufferPointer(rebasing: body[offset..<offset + count]).isText(column.mark)
    }
  }

  /// The column of a part that is nothing but its type.
  private func column(ofPlaceholder json: JSONFragment) -> Int? {
    let document = JSONDocument()
    guard json.kind == .object, (try? document.parse(json.json)) != nil else { return nil }
    guard let type = document.root["type"] else { return nil }
    return columns.firstIndex { !$0.media.isEmpty && type.isString($0.type) }
  }

  /// The next of the column, for a mark that was found; `nil` where there are no more.
  private mutating func next(_ column: Int) -> Media? {
    columns[column].marks += 1
    guard columns[column].placed < columns[column].media.count else { return nil }
    defer { columns[column].placed += 1 }
    return columns[column].media[columns[column].placed]
  }

  /// Puts all before the first message of the user.
  private mutating func placeAll(into messages: inout [Message]) {
    guard let first = messages.firstIndex(where: { $0.role == .user }) else { return }
    var parts = columns.flatMap { $0.media.map { Part.media($0) } }
    switch messages[first].content {
    case .none: break
    case .text(let text): parts.append(.text(text))
    case .parts(let list): parts += list
    }
    messages[first].content = .parts(parts)
    messages[first].json = nil
    for index in columns.indices { columns[index].placed = columns[index].media.count }
  }
}
