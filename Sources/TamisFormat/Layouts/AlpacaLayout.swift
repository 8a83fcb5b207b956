import TamisCore

/// `{"instruction", "input"?, "output", "system"?, "history"?: [[question, answer], …]}`; Dolly's
/// `context` and `response` for `input` and `output`.
///
/// The prompt is the instruction and, on a line of its own, the input. A history makes a conversation
/// of it, all of whose answers are learned. A `text` beside them is the same once more, rendered: it
/// is not read.
///
/// Source: https://github.com/tatsu-lab/stanford_alpaca,
/// https://github.com/hiyouga/LLaMA-Factory/blob/main/data/README.md
public struct AlpacaLayout: Layout {
  public static let name = "alpaca"
  public static let required = [KeySet(.instruction), KeySet(.output, .response)]
  public static let optional = KeySet(.input, .context, .system, .systemPrompt, .history, .text)

  private var messages: [Message] = []

  public init() {}

  public mutating func example(from record: RecordTree) -> Result<Example, LayoutFailure> {
    Self.result { () throws(LayoutFailure) in
      let pair = try Self.pair(
        of: record,
        completion: record.filledString(record.first(of: .output, .response) ?? .output))
      let history = record[.history]
      guard history != 0, record.kind(history) != .null, record.next(history) > history + 1 else {
        return .promptCompletion(pair)
      }
      return .conversation(try conversation(pair, history, record))
    }
  }

  /// The prompt that instruction and input make, with its system message and `completion`.
  static func pair(
    of record: RecordTree, completion: JSONFragment
  ) throws(LayoutFailure) -> PromptCompletion {
    let node = record[.instruction]
    guard node != 0 else { throw LayoutFailure(.missingKey, "the record has no 'instruction'") }
    let instruction = try record.optionalString(node)
    let input = try record.systemString(record.first(of: .input, .context) ?? .input)
    let filled = [instruction, input].compactMap { $0 }.filter { !$0.isEmptyString }
    guard let prompt = record.joined(filled, #"\n"#) else {
      throw record.failure(.emptyContent, "'instruction' and 'input' are empty", at: node)
    }
    var pair = PromptCompletion(
      prompt: prompt, completion: completion,
      system: try record.systemString(record.first(of: .system, .systemPrompt) ?? .system))
    if let instruction, !instruction.isEmptyString { pair.instruction = instruction }
    pair.input = input
    return pair
  }

  /// The turns of the history and behind them those of `pair`.
  private mutating func conversation(
    _ pair: PromptCompletion, _ history: Int, _ record: RecordTree
  ) throws(LayoutFailure) -> Conversation {
    messages.removeAll(keepingCapacity: true)
    if let system = pair.system {
      messages.append(Message(role: .system, content: .text(system)))
    }
    guard record.kind(history) == .array else { throw record.wrongKind(history, "an array") }
    var turn = history + 1
    while turn < record.next(history) {
      guard record.kind(turn) == .array, record.next(turn) == turn + 3,
        record.kind(turn + 1) == .string, record.kind(turn + 2) == .string
      else {
        throw record.failure(.wrongType, "a turn of the history is not two strings", at: turn)
      }
      add(record.fragment(turn + 1), record.fragment(turn + 2))
      turn = record.next(turn)
    }
    add(pair.prompt, pair.completion)
    return Conversation(messages: messages)
  }

  private mutating func add(_ question: JSONFragment, _ answer: JSONFragment) {
    messages.append(Message(role: .user, content: .text(question)))
    messages.append(Message(role: .assistant, content: .text(answer)))
  }
}
