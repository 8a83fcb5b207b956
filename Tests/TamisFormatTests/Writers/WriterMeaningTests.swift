import TamisCore
import Testing

@testable import TamisFormat

/// Conversions that change how something is written, and not what.
@Suite struct WriterMeaningTests {
  private func messages(
    call arguments: String, id: String = #""call_1""#, result: String = #""r""#
  ) -> String {
    #"{"messages":[{"role":"user","content":"Q"},{"role":"assistant","tool_calls":[{"id":\#(id),"#
      + #""type":"function","function":{"name":"f","arguments":\#(arguments)}}]},"#
      + #"{"role":"tool","tool_call_id":\#(id),"content":\#(result)},"#
      + #"{"role":"assistant","content":"A"}]}"#
  }

  @Test("arguments keep their order, numbers and escapes on the way from a string to an object")
  func arguments() throws {
    let record = messages(call: #""{\"b\":1.50,\n \"a\":[1e3,\"\\u00e9\"]}""#)
    let written = try WriterBench("trl-messages").format(record).record
    #expect(written?.contains(#""arguments":{"b":1.50, "a":[1e3,"\u00e9"]}"#) == true)
  }

  @Test("arguments that are an object become a string where the target wants one")
  func argumentsToString() throws {
    let record = messages(call: #"{"b":"\"", "a":1.50}"#)
    let written = try WriterBench("together-chat").format(record).record
    #expect(written?.contains(#""arguments":"{\"b\":\"\\\"\", \"a\":1.50}""#) == true)
  }

  @Test("ids become nine characters for Mistral, the same for a call and its result")
  func nineCharacters() throws {
    let kept = try WriterBench("mistral").format(messages(call: #""{}""#, id: #""abcDEF123""#))
    #expect(kept.record?.contains(#""tool_call_id":"abcDEF123""#) == true)
    let made = try #require(
      try WriterBench("mistral").format(messages(call: #""{}""#, id: #""call_\u0031""#)).record)
    let same = try #require(
      try WriterBench("mistral").format(messages(call: #""{}""#, id: #""call_1""#)).record)
    #expect(made == same)
    let id = try #require(made.split(separator: #""tool_call_id":""#).last?.prefix(9))
    #expect(id.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "z") ~= $0 })
    #expect(made.contains(#""tool_calls":[{"id":"\#(id)""#))
  }

  @Test("a result that is an object goes to Gemini as it is, other text under 'output'")
  func geminiResponse() throws {
    let object = try WriterBench("vertex").format(
      messages(call: #""{}""#, result: #""{\"a\": 1}""#))
    #expect(
      object.record?.contains(#"{"functionResponse":{"name":"f","response":{"a": 1}}}"#) == true)
    let text = try WriterBench("vertex").format(messages(call: #""{}""#, result: #""[1]""#))
    #expect(text.record?.contains(#""response":{"output":"[1]"}"#) == true)
  }

  @Test("the results of parallel calls are one turn of the user for Gemini and Converse")
  func parallelResults() throws {
    let calls = ["a", "b"].map {
      #"{"id":"\#($0)","type":"function","function":{"name":"f\#($0)","arguments":"{}"}}"#
    }
    let record =
      #"{"messages":[{"role":"user","content":"Q"},{"role":"assistant","tool_calls":[\#(calls[0]),"#
      + #"\#(calls[1])]},{"role":"tool","tool_call_id":"b","content":"B"},{"role":"tool","#
      + #""tool_call_id":"a","content":"A"},{"role":"assistant","content":"X"}]}"#
    let gemini = try WriterBench("vertex").format(record).record
    #expect(
      gemini?.contains(
        #"{"role":"user","parts":[{"functionResponse":{"name":"fb","response":{"output":"B"}}},"#
          + #"{"functionResponse":{"name":"fa","response":{"output":"A"}}}]}"#) == true)
    let converse = try WriterBench("bedrock-nova").format(record).record
    #expect(
      converse?.contains(
        #"{"role":"user","content":[{"toolResult":{"toolUseId":"b","content":[{"text":"B"}]}},"#
          + #"{"toolResult":{"toolUseId":"a","content":[{"text":"A"}]}}]}"#) == true)
  }

  @Test("schemas get the names of types that Gemini has, and what it lacks is refused")
  func geminiSchema() throws {
    func record(_ schema: String) -> String {
      #"{"messages":[{"role":"user","content":"Q"},{"role":"assistant","content":"A"}],"tools":[{"#
        + #""type":"function","function":{"name":"f","parameters":\#(schema)}}]}"#
    }
    let written = try WriterBench("vertex").format(
      record(
        #"{"type":"object","$schema":"x","properties":{"type":{"type":["string","null"],"#
          + #""enum":["a"]},"n":{"anyOf":[{"type":"integer"},{"const":"z"}]}},"required":["n"]}"#))
    #expect(
      written.record?.contains(
        #""parameters":{"type":"OBJECT","properties":{"type":{"type":"STRING","nullable":true,"#
          + #""enum":["a"]},"n":{"anyOf":[{"type":"INTEGER"},{"enum":["z"]}]}},"#
          + #""required":["n"]}}"#) == true)
    for (schema, problem) in [
      (#"{"$ref":"x"}"#, "'$ref'"), (#"{"oneOf":[]}"#, "'oneOf'"),
      (#"{"type":["a","b"]}"#, "several types for one value"),
      (#"{"enum":[1]}"#, "an 'enum' of other values than strings"),
    ] {
      #expect(
        try WriterBench("vertex").format(record(schema))
          == .rejected(
            "S020 the 1st tool has parameters with \(problem), which the schemas of vertex do not "
              + "have"))
    }
  }

  @Test("ten thousand calls, answered from the last to the first, take no time to speak of")
  func manyCalls() throws {
    let count = 10_000
    let calls = (0..<count).map {
      #"{"id":"c\#($0)","type":"function","function":{"name":"f","arguments":"{}"}}"#
    }
    let results = (0..<count).reversed().map {
      #"{"role":"tool","tool_call_id":"c\#($0)","content":"r"}"#
    }
    let record =
      #"{"messages":[{"role":"user","content":"Q"},{"role":"assistant","tool_calls":["#
      + calls.joined(separator: ",") + "]}," + results.joined(separator: ",")
      + #",{"role":"assistant","content":"A"}]}"#
    let clock = ContinuousClock()
    let bench = try WriterBench("vertex")
    var outcome = WriterBench.Outcome.rejected("")
    let time = clock.measure { outcome = bench.format(record) }
    #expect(outcome.record != nil)
    #expect(time < .seconds(2))
  }
}
