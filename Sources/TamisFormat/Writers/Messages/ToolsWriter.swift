import TamisCore

/// Writes the tools that were on offer as OpenAI does:
/// `[{"type":"function","function":{"name":…,"description":…,"parameters":{…},"strict":…}}]`.
struct ToolsWriter {
  private let context: WriterContext

  init(_ context: WriterContext) { self.context = context }

  /// Appends `,"tools":…` where there are any; throws where the target has no such field.
  func append(field conversation: Conversation, to output: inout ByteBuffer) throws(Refusal) {
    guard !conversation.tools.isEmpty else { return }
    guard context.settings.hasField("tools") else {
      if context.drops(.tools) { return }
      throw Refusal(
        "the record declares tools; \(context.target) has no place for them; "
          + "leave them out with --drop tools")
    }
    output.append(#","tools":"#)
    if context.dialect.tools == .string {
      let list = context.arena.makeString { inner in
        var list = ByteBuffer()
        append(conversation.tools, parametersAreText: false, to: &list)
        JSONString.encodeBody(list.bytes, into: &inner)
      }
      output.append(list)
    } else {
      append(
        conversation.tools, parametersAreText: context.dialect.tools == .parametersString,
        to: &output)
    }
  }

  /// Appends the list. With `parametersAreText` the schemas are strings that hold them, as tables
  /// want it, whose columns have one type each.
  func append(
    _ tools: [Tool], parametersAreText: Bool = false, to output: inout ByteBuffer
  ) {
    output.append(UInt8(ascii: "["))
    for (index, tool) in tools.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      if let json = tool.json, !parametersAreText, tool.parameters?.kind != .string {
        output.append(inOneLine: json.json)
        continue
      }
      output.append(#"{"type":"function","function":"#)
      append(tool, parametersAreText: parametersAreText, to: &output)
      output.append(UInt8(ascii: "}"))
    }
    output.append(UInt8(ascii: "]"))
  }

  /// Appends what is a function in itself: `{"name":…,"description":…,"parameters":{…}}`.
  func append(_ tool: Tool, parametersAreText: Bool = false, to output: inout ByteBuffer) {
    output.append(#"{"name":"#)
    output.append(tool.name)
    output.append(#","description":"#, tool.description)
    if let parameters = tool.parameters {
      output.append(#","parameters":"#)
      context.append(schema: parameters, asText: parametersAreText, to: &output)
    }
    output.append(#","strict":"#, tool.strict)
    output.append(UInt8(ascii: "}"))
  }
}

extension WriterContext {
  /// Appends the schema of a tool's arguments as an object, or with `asText` as the string that holds
  /// it. Both forms come in, as some tables hold schemas as strings.
  func append(schema: JSONFragment, asText: Bool = false, to output: inout ByteBuffer) {
    if asText, schema.kind != .string {
      output.append(quoting: schema.json)
    } else if asText {
      output.append(schema)
    } else if schema.kind == .string, let value = value(in: schema), value.kind == .object {
      output.append(inOneLine: value.json)
    } else {
      output.append(inOneLine: schema.json)
    }
  }

  /// The parsed form of a tool's schema, whichever form it came in.
  func parsedSchema(_ schema: JSONFragment) -> JSONValue? {
    schema.kind == .string ? value(in: schema) : parsed(schema)
  }
}
