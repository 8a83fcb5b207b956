import TamisCore
public import TamisTokenizers

/// The tokens of an example, and which of them are learned.
///
/// Belongs to the `LossMasker` that filled it, and is good until that masks another example.
public final class LossMask {
  // Safety: only the masker that owns the mask fills these, and it hands out what is in them when it
  // is done.
  @exclusivity(unchecked) var textBuffer = ByteBuffer()
  @exclusivity(unchecked) var tokens = TokenBuffer(offsets: true)
  /// For each token whether it is learned.
  public internal(set) var isTrained: [Bool] = []
  /// How many tokens are learned.
  public internal(set) var trainedCount = 0
  /// The turns of the assistant, and those of others that are learned, in the order of the text.
  public internal(set) var turns: [Turn] = []
  /// Special tokens that came out of what somebody wrote in a message, instead of the template.
  public internal(set) var spelledOut: [SpelledOut] = []
  /// Messages that have something to say of which the template writes nothing.
  public internal(set) var lostMessages: [Int] = []
  /// Messages of which the template leaves out what the model thought.
  public internal(set) var messagesWithoutThoughts: [Int] = []
  /// Messages of others than the assistant of which something is learned.
  public internal(set) var otherMessagesLearned: [Int] = []
  /// Turns of the assistant that could not be found in the rendered text.
  public internal(set) var missingTurns: [Int] = []
  /// Where the prompt ends in the text, of a prompt with a completion.
  public internal(set) var promptEnd: Int?

  /// What one message is in the text.
  public struct Turn: Sendable, Equatable {
    /// Place among the messages.
    public var message: Int
    public var role: Role
    /// From behind the header to behind the end-of-turn token.
    public var bytes: Range<Int>
    /// The bytes that the message itself wrote, the template's own between them included.
    public var content: Range<Int>
    public var tokens: Range<Int>
    /// The token that ends the turn; `nil` where the template writes none.
    public var endOfTurn: Int?
    /// Whether the strategy wants the turn learned.
    public var isTrained: Bool
  }

  /// A special token that somebody spelled out.
  public struct SpelledOut: Sendable, Equatable {
    public var message: Int
    public var id: TokenID
    /// Place among the tokens, had it become one.
    public var token: Int
  }

  /// The text that was encoded, UTF-8. Empty for examples that came as tokens.
  public var text: UnsafeRawBufferPointer { textBuffer.bytes }

  /// How many tokens there are.
  public var count: Int { tokens.count }

  /// The ids; good as long as the mask is.
  public var ids: UnsafeBufferPointer<TokenID> { tokens.ids }

  /// Where each token ends in the text.
  public var ends: UnsafeBufferPointer<UInt32> { tokens.ends }

  /// The bytes of the text that are the token at `index`.
  public func bytes(of index: Int) -> Range<Int> {
    let end = min(Int(tokens.ends[index]), text.count)
    return min(index == 0 ? 0 : Int(tokens.ends[index - 1]), end)..<end
  }

  /// The text of the token at `index` in quotes, with what cannot be seen as escapes.
  func visible(_ index: Int) -> String {
    var quoted = ByteBuffer()
    JSONString.encode(UnsafeRawBufferPointer(rebasing: text[bytes(of: index)]), into: &quoted)
    return String(decoding: quoted.bytes, as: UTF8.self)
  }

  /// How many tokens from `start` on are learned.
  public func trainedCount(from start: Int) -> Int {
    guard start < isTrained.count else { return 0 }
    return isTrained[start...].reduce(0) { $0 + ($1 ? 1 : 0) }
  }

  /// Forgets everything, and keeps the memory.
  func reset() {
    textBuffer.removeAll(keepingUpTo: 1 << 20)
    tokens.removeAll()
    isTrained.removeAll(keepingCapacity: isTrained.capacity <= 1 << 20)
    turns.removeAll(keepingCapacity: true)
    spelledOut.removeAll(keepingCapacity: true)
    lostMessages.removeAll(keepingCapacity: true)
    messagesWithoutThoughts.removeAll(keepingCapacity: true)
    otherMessagesLearned.removeAll(keepingCapacity: true)
    missingTurns.removeAll(keepingCapacity: true)
    trainedCount = 0
    promptEnd = nil
  }

  /// Makes the tokens learned, or not learned, that lie in `range`.
  func set(_ range: Range<Int>, trained: Bool = true) {
    var changed = 0
    isTrained.withUnsafeMutableBufferPointer { flags in
      for index in range where flags[index] != trained {
        flags[index] = trained
        changed += 1
      }
    }
    trainedCount += trained ? changed : -changed
  }

  /// Makes room for as many answers as there are tokens, all of them no.
  func startMarking() {
    isTrained.append(contentsOf: repeatElement(false, count: tokens.count - isTrained.count))
  }
}
