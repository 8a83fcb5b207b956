import TamisCore
import TamisFormat

/// An example as lines that people can read: what a layout understood, and what it left out.
struct ExampleDump {
  private(set) var lines: [String] = []

  init(_ example: Example) {
    switch example {
    case .text(let text): lines.append("text \(show(text))")
    case .promptCompletion(let pair): add(pair)
    case .conversation(let conversation):
      lines.append("conversation")
      add(conversation, indent: "  ")
    case .preference(let preference): add(preference)
    case .judged(let judged):
      let verdict = judged.isDesired ? "desired" : "undesired"
      lines.append("judged \(verdict)\(form(judged.isConversational))")
      lines.append("  input")
      add(judged.input, indent: "    ")
      lines.append("  completion")
      add(judged.completion, indent: "    ")
    case .stepwise(let stepwise):
      lines.append("stepwise \(show(stepwise.prompt))")
      for (step, label) in zip(stepwise.completions, stepwise.labels) {
        lines.append("  \(label ? "right" : "wrong") \(show(step))")
      }
    case .reinforcement(let reinforcement):
      lines.append("reinforcement\(form(reinforcement.isConversational))")
      add(reinforcement.input, indent: "  ")
      for reference in reinforcement.references {
        lines.append("  reference \(show(reference.name)): \(show(reference.value))")
      }
    case .segments(let segments):
      lines.append("segments")
      for segment in segments {
        lines.append("  \(segment.isTrained ? "trained" : "read") \(show(segment.text))")
      }
    case .tokens(let row):
      lines.append("tokens \(show(row.inputIDs))")
      add("labels", row.labels)
      add("attention_mask", row.attentionMask)
      add("position_ids", row.positionIDs)
    }
  }

  var text: String { lines.joined(separator: "\n") }

  private func form(_ isConversational: Bool) -> String { isConversational ? "" : " (strings)" }

  private func show(_ json: JSONFragment) -> String {
    let text = String(decoding: json.json, as: UTF8.self)
    return text.utf8.count <= 200 ? text : "\(text.prefix(60))… (\(text.utf8.count) bytes)"
  }

  private mutating func add(_ name: String, _ value: JSONFragment?, indent: String = "  ") {
    if let value { lines.append("\(indent)\(name) \(show(value))") }
  }

  private mutating func add(_ pair: PromptCompletion) {
    lines.append("prompt and completion")
    add("system", pair.system)
    add("prompt", pair.prompt)
    add("instruction", pair.instruction, indent: "    ")
    add("input", pair.input, indent: "    ")
    add("completion", pair.completion)
  }

  private mutating func add(_ preference: Preference) {
    lines.append("preference\(form(preference.isConversational))")
    lines.append("  input")
    add(preference.input, indent: "    ")
    lines.append("  chosen")
    add(preference.chosen, indent: "    ")
    lines.append("  rejected")
    add(preference.rejected, indent: "    ")
    for alternative in preference.alternatives {
      lines.append("  alternative \(alternative.score.map { show($0) } ?? "-")")
      add(alternative.messages, indent: "    ")
    }
  }

  private mutating func add(_ conversation: Conversation, indent: String) {
    add(conversation.messages, indent: indent)
    for tool in conversation.tools {
      lines.append("\(indent)tool \(show(tool.name))")
      add("description", tool.description, indent: indent + "  ")
      add("parameters", tool.parameters, indent: indent + "  ")
      add("strict", tool.strict, indent: indent + "  ")
      add("json", tool.json, indent: indent + "  ")
    }
    add("parallel_tool_calls", conversation.parallelToolCalls, indent: indent)
    add("weight", conversation.weight, indent: indent)
    add("functions", conversation.functions, indent: indent)
    if conversation.json != nil { lines.append("\(indent)messages verbatim") }
    if conversation.toolsJSON != nil { lines.append("\(indent)tools verbatim") }
  }

