import TamisCore
import TamisFormat
import Testing

/// Public fine-tuning files, good and bad.
@Suite(.enabled(if: sharedFolder != nil, "needs the shared data: TAMIS_SHARED"))
struct RealFileTests {
  static let folder = (sharedFolder ?? "") + "/data/finetune/real"

  static func findings(_ file: String, first limit: Int = .max) throws -> [Finding] {
    let bytes = try #require(contents(of: "\(folder)/\(file)"))
    return Validator(target: try Target.named("openai-chat"))
      .findings(inBytes: Array(bytes.prefix(limit)), path: file)
  }

  @Test(
    "no real file crashes the validator, and it says the same twice",
    arguments: sharedFolder == nil
      ? []
      : [".jsonl", ".json", ".txt", ".csv", ".yaml"].flatMap {
        files(below: folder, endingIn: $0)
      })
  func stable(_ file: String) throws {
    let first = try Self.findings(file, first: 128 << 10)
    #expect(first == (try Self.findings(file, first: 128 << 10)))
    #expect(file.hasSuffix(".jsonl") || first.contains { $0.severity == .error })
  }

  /// Files whose makers, or whose target, have said what they are.
  static let known: [(file: String, rules: [String: Int])] = [
    ("microsoft-foundry+fine-tuning/Demos/SFT_CNN_DailyMail/validation.jsonl", [:]),
    (
      "microsoft-foundry+fine-tuning/Sample_Datasets/Supervised_Fine_Tuning/Text-GSM8K/"
        + "chat_train.jsonl", [:]
    ),
    (
      "microsoft-foundry+fine-tuning/Sample_Datasets/Supervised_Fine_Tuning/Multimodal-chartqa/"
        + "training.jsonl", [:]
    ),
    (
      "microsoft-foundry+fine-tuning/Sample_Datasets/Supervised_Fine_Tuning/Tool-Calling/"
        + "stock_toolcall_training.jsonl", [:]
    ),
    (
      "microsoft-foundry+fine-tuning/Demos/ZavaRetailAgent/data/"
        + "datagen-ToolUse-FineTuneSupervised-valid.jsonl", ["R002": 25]
    ),
    ("bentttzzz+openai-cookbook/examples/data/toy_chat_fine_tuning.jsonl", ["L001": 1]),
    ("modelscope+data-juicer/demos/data/demo-dataset-chatml.jsonl", ["L001": 1]),
    (
      "hiyouga+LLaMA-Factory/data/v1_multimodal_demo.jsonl",
      ["J004": 1, "D001": 18, "S010": 128]
    ),
    (
      "microsoft-foundry+fine-tuning/Sample_Datasets/Reinforcement_Fine_Tuning/MedMCQ/"
        + "medmcq_validation.jsonl", ["R008": 6150]
    ),
    (
      "aws-samples+amazon-bedrock-samples/custom-models/model_distillation/SampleData/"
        + "uber10K.jsonl",
      ["S007": 200]
    ),
  ]

  @Test("files of known quality get the verdict that they deserve", arguments: known)
  func verdict(_ entry: (file: String, rules: [String: Int])) throws {
    var counts: [String: Int] = [:]
    for finding in try Self.findings(entry.file) where finding.severity > .info {
      counts[finding.rule.code, default: 0] += 1
    }
    #expect(counts == entry.rules)
  }
}
