"""Trains the tokenizers beside this file and records what Transformers says: see README.md.

    pip install transformers==5.23.0 jinja2==3.1.6
    python record.py [FOLDER OF CHAT TEMPLATES WITH A golden.json]
"""

import json
import pathlib
import sys

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

HERE = pathlib.Path(__file__).parent
TEXTS = [(HERE.parent / "tokenizers/training" / name).read_text()
         for name in ("languages.txt", "dictionary.txt", "code.txt")]
LINES = [line for text in TEXTS for line in text.splitlines(keepends=True)]
LLAMA3 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
          r"|\s*[\r\n]+|\s+(?!\S)|\s+")


def byte_level(specials, plain=(), bos=None, size=700):
    """A tokenizer like Llama 3's and Qwen's; `plain` are added tokens that are not special."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(LLAMA3), behavior="isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(LINES, trainers.BpeTrainer(
        vocab_size=size, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    tokenizer.add_special_tokens(list(specials))
    tokenizer.add_tokens(list(plain))
    steps = [processors.ByteLevel(trim_offsets=False)]
    if bos:
        steps.append(processors.TemplateProcessing(
            single=f"{bos} $A", pair=f"{bos} $A {bos} $B",
            special_tokens=[(bos, tokenizer.token_to_id(bos))]))
    tokenizer.post_processor = processors.Sequence(steps)
    return json.loads(tokenizer.to_str())


def spaces_as_blocks(specials, rstrip=(), size=300):
    """A tokenizer like Llama 2's, Mistral's and Phi-3's; tokens in `rstrip` take the white space
    behind them in."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.train_from_iterator(LINES, trainers.BpeTrainer(
        vocab_size=size, limit_alphabet=120, show_progress=False))
    learned = json.loads(tokenizer.to_str())["model"]
    pieces = ["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)]
    pieces += sorted(learned["vocab"], key=learned["vocab"].get)
    added = ["<unk>", "<s>", "</s>"] + list(specials)
    vocabulary = {piece: index for index, piece in enumerate(pieces)}
    ids = dict(vocabulary)
    for content in specials:
        ids[content] = len(ids)
    return {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [
            {"id": ids[content], "content": content, "single_word": False, "lstrip": False,
             "rstrip": content in rstrip, "normalized": False, "special": True}
            for content in added],
        "normalizer": {"type": "Sequence", "normalizers": [
            {"type": "Prepend", "prepend": "▁"},
            {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]},
        "pre_tokenizer": None,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}},
                       {"Sequence": {"id": "A", "type_id": 0}}],
            "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 0}}],
            "special_tokens": {"<s>": {"id": "<s>", "ids": [1], "tokens": ["<s>"]}}},
        "decoder": {"type": "Sequence", "decoders": [
            {"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
            {"type": "ByteFallback"}, {"type": "Fuse"},
            {"type": "Strip", "content": " ", "start": 1, "stop": 0}]},
        "model": {"type": "BPE", "dropout": None, "unk_token": "<unk>",
                  "continuing_subword_prefix": None, "end_of_word_suffix": None, "fuse_unk": True,
                  "byte_fallback": True, "ignore_merges": False, "vocab": vocabulary,
                  "merges": learned["merges"]},
    }


TOKENIZERS = {
    "llama3": (byte_level(
        ["<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"],
        bos="<|begin_of_text|>"),
        {"bos_token": "<|begin_of_text|>", "eos_token": "<|end_of_text|>"}),
    "chatml": (byte_level(
        ["<|endoftext|>", "<|im_start|>", "<|im_end|>"],
        plain=["<think>", "</think>", "<tool_call>", "</tool_call>"]),
        {"eos_token": "<|im_end|>", "pad_token": "<|endoftext|>"}),
    "mistral": (spaces_as_blocks(["[INST]", "[/INST]"]), {"bos_token": "<s>", "eos_token": "</s>"}),
    "phi3": (spaces_as_blocks(
        ["<|endoftext|>", "<|assistant|>", "<|system|>", "<|end|>", "<|user|>"],
        rstrip=["<|assistant|>", "<|system|>", "<|end|>", "<|user|>"]),
        {"bos_token": "<s>", "eos_token": "<|endoftext|>", "pad_token": "<|endoftext|>"}),
}


def ranges(mask):
    """[[start, end], …] of the ones."""
    found, start = [], None
    for index, bit in enumerate(mask + [0]):
        if bit and start is None:
            start = index
        elif not bit and start is not None:
            found.append([start, index])
            start = None
    return found


def apply(tokenizer, template, conversation):
    """Ids and learned tokens as Transformers has them; None where the template raises."""
    try:
        encoded = tokenizer.apply_chat_template(
            conversation["messages"], tools=conversation.get("tools"), chat_template=template,
            tokenize=True, return_dict=True, return_assistant_tokens_mask=True)
    except Exception:
        return None
    return encoded["input_ids"], ranges(encoded["assistant_masks"])


def load(path, specials):
    return PreTrainedTokenizerFast(tokenizer_file=str(path), clean_up_tokenization_spaces=False, **specials)


def write(path, rows):
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


loaded = {}
for name, (definition, specials) in TOKENIZERS.items():
    folder = HERE / "tokenizers" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tokenizer.json").write_text(json.dumps(definition, ensure_ascii=False, separators=(",", ":")))
    template = (HERE / f"templates/{name}.jinja").read_text()
    (folder / "tokenizer_config.json").write_text(
        json.dumps(specials | {"chat_template": template}, indent=1) + "\n")
    loaded[name] = load(folder / "tokenizer.json", specials)

conversations = [json.loads(line) for line in (HERE / "conversations.jsonl").read_text().splitlines()]
rows = []
for tokenizer, template in [("chatml", "chatml-generation"), ("chatml", "chatml-narrow"),
                            ("llama3", "llama3-generation"), ("mistral", "mistral-generation")]:
    source = (HERE / f"templates/{template}.jinja").read_text()
    for index, conversation in enumerate(conversations):
        answer = apply(loaded[tokenizer], source, conversation)
        rows.append({"tokenizer": tokenizer, "template": template, "conversation": index}
                    | ({"ids": answer[0], "learned": answer[1]} if answer else {"raises": True}))
write(HERE / "transformers.jsonl", rows)

if len(sys.argv) > 1:
    shared = pathlib.Path(sys.argv[1])
    golden = json.loads((shared / "golden.json").read_text())
    specials = {name: content for name, content in golden["env"]["special_tokens"].items()}
    tokenizer = load(HERE / "tokenizers/phi3/tokenizer.json", {"bos_token": "<s>", "eos_token": "</s>"})
    rows = []
    for template in sorted(golden["templates"]):
        source = (shared / "files" / template).read_text()
        if "endgeneration" not in source or "strftime_now" in source:
            continue
        for name, conversation in golden["conversations"].items():
            answer = apply(tokenizer, source, conversation)
            rows.append({"template": template, "conversation": name}
                        | ({"count": len(answer[0]), "learned": answer[1]} if answer else {"raises": True}))
    write(HERE / "shared.jsonl", rows)
