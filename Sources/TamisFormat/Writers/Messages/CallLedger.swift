import TamisCore

/// The tool calls of a conversation, so that each result finds the one that it answers.
///
/// A result names its call by an id, or by the tool's name alone where the layout has no ids; it is
/// then the first open call of that name, or the first open one. Ids that the record lacks are made:
/// `call00001` for the first call, so that the same record gets the same ids always.
final class CallLedger {
  private struct Entry {
    var id: JSONFragment?
    var name: JSONFragment
    var isAnswered = false
  }

  private let context: WriterContext
  private var entries: [Entry] = []
  /// The first call that nobody has answered.
  private var open = 0
  /// Places by the hash of the id; the last call of an id counts.
  private var places: [ContentHash: Int] = [:]

  init(_ context: WriterContext) { self.context = context }

  func removeAll() {
    guard !entries.isEmpty else { return }
    entries.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    open = 0
  }

  /// Takes a call in; returns its number, counted from 0.
  func note(_ call: ToolCall) -> Int {
    if let id = call.id { places[hash(id)] = entries.count }
    entries.append(Entry(id: call.id, name: call.name))
    return entries.count - 1
  }

  /// The number of the call that a result answers; `nil` where there is none.
  func answered(by message: Message) -> Int? {
    guard let number = call(answeredBy: message) else { return nil }
    entries[number].isAnswered = true
    while open < entries.count, entries[open].isAnswered { open += 1 }
    return number
  }

  private func call(answeredBy message: Message) -> Int? {
    if let id = message.toolCallID { return places[hash(id)] }
    guard let name = message.name else { return open < entries.count ? open : nil }
    let wanted = hash(name)
    return entries.indices[open...].first {
      !entries[$0].isAnswered && hash(entries[$0].name) == wanted
    }
  }

  /// The tool that a call names.
  func name(ofCall number: Int) -> JSONFragment { entries[number].name }

  /// The id of a call that came with one.
  func id(ofCall number: Int) -> JSONFragment? { entries[number].id }

  /// Appends an id as a string: as it is, in nine characters where the target wants those, or made
  /// from the call's number.
  func appendID(
    _ id: JSONFragment?, number: Int?, form: MessageDialect.IDForm, to output: inout ByteBuffer
  ) {
    guard let id = id ?? number.flatMap({ entries[$0].id }) else {
      output.append(#""call"#)
      let digits = String((number ?? 0) + 1)
      for _ in digits.utf8.count..<max(5, digits.utf8.count) { output.append(UInt8(ascii: "0")) }
      output.append(digits)
      output.append(UInt8(ascii: "\""))
      return
    }
    if form == .any || isNineCharacters(id) {
      output.append(id)
    } else {
      appendNineCharacters(for: id, to: &output)
    }
  }

  private func isNineCharacters(_ id: JSONFragment) -> Bool {
    id.json.count == 11
      && id.body.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "a")...UInt8(ascii: "z"):
          true
        default: false
        }
      }
  }

  /// Appends nine characters that follow from the id, so that call and result still agree. An id is
  /// a name for the other to refer to; nothing else is in it.
  private func appendNineCharacters(for id: JSONFragment, to output: inout ByteBuffer) {
    let digits: StaticString = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    var rest = hash(id).low
    output.append(UInt8(ascii: "\""))
    for _ in 0..<9 {
      // Safety: the remainder is below the 62 bytes of the text.
      output.append(digits.utf8Start[Int(rest % 62)])
      rest /= 62
    }
    output.append(UInt8(ascii: "\""))
  }

  private func hash(_ string: JSONFragment) -> ContentHash {
    context.withDecoded(string) { ContentHash($0) }
  }
}
