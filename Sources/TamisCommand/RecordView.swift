import TamisCore
import TamisFormat

/// The meaning of one record for people, and for programs.
struct RecordView {
  let record: ShownRecord
  let example: Example

  /// Characters of a message that are shown.
  private static let shown = 72

  /// A line with what it is, and one for each part.
  var text: String {
    var lines = ["record \(record.number)  \(record.place)  \(record.evidence)", summary, ""]
    let parts = self.parts
    let width = parts.map { $0.name.count }.max() ?? 0
    for part in parts {
      lines.append(
        "  " + part.name + String(repeating: " ", count: width + 2 - part.name.count)
          + shortened(part.text) + part.note)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// One JSON object in a line.
  var json: String {
    var json = ByteBuffer()
    json.append(#"{"schema":"tamis.inspect/1","file":"#)
    JSONString.encode(record.file, into: &json)
    json.append(#","record":\#(record.number),"line":\#(record.line),"layout":"#)
    JSONString.encode(record.layout, into: &json)
    json.append(#","kind":"\#(kind)","parts":["#)
    for (index, part) in parts.enumerated() {
      json.append(index == 0 ? #"{"name":"# : #",{"name":"#)
      JSONString.encode(part.name, into: &json)
      json.append(#","characters":\#(part.text.unicodeScalars.count),"text":"#)
      JSONString.encode(part.text, into: &json)
      json.append(#","trained":\#(part.isTrained.map { "\($0)" } ?? "null")}"#)
    }
    json.append("]}\n")
    return String(decoding: json.bytes, as: UTF8.self)
  }

  /// A message, or another part of the example.
  struct Part {
    var name: String
    var text: String
    var note = ""
    var isTrained: Bool?
  }

  private var kind: String {
    switch example {
    case .text: "text"
    case .promptCompletion: "prompt-completion"
    case .conversation: "conversation"
    case .preference: "preference"
    case .judged: "judged"
    case .stepwise: "stepwise"
    case .reinforcement: "reinforcement"
    case .segments: "segments"
    case .tokens: "tokens"
    }
  }

  private var summary: String {
    switch example {
    case .conversation(let conversation):
      let roles = conversation.messages.map { "\($0.role.name)".prefix(1).uppercased() }
      let shownRoles =
        roles.prefix(40).joined(separator: " ") + (roles.count > 40 ? " …" : "")
      return "conversation of \(count(conversation.messages.count, "message")) (\(shownRoles))"
        + (conversation.tools.isEmpty ? "" : ", \(count(conversation.tools.count, "tool"))")
    case .preference(let pair):
      return "preference pair: \(count(pair.input.messages.count, "message")), then "
        + "\(pair.chosen.count) chosen and \(pair.rejected.count) rejected"
    default: return kind
    }
  }

  private var parts: [Part] {
    switch example {
    case .text(let text): return [part("text", text)]
    case .promptCompletion(let pair):
      return [pair.system.map { part("system", $0) }].compactMap { $0 }
        + [part("prompt", pair.prompt), part("completion", pair.completion)]
    case .conversation(let conversation): return parts(conversation.messages)
    case .preference(let pair):
      return parts(pair.input.messages) + parts(pair.chosen, in: "chosen ")
        + parts(pair.rejected, in: "rejected ")
    case .judged(let judged):
      return parts(judged.input.messages)
        + parts(judged.completion, in: judged.isDesired ? "good " : "bad ")
    case .stepwise(let solution):
      return [part("prompt", solution.prompt)]
        + zip(solution.completions, solution.labels).map { part($1 ? "right" : "wrong", $0) }
    case .reinforcement(let question):
      return parts(question.input.messages)
        + question.references.map { name, value in
          Part(
            name: "reference",
            text: String(decoding: name.json, as: UTF8.self) + " "
              + String(decoding: value.json, as: UTF8.self))
        }
    case .segments(let segments):
      return segments.map {
        var part = part($0.isTrained ? "learned" : "read", $0.text)
        part.isTrained = $0.isTrained
        return part
      }
    case .tokens(let row):
      return [Part(name: "input_ids", text: String(decoding: row.inputIDs.json, as: UTF8.self))]
        + [("labels", row.labels), ("attention_mask", row.attentionMask)].compactMap { name, list in
          list.map { Part(name: name, text: String(decoding: $0.json, as: UTF8.self)) }
        }
    }
  }

  private func parts(_ messages: [Message], in side: String = "") -> [Part] {
    messages.map { message in
      var part = Part(name: side + "\(message.role.name)", text: "", isTrained: message.isTrained)
      switch message.content {
      case .none: break
      case .text(let text): part.text = characters(text)
      case .parts(let parts):
        part.text = parts.map { content in
          switch content {
          case .text(let text): characters(text)
          case .media(let media): "<\(media.kind)>"
          case .other: "<…>"
          }
        }.joined(separator: " ")
      }
      if message.reasoning != nil { part.note += "  with thoughts" }
      if !message.toolCalls.isEmpty {
        part.note +=
          "  calls "
          + message.toolCalls.map { visible(characters($0.name)) }
          .joined(separator: ", ")
      }
      if let weight = message.weight {
        part.note += "  weight " + String(decoding: weight.json, as: UTF8.self)
      }
      return part
    }
  }

  private func part(_ name: String, _ text: JSONFragment) -> Part {
    Part(name: name, text: characters(text))
  }

  private func characters(_ text: JSONFragment) -> String {
    guard text.kind == .string else { return String(decoding: text.json, as: UTF8.self) }
    var decoded = ByteBuffer()
    text.decode(into: &decoded)
    return String(decoding: decoded.bytes, as: UTF8.self)
  }

  private func shortened(_ text: String) -> String {
    let scalars = text.unicodeScalars
    let head = String(String.UnicodeScalarView(scalars.prefix(Self.shown)))
    return visible(head) + (scalars.count > Self.shown ? "… (\(grouped(scalars.count)))" : "")
  }

  private func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
