// From bytes to tokens.
//
// Tokens partition the text: each starts where the one before it ends. A token is learned when it
// holds a byte of a span that is learned, so one that lies across the border of a span is:
//
//     text    …  : ⏎ Y e s . <|end|> ⏎         span: "Yes.<|end|>"
//     tokens  …  [:⏎] [Yes] [.] [<|end|>] [⏎]
//     learned            1    1      1      0
//
// A token without bytes, such as the `▁` that a tokenizer puts before a text, belongs to the bytes behind
// it.
//
// That is what Transformers does with `char_to_token` of a span's first and last character
// (https://github.com/huggingface/transformers, apply_chat_template). It differs in three places,
// where Transformers marks the wrong tokens: its offsets leave out white space that a tokenizer was
// told to trim, a last character of several tokens counts with the first of them alone, and a span
// whose end is not found takes all of the text behind it.

import TamisTokenizers

/// Marks the tokens of spans, from the front to the back.
struct TokenMarker {
  private let ends: UnsafeBufferPointer<UInt32>
  /// The first token that may hold a byte of the next span.
  private var next = 0

  /// A marker for tokens that end at these bytes.
  init(_ ends: UnsafeBufferPointer<UInt32>) { self.ends = ends }

  /// The tokens that hold a byte of `span`, and those without bytes in front of them.
  ///
  /// Spans come in the order in which they start. Linear in the tokens for all of them together.
  mutating func tokens(of span: Range<Int>) -> Range<Int> {
    while next < ends.count, Int(ends[next]) <= span.lowerBound { next += 1 }
    guard !span.isEmpty else { return next..<next }
    var first = next
    while first > 0, start(of: first - 1) == span.lowerBound,
      Int(ends[first - 1]) == span.lowerBound
    {
      first -= 1
    }
    var last = next
    while last < ends.count, Int(ends[last]) < span.upperBound { last += 1 }
    return first..<min(last + 1, ends.count)
  }

  private func start(of token: Int) -> Int { token == 0 ? 0 : Int(ends[token - 1]) }
}
