"""Writes small tokenizers in the form of GPT-2 (vocab.json, merges.txt and what lies beside them), and
records what transformers makes of texts with each.

    pip install transformers==5.23.0 && python record.py
"""

import json
import os
import warnings

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_VERBOSITY"] = "error"
warnings.filterwarnings("ignore")

from tokenizers import ByteLevelBPETokenizer
from transformers import GPT2TokenizerFast

HERE = os.path.dirname(os.path.abspath(__file__))
CLASS = {"tokenizer_class": "GPT2Tokenizer"}


def added(content, **flags):
    flags = {"lstrip": False, "rstrip": False, "single_word": False, "normalized": False} | flags
    return {"content": content} | flags


FOLDERS = {
    "bare": {},
    "around": {
        "tokenizer_config.json": CLASS
        | {
            "add_prefix_space": True,
            "add_bos_token": True,
            "add_eos_token": True,
            "bos_token": "<s>",
            "eos_token": {"__type": "AddedToken"} | added("</s>", rstrip=True, normalized=True),
        }
    },
    "old": {
        "tokenizer_config.json": {"tokenizer_class": "GPT2TokenizerFast"},
        "special_tokens_map.json": {
            "bos_token": "<|endoftext|>",
            "eos_token": added("<|end|>", lstrip=True),
            "pad_token": "<pad>",
            "additional_special_tokens": ["<|start|>", "[MASK]"],
        },
        "added_tokens.json": {"<pad>": 401, "<s>": 400, "[MASK]": 402, " the of": 403},
    },
    "decoder": {
        "tokenizer_config.json": CLASS
        | {
            "pad_token": "<pad>",
            "unk_token": "<unk>",
            "added_tokens_decoder": {
                "256": added("<|endoftext|>", normalized=True) | {"special": True},
                "402": added("<s>", lstrip=True, rstrip=True) | {"special": True},
                "400": added("HELLO", single_word=True, normalized=True) | {"special": False},
                "401": added("<pad>") | {"special": False},
            },
            "extra_special_tokens": ["<|start|>"],
            "image_token": "[MASK]",
        },
        # Both are left out where the decoder is there.
        "special_tokens_map.json": {"eos_token": "</s>"},
        "added_tokens.json": {"zzz": 500},
    },
    "named": {
        "tokenizer_config.json": CLASS
        | {"bos_token": None, "extra_special_tokens": {"image_token": "<unk>", "cut": "[CUT]"}}
    },
}

TEXTS = [
    "Hello, world",
    " the man of the house, the of",
    "<s> a <pad>b<|endoftext|>  <|end|>c </s>  d [MASK] e[CUT]<|start|>",
    "HELLO there, HELLO_there aHELLO <unk>",
    "I'll say: \"Stop!\"\n\n  Then I tokenized za\u017c\u00f3\u0142\u0107, 12345 times.",
    "\u4f60\u597d\uff0c\u4e16\u754c \U0001f600",
    "\n",
    "   ",
]


def main():
    model = ByteLevelBPETokenizer()
    model.train(
        [os.path.join(HERE, "..", "training", name) for name in ("languages.txt", "code.txt")],
        vocab_size=400,
        special_tokens=[],
        show_progress=False,
    )
    inner = json.loads(model.to_str())["model"]
    vocab = {token: id if id < 256 else id + 1 for token, id in inner["vocab"].items()}
    vocab["<|endoftext|>"] = 256
    vocab = dict(sorted(((t, i) for t, i in vocab.items() if i < 400), key=lambda item: item[1]))
    merges = [pair for pair in inner["merges"] if "".join(pair) in vocab]
    expected = []
    for folder, files in FOLDERS.items():
        path = os.path.join(HERE, folder)
        os.makedirs(path, exist_ok=True)

        def write(name, content):
            with open(os.path.join(path, name), "w", encoding="utf-8") as file:
                file.write(content)

        write("vocab.json", json.dumps(vocab, ensure_ascii=False))
        write("merges.txt", "#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges))
        for name, content in files.items():
            write(name, json.dumps(content, indent=1) + "\n")
        tokenizer = GPT2TokenizerFast.from_pretrained(path)
        for text in TEXTS:
            expected.append(
                {
                    "folder": folder,
                    "text": text,
                    "ids": tokenizer.encode(text, add_special_tokens=False),
                    "around": tokenizer.encode(text),
                    "size": len(tokenizer),
                }
            )
    with open(os.path.join(HERE, "expected.jsonl"), "w", encoding="utf-8") as file:
        for line in expected:
            file.write(json.dumps(line) + "\n")


main()
