/// A key that some layout gives a meaning to, at the top of a record or deeper.
///
/// Keys are resolved once, by `KeyTable`; layouts then compare small numbers. The meaning of a key is
/// its layout's business: `input` is a prompt for one and an object of messages for another.
public enum KnownKey: UInt8, CaseIterable, Sendable {
  // Fields at the top of records, and deeper. There are 64 of them at most: `KeySet`.
  case messages, tools, functions, parallelToolCalls, weight, prompt, completion, system, text
  case conversations, conversation, dialog, dialogue, chosen, rejected, label, labels, completions
  case ktoTag, instruction, input, output, response, context, question, answer, answers, query
  case history, systemPrompt, systemInstruction, contents, references, schemaVersion, toolConfig
  case inputIDs, attentionMask, positionIDs, segments, preferredOutput, nonPreferredOutput
  case messageTreeID, upperInstruction, upperResponse, interactions, availableTools, images, videos
  case audios, image, responseJ, responseK, content, generation, textInput, onlyLast, chosenMessages
  case rejectedMessages, solution, groundTruth, referenceAnswer, rewardModel

  // Keys that have a meaning below the top alone.
  case replies, role, from, value, name, toolCalls, toolCallID, legacyCall, refusal
  case reasoningContent, reasoning, thinking, train, id, type, function, arguments, description
  case parameters, strict, imageURL, videoURL, audioURL, url, detail, inputAudio, data, format
  case file, fileID, filename, parts, fileData, inlineData, mimeType, fileURI, functionCall
  case functionResponse, args, functionDeclarations, score, thought, toolUse, toolUseID
  case toolResult, reasoningBlock, reasoningText, video, audio, document, source, bytes
  case s3Location, uri, bucketOwner, candidates, preferenceLabel, toolSpec, inputSchema, json
  case status, cachePoint, isError, mediaType, rank, deleted, path, lossWeight
  case overallScore