  private mutating func add(_ messages: [Message], indent: String) {
    for message in messages {
      let form = message.json == nil ? "" : " (verbatim)"
      let trained = message.isTrained.map { $0 ? " trained" : " not trained" } ?? ""
      lines.append("\(indent)\(message.role)\(form)\(trained)")
      let deeper = indent + "  "
      add("name", message.name, indent: deeper)
      add("weight", message.weight, indent: deeper)
      add("reasoning", message.reasoning, indent: deeper)
      switch message.content {
      case .none: break
      case .text(let text): add("text", text, indent: deeper)
      case .parts(let parts): for part in parts { add(part, indent: deeper) }
      }
      add("refusal", message.refusal, indent: deeper)
      for call in message.toolCalls {
        let id = call.id.map { " \(show($0))" } ?? ""
        switch call.arguments {
        case .object(let json): add("call\(id) \(show(call.name)) object", json, indent: deeper)
        case .text(let json): add("call\(id) \(show(call.name)) string", json, indent: deeper)
        }
      }
      add("answers", message.toolCallID, indent: deeper)
      for other in message.others {
        lines.append("\(deeper)other \(show(other.name)): \(show(other.value))")
      }
    }
  }

  private mutating func add(_ part: Part, indent: String) {
    switch part {
    case .text(let text): lines.append("\(indent)part \(show(text))")
    case .other(let json): lines.append("\(indent)other part \(show(json))")
    case .media(let media):
      let source =
        switch media.source {
        case .url(let url): "url \(show(url))"
        case .base64(let data, let type): "base64 \(show(data)) \(type.map { show($0) } ?? "-")"
        case .file(let uri): "file \(show(uri))"
        }
      lines.append("\(indent)\(media.kind) \(source)")
      add("type", media.mimeType, indent: indent + "  ")
      add("format", media.format, indent: indent + "  ")
      add("detail", media.detail, indent: indent + "  ")
      add("filename", media.filename, indent: indent + "  ")
    }
  }
}

/// What became of records that are looked at without knowing their layout.
struct LayoutProbe {
  let tree: RecordTree
  private let recognizer: LayoutRecognizer
  private var layouts: [String: any Layout] = [:]

  init(map: LayoutMap = LayoutMap()) {
    tree = RecordTree(map: map)
    recognizer = LayoutRecognizer(target: "any target")
  }

  /// The name of the layout that the record is recognised as, or the failure.
  func recognized(_ json: [UInt8]) -> Result<String, LayoutFailure> {
    do throws(LayoutFailure) {
      try json.read(into: tree)
    } catch {
      return .failure(error)
    }
    switch recognizer.verdict(on: tree) {
    case .layout(let layout): return .success(layout.name)
    case .undecided(let failure): return .failure(failure)
    }
  }

  /// The record read as `layout`, or as what it is recognised as; with what was left out.
  mutating func dump(_ json: [UInt8], as layout: String? = nil) -> String {
    switch recognized(json) {
    case .failure(let failure) where layout == nil: return "undecided: \(Self.show(failure))"
    case .failure: return read(as: layout ?? "")
    case .success(let name): return read(as: layout ?? name)
    }
  }

  /// The record that the tree has, read as `name`.
  mutating func read(as name: String) -> String {
    guard let type = Layouts.all.first(where: { $0.name == name }) else { return "no \(name)" }
    var layout = layouts.removeValue(forKey: name) ?? type.init()
    defer { layouts[name] = layout }
    switch layout.example(from: tree) {
    case .failure(let failure): return "\(name): \(Self.show(failure))"
    case .success(let example):
      var lines = ["layout \(name)"] + ExampleDump(example).lines
      var left: [String] = []
      tree.forEachUnreadField { left.append(String(decoding: $0, as: UTF8.self)) }
      tree.forEachLeftOut { left.append(String(decoding: $0, as: UTF8.self)) }
      if !left.isEmpty { lines.append("left out: \(left.joined(separator: ", "))") }
      return lines.joined(separator: "\n")
    }
  }

  private static func show(_ failure: LayoutFailure) -> String {
    "\(failure.rule) — \(failure.message)"
  }
}

extension [UInt8] {
  /// Reads the bytes as a record.
  func read(into tree: RecordTree) throws(LayoutFailure) {
    var outcome = Result<Void, LayoutFailure>.success(())
    withUnsafeBytes { bytes in
      do throws(LayoutFailure) { try tree.read(bytes) } catch { outcome = .failure(error) }
    }
    try outcome.get()
  }
}
