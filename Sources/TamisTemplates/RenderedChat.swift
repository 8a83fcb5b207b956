/// A conversation as a template has written it.
public struct RenderedChat: Sendable, Equatable {
  /// UTF-8; halves of surrogate pairs that came in are the three bytes that they would have (WTF-8).
  public var text: [UInt8]
  /// The byte ranges of `text` that `{% generation %}` blocks wrote, in the order of the blocks.
  public var generation: [Range<Int>]
  /// Where text of the messages went, by place; empty unless it was asked for.
  public var sources: [SourceSpan]

  public init(text: [UInt8], generation: [Range<Int>] = [], sources: [SourceSpan] = []) {
    self.text = text
    self.generation = generation
    self.sources = sources
  }
}

/// A stretch of the rendered text that came out of one message.
///
/// Found by following the strings themselves through the template (variables, `+` and `~`, `trim`,
/// `strip`, `split`, slices, `join`, set blocks, macros), never by looking for them in the text.
public struct SourceSpan: Sendable, Equatable {
  /// Where in a message text comes from.
  public enum Field: UInt8, Sendable {
    /// `content`; `part` counts the elements of a list of parts.
    case content
    /// `reasoning_content`, `reasoning` or `thinking`.
    case reasoning
    /// `tool_calls` or `function_call`; `part` counts the calls.
    case toolCalls
    /// Everything else: the role, a name, an id.
    case other
  }

  /// Byte range in the rendered text.
  public var range: Range<Int>
  /// Which message, from 0.
  public var message: Int
  public var field: Field
  /// Which part of the content, or which tool call, from 0.
  public var part: Int
  /// True when the bytes are the message's own; false when a filter wrote them from it, as `tojson`
  /// and `upper` do.
  public var isVerbatim: Bool

  public init(
    range: Range<Int>, message: Int, field: Field, part: Int = 0, isVerbatim: Bool = true
  ) {
    self.range = range
    self.message = message
    self.field = field
    self.part = part
    self.isVerbatim = isVerbatim
  }
}
