// A tree of Open Assistant: a question, several answers to it, several questions that follow each.
//
//     {"message_tree_id":"…","prompt":{"text":"Q","role":"prompter","replies":[
//         {"text":"A","role":"assistant","rank":0,"replies":[…]},
//         {"text":"B","role":"assistant","rank":1,"replies":[]}]}}
//
// A record gives one example, and a tree has many paths: the one that is read takes at each step the
// reply of the best rank (0 is the best), or the first where nobody has ranked them, and passes over
// what was deleted. How many replies it has gone past is told as left out. A path that would end in a
// question ends before it.

import TamisCore

/// `{"message_tree_id", "prompt": {"text", "role", "replies": […]}}`, read along its best path.
///
/// Source: https://projects.laion.ai/Open-Assistant/docs/data/schemas
public struct OASSTTreeLayout: Layout {
  public static let name = "oasst-tree"
  public static let required = [KeySet(.prompt)]
  public static let optional = KeySet(.messageTreeID)

  private var messages: [Message] = []

  public init() {}

  public static func evidence(in record: RecordTree) -> LayoutEvidence? {
    let root = record.peek(.prompt)
    guard record.kind(root) == .object, record.member(.replies, of: root) != 0 else { return nil }
    return evidence(.inside, in: record)
  }

  public mutating func example(from record: RecordTree) -> Result<Example, LayoutFailure> {
    Self.result { () throws(LayoutFailure) in .conversation(try read(record)) }
  }

  private mutating func read(_ record: RecordTree) throws(LayoutFailure) -> Conversation {
    let root = record[.prompt]
    guard root != 0 else { throw LayoutFailure(.missingKey, "the record has no 'prompt'") }
    _ = record[.messageTreeID]
    messages.removeAll(keepingCapacity: true)
    var passed = 0
    var node = root
    while node != 0 {
      messages.append(try message(node, record))
      let (best, others) = try bestReply(to: node, record)
      passed += others
      node = best
    }
    if messages.last?.role == .user, messages.count > 1 {
      messages.removeLast()
      record.leaveOut("questions without an answer, at the end of the path")
    }
    if passed > 0 { record.leaveOut("replies that are not on the path of the best ranks") }
    return Conversation(messages: messages)
  }

  private func message(_ node: Int, _ record: RecordTree) throws(LayoutFailure) -> Message {
    guard record.kind(node) == .object else { throw record.wrongKind(node, "an object") }
    let role = record.member(.role, of: node)
    _ = try record.requiredString(role, .role, of: node)
    guard let word = RoleWord(record.string(role)) else {
      let text = record.excerpt(role)
      throw record.failure(.unknownRole, "role '\(text)' is not known", at: role)
    }
    record.noteOthers(
      of: node, in: "prompt", besides: .role, .text, .replies, .rank, .deleted)
    let text = record.member(.text, of: node)
    return Message(
      role: word.role, content: .text(try record.requiredString(text, .text, of: node)))
  }

  /// The reply that the path goes on with, 0 for none, and how many others there are.
  private func bestReply(
    to node: Int, _ record: RecordTree
  ) throws(LayoutFailure) -> (node: Int, others: Int) {
    let list = record.member(.replies, of: node)
    guard list != 0, try record.optionalArray(list) != nil else { return (0, 0) }
    var best = (node: 0, rank: Double.infinity)
    var count = 0
    var reply = list + 1
    while reply < record.next(list) {
      guard record.kind(reply) == .object else { throw record.wrongKind(reply, "an object") }
      let deleted = record.member(.deleted, of: reply)
      if deleted == 0 || record.kind(deleted) != .true {
        count += 1
        let rank = self.rank(of: reply, record)
        if best.node == 0 || rank < best.rank { best = (reply, rank) }
      } else {
        record.leaveOut("replies that were deleted")
      }
      reply = record.next(reply)
    }
    return (best.node, max(count - 1, 0))
  }

  private func rank(of node: Int, _ record: RecordTree) -> Double {
    let rank = record.member(.rank, of: node)
    guard rank != 0, record.kind(rank) == .number else { return .infinity }
    return Double(String(decoding: record.fragment(rank).json, as: UTF8.self)) ?? .infinity
  }
}
