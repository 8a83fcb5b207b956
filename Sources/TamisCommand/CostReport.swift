import Tamis
import TamisCore

/// The counts in the words of the user.
struct CostReport {
  var count: TokenCount
  var tokenizer: String
  var hash: String
  /// What a million tokens cost.
  var price: Double?
  /// Whether it is known what is learned.
  var countsLearned = false
  /// What a training run comes to, where that was asked for.
  var run: Run?
  /// Rows of these lengths, padded and packed.
  var lengths: [PackedLengths] = []

  /// A training run.
  struct Run {
    var target: String?
    var epochs: Int
    /// Whether the user has said the epochs.
    var isOwnEpochs: Bool
    var formula: CostFormula
    /// Tokens that are charged.
    var tokens: Int
  }

  private static let percents = [50, 90, 95, 99, 100]

  /// Lines of names and numbers.
  var text: String {
    var lines = [
      ("records", grouped(count.records)), ("tokens", grouped(count.tokens)),
      ("characters", grouped(count.characters)),
    ]
    if countsLearned {
      let share = share(count.trained, of: count.tokens)
      lines.append(("learned tokens", grouped(count.trained) + " (\(share))"))
    }
    if count.records > 0 {
      lines.append(("tokens per record", grouped(mean) + " on average"))
      for (percent, tokens) in zip(Self.percents, count.percentiles(Self.percents)) {
        lines.append((percent == 100 ? "  at most" : "  \(percent)% at most", grouped(tokens)))
      }
    }
    if let run {
      lines.append(
        ("epochs", "\(run.epochs)" + (run.isOwnEpochs ? "" : ", unless --epochs says otherwise")))
      lines.append(("charged tokens", grouped(run.tokens) + " = " + run.formula.words))
      if !run.formula.source.isEmpty {
        lines.append(("  by", "\(run.formula.source), checked \(run.formula.checked)"))
      }
      if let besides = run.formula.besides { lines.append(("  besides", besides)) }
    }
    for rows in lengths {
      lines.append(("rows of \(grouped(rows.rowLength))", "\(grouped(rows.examples)) examples"))
      let inUse = share(rows.kept, of: rows.paddedTokens)
      lines.append(("  padded", grouped(rows.paddedTokens) + " (\(inUse) in use)"))
      lines.append(
        (
          "  packed",
          grouped(rows.packedTokens) + " in \(grouped(rows.packs)) rows "
            + "(\(share(rows.kept, of: rows.packedTokens)) in use)"
        ))
      lines.append(("  cut off", grouped(rows.truncated)))
    }
    if let price {
      lines.append(("amount", fixed(amount(price)) + " at \(fixed(price)) per million tokens"))
    }
    let width = lines.map { $0.0.count }.max() ?? 0
    return lines.map { name, value in
      name + String(repeating: " ", count: width + 2 - name.count) + value + "\n"
    }.joined()
  }

  /// One JSON object in a line.
  var json: String {
    var text = ByteBuffer()
    text.append(#"{"schema":"tamis.cost/1","tokenizer":"#)
    JSONString.encode(tokenizer, into: &text)
    text.append(#","tokenizer_xxh3_128":"\#(hash)","records":\#(count.records)"#)
    text.append(#","tokens":\#(count.tokens),"characters":\#(count.characters)"#)
    text.append(#","tokens_per_record":{"mean":\#(mean)"#)
    for (percent, tokens) in zip(Self.percents, count.percentiles(Self.percents)) {
      text.append(#","\#(percent == 100 ? "max" : "p\(percent)")":\#(tokens)"#)
    }
    text.append("}")
    if countsLearned { text.append(#","learned_tokens":\#(count.trained)"#) }
    if let run {
      text.append(#","target":"#)
      if let target = run.target {
        JSONString.encode(target, into: &text)
      } else {
        text.append("null")
      }
      text.append(#","epochs":\#(run.epochs),"charged_tokens":\#(run.tokens),"formula":"#)
      JSONString.encode(run.formula.words, into: &text)
      text.append(#","formula_source":"#)
      JSONString.encode(run.formula.source, into: &text)
      text.append(#","formula_checked":"\#(run.formula.checked)""#)
    }
    if !lengths.isEmpty {
      text.append(#","rows":["#)
      for (index, rows) in lengths.enumerated() {
        text.append(index == 0 ? "" : ",")
        text.append(
          #"{"max_length":\#(rows.rowLength),"padded_tokens":\#(rows.paddedTokens),"#
            + #""packed_tokens":\#(rows.packedTokens),"packs":\#(rows.packs),"#
            + #""tokens_in_use":\#(rows.kept),"truncated_tokens":\#(rows.truncated)}"#)
      }
      text.append("]")
    }
    if let price {
      text.append(#","price_per_million":\#(fixed(price)),"amount":\#(fixed(amount(price)))"#)
    }
    text.append("}\n")
    return String(decoding: text.bytes, as: UTF8.self)
  }

  private var mean: Int {
    count.records == 0 ? 0 : (count.tokens + count.records / 2) / count.records
  }

  private func amount(_ price: Double) -> Double {
    Double(run?.tokens ?? count.tokens) / 1e6 * price
  }

  /// A share with one decimal: `40.2%`.
  private func share(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "0%" }
    let thousandths = Int((Double(part) / Double(whole) * 1000).rounded())
    return "\(thousandths / 10).\(thousandths % 10)%"
  }

  /// A number with four decimals.
  private func fixed(_ value: Double) -> String {
    // Past this nobody looks at decimals, and `Int` ends.
    let parts = Int((min(value, 9e14) * 10_000).rounded())
    let decimals = String(parts % 10_000)
    return "\(parts / 10_000).\(String(repeating: "0", count: 4 - decimals.count))\(decimals)"
  }
}
