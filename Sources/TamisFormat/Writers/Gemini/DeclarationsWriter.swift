import TamisCore

/// Writes tools as Gemini declares them: `[{"functionDeclarations":[{"name","description",
/// "parameters"},…]}]`, the parameters in the part of OpenAPI's schemas that Gemini has.
///
/// Names of types are in capitals; `["string","null"]` is a nullable string. What the schemas of
/// Gemini cannot say (`$ref`, `oneOf`, `not` …) refuses the record. Notes for readers of the schema
/// are left out.
/// Source: https://docs.cloud.google.com/vertex-ai/docs/reference/rest/v1/Schema
struct DeclarationsWriter {
  private let context: WriterContext

  init(_ context: WriterContext) { self.context = context }

  /// Appends `,"tools":…` where there are any.
  func append(field conversation: Conversation, to output: inout ByteBuffer) throws(Refusal) {
    guard !conversation.tools.isEmpty else { return }
    guard context.settings.hasField("tools") else {
      return try context.checkNoTools(of: conversation)
    }
    output.append(#","tools":[{"functionDeclarations":["#)
    for (index, tool) in conversation.tools.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      output.append(#"{"name":"#)
      output.append(tool.name)
      output.append(#","description":"#, tool.description)
      if let parameters = tool.parameters, parameters.kind != .null {
        output.append(#","parameters":"#)
        if let schema = context.parsedSchema(parameters),
          let problem = append(schema: schema, to: &output)
        {
          throw Refusal(
            "the \(MessagePlace.ordinal(index + 1)) tool has parameters with \(problem), which the "
              + "schemas of \(context.target) do not have")
        }
      }
      if let strict = tool.strict, strict.kind == .true { context.leaveOut("tools[].strict") }
      output.append(UInt8(ascii: "}"))
    }
    output.append("]}]")
  }

  /// Appends a schema; returns what it cannot say.
  private func append(schema: JSONValue, to output: inout ByteBuffer) -> String? {
    guard schema.kind == .object else { return "\(schema.kind.phrase) for a schema" }
    var isFirst = true
    output.append(UInt8(ascii: "{"))
    for (key, value) in schema.members {
      let name = key.string ?? ""
      if Self.ignored.contains(name) {
        context.leaveOut(key, of: "tools[].parameters.")
        continue
      }
      if !isFirst { output.append(UInt8(ascii: ",")) }
      isFirst = false
      if name == "const" {
        guard value.kind == .string else { return "a 'const' that is no string" }
        output.append(#""enum":["#)
        output.append(inOneLine: value.json)
        output.append(UInt8(ascii: "]"))
        continue
      }
      output.append(key.json)
      output.append(UInt8(ascii: ":"))
      if let problem = append(value, of: name, to: &output) { return problem }
    }
    output.append(UInt8(ascii: "}"))
    return nil
  }

  private func append(
    _ value: JSONValue, of name: String, to output: inout ByteBuffer
  ) -> String? {
    switch name {
    case "type": return append(type: value, to: &output)
    case "items": return append(schema: value, to: &output)
    case "additionalProperties" where value.kind == .object:
      return append(schema: value, to: &output)
    case "anyOf":
      output.append(UInt8(ascii: "["))
      for (index, schema) in value.elements.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        if let problem = append(schema: schema, to: &output) { return problem }
      }
      output.append(UInt8(ascii: "]"))
    case "properties":
      output.append(UInt8(ascii: "{"))
      for (index, member) in value.members.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        output.append(member.key.json)
        output.append(UInt8(ascii: ":"))
        if let problem = append(schema: member.value, to: &output) { return problem }
      }
      output.append(UInt8(ascii: "}"))
    case "enum":
      guard value.elements.allSatisfy({ $0.kind == .string }) else {
        return "an 'enum' of other values than strings"
      }
      output.append(inOneLine: value.json)
    default:
      guard Self.verbatim.contains(name) else { return "'\(name)'" }
      output.append(inOneLine: value.json)
    }
    return nil
  }

  private func append(type: JSONValue, to output: inout ByteBuffer) -> String? {
    if type.kind == .array {
      let types = type.elements.map { $0 }
      let others = types.filter { !$0.isString("null") }
      guard types.count == 2, others.count == 1, let only = others.first else {
        return "several types for one value"
      }
      if let problem = append(type: only, to: &output) { return problem }
      output.append(#","nullable":true"#)
      return nil
    }
    guard type.kind == .string else { return "\(type.kind.phrase) for a type" }
    for byte in type.json {
      // In the names of types there are no other letters than those of ASCII.
      let isSmall = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      output.append(isSmall ? byte & ~0x20 : byte)
    }
    return nil
  }

  /// Keys that are notes and change nothing.
  private static let ignored: Set<String> = ["$schema", "$id", "$comment", "examples"]
  private static let verbatim: Set<String> = [
    "additionalProperties", "default", "description", "example", "format", "maxItems",
    "maxLength", "maxProperties", "maximum", "minItems", "minLength", "minProperties", "minimum",
    "nullable", "pattern", "propertyOrdering", "required", "title",
  ]
}