  /// How the key is written. Where a service takes `snake_case` and `camelCase` alike, both are.
  var spellings: [StaticString] {
    switch self {
    case .messages: ["messages"]
    case .tools: ["tools"]
    case .functions: ["functions"]
    case .parallelToolCalls: ["parallel_tool_calls"]
    case .weight: ["weight"]
    case .prompt: ["prompt"]
    case .completion: ["completion"]
    case .system: ["system"]
    case .text: ["text"]
    case .conversations: ["conversations"]
    case .conversation: ["conversation"]
    case .dialog: ["dialog"]
    case .dialogue: ["dialogue"]
    case .chosen: ["chosen"]
    case .rejected: ["rejected"]
    case .label: ["label"]
    case .labels: ["labels"]
    case .completions: ["completions"]
    case .ktoTag: ["kto_tag"]
    case .instruction: ["instruction"]
    case .input: ["input"]
    case .output: ["output"]
    case .response: ["response"]
    case .context: ["context"]
    case .question: ["question"]
    case .answer: ["answer"]
    case .answers: ["answers"]
    case .query: ["query"]
    case .history: ["history"]
    case .systemPrompt: ["system_prompt"]
    case .systemInstruction: ["systemInstruction", "system_instruction"]
    case .contents: ["contents"]
    case .references: ["references"]
    case .schemaVersion: ["schemaVersion"]
    case .toolConfig: ["toolConfig"]
    case .inputIDs: ["input_ids"]
    case .attentionMask: ["attention_mask"]
    case .positionIDs: ["position_ids"]
    case .segments: ["segments"]
    case .preferredOutput: ["preferred_output"]
    case .nonPreferredOutput: ["non_preferred_output"]
    case .messageTreeID: ["message_tree_id"]
    case .upperInstruction: ["INSTRUCTION"]
    case .upperResponse: ["RESPONSE"]
    case .interactions: ["interactions"]
    case .availableTools: ["available_tools"]
    case .images: ["images"]
    case .videos: ["videos"]
    case .audios: ["audios"]
    case .image: ["image"]
    case .responseJ: ["response_j"]
    case .responseK: ["response_k"]
    case .content: ["content"]
    case .generation: ["generation"]
    case .textInput: ["text_input"]
    case .onlyLast: ["only_last"]
    case .chosenMessages: ["chosen_messages"]
    case .rejectedMessages: ["rejected_messages"]
    case .solution: ["solution"]
    case .groundTruth: ["ground_truth"]
    case .referenceAnswer: ["reference_answer"]
    case .rewardModel: ["reward_model"]
    case .replies: ["replies"]
    case .role: ["role"]
    case .from: ["from"]
    case .value: ["value"]
    case .name: ["name"]
    case .toolCalls: ["tool_calls"]
    case .toolCallID: ["tool_call_id"]
    case .legacyCall: ["function_call"]
    case .refusal: ["refusal"]
    case .reasoningContent: ["reasoning_content"]
    case .reasoning: ["reasoning"]
    case .thinking: ["thinking"]
    case .train: ["train"]
    case .id: ["id"]
    case .type: ["type"]
    case .function: ["function"]
    case .arguments: ["arguments"]
    case .description: ["description"]
    case .parameters: ["parameters"]
    case .strict: ["strict"]
    case .imageURL: ["image_url"]
    case .videoURL: ["video_url"]
    case .audioURL: ["audio_url"]
    case .url: ["url"]
    case .detail: ["detail"]
    case .inputAudio: ["input_audio"]
    case .data: ["data"]
    case .format: ["format"]
    case .file: ["file"]
    case .fileID: ["file_id"]
    case .filename: ["filename"]
    case .parts: ["parts"]
    case .fileData: ["fileData", "file_data"]
    case .inlineData: ["inlineData", "inline_data"]
    case .mimeType: ["mimeType", "mime_type"]
    case .fileURI: ["fileUri", "file_uri"]
    case .functionCall: ["functionCall"]
    case .functionResponse: ["functionResponse", "function_response"]
    case .args: ["args"]
    case .functionDeclarations: ["functionDeclarations", "function_declarations"]
    case .score: ["score"]
    case .thought: ["thought"]
    case .toolUse: ["toolUse"]
    case .toolUseID: ["toolUseId", "tool_use_id"]
    case .toolResult: ["toolResult"]
    case .reasoningBlock: ["reasoningContent"]
    case .reasoningText: ["reasoningText"]
    case .video: ["video"]
    case .audio: ["audio"]
    case .document: ["document"]
    case .source: ["source"]
    case .bytes: ["bytes"]
    case .s3Location: ["s3Location"]
    case .uri: ["uri"]
    case .bucketOwner: ["bucketOwner"]
    case .candidates: ["candidates"]
    case .preferenceLabel: ["preferenceLabel"]
    case .toolSpec: ["toolSpec"]
    case .inputSchema: ["inputSchema", "input_schema"]
    case .json: ["json"]
    case .status: ["status"]
    case .cachePoint: ["cachePoint"]
    case .isError: ["is_error"]
    case .mediaType: ["media_type"]
    case .rank: ["rank"]
    case .deleted: ["deleted"]
    case .path: ["path"]
    case .lossWeight: ["loss_weight"]
    case .overallScore: ["overall_score"]
    }
  }

  /// The spelling that messages use.
  var name: String { String(describing: spellings[0]) }

  /// True for keys that have a meaning at the top of records.
  var isField: Bool { rawValue < KnownKey.replies.rawValue }
}

/// Some of the keys at the top of records.
public struct KeySet: Sendable, Equatable {
  private(set) var bits: UInt64 = 0

  public init(_ keys: KnownKey...) {
    for key in keys { insert(key) }
  }

  init(bits: UInt64) { self.bits = bits }

  mutating func insert(_ key: KnownKey) {
    precondition(key.isField, "the key has no meaning at the top of a record")
    bits |= 1 << UInt64(key.rawValue)
  }

  /// True when the two have a key in common.
  @inline(__always)
  func overlaps(_ other: KeySet) -> Bool { bits & other.bits != 0 }
}
