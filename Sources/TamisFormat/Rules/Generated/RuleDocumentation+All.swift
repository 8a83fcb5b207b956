// Generated from the head comments of rules and fixes by rule_documentation.py; do not edit.

extension RuleDocumentation {
  /// What there is to say about each rule, by code.
  public static let all: [RuleDocumentation] = [
    RuleDocumentation(
      code: "D001", name: "exact-duplicate",
      sections: [
        Section(
          "What it checks",
          "no record is, byte for byte, one that came before in the file."),
        Section(
          "Why",
          "what is there twice is learned twice, and overfits first; more than a few are an "
            + "export gone wrong. Cohere's service leaves them out."),
        Section(
          "Use instead",
          "`tamis dedupe`."),
        Section(
          "Source",
          "https://arxiv.org/abs/2107.06499"),
      ],
      fix: Fix(
        "unsafe",
        "leaves the record out; the first of its kind stays.")),
    RuleDocumentation(
      code: "D004", name: "duplicate-id",
      sections: [
        Section(
          "What it checks",
          "no two records have the same id, where the target goes by it."),
        Section(
          "Why",
          "results come back under the id, so those of one of the two are lost."),
        Section(
          "Source",
          "https://github.com/openai/openai-openapi"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "D010", name: "train-eval-overlap",
      sections: [
        Section(
          "What it checks",
          "where several files are parts of one data set, told by their names (train, valid, "
            + "test), no record is in two of them."),
        Section(
          "Why",
          "what was trained on tells nothing about what was learned; the loss of validation "
            + "looks too good."),
        Section(
          "Use instead",
          "`tamis dedupe` before `tamis split`."),
        Section(
          "Source",
          "https://github.com/huggingface/datasets/issues/4261"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "E001", name: "bom-present",
      sections: [
        Section(
          "What it checks",
          "the file does not start with the UTF-8 byte-order mark EF BB BF."),
        Section(
          "Why",
          "OpenAI answers the upload with \"Expected file to have JSONL format … Line 1 is "
            + "not a dictionary\". Editors on Windows and Excel put the mark there."),
        Section(
          "Use instead",
          "UTF-8 without a mark."),
        Section(
          "Source",
          "https://jsonlines.org"),
      ],
      fix: Fix(
        "safe",
        "takes the byte-order mark off.")),
    RuleDocumentation(
      code: "E002", name: "bom-required",
      sections: [
        Section(
          "What it checks",
          "the file starts with the UTF-8 byte-order mark EF BB BF, where the target's manual "
            + "asks for one."),
        Section(
          "Why",
          "Azure's manual asks for it; none of Microsoft's own sample files has one, and they "
            + "are taken."),
        Section(
          "Source",
          "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/fine-tuning"),
      ],
      fix: Fix(
        "safe",
        "puts the byte-order mark at the front.")),
    RuleDocumentation(
      code: "E003", name: "invalid-utf8",
      sections: [
        Section(
          "What it checks",
          "each line is UTF-8."),
        Section(
          "Why",
          "JSON Lines is UTF-8; most readers end with a decoding error, and one that replaces "
            + "what it cannot read changes the text."),
        Section(
          "Use instead",
          "`tamis ingest --encoding latin1 FILE > fixed.jsonl`, with the encoding that it is "
            + "in."),
        Section(
          "Source",
          "https://jsonlines.org"),
      ],
      fix: Fix(
        "unsafe",
        "leaves the line out. What its bytes mean only their author knows.")),
    RuleDocumentation(
      code: "E005", name: "wrong-encoding",
      sections: [
        Section(
          "What it checks",
          "the file is in UTF-8, not in UTF-16 or UTF-32."),
        Section(
          "Why",
          "JSON Lines is UTF-8, and the upload is refused at line 1. PowerShell's `>` writes "
            + "UTF-16."),
        Section(
          "Use instead",
          "`tamis ingest FILE > fixed.jsonl`, which goes by the byte-order mark."),
        Section(
          "Source",
          "https://jsonlines.org"),
      ],
      fix: Fix(
        "safe",
        "writes the file in UTF-8, decoded by its mark or, without one, by its zeros.")),
    RuleDocumentation(
      code: "E010", name: "unicode-line-separator",
      sections: [
        Section(
          "What it checks",
          "U+2028, U+2029 and U+0085 do not stand raw in a record."),
        Section(
          "Why",
          "they are legal JSON, but readers that split text at every kind of line end "
            + "(Python's `splitlines`, Swift's `.newlines`) cut the record in two."),
        Section(
          "Use instead",
          "the escapes `\\u2028`, `\\u2029`, `\\u0085`."),
        Section(
          "Source",
          "https://jsonlines.org"),
      ],
      fix: Fix(
        "safe",
        "writes U+2028, U+2029 and U+0085 as `\\u2028`, `\\u2029` and `\\u0085`.")),
    RuleDocumentation(
      code: "E011", name: "crlf",
      sections: [
        Section(
          "What it checks",
          "lines end in a line feed alone."),
        Section(
          "Why",
          "nothing breaks, since a carriage return is white space to JSON; but the same data "
            + "with other line ends has other checksums."),
        Section(
          "Source",
          "https://jsonlines.org"),
      ],
      fix: Fix(
        "safe",
        "ends lines in a line feed alone.")),
    RuleDocumentation(
      code: "E012", name: "cr-line-ends",
      sections: [
        Section(
          "What it checks",
          "lines end in a line feed, not in a carriage return alone (classic Mac OS)."),
        Section(
          "Why",
          "for everything that splits at line feeds the file is one line with many records."),
        Section(
          "Use instead",
          "`tr '\\r' '\\n' < FILE > fixed.jsonl`."),
        Section(
          "Source",
          "https://jsonlines.org"),
      ],
      fix: Fix(
        "safe",
        "ends lines in a line feed instead of a carriage return.")),
    RuleDocumentation(
      code: "E020", name: "mojibake",
      sections: [
        Section(
          "What it checks",
          "no text looks like UTF-8 that was read as Windows-1252: `Ã©` for `é`, `â€™` for "
            + "`’`. A guess by letters that nobody writes side by side; see `MojibakeSequence`."),
        Section(
          "Why",
          "the model learns the damage, and its tokens cost more than the right ones."),
        Section(
          "Use instead",
          "the original text, decoded from its true character set."),
        Section(
          "Source",
          "https://ftfy.readthedocs.io/en/latest/heuristic.html"),
      ],
      fix: Fix(
        "unsafe",
        "decodes the letters that look like UTF-8 read as Windows-1252 once more, as UTF-8.")),
    RuleDocumentation(
      code: "E021", name: "replacement-character",
      sections: [
        Section(
          "What it checks",
          "no text holds U+FFFD, raw or as `\\ufffd`."),
        Section(
          "Why",
          "it marks a byte that an earlier program could not decode. What stood there is "
            + "lost, and the model learns to write the mark."),
        Section(
          "Use instead",
          "the original text, decoded from its true character set."),
        Section(
          "Source",
          "https://www.unicode.org/faq/utf_bom.html"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "E022", name: "lone-surrogate",
      sections: [
        Section(
          "What it checks",
          "no string holds half of a surrogate pair, such as `\\ud83d` alone."),
        Section(
          "Why",
          "it is no character. Python reads it and fails later, when the text is encoded; "
            + "strict readers refuse the line."),
        Section(
          "Use instead",
          "the whole character, or none. It comes from text that was cut in the middle of one."),
        Section(
          "Source",
          "https://www.rfc-editor.org/rfc/rfc8259#section-8.2"),
      ],
      fix: Fix(
        "unsafe",
        "leaves half of a surrogate pair out of the string.")),
    RuleDocumentation(
      code: "J001", name: "not-jsonl",
      sections: [
        Section(
          "What it checks",
          "the file is JSON Lines: not one JSON array, and no record spread over lines."),
        Section(
          "Why",
          "OpenAI answers \"Expected file to have JSONL format, where every line is a JSON "
            + "dictionary\". One finding stands for the file, not one for each of its lines."),
        Section(
          "Use instead",
          "`tamis ingest --as json FILE > fixed.jsonl`."),
        Section(
          "Source",
          "https://jsonlines.org"),
      ],
      fix: Fix(
        "safe",
        "writes each element of the array, or each record that is spread over lines, on a "
          + "line of its own.")),
    RuleDocumentation(
      code: "J002", name: "syntax-error",
      sections: [
        Section(
          "What it checks",
          "each line is JSON as RFC 8259 has it: no comma behind the last member, no single "
            + "quotes, no `NaN`, no half of a record."),
        Section(
          "Why",
          "readers stop at the line, or pass over it without a word; Python's takes `NaN`, "
            + "others do not."),
        Section(
          "Source",
          "https://www.rfc-editor.org/rfc/rfc8259"),
      ],
      fix: Fix(
        "safe",
        "takes a comma too many out, gives each of several records on a line its own, and "
          + "escapes control characters in strings. Unsafe for all other mistakes: leaves the "
          + "line out.")),
    RuleDocumentation(
      code: "J003", name: "duplicate-key",
      sections: [
        Section(
          "What it checks",
          "no object names a key twice, at any depth. Twice the same value is a warning."),
        Section(
          "Why",
          "readers keep the last value and lose the others without a word; which one was "
            + "meant is anybody's guess."),
        Section(
          "Use instead",
          "one of them."),
        Section(
          "Source",
          "https://www.rfc-editor.org/rfc/rfc8259#section-4"),
      ],
      fix: Fix(
        "safe",
        "leaves the earlier of two members with the same key and value out. Unsafe where the "
          + "values differ: the last one stays, which is the one that readers keep.")),
    RuleDocumentation(
      code: "J004", name: "blank-line",
      sections: [
        Section(
          "What it checks",
          "no line is empty or white space alone."),
        Section(
          "Why",
          "it is not a JSON value, so readers that take each line for one stop there; others "
            + "pass over it."),
        Section(
          "Use instead",
          "the file without the line."),
        Section(
          "Source",
          "https://jsonlines.org"),
      ],
      fix: Fix(
        "safe",
        "leaves the blank line out.")),
    RuleDocumentation(
      code: "J007", name: "not-an-object",
      sections: [
        Section(
          "What it checks",
          "each line holds an object, not a list, a text or a number."),
        Section(
          "Why",
          "a record has fields; OpenAI answers \"every line is a JSON dictionary\"."),
        Section(
          "Source",
          "https://jsonlines.org"),
      ],
      fix: Fix(
        "unsafe",
        "leaves the line out.")),
    RuleDocumentation(
      code: "J008", name: "no-final-newline",
      sections: [
        Section(
          "What it checks",
          "the last line is ended by a line feed."),
        Section(
          "Why",
          "it is optional everywhere; but two such files put one behind the other (`cat a b`) "
            + "lose a record each."),
        Section(
          "Source",
          "https://jsonlines.org"),
      ],
      fix: Fix(
        "safe",
        "ends the last line.")),
    RuleDocumentation(
      code: "J010", name: "too-deep",
      sections: [
        Section(
          "What it checks",
          "no value is nested deeper than a reader may be asked to follow."),
        Section(
          "Why",
          "readers that call themselves for each level run out of stack; Python's stops near "
            + "1,000."),
        Section(
          "Source",
          "https://www.rfc-editor.org/rfc/rfc8259#section-9"),
      ],
      fix: Fix(
        "unsafe",
        "leaves the line out.")),
    RuleDocumentation(
      code: "L001", name: "too-few-examples",
      sections: [
        Section(
          "What it checks",
          "the file has as many examples as the target asks for, and at least one. A file for "
            + "validation is measured by the limit for those."),
        Section(
          "Why",
          "OpenAI answers `invalid_n_examples`: \"Training file has 3 example(s), but must "
            + "have at least 10 examples\"."),
        Section(
          "Source",
          "https://developers.openai.com/api/docs/guides/supervised-fine-tuning"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "L002", name: "too-many-examples",
      sections: [
        Section(
          "What it checks",
          "the file has no more examples than the target takes; a file for validation is "
            + "measured by the limit for those."),
        Section(
          "Why",
          "the job is refused, after the upload was waited for."),
        Section(
          "Use instead",
          "a part of the file, drawn by `tamis split`."),
        Section(
          "Source",
          "https://docs.aws.amazon.com/bedrock/latest/userguide/preparing-the-dataset.html"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "L003", name: "file-too-large",
      sections: [
        Section(
          "What it checks",
          "the file has no more bytes than the target takes. Where there is another way to "
            + "upload larger ones, the lower limit is a warning. A file for validation is "
            + "measured by the limit for those."),
        Section(
          "Why",
          "the upload is refused, after it was waited for."),
        Section(
          "Source",
          "https://github.com/openai/openai-openapi"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "L004", name: "wrong-extension",
      sections: [
        Section(
          "What it checks",
          "the name of the file ends as the target wants it. Standard input has no name."),
        Section(
          "Why",
          "the upload goes by the name."),
        Section(
          "Source",
          "https://developers.openai.com/api/docs/guides/supervised-fine-tuning"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "L005", name: "record-too-large",
      sections: [
        Section(
          "What it checks",
          "no line is longer than the limit of the run."),
        Section(
          "Why",
          "a record is held in memory as a whole, by readers and by trainers."),
        Section(
          "Source",
          "https://jsonlines.org"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "L006", name: "too-many-images",
      sections: [
        Section(
          "What it checks",
          "an example has no more images than the target takes, and a message no more images "
            + "or videos where the target counts by message."),
        Section(
          "Why",
          "the example is refused or skipped."),
        Section(
          "Source",
          "https://developers.openai.com/api/docs/guides/vision-fine-tuning"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "L007", name: "image-too-large",
      sections: [
        Section(
          "What it checks",
          "an image in a data URL has no more bytes than the target takes. What is behind an "
            + "http address is not fetched."),
        Section(
          "Why",
          "the image is skipped, and the example with it."),
        Section(
          "Source",
          "https://developers.openai.com/api/docs/guides/vision-fine-tuning"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "L008", name: "too-many-media-examples",
      sections: [
        Section(
          "What it checks",
          "no more examples of the file have an image or another medium than the target takes."),
        Section(
          "Why",
          "the job is refused; examples with media count against a limit of their own."),
        Section(
          "Source",
          "https://developers.openai.com/api/docs/guides/vision-fine-tuning"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "M001", name: "no-trainable-tokens",
      sections: [
        Section(
          "What it checks",
          "something of a record is learned."),
        Section(
          "Why",
          "with every label masked a run looks normal and teaches nothing."),
        Section(
          "Source",
          "https://github.com/huggingface/trl/issues/6668"),
        Section(
          "What it checks",
          "something in the record is learned: not every assistant message has weight 0, not "
            + "every segment is masked, not every label is -100. One such record is a warning; a "
            + "file of nothing else is an error."),
        Section(
          "Why",
          "what is masked is read and paid for, and not learned; the loss of such a run looks "
            + "normal."),
        Section(
          "Source",
          "https://developers.openai.com/api/docs/guides/supervised-fine-tuning"),
      ],
      fix: Fix(
        "unsafe",
        "leaves the record out, in which nothing is learned.")),
    RuleDocumentation(
      code: "M002", name: "low-supervision",
      sections: [
        Section(
          "What it checks",
          "at least one in a hundred tokens of a record is learned, where it has more than "
            + "five hundred."),
        Section(
          "Why",
          "a long prompt with a word for an answer costs as much as it teaches little; often "
            + "it is a sign that the wrong part is learned."),
        Section(
          "Source",
          "https://huggingface.co/docs/trl/sft_trainer"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "M003", name: "user-turn-trained",
      sections: [
        Section(
          "What it checks",
          "nothing that a user, a system prompt or a tool says is learned, unless that was "
            + "asked for with a strategy."),
        Section(
          "Why",
          "the model learns to speak for the user, and goes on after its answer. `train` on "
            + "such a message does it, or `{% generation %}` around the wrong part of a template."),
        Section(
          "Source",
          "https://docs.axolotl.ai/docs/dataset-formats/conversation.html"),
        Section(
          "What it checks",
          "a message that is marked to be trained is the assistant's."),
        Section(
          "Why",
          "the model learns to write the questions too; mostly the mark slipped to another "
            + "message."),
        Section(
          "Source",
          "https://github.com/axolotl-ai-cloud/axolotl/tree/067b021/docs/dataset-formats"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "M004", name: "weight-invalid",
      sections: [
        Section(
          "What it checks",
          "a `weight` is 0 or 1, and belongs to a message of the assistant. `1.0` is a "
            + "warning. The weight of a whole record, where a target has one, is a number that is "
            + "not negative."),
        Section(
          "Why",
          "the schema says integer, 0 or 1, for assistant messages; half a weight is refused, "
            + "and one for a user's message has no meaning."),
        Section(
          "Source",
          "https://github.com/openai/openai-openapi/tree/f7f4b05"),
      ],
      fix: Fix(
        "safe",
        "leaves the weight of a message out that is not the assistant's, and writes `1.0`, "
          + "`true` and `\"1\"` as 1, and what says zero as 0.")),
    RuleDocumentation(
      code: "M005", name: "image-message-weighted",
      sections: [
        Section(
          "What it checks",
          "a message with an image has no weight but 0."),
        Section(
          "Why",
          "Together answers `Messages with images cannot have non-zero weights.`"),
        Section(
          "Source",
          "https://pypi.org/project/together/2.14.0/"),
      ],
      fix: Fix(
        "safe",
        "leaves the weight of a message with an image out.")),
    RuleDocumentation(
      code: "M006", name: "turn-not-found",
      sections: [
        Section(
          "What it checks",
          "it can be told where each turn of the assistant begins."),
        Section(
          "Why",
          "what can't be told can't be learned: the turn is left out of the mask."),
        Section(
          "Use instead",
          "a template with `{% generation %}` around what the assistant says."),
        Section(
          "Source",
          "https://huggingface.co/docs/transformers/chat_templating_writing"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "M010", name: "eos-missing",
      sections: [
        Section(
          "What it checks",
          "each answer that is learned ends with a token for the end of the turn."),
        Section(
          "Why",
          "who has never seen the end of an answer learned goes on and on."),
        Section(
          "Source",
          "https://github.com/huggingface/trl/issues/976"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "M011", name: "eos-masked",
      sections: [
        Section(
          "What it checks",
          "the token that ends an answer is learned with it."),
        Section(
          "Why",
          "the token is there and the model isn't taught to write it. `{% generation %}` that "
            + "ends before it does that, and padding that is masked by the token's id instead of "
            + "its place."),
        Section(
          "Source",
          "https://github.com/huggingface/trl/pull/5526"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "M012", name: "pad-is-eos",
      sections: [
        Section(
          "What it checks",
          "batches are filled up with another token than the one that ends an answer."),
        Section(
          "Why",
          "trainers that mask padding by its id mask every end of an answer with it, and the "
            + "model never learns to stop."),
        Section(
          "Use instead",
          "a token that is nowhere else, such as `<|finetune_right_pad_id|>` or `<unk>`."),
        Section(
          "Source",
          "https://github.com/tatsu-lab/stanford_alpaca/issues/126"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "M020", name: "template-not-generation-marked",
      sections: [
        Section(
          "What it checks",
          "the template has `{% generation %}` around what the assistant says."),
        Section(
          "Why",
          "Transformers and TRL's `assistant_only_loss` know answers by that tag alone; "
            + "without it the mask is all zeros, or an error. Tamis finds the turns without, and "
            + "so do trainers with templates of their own."),
        Section(
          "Source",
          "https://huggingface.co/docs/trl/sft_trainer (`assistant_only_loss`)"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "P001", name: "chosen-equals-rejected",
      sections: [
        Section(
          "What it checks",
          "the better and the worse answer are not the same."),
        Section(
          "Why",
          "there is nothing to prefer; the loss of the pair stays where it is, and its cost "
            + "too."),
        Section(
          "Use instead",
          "the file without such pairs."),
        Section(
          "Source",
          "https://github.com/camel-ai/owl/issues/592"),
      ],
      fix: Fix(
        "unsafe",
        "leaves the pair out, from which nothing is to be preferred.")),
    RuleDocumentation(
      code: "P002", name: "missing-side",
      sections: [
        Section(
          "What it checks",
          "both sides of a preference say something: each ends in a message of the assistant, "
            + "and of ranked answers one is better than another."),
        Section(
          "Why",
          "Together and Azure refuse a side without an answer; Nova wants two different "
            + "labels, Gemini a score of 1 and one of 0."),
        Section(
          "Source",
          "https://docs.together.ai/docs/fine-tuning-data-preparation"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "P003", name: "prompt-mismatch",
      sections: [
        Section(
          "What it checks",
          "where the two answers bring their own conversation, both start with the same "
            + "messages."),
        Section(
          "Why",
          "the prompt is what they have in common; without one, TRL and torchtune compare "
            + "answers to different questions."),
        Section(
          "Source",
          "https://github.com/huggingface/trl/blob/f2cd577/docs/source/dataset_formats.md"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "P004", name: "length-bias",
      sections: [
        Section(
          "What it checks",
          "the better answer is the longer one in less than four of five pairs."),
        Section(
          "Why",
          "length is easier to learn than quality; a model that was trained on such pairs "
            + "becomes long-winded."),
        Section(
          "Source",
          "https://arxiv.org/abs/2310.03716"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "P005", name: "differs-only-in-whitespace",
      sections: [
        Section(
          "What it checks",
          "the two answers differ in more than spaces and line ends."),
        Section(
          "Why",
          "the model learns to prefer a line end; mostly one of the two was stripped and the "
            + "other not."),
        Section(
          "Source",
          "https://github.com/hiyouga/LLaMA-Factory/issues/4767"),
      ],
      fix: Fix(
        "unsafe",
        "leaves the pair out.")),
    RuleDocumentation(
      code: "P006", name: "one-sided-labels",
      sections: [
        Section(
          "What it checks",
          "of unpaired answers some are wanted and some are not."),
        Section(
          "Why",
          "with one kind alone there is nothing to tell apart; KTO's loss needs both."),
        Section(
          "Source",
          "https://github.com/huggingface/trl/blob/f2cd577/docs/source/dataset_formats.md"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "R001", name: "unknown-role",
      sections: [
        Section(
          "What it checks",
          "each role is one that the target knows, letter for letter."),
        Section(
          "Why",
          "other layouts have other words (`human`, `gpt`, `model`), and `Assistant` isn't "
            + "`assistant`; the file is refused."),
        Section(
          "Use instead",
          "the word that the message proposes."),
        Section(
          "Source",
          "https://github.com/openai/openai-openapi/tree/f7f4b05"),
      ],
      fix: Fix(
        "safe",
        "writes the role that is plainly meant (`human`, `gpt`, `Assistant`) as the target "
          + "has it.")),
    RuleDocumentation(
      code: "R002", name: "not-alternating",
      sections: [
        Section(
          "What it checks",
          "each turn may follow the one before: not two of the assistant in a row; for "
            + "Claude, Nova and others strictly user, assistant, user, assistant; for Mistral by "
            + "the table of its own validator."),
        Section(
          "Why",
          "OpenAI takes such records; Azure refuses them with \"contains invalid schema "
            + "(20)\", and many chat templates raise \"Conversation roles must alternate\". "
            + "Mostly a turn between the two was lost."),
        Section(
          "Use instead",
          "one message, or the missing turn."),
        Section(
          "Source",
          "https://github.com/microsoft-foundry/fine-tuning/issues/23"),
      ],
      fix: Fix(
        "unsafe",
        "merges two messages of one role in a row, their texts with an empty line between "
          + "them. Not where one of them has more than a role and a content.")),
    RuleDocumentation(
      code: "R003", name: "first-not-user",
      sections: [
        Section(
          "What it checks",
          "behind the system message the first word is the user's."),
        Section(
          "Why",
          "Claude, Nova and torchtune refuse such records; chat templates raise an error or "
            + "put an empty turn of the user in front."),
        Section(
          "Use instead",
          "the record with the user's turn, or without the first answer."),
        Section(
          "Source",
          "https://docs.aws.amazon.com/bedrock/latest/userguide/preparing-the-dataset.html"),
      ],
      fix: Fix(
        "unsafe",
        "leaves out what stands before the first turn of the user, but for the system "
          + "message; a record in which no user speaks, as a whole.")),
    RuleDocumentation(
      code: "R004", name: "last-not-assistant",
      sections: [
        Section(
          "What it checks",
          "the last message is the assistant's."),
        Section(
          "Why",
          "what comes behind the last answer teaches nothing and is paid for. OpenAI does not "
            + "state it as a rule; other targets refuse the record."),
        Section(
          "Use instead",
          "the record without the last message."),
        Section(
          "Source",
          "https://developers.openai.com/api/docs/guides/supervised-fine-tuning"),
      ],
      fix: Fix(
        "unsafe",
        "leaves out what comes behind the last answer of the model.")),
    RuleDocumentation(
      code: "R005", name: "system-not-first",
      sections: [
        Section(
          "What it checks",
          "a system or developer message stands at the start, and there is one of them."),
        Section(
          "Why",
          "OpenAI takes it; most chat templates raise an error or drop the message, and at "
            + "inference the instructions come first. Mistral takes one behind a user's message, "
            + "not behind an answer."),
        Section(
          "Use instead",
          "one system message as the first."),
        Section(
          "Source",
          "https://developers.openai.com/api/docs/guides/supervised-fine-tuning"),
      ],
      fix: Fix(
        "unsafe",
        "moves a system message to the front; where one stands there already, its text goes "
          + "behind that one's.")),
    RuleDocumentation(
      code: "R006", name: "system-unsupported",
      sections: [
        Section(
          "What it checks",
          "the target has a place for system messages among the turns, where the record has "
            + "one there."),
        Section(
          "Why",
          "Claude on Bedrock takes the system prompt as a field of the record, and refuses it "
            + "as a turn."),
        Section(
          "Use instead",
          "the field `system`."),
        Section(
          "Source",
          "https://docs.aws.amazon.com/bedrock/latest/userguide/preparing-the-dataset.html"),
      ],
      fix: Fix(
        "safe",
        "makes the system message the record's `system`, where the target has that field and "
          + "the record has none yet. Unsafe elsewhere: its text goes in front of the first "
          + "question, with an empty line between them.")),
    RuleDocumentation(
      code: "R007", name: "empty-content",
      sections: [
        Section(
          "What it checks",
          "a message says something. An empty answer is an error; an empty question, or white "
            + "space alone, is a warning. Tools may answer nothing, and who calls a tool may say "
            + "nothing."),
        Section(
          "Why",
          "an empty answer teaches to say nothing; OpenAI's own checking notebook counts it "
            + "as missing, Nova's validator answers `Invalid content, empty text content`."),
        Section(
          "Source",
          "https://cookbook.openai.com/examples/chat_finetuning_data_prep"),
      ],
      fix: Fix(
        "unsafe",
        "leaves an empty system message out, and the record where a question or an answer is "
          + "empty.")),
    RuleDocumentation(
      code: "R008", name: "no-assistant-turn",
      sections: [
        Section(
          "What it checks",
          "a record has messages, and one of them is the assistant's."),
        Section(
          "Why",
          "only what the assistant says is learned; OpenAI's schema wants at least one "
            + "message, and its checking notebook counts examples without an answer as errors."),
        Section(
          "Source",
          "https://cookbook.openai.com/examples/chat_finetuning_data_prep"),
      ],
      fix: Fix(
        "unsafe",
        "leaves the record out, in which there is nothing to learn.")),
    RuleDocumentation(
      code: "R010", name: "tool-call-without-result",
      sections: [
        Section(
          "What it checks",
          "behind a message that calls tools, each call is answered before somebody else "
            + "speaks. A record may end with the calls, as OpenAI's own examples do."),
        Section(
          "Why",
          "the chat API answers \"An assistant message with 'tool_calls' must be followed by "
            + "tool messages responding to each 'tool_call_id'\"; whether fine-tuning refuses the "
            + "file is not documented. Mistral's validator refuses it: \"Not the same number of "
            + "function calls and responses\"."),
        Section(
          "Source",
          "https://developers.openai.com/api/docs/guides/function-calling"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "R011", name: "tool-result-without-call",
      sections: [
        Section(
          "What it checks",
          "a tool's answer names a call that an assistant message before it makes; a message "
            + "of role `function` comes behind a function call."),
        Section(
          "Why",
          "the chat API answers \"messages with role 'tool' must be a response to a preceding "
            + "message with 'tool_calls'\"; Nova's and Mistral's validators refuse the record."),
        Section(
          "Source",
          "https://developers.openai.com/api/docs/guides/function-calling"),
      ],
      fix: Fix(
        "unsafe",
        "leaves an answer of a tool that nobody has called out.")),
    RuleDocumentation(
      code: "R012", name: "arguments-not-json-string",
      sections: [
        Section(
          "What it checks",
          "the arguments of a tool call are of the form that the target wants: a string that "
            + "is a JSON object for OpenAI, an object for Gemini, Nova and most chat templates. A "
            + "string that is something else than an object is a warning: the target takes it, "
            + "and the model learns to write it."),
        Section(
          "Why",
          "layouts differ here, and the wrong form is refused or encoded a second time; code "
            + "that encodes once too often writes a string in a string."),
        Section(
          "Use instead",
          "`\"arguments\": \"{\\\"city\\\": \\\"Paris\\\"}\"`, or the same as an object."),
        Section(
          "Source",
          "https://github.com/openai/openai-openapi/tree/f7f4b05"),
      ],
      fix: Fix(
        "safe",
        "writes arguments that are an object as the string of JSON that the target wants, and "
          + "a string of JSON as the object; takes a string in a string out of one of them.")),
    RuleDocumentation(
      code: "R013", name: "null-content",
      sections: [
        Section(
          "What it checks",
          "a content is null only where the assistant calls a tool, or refuses."),
        Section(
          "Why",
          "the schema wants text or parts everywhere else; chat templates print the word "
            + "`None`."),
        Section(
          "Source",
          "https://github.com/openai/openai-openapi/tree/f7f4b05"),
      ],
      fix: Fix(
        "unsafe",
        "leaves the record out.")),
    RuleDocumentation(
      code: "R014", name: "tools-schema-invalid",
      sections: [
        Section(
          "What it checks",
          "a tool is declared as the target wants it, for OpenAI `{\"type\": \"function\", "
            + "\"function\": {\"name\", \"description\"?, \"parameters\"?, \"strict\"?}}`; the "
            + "name is made of the characters that the target takes and is there once; the "
            + "parameters are a JSON Schema of an object."),
        Section(
          "Why",
          "the schema refuses anything else; of two tools of one name nobody knows which is "
            + "called."),
        Section(
          "Source",
          "https://github.com/openai/openai-openapi/tree/f7f4b05"),
      ],
      fix: Fix(
        "safe",
        "gives a tool the `\"type\": \"function\"` that all of them have.")),
    RuleDocumentation(
      code: "R015", name: "undeclared-tool",
      sections: [
        Section(
          "What it checks",
          "each called function is among the tools that the record declares."),
        Section(
          "Why",
          "most targets take the record; the model learns to call tools that nobody has "
            + "offered, and the declaration that it will see later is not part of what it learns. "
            + "Nova refuses it."),
        Section(
          "Use instead",
          "the same tools that the request will have."),
        Section(
          "Source",
          "https://developers.openai.com/api/docs/guides/supervised-fine-tuning"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "R016", name: "prompt-ends-in-answer",
      sections: [
        Section(
          "What it checks",
          "where a record has a prompt and its answers apart, or no answer at all, the last "
            + "message of the prompt is not the assistant's."),
        Section(
          "Why",
          "the answer to be learned would follow an answer; Together answers `The last "
            + "message in the input conversation must not be from the assistant`, Azure's graders "
            + "want the user's word last."),
        Section(
          "Use instead",
          "the prompt without its last message."),
        Section(
          "Source",
          "https://docs.together.ai/docs/fine-tuning-data-preparation"),
      ],
      fix: Fix(
        "unsafe",
        "leaves the last message of the prompt out.")),
    RuleDocumentation(
      code: "R017", name: "arguments-break-schema",
      sections: [
        Section(
          "What it checks",
          "the arguments of a call fit the parameters that the record declares for the tool: "
            + "what is required is there, what is there is declared, types and enumerated values "
            + "are right. `ToolSchema` tells which part of JSON Schema is understood."),
        Section(
          "Why",
          "every target takes the record, and the model learns to call the tool wrongly; no "
            + "vendor's validator looks at it."),
        Section(
          "Source",
          "https://json-schema.org/draft-07"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "R018", name: "duplicate-call-id",
      sections: [
        Section(
          "What it checks",
          "no two calls of a record have the same id."),
        Section(
          "Why",
          "an answer names the call by its id, so nobody knows which of the two it is for; "
            + "Mistral answers `Duplicate tool call id`, Nova refuses the record."),
        Section(
          "Source",
          "https://github.com/mistralai/mistral-common/tree/bc022b9"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "R019", name: "no-user-turn",
      sections: [
        Section(
          "What it checks",
          "a record has a message of the user."),
        Section(
          "Why",
          "Nova's validator for reinforcement and Cohere's service refuse a record without "
            + "one (`missing User in example`)."),
        Section(
          "Source",
          "https://github.com/aws-samples/amazon-nova-samples/tree/1e88f24"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "R020", name: "tool-call-id-invalid",
      sections: [
        Section(
          "What it checks",
          "the id of a call, and the one that an answer names, are of the form that the "
            + "target wants: for Mistral nine letters and digits."),
        Section(
          "Why",
          "mistral-common answers `Tool call id was call_1 but must be a-z, A-Z, 0-9, with a "
            + "length of 9`."),
        Section(
          "Use instead",
          "ids that are made anew, the same in the call and in its answer."),
        Section(
          "Source",
          "https://github.com/mistralai/mistral-common/tree/bc022b9"),
      ],
      fix: Fix(
        "safe",
        "makes the id anew out of a hash of the old one, the same for a call and its answer.")),
    RuleDocumentation(
      code: "R021", name: "prompt-cannot-be-answered",
      sections: [
        Section(
          "What it checks",
          "the last message of a prompt is of the user, a tool, or an assistant whose words "
            + "go on."),
        Section(
          "Why",
          "TRL raises `Invalid role in the last message` for any other."),
        Section(
          "Source",
          "https://github.com/huggingface/trl/blob/f2cd577/trl/data_utils.py"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "S001", name: "missing-key",
      sections: [
        Section(
          "What it checks",
          "a record, a message, a call has what it cannot be without. What that is depends on "
            + "the target, and in a message on its role: a tool's answer needs its "
            + "`tool_call_id`. An assistant that calls a tool, or refuses, needs no content."),
        Section(
          "Why",
          "OpenAI answers `Example 1 is missing key 'messages'`, or `Discriminator 'role' is "
            + "missing in value`; others say less."),
        Section(
          "Source",
          "https://github.com/openai/openai-openapi/tree/f7f4b05"),
      ],
      fix: Fix(
        "safe",
        "writes a key that is there in other letters (`Role`, `CONTENT`) or in the words of "
          + "another layout (`from`, `value`) as the target has it, and gives a tool call the "
          + "`\"type\": \"function\"` that all have.")),
    RuleDocumentation(
      code: "S002", name: "unknown-key",
      sections: [
        Section(
          "What it checks",
          "a record has only the fields that the target names, and a message only the keys of "
            + "its role. Where a target takes no notice of a key it is a warning, or nothing."),
        Section(
          "Why",
          "OpenAI answers `Example 1 contains an extra \"weight\"` and refuses the file; "
            + "Together answers `Found extra column`. What others do with unknown keys is mostly "
            + "not documented."),
        Section(
          "Use instead",
          "`tamis format`, which leaves such fields out and says so."),
        Section(
          "Source",
          "https://github.com/openai/openai-openapi/tree/f7f4b05"),
      ],
      fix: Fix(
        "unsafe",
        "leaves the key that the target does not know out, with its value.")),
    RuleDocumentation(
      code: "S003", name: "wrong-type",
      sections: [
        Section(
          "What it checks",
          "each value is of the kind that the target wants: messages an array of objects, "
            + "roles and names strings, content a string or parts. A value that may be of several "
            + "forms has one."),
        Section(
          "Why",
          "the service answers with a line of its own code, such as `'str' object has no "
            + "attribute 'get'` for a list of strings."),
        Section(
          "Source",
          "https://github.com/openai/openai-openapi/tree/f7f4b05"),
      ],
      fix: Fix(
        "safe",
        "writes a string among the parts of a content as a part with text.")),
    RuleDocumentation(
      code: "S005", name: "type-drift",
      sections: [
        Section(
          "What it checks",
          "a field is of one kind in all records: not a string here and a number there, not a "
            + "text in one message and a list in another. Null goes with everything."),
        Section(
          "Why",
          "Hugging Face's `datasets` reads files through Arrow, which takes the kinds of the "
            + "first records for those of the column, and stops with `ArrowInvalid` or `Column "
            + "changed from …` at the record that differs, often after a long time."),
        Section(
          "Use instead",
          "one form for the field; arguments of tools as strings of JSON where they differ."),
        Section(
          "Source",
          "https://huggingface.co/docs/datasets/loading#json"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "S007", name: "wrong-layout",
      sections: [
        Section(
          "What it checks",
          "a record that lacks what the target is made of isn't one of another layout: prompt "
            + "and completion, ShareGPT, Alpaca, Gemini, a preference pair, plain text."),
        Section(
          "Why",
          "the target answers `Example 1 is missing key 'messages'`, or takes the file for "
            + "the data of another method; the way out is a conversion, not an edit."),
        Section(
          "Use instead",
          "the file that `tamis format` writes."),
        Section(
          "Source",
          "https://developers.openai.com/api/docs/guides/supervised-fine-tuning"),
      ],
      fix: Fix(
        "safe",
        "writes a record of another layout as the target wants it, as `tamis format` does. "
          + "Unsafe where something of the record has no place there and is left out.")),
    RuleDocumentation(
      code: "S008", name: "wrong-count",
      sections: [
        Section(
          "What it checks",
          "a list has as many elements as the target wants: two messages at least, one answer "
            + "on each side of a preference, two completions to choose from."),
        Section(
          "Why",
          "the record is refused; Together answers `the preferred_output list must contain "
            + "exactly one message`."),
        Section(
          "Source",
          "https://docs.aws.amazon.com/nova/latest/userguide/customize-fine-tune-prepare.html"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "S009", name: "value-not-allowed",
      sections: [
        Section(
          "What it checks",
          "a value is one of those that the target knows: a method, a schema version, a "
            + "label, an address."),
        Section(
          "Why",
          "the target compares letter for letter and refuses the record."),
        Section(
          "Use instead",
          "the value that the message names."),
        Section(
          "Source",
          "https://docs.aws.amazon.com/bedrock/latest/userguide/preparing-the-dataset.html"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "S010", name: "content-part-invalid",
      sections: [
        Section(
          "What it checks",
          "a part of a content has a type that the target knows, and what that type asks for: "
            + "`text` a string, `image_url` an object with a `url` and maybe a `detail`; a block "
            + "of Converse or of Gemini has one member that says what it is."),
        Section(
          "Why",
          "parts differ from target to target (Mistral writes `image_url` as a string), and "
            + "each refuses those of others."),
        Section(
          "Source",
          "https://developers.openai.com/api/docs/guides/vision-fine-tuning"),
      ],
      fix: Fix(
        "safe",
        "writes an image whose `image_url` is a string, as Mistral has it, with the object "
          + "that OpenAI wants, `{\"url\": …}`.")),
    RuleDocumentation(
      code: "S011", name: "part-not-allowed",
      sections: [
        Section(
          "What it checks",
          "a part of a content is of a type that its role may have: images only from the "
            + "user, refusals and calls of tools only from the assistant."),
        Section(
          "Why",
          "a message of the assistant with an image is refused."),
        Section(
          "Source",
          "https://developers.openai.com/api/docs/guides/vision-fine-tuning"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "S012", name: "image-source-invalid",
      sections: [
        Section(
          "What it checks",
          "an image, video or document is where the target looks for it: an http(s) address, "
            + "a data URL whose base64 is right to the last byte, or an address of S3 or Cloud "
            + "Storage."),
        Section(
          "Why",
          "a URL that cannot be fetched or decoded is skipped, and the example with it."),
        Section(
          "Source",
          "https://developers.openai.com/api/docs/guides/vision-fine-tuning"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "S013", name: "image-type-unsupported",
      sections: [
        Section(
          "What it checks",
          "an image, video or document is of a type that the target takes. Data in a data URL "
            + "that starts like another type than it says is a warning."),
        Section(
          "Why",
          "OpenAI refuses other types; an image with the wrong label may be decoded or "
            + "skipped."),
        Section(
          "Source",
          "https://developers.openai.com/api/docs/guides/vision-fine-tuning"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "S014", name: "lengths-differ",
      sections: [
        Section(
          "What it checks",
          "lists that belong together have the same number of elements: token ids with their "
            + "mask and labels, steps with their labels."),
        Section(
          "Why",
          "the trainer stops when it makes a tensor of them, or pairs the wrong ones."),
        Section(
          "Source",
          "https://huggingface.co/docs/transformers/main_classes/data_collator"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "S015", name: "mixed-content-forms",
      sections: [
        Section(
          "What it checks",
          "where one content of a record is a list of parts with an image, all contents are "
            + "lists of parts."),
        Section(
          "Why",
          "Together answers `Messages in the conversation must be either all in multimodal or "
            + "all in text-only format`."),
        Section(
          "Use instead",
          "`[{\"type\": \"text\", \"text\": …}]` for the texts."),
        Section(
          "Source",
          "https://pypi.org/project/together/2.14.0/"),
      ],
      fix: Fix(
        "safe",
        "writes a content that is a string as a list of one part with that text.")),
    RuleDocumentation(
      code: "S016", name: "mixed-conversational",
      sections: [
        Section(
          "What it checks",
          "prompt, completion, chosen and rejected are either all texts or all lists of "
            + "messages."),
        Section(
          "Why",
          "a record is conversational as a whole or not at all; TRL looks at the first field "
            + "that it finds, and fails or writes a Python list into the text for the others."),
        Section(
          "Use instead",
          "`[{\"role\": \"user\", \"content\": …}]` for the text, or the text for the list."),
        Section(
          "Source",
          "https://github.com/huggingface/trl/blob/f2cd577/docs/source/dataset_formats.md"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "T001", name: "over-limit",
      sections: [
        Section(
          "What it checks",
          "a record has no more tokens than an example may have."),
        Section(
          "Why",
          "some trainers cut the end off, some drop the record, some refuse the file; few say "
            + "so."),
        Section(
          "Use instead",
          "shorter examples, or one for each part."),
        Section(
          "Source",
          "https://huggingface.co/docs/trl/sft_trainer (`max_length`)"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "T002", name: "truncated-supervised",
      sections: [
        Section(
          "What it checks",
          "of a record that is too long, what is cut off has nothing to learn in it."),
        Section(
          "Why",
          "the end of an example is its answer; without it the model learns to stop in the "
            + "middle, or not to stop."),
        Section(
          "Source",
          "https://github.com/huggingface/transformers/issues/30998"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "T003", name: "fully-truncated",
      sections: [
        Section(
          "What it checks",
          "of a record that is too long, something to learn is left."),
        Section(
          "Why",
          "an example of which every label is cut off costs its tokens and teaches nothing; "
            + "the loss of a batch of them is not a number."),
        Section(
          "Source",
          "https://github.com/huggingface/trl/issues/3279"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "T005", name: "very-short",
      sections: [
        Section(
          "What it checks",
          "all that the assistant says in a record has more than one character."),
        Section(
          "Why",
          "a letter or a dash is mostly what an export has left of an answer. Labels of a "
            + "classifier are meant to be short: then the rule can be ignored."),
        Section(
          "Source",
          "https://github.com/allenai/open-instruct/issues/161"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "T006", name: "boundary-merge",
      sections: [
        Section(
          "What it checks",
          "the tokens of a prompt are how the tokens of prompt and completion begin."),
        Section(
          "Why",
          "where the last letters of a prompt and the first of its completion become one "
            + "token, the model is trained on a prompt that it will never be given. TRL counts "
            + "the tokens of the prompt to find where the completion starts, and is then off by "
            + "some."),
        Section(
          "Use instead",
          "a space or newline at the start of the completion, not at the end of the prompt."),
        Section(
          "Source",
          "https://github.com/huggingface/trl/issues/5213"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "T012", name: "not-tokenized",
      sections: [
        Section(
          "What it checks",
          "the record can be made tokens."),
        Section(
          "Why",
          "what can't be encoded can't be trained on: a conversation for a tokenizer without "
            + "a template, a row of ids that are not the tokenizer's, a character that a "
            + "vocabulary without bytes doesn't have."),
        Section(
          "Source",
          "https://huggingface.co/docs/transformers/chat_templating"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "T020", name: "template-raises",
      sections: [
        Section(
          "What it checks",
          "the template writes the conversation, and doesn't refuse it."),
        Section(
          "Why",
          "the trainer stops at the record, or leaves it out. Templates refuse roles that "
            + "don't alternate, system prompts, calls that have no result, and say so in their "
            + "own words."),
        Section(
          "Use instead",
          "a conversation that the template takes, or another template."),
        Section(
          "Source",
          "https://huggingface.co/docs/transformers/chat_templating_writing "
            + "(`raise_exception`)"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "T021", name: "message-left-out",
      sections: [
        Section(
          "What it checks",
          "the template writes something of each message."),
        Section(
          "Why",
          "templates pass over what they don't know: system prompts (Mistral Nemo, in "
            + "training data), tool calls (Llama 3), contents that are lists (Qwen3). The example "
            + "is then another one than it seems, and nothing says so."),
        Section(
          "Use instead",
          "a template that knows the role, or the text in a message that is written."),
        Section(
          "Source",
          "https://huggingface.co/docs/transformers/chat_templating"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "V001", name: "target-closing",
      sections: [
        Section(
          "What it checks",
          "the target stays open; where it does not, the dates are told."),
        Section(
          "Why",
          "a job that cannot be created any more is noticed when the data is ready."),
        Section(
          "Source",
          "https://developers.openai.com/api/docs/deprecations"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "V002", name: "target-closed",
      sections: [
        Section(
          "What it checks",
          "the target can still be used."),
        Section(
          "Why",
          "nothing that is uploaded there becomes a model any more."),
        Section(
          "Use instead",
          "another target; `tamis format --from` reads what was made for this one."),
        Section(
          "Source",
          "https://developers.openai.com/api/docs/deprecations"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "V004", name: "profile-stale",
      sections: [
        Section(
          "What it checks",
          "the facts about the target were looked at in the last half year."),
        Section(
          "Why",
          "limits and dates change without a word; an old number is a guess."),
        Section(
          "Use instead",
          "the source that `tamis explain target` names for each fact."),
        Section(
          "Source",
          "https://developers.openai.com/api/docs/deprecations"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "V005", name: "region",
      sections: [
        Section(
          "What it checks",
          "the target can be had everywhere; where it cannot, its regions are told."),
        Section(
          "Why",
          "a bucket or a job in another region is refused."),
        Section(
          "Source",
          "https://docs.aws.amazon.com/bedrock/latest/userguide/preparing-the-dataset.html"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "X001", name: "literal-special-token",
      sections: [
        Section(
          "What it checks",
          "no text holds one of the target's control tokens, such as `<|im_end|>`, spelled "
            + "out."),
        Section(
          "Why",
          "trainers that encode with special tokens allowed turn the text into control and "
            + "end the turn in the middle; others learn to write the letters."),
        Section(
          "Use instead",
          "the text without its template, or the token with a space in it."),
        Section(
          "Source",
          "https://github.com/openai/tiktoken/blob/main/tiktoken_ext/openai_public.py"),
        Section(
          "What it checks",
          "no message spells out a special token of the tokenizer, such as `<|im_end|>`, so "
            + "that it becomes one."),
        Section(
          "Why",
          "the text ends the turn, or starts another, in the middle of what somebody said."),
        Section(
          "Use instead",
          "the text with a space in the token; or `--plain-special-text`, where the trainer "
            + "encodes messages without special tokens as mistral-common does."),
        Section(
          "Source",
          "https://github.com/hiyouga/LLaMA-Factory/pull/10838"),
      ],
      fix: Fix(
        "unsafe",
        "puts a space behind the first character of the control token, so that it is text: "
          + "`<|im_end|>` becomes `< |im_end|>`.")),
    RuleDocumentation(
      code: "X002", name: "reserved-string",
      sections: [
        Section(
          "What it checks",
          "no text holds a string that the target keeps for itself: `\\nHuman:` for Claude, "
            + "`User:` or `[EOS]` for Nova, in whatever case."),
        Section(
          "Why",
          "the record is refused: `Invalid text content, following tokens are invalid`. Nova "
            + "compares parts of words, so that \"Operating System:\" is refused too."),
        Section(
          "Use instead",
          "the same words without the colon."),
        Section(
          "Source",
          "https://github.com/aws-samples/amazon-nova-samples/tree/1e88f24"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "X010", name: "double-bos",
      sections: [
        Section(
          "What it checks",
          "the tokens don't begin with two tokens for the beginning of a text."),
        Section(
          "Why",
          "the model has never seen that. Text that a template has written is encoded without "
            + "adding special tokens; text that has `<s>` in it already gets a second one where "
            + "they are added."),
        Section(
          "Use instead",
          "`messages`, or the text without its first token."),
        Section(
          "Source",
          "https://github.com/OpenRLHF/OpenRLHF/issues/393"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "X011", name: "missing-bos",
      sections: [
        Section(
          "What it checks",
          "where the tokenizer puts a token for the beginning of a text before each, a "
            + "conversation begins with it too."),
        Section(
          "Why",
          "rendered conversations get no special tokens but those of the template. Models "
            + "that have seen the token before every text do worse without. Some templates leave "
            + "it out on purpose (Phi-3), so this is worth a look and no more."),
        Section(
          "Source",
          "https://github.com/chujiezheng/chat_templates/pull/28"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "X012", name: "think-block-stripped",
      sections: [
        Section(
          "What it checks",
          "what the model thought before an answer is in the text that is trained on."),
        Section(
          "Why",
          "templates of reasoning models leave thoughts out of all turns but the last, as "
            + "they do when the model is used. What is left out is not learned."),
        Section(
          "Use instead",
          "one example for each answer, each ending with it."),
        Section(
          "Source",
          "https://github.com/modelscope/ms-swift/issues/4939"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "X013", name: "multi-token-eot",
      sections: [
        Section(
          "What it checks",
          "what a template writes behind an answer holds a special token."),
        Section(
          "Why",
          "where the tokenizer has no such token, the end of a turn is a row of ordinary ones "
            + "that generation does not stop at. Where the template writes nothing at all, "
            + "nothing ends an answer."),
        Section(
          "Use instead",
          "the tokenizer that belongs to the template, or the template of the tokenizer."),
        Section(
          "Source",
          "https://docs.axolotl.ai/docs/dataset-formats/conversation.html (`eot_tokens`)"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "X014", name: "template-token-unknown",
      sections: [
        Section(
          "What it checks",
          "the tokenizer has the special tokens that the template writes, such as "
            + "`<|im_start|>`, and those that its configuration names."),
        Section(
          "Why",
          "what the tokenizer doesn't have falls into ordinary tokens, a different row of "
            + "them in each context. The template is another model's."),
        Section(
          "Use instead",
          "the template that came with the tokenizer."),
        Section(
          "Source",
          "https://huggingface.co/docs/transformers/chat_templating"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "Z001", name: "secret-key",
      sections: [
        Section(
          "What it checks",
          "no text holds a key or token of a known service, told by how it starts (`AKIA…`, "
            + "`ghp_…`, `sk-…`)."),
        Section(
          "Why",
          "the model can say it to anybody, and the file is copied to places that keep no "
            + "secrets."),
        Section(
          "Use instead",
          "a name that stands for it, such as `<key>`. What was found is masked in all output."),
        Section(
          "Source",
          "https://docs.github.com/en/code-security/secret-scanning"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "Z002", name: "email",
      sections: [
        Section(
          "What it checks",
          "no text holds an e-mail address."),
        Section(
          "Why",
          "it is personal data of somebody who can ask for its removal, which a trained model "
            + "cannot do."),
        Section(
          "Use instead",
          "a name that stands for it, such as `<email>`. What was found is masked in all "
            + "output."),
        Section(
          "Source",
          "https://gdpr-info.eu/art-4-gdpr/"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "Z003", name: "card-number",
      sections: [
        Section(
          "What it checks",
          "no text holds the number of a payment card: the first digits of a scheme, its "
            + "length, and the check digit after Luhn."),
        Section(
          "Why",
          "card numbers may not be kept in the clear."),
        Section(
          "Use instead",
          "a name that stands for it, such as `<card>`. What was found is masked in all "
            + "output."),
        Section(
          "Source",
          "https://www.pcisecuritystandards.org/document_library/"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "Z004", name: "phone",
      sections: [
        Section(
          "What it checks",
          "no text holds a phone number: `+49 30 123456`, `(415) 555-0123`, `415-555-0123`. "
            + "Figures without such marks are not taken for one."),
        Section(
          "Why",
          "it is personal data, and the model may give it to somebody who dials it."),
        Section(
          "Use instead",
          "a name that stands for it, such as `<phone>`. What was found is masked in all "
            + "output."),
        Section(
          "Source",
          "https://www.itu.int/rec/T-REC-E.164"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "Z005", name: "iban",
      sections: [
        Section(
          "What it checks",
          "no text holds an IBAN with right check digits."),
        Section(
          "Why",
          "it is personal data of the one who owns the account."),
        Section(
          "Use instead",
          "a name that stands for it, such as `<iban>`. What was found is masked in all "
            + "output."),
        Section(
          "Source",
          "https://www.iso.org/standard/81090.html"),
      ],
      fix: nil),
    RuleDocumentation(
      code: "Z010", name: "private-key",
      sections: [
        Section(
          "What it checks",
          "no text holds a private key as it is written to files: `-----BEGIN PRIVATE "
            + "KEY-----`."),
        Section(
          "Why",
          "who has the key is its owner for every program."),
        Section(
          "Use instead",
          "a name that stands for it, such as `<key>`. What was found is masked in all output."),
        Section(
          "Source",
          "https://www.rfc-editor.org/rfc/rfc7468"),
      ],
      fix: nil),
  ]
}
