import TamisCore

/// How a target spells messages of the OpenAI kind: `{"role", "content", …}`.
///
/// The roles, their keys and the types of parts come from the profile's table of roles; what no table
/// says comes from its `writer` object.
struct MessageDialect: Sendable {
  /// What a message of a role may have besides `role` and `content`.
  struct Keys: OptionSet, Sendable {
    let rawValue: UInt16
    static let name = Keys(rawValue: 1)
    static let weight = Keys(rawValue: 2)
    static let train = Keys(rawValue: 4)
    static let reasoning = Keys(rawValue: 8)
    static let toolCalls = Keys(rawValue: 16)
    static let toolCallID = Keys(rawValue: 32)
    static let refusal = Keys(rawValue: 64)
    static let functionCall = Keys(rawValue: 128)

    /// By their names in a profile.
    static let named: [String: Keys] = [
      "name": .name, "weight": .weight, "train": .train, "reasoning_content": .reasoning,
      "tool_calls": .toolCalls, "tool_call_id": .toolCallID, "refusal": .refusal,
      "function_call": .functionCall,
    ]
  }

  /// The parts that the content of a role may have; none where it is a string.
  struct Parts: OptionSet, Sendable {
    let rawValue: UInt16
    static let text = Parts(rawValue: 1)
    /// OpenAI's: `{"type":"image_url","image_url":{"url":…}}` and its kin.
    static let imageURL = Parts(rawValue: 2)
    static let videoURL = Parts(rawValue: 4)
    static let inputAudio = Parts(rawValue: 8)
    static let file = Parts(rawValue: 16)
    /// The ones of Transformers' processors: `{"type":"image","url":…}`, and of Converse.
    static let image = Parts(rawValue: 32)
    static let video = Parts(rawValue: 64)
    static let audio = Parts(rawValue: 128)
    static let document = Parts(rawValue: 256)
    static let refusal = Parts(rawValue: 512)

    static let named: [String: Parts] = [
      "text": .text, "image_url": .imageURL, "video_url": .videoURL, "input_audio": .inputAudio,
      "file": .file, "image": .image, "video": .video, "audio": .audio, "document": .document,
      "refusal": .refusal,
    ]
  }

  /// How the arguments of a call are written.
  enum ArgumentsForm: String { case string, object }
  /// How an image's URL is written.
  enum ImageURLForm: String { case object, string }
  /// How tools are written: as a list, as one string that holds the list, or as a list in which the
  /// schemas are strings.
  enum ToolsForm: String {
    case list, string
    case parametersString = "parameters-string"
  }
  /// What ids of calls may be.
  enum IDForm: String { case any, nine }

  let arguments: ArgumentsForm
  let imageURL: ImageURLForm
  let tools: ToolsForm
  let ids: IDForm
  /// The word for each role, with quotes, by raw value; `nil` where the target has no such role.
  private let words: [[UInt8]?]
  private let keys: [Keys]
  private let parts: [Parts]
  /// Keys of a role that have no meaning here and go through as they are, by raw value.
  private let otherKeys: [[[UInt8]]]

  init(_ settings: WriterSettings) {
    arguments = ArgumentsForm(rawValue: settings.text("arguments")) ?? .string
    imageURL = ImageURLForm(rawValue: settings.text("image_url")) ?? .object
    tools = ToolsForm(rawValue: settings.text("tools")) ?? .list
    ids = IDForm(rawValue: settings.text("tool_ids")) ?? .any
    var words: [[UInt8]?] = []
    var keys: [Keys] = []
    var parts: [Parts] = []
    var otherKeys: [[[UInt8]]] = []
    for role in Role.allCases {
      let known = settings.roles.first { $0.meaning == "\(role.name)" }
      words.append(known.map { Array("\"\($0.name)\"".utf8) })
      let names = known?.keys ?? []
      keys.append(Keys(names.compactMap { Keys.named[$0] }))
      parts.append(Parts((known?.parts ?? []).compactMap { Parts.named[$0] }))
      otherKeys.append(
        names.filter { $0 != "role" && $0 != "content" && Keys.named[$0] == nil }
          .map { Array("\"\($0)\"".utf8) })
    }
    (self.words, self.keys, self.parts, self.otherKeys) = (words, keys, parts, otherKeys)
  }

  /// True when the target has a role of that meaning.
  func has(_ role: Role) -> Bool { words[Int(role.rawValue)] != nil }

  /// The role that says the same at the target: `system` for a developer where there is none, `tool`
  /// for the result of a function. `nil` where there is none.
  ///
  /// Chat templates get the common word even where the other is let through: few know both.
  func role(for role: Role) -> Role? {
    if has(role), !isForTemplates { return role }
    switch role {
    case .developer where has(.system): return .system
    case .system where !has(.system) && has(.developer): return .developer
    case .function where has(.tool): return .tool
    default: return has(role) ? role : nil
    }
  }

  /// True where messages go through a chat template, and not to a service.
  var isForTemplates: Bool { arguments == .object }

  func keys(of role: Role) -> Keys { keys[Int(role.rawValue)] }
  func parts(of role: Role) -> Parts { parts[Int(role.rawValue)] }

  /// Appends the word for a role that the target has.
  func append(_ role: Role, to output: inout ByteBuffer) {
    if let word = words[Int(role.rawValue)] { output.append(word) }
  }

  /// True when messages of the role may have the key, which has no meaning here.
  func passes(_ key: JSONFragment, of role: Role) -> Bool {
    otherKeys[Int(role.rawValue)].contains { key.json.elementsEqual($0) }
  }
}
