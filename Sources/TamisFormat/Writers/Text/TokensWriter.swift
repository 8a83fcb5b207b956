import TamisCore

/// Writes `{"input_ids":[…],"attention_mask":[…],"labels":[…]}`: rows of token ids.
///
/// The profile's fields say which columns there are. A mask that the record lacks is all ones, and
/// labels are the ids: that is what trainers take for granted, and tables want columns to be full.
struct TokensWriter: TargetWriter {
  let context: WriterContext

  func write(_ example: Example, to output: inout ByteBuffer) throws(Refusal) {
    guard case .tokens(let row) = example else {
      throw .kind(
        example, target: context.target,
        wanted: "token ids; 'tamis tokenize' writes them")
    }
    output.append(#"{"input_ids":"#)
    output.append(row.inputIDs)
    if context.settings.hasField("attention_mask") {
      output.append(#","attention_mask":"#)
      if let mask = row.attentionMask {
        output.append(mask)
      } else {
        appendOnes(for: row.inputIDs, to: &output)
      }
    } else if row.attentionMask != nil {
      context.leaveOut("attention_mask")
    }
    if context.settings.hasField("labels") {
      output.append(#","labels":"#, row.labels ?? row.inputIDs)
    } else if row.labels != nil {
      throw Refusal("the record has labels; \(context.target) has no place for them")
    }
    if context.settings.hasField("position_ids") {
      output.append(#","position_ids":"#, row.positionIDs)
    } else if row.positionIDs != nil {
      throw Refusal("the record has position ids; \(context.target) has no place for them")
    }
    output.append(UInt8(ascii: "}"))
  }

  private func appendOnes(for ids: JSONFragment, to output: inout ByteBuffer) {
    // An array of integers has a comma between any two, and nowhere else.
    let bytes = ids.json
    let isEmpty = !bytes.contains { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    output.append(UInt8(ascii: "["))
    if !isEmpty {
      output.append(UInt8(ascii: "1"))
      for byte in bytes where byte == UInt8(ascii: ",") { output.append(",1") }
    }
    output.append(UInt8(ascii: "]"))
  }
}
