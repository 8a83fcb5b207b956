// How rules see a record.
//
// A record is parsed once, and one walk over its nodes, by the shape of the target (`ShapeWalk`),
// resolves what all rules ask for: which message has which role and where its members are, whatever
// the keys are called. The rules then compare small numbers; they touch the text, and build strings,
// only when something is wrong.
//
//     {"contents":[{"role":"model","parts":[{"text":"Hi"}]}]}
//
//     nodes     0 object  1 key  2 array  3 object  4 key  5 string "model"  6 key  7 array  8 object …
//     messages  [node 3, role .assistant, roleNode 5, content 7 .array, one part]
//
// The view is filled again for each record and keeps its memory: a good record allocates nothing.

import TamisCore

/// One record, read for the rules.
final class ChatView {
  let document = JSONDocument()
  /// What records of the target look like.
  let shape: RecordShape
  /// The target's word for each role.
  let roles: [(name: [UInt8], role: ChatRole)]

  // What `ChatView+Filling` fills in.
  //
  // Safety: a view serves one thread, and no method of it hands one of these out while another changes
  // it; the run-time checks would cost more than the work on a node.
  @exclusivity(unchecked) var messages: [ChatMessage] = []
  @exclusivity(unchecked) var sideMessages: [ChatMessage] = []
  @exclusivity(unchecked) var calls: [CallNodes] = []
  @exclusivity(unchecked) var results: [ResultNodes] = []
  @exclusivity(unchecked) var tools: [ToolNodes] = []
  @exclusivity(unchecked) var parts: [PartNodes] = []
  @exclusivity(unchecked) var sides: [PreferenceSide] = []
  /// The record's tools as a whole, in the form of today and the one before; 0 where there are none.
  @exclusivity(unchecked) var toolsNode = 0
  @exclusivity(unchecked) var functionsNode = 0
  /// The value that holds the turns; 0 where there is none.
  @exclusivity(unchecked) var messagesNode = 0
  @exclusivity(unchecked) var hasMessages = false
  @exclusivity(unchecked) var label = 0
  @exclusivity(unchecked) var labels = 0
  @exclusivity(unchecked) var tokens = 0
  @exclusivity(unchecked) var segments = 0
  @exclusivity(unchecked) var id = 0
  @exclusivity(unchecked) var recordWeight = 0
  /// Nodes of the booleans that say which segments are trained.
  @exclusivity(unchecked) var segmentLabels: [Int] = []
  /// Roles that occur.
  @exclusivity(unchecked) var hasAssistant = false
  @exclusivity(unchecked) var hasUnknownRole = false
  /// True when some message calls a tool or is the result of a call.
  @exclusivity(unchecked) var usesTools = false
  /// True when some message has a weight.
  @exclusivity(unchecked) var hasWeights = false
  /// True when the record lacks fields that it is made of.
  @exclusivity(unchecked) var lacksFields = false
  @exclusivity(unchecked) var hasToolIndex = false
  private var toolIndex: [ContentHash: Int] = [:]
  @exclusivity(unchecked) var filling = Filling()

  let text: TextScan
  let privacy: PrivacyScan?
  private let keys = KeyScan()
  /// The document that arguments of tool calls are parsed in.
  let arguments = JSONDocument()
  private(set) lazy var walk = ShapeWalk(shape, self)

  /// Hashes that one rule gathers at a time. Take it with `withHashes`.
  private var hashes: Set<ContentHash> = []
  @exclusivity(unchecked) private var key = ByteBuffer()

  init(_ profile: Profile) {
    shape = profile.record
    text = TextScan(profile)
    privacy = PrivacyScan.codes.contains { profile.rules[$0] != nil } ? PrivacyScan() : nil
    roles = profile.roles.compactMap { role in
      ChatRole(named: role.meaning).map { (Array(role.name.utf8), $0) }
    }
  }

  /// Where the record is not of the target's shape.
  var problems: [ShapeProblem] { walk.problems }
  /// Keys that an object names twice.
  var duplicateKeys: [(first: Int, second: Int)] { keys.duplicates }
  /// True when some string holds half of a surrogate pair.
  var hasLoneSurrogate: Bool { keys.hasLoneSurrogate }
  /// True when some content is a list of parts.
  var hasParts: Bool { !parts.isEmpty }

  /// What kind of value a node is.
  func kind(_ node: Int) -> JSONKind { document.node(node).kind }

  /// The value at a node.
  func value(_ node: Int) -> JSONValue { JSONValue(document: document, node: node) }

  /// Reads a record in place of the one before.
  func read(_ line: UnsafeRawBufferPointer) throws(JSONError) {
    try document.parse(line)
    clear()
    text.scan(document)
    keys.scan(document)
    privacy?.scan(document)
    walk.walk()
    if !problems.isEmpty { lacksFields = problems.contains { $0.isAboutMissingFields } }
    finishFilling()
  }

  /// Calls `body` with each message, those of the sides of a preference last.
  func forEachMessage(_ body: (ChatMessage) -> Void) {
    for message in messages { body(message) }
    for message in sideMessages { body(message) }
  }

  /// The message that the node is a part of.
  func message(around node: Int) -> ChatMessage? {
    for list in [messages, sideMessages] {
      for message in list
      where message.node <= node && node < Int(document.node(message.node).next) {
        return message
      }
    }
    return nil
  }

  /// Calls `body` with an empty set, whose memory is kept for the next rule.
  func withHashes(_ body: (inout Set<ContentHash>) -> Void) {
    var hashes = self.hashes
    self.hashes = []
    body(&hashes)
    hashes.removeAll(keepingCapacity: hashes.capacity <= 1024)
    self.hashes = hashes
  }

  /// Calls `body` with the characters of the string at `node`.
  @inline(__always)
  func withKey(_ node: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
    let key = document.node(node)
    let inside = document.bytes(key.range.lowerBound + 1..<key.range.upperBound - 1)
    guard key.flags.contains(.escaped) else { return body(inside) }
    self.key.truncate(to: 0)
    JSONString.decode(inside, into: &self.key)
    body(self.key.bytes)
  }

  /// The hash of a string's characters. Any other value has the hash of nothing.
  func hash(_ node: Int) -> ContentHash {
    var hash = ContentHash([])
    if kind(node) == .string { withKey(node) { hash = ContentHash($0) } }
    return hash
  }

  /// The declaration of the tool whose name is the string at `node`.
  func tool(named node: Int) -> ToolNodes? {
    if !hasToolIndex {
      toolIndex.removeAll(keepingCapacity: true)
      for (index, tool) in tools.enumerated() where tool.name != 0 {
        toolIndex[hash(tool.name)] = index
      }
      hasToolIndex = true
    }
    return kind(node) == .string ? toolIndex[hash(node)].map { tools[$0] } : nil
  }

  /// A key of the object at `node` that is `name` but for the case of its letters.
  func key(like name: StaticString, in node: Int) -> String? {
    for (key, _) in value(node).members {
      let lower = key.json.dropFirst().dropLast().map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
      if lower.withUnsafeBytes({ $0.isText(name) }) { return key.string }
    }
    return nil
  }
}
