import Tamis
import TamisCore
import TamisFormat
import TamisTokenizers

/// The tokens of one example for people, and for programs.
struct MaskView {
  let mask: LossMask
  let model: LoadedChatTokenizer
  let options: MaskOptions
  let record: ShownRecord
  let usesColor: Bool

  private static let green = "\u{1B}[32m"
  private static let reversed = "\u{1B}[7m"
  private static let dim = "\u{1B}[2m"
  private static let reset = "\u{1B}[0m"

  /// Counts, then the text with what is learned.
  var text: String {
    var text = "record \(record.number)  \(record.place)  \(record.layout)\n"
    text += "tokenizer \(model.name)"
    if let template = model.templateName { text += ", template \(visible(template))" }
    text += ", \(options.strategy.rawValue)\n"
    text += counts + "\n\n" + (usesColor ? coloured : plain) + "\n"
    for line in remarks { text += "\n" + line }
    return text + (remarks.isEmpty ? "" : "\n")
  }

  private var counts: String {
    let share = mask.count == 0 ? 0 : (mask.trainedCount * 1000 + mask.count / 2) / mask.count
    return "\(grouped(mask.count)) tokens, \(grouped(mask.trainedCount)) learned "
      + "(\(share / 10).\(share % 10)%)"
  }

  /// Learned runs in brackets.
  private var plain: String {
    var text = ""
    var startsLine = true
    for index in 0..<mask.count {
      let isLearned = mask.isTrained[index]
      let before = index > 0 && mask.isTrained[index - 1]
      let behind = index + 1 < mask.count && mask.isTrained[index + 1]
      if isLearned, !before {
        text += "["
      } else if isLearned == before, !startsLine {
        text += "│"
      }
      let piece = self.piece(index)
      text += model.chat.isSpecial(mask.ids[index]) ? "⟦\(piece)⟧" : piece
      if isLearned, !behind { text += "]" }
      startsLine = piece.hasSuffix("⏎")
      if startsLine { text += "\n" }
    }
    return text + (startsLine ? "" : "\n")
  }

  /// Learned tokens in green, special ones reversed.
  private var coloured: String {
    var text = ""
    var startsLine = true
    for index in 0..<mask.count {
      if !startsLine { text += Self.dim + "│" + Self.reset }
      let piece = self.piece(index)
      if mask.isTrained[index] { text += Self.green }
      if model.chat.isSpecial(mask.ids[index]) { text += Self.reversed }
      text += piece + Self.reset
      startsLine = piece.hasSuffix("⏎")
      if startsLine { text += "\n" }
    }
    return text + (startsLine ? "" : "\n")
  }

  /// The text of a token, with nothing in it that a terminal would obey.
  private func piece(_ index: Int) -> String {
    let bytes = mask.text[mask.bytes(of: index)]
    return bytes.isEmpty ? visible(model.chat.content(of: mask.ids[index])) : visible(bytes)
  }

  /// What is worth a line under the text.
  private var remarks: [String] {
    var lines: [String] = []
    for found in mask.spelledOut {
      let content = visible(model.chat.content(of: found.id))
      lines.append(
        "message \(found.message) spells out \(content), "
          + (options.keepsSpecialTextPlain ? "kept as text" : "which becomes a special token"))
    }
    for message in mask.lostMessages {
      lines.append("the template writes nothing of message \(message)")
    }
    for message in mask.messagesWithoutThoughts {
      lines.append("the template leaves out what the model thought in message \(message)")
    }
    for message in mask.missingTurns {
      lines.append("it can't be told where the answer in message \(message) begins")
    }
    if mask.trainedCount == 0 { lines.append("nothing is learned") }
    return lines
  }
}

extension MaskView {
  /// One JSON object in a line. Offsets count bytes of `text`.
  var json: String {
    var json = ByteBuffer()
    json.append(#"{"schema":"tamis.inspect/1","file":"#)
    JSONString.encode(record.file, into: &json)
    json.append(#","record":\#(record.number),"line":\#(record.line),"layout":"#)
    JSONString.encode(record.layout, into: &json)
    json.append(#","tokenizer":"#)
    JSONString.encode(model.name, into: &json)
    json.append(#","template":"#)
    if let template = model.templateName {
      JSONString.encode(template, into: &json)
    } else {
      json.append("null")
    }
    json.append(#","strategy":"\#(options.strategy.rawValue)","text":"#)
    JSONString.encode(mask.text, into: &json)
    json.append(#","tokens":\#(mask.count),"trained":\#(mask.trainedCount)"#)
    list("ids", mask.ids.map { "\($0)" }, to: &json)
    list(
      "offsets", (0..<mask.count).map { "[\(mask.bytes(of: $0).lowerBound),\(mask.ends[$0])]" },
      to: &json)
    list("mask", mask.isTrained.map { $0 ? "1" : "0" }, to: &json)
    json.append(#","pieces":["#)
    for index in 0..<mask.count {
      if index > 0 { json.append(",") }
      let text = String(decoding: mask.text[mask.bytes(of: index)], as: UTF8.self)
      JSONString.encode(text, into: &json)
    }
    json.append("]")
    list("turns", mask.turns.map(turn), to: &json)
    list("lost_messages", mask.lostMessages.map(String.init), to: &json)
    list("missing_turns", mask.missingTurns.map(String.init), to: &json)
    list("spelled_out", mask.spelledOut.map { "[\($0.message),\($0.id)]" }, to: &json)
    json.append("}\n")
    return String(decoding: json.bytes, as: UTF8.self)
  }

  private func list(_ key: String, _ values: [String], to json: inout ByteBuffer) {
    json.append(#","\#(key)":["# + values.joined(separator: ",") + "]")
  }

  private func turn(_ turn: LossMask.Turn) -> String {
    #"{"message":\#(turn.message),"role":"\#(turn.role.name)","bytes":[\#(turn.bytes.lowerBound),"#
      + #"\#(turn.bytes.upperBound)],"tokens":[\#(turn.tokens.lowerBound),"#
      + #"\#(turn.tokens.upperBound)],"trained":\#(turn.isTrained),"end_of_turn":"#
      + (turn.endOfTurn.map(String.init) ?? "null") + "}"
  }
}
