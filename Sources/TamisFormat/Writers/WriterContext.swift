import TamisCore

/// What a thread's writer works with: what the target's records may hold, what may be changed about
/// examples, and memory.
final class WriterContext {
  let settings: WriterSettings
  let options: FormatOptions
  let dialect: MessageDialect
  /// Values that stand in no record and are made: a folded system message. Emptied with each record.
  let arena = FragmentArena()
  private let document = JSONDocument()
  // Safety: only `withParsedText` and `withDecoded` use them, and neither is called from what it calls.
  @exclusivity(unchecked) private var decoded = ByteBuffer()
  @exclusivity(unchecked) private var text = ByteBuffer()
  /// Names of what was left out of the example although the target could not say it, because it does
  /// not change what is learned: `strict` of a tool. Told in the end.
  @exclusivity(unchecked) private(set) var leftOut: [[UInt8]] = []

  /// The target's name, as it stands in messages.
  var target: String { settings.target }

  init(_ settings: WriterSettings, _ options: FormatOptions) {
    self.settings = settings
    self.options = options
    dialect = MessageDialect(settings)
  }

  /// Forgets everything about the example before.
  func startExample() {
    arena.removeAll()
    if !leftOut.isEmpty { leftOut.removeAll() }
  }

  /// Notes that `name` was left out.
  func leaveOut(_ name: StaticString) {
    name.withUTF8Buffer { leftOut.append(Array($0)) }
  }

  /// Notes that the member with the written key `name`, in `container`, was left out.
  func leaveOut(_ name: JSONFragment, of container: String) {
    leftOut.append(Array(container.utf8) + name.body)
  }

  /// Notes that the member with that key of a parsed value, in `container`, was left out.
  func leaveOut(_ key: JSONValue, of container: String) {
    leftOut.append(Array(container.utf8) + key.json.dropFirst().dropLast())
  }

  /// True when `droppable` is left out where there is no place for it.
  func drops(_ droppable: Droppable) -> Bool { options.drops.contains(droppable) }

  /// Calls `body` with the characters of a string. `body` must not ask for another's.
  func withDecoded<R>(_ string: JSONFragment, _ body: (UnsafeRawBufferPointer) -> R) -> R {
    guard string.isEscaped else { return body(string.body) }
    decoded.removeAll(keepingUpTo: 1 << 20)
    string.decode(into: &decoded)
    return body(decoded.bytes)
  }

  /// The value that a string holds as JSON, where it holds one: `"{\"a\":1}"`. The value is good until
  /// the next is parsed.
  func value(in string: JSONFragment) -> JSONValue? {
    text.removeAll(keepingUpTo: 1 << 20)
    string.decode(into: &text)
    do throws(JSONError) { return try document.parse(text.bytes) } catch { return nil }
  }

  /// The parsed form of `json`. Good until the next is parsed.
  func parsed(_ json: JSONFragment) -> JSONValue? {
    do throws(JSONError) { return try document.parse(json.json) } catch { return nil }
  }
}
