import TamisCore

extension ChatView {
  /// The two answers of a pair: the better one first. `nil` where the record has no pair.
  var pair: (chosen: PreferenceSide, rejected: PreferenceSide)? {
    guard sides.count == 2 else { return nil }
    switch (sides[0].kind, sides[1].kind) {
    case (.rejected, .chosen): return (sides[1], sides[0])
    case (.ranked, .ranked) where rank(of: sides[0]) < rank(of: sides[1]):
      return (sides[1], sides[0])
    default: return (sides[0], sides[1])
    }
  }

  /// How good a ranked answer is said to be.
  private func rank(of side: PreferenceSide) -> Int {
    if side.label != 0 { return value(side.label).isString("preferred") ? 1 : 0 }
    return side.score != 0 && value(side.score).json.first == UInt8(ascii: "1") ? 1 : 0
  }

  /// The characters of what a side says, one message behind the other, with those of white space left
  /// out where that is wanted.
  func hash(of side: PreferenceSide, withoutSpace: Bool) -> ContentHash {
    var text = ByteBuffer()
    for message in sideMessages[side.messages] {
      text.append(UInt8(message.role?.rawValue ?? 9))
      if message.content != 0 { append(message.content, to: &text, withoutSpace: withoutSpace) }
      if message.toolCalls != 0 { text.append(value(message.toolCalls).json) }
      text.append(0xFF)
    }
    return ContentHash(text.bytes)
  }

  private func append(_ node: Int, to text: inout ByteBuffer, withoutSpace: Bool) {
    guard kind(node) == .string else {
      text.append(value(node).json)
      return
    }
    withKey(node) { characters in
      for byte in characters where !(withoutSpace && byte <= 0x20) { text.append(byte) }
    }
  }

  /// Bytes of what a side says.
  func length(of side: PreferenceSide) -> Int {
    sideMessages[side.messages].reduce(0) { sum, message in
      message.content == 0 ? sum : sum + document.node(message.content).range.count
    }
  }
}
