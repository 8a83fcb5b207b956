// Made by embed_profiles.py from Targets/Profiles; change the JSON and run it again.

/// The profiles as they stand in `Targets/Profiles`, by name.
enum EmbeddedProfiles {
  static let all: [(name: String, json: StaticString)] = [
    ("axolotl-alpaca", axolotl_alpaca),
    ("axolotl-chat", axolotl_chat),
    ("axolotl-completion", axolotl_completion),
    ("axolotl-dpo", axolotl_dpo),
    ("axolotl-kto", axolotl_kto),
    ("axolotl-segments", axolotl_segments),
    ("axolotl-tokens", axolotl_tokens),
    ("azure-chat", azure_chat),
    ("azure-dpo", azure_dpo),
    ("azure-rft", azure_rft),
    ("base", base),
    ("bedrock-claude", bedrock_claude),
    ("bedrock-completion", bedrock_completion),
    ("bedrock-converse", bedrock_converse),
    ("bedrock-nova", bedrock_nova),
    ("bedrock-nova-dpo", bedrock_nova_dpo),
    ("bedrock-nova-rft", bedrock_nova_rft),
    ("bedrock-rft", bedrock_rft),
    ("cohere", cohere),
    ("fireworks", fireworks),
    ("fireworks-dpo", fireworks_dpo),
    ("jumpstart-chat", jumpstart_chat),
    ("jumpstart-instruction", jumpstart_instruction),
    ("jumpstart-text", jumpstart_text),
    ("llama-factory-alpaca", llama_factory_alpaca),
    ("llama-factory-openai", llama_factory_openai),
    ("llama-factory-sharegpt", llama_factory_sharegpt),
    ("mistral", mistral),
    ("mlx-chat", mlx_chat),
    ("mlx-completions", mlx_completions),
    ("mlx-text", mlx_text),
    ("openai-batch", openai_batch),
    ("openai-chat", openai_chat),
    ("openai-completion", openai_completion),
    ("openai-dpo", openai_dpo),
    ("openai-rft", openai_rft),
    ("together-chat", together_chat),
    ("together-instruction", together_instruction),
    ("together-preference", together_preference),
    ("together-text", together_text),
    ("together-tokens", together_tokens),
    ("torchtune-chat", torchtune_chat),
    ("torchtune-instruct", torchtune_instruct),
    ("torchtune-preference", torchtune_preference),
    ("transformers", transformers),
    ("trl-messages", trl_messages),
    ("trl-preference", trl_preference),
    ("trl-prompt", trl_prompt),
    ("trl-prompt-completion", trl_prompt_completion),
    ("trl-stepwise", trl_stepwise),
    ("trl-text", trl_text),
    ("trl-unpaired", trl_unpaired),
    ("unsloth", unsloth),
    ("vertex", vertex),
    ("vertex-preference", vertex_preference),
    ("vertex-rl", vertex_rl),
  ]

  private static let axolotl_alpaca: StaticString = #"""
    {
      "name": "axolotl-alpaca",
      "title": "Axolotl, alpaca",
      "extends": "base",
      "layout": "alpaca",
      "sources": {
        "axolotl-docs": {
          "url": "https://github.com/axolotl-ai-cloud/axolotl/tree/067b021/docs/dataset-formats",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "axolotl-rlhf": {
          "url": "https://github.com/axolotl-ai-cloud/axolotl/blob/067b021/docs/rlhf.qmd",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "context_tokens": {
        "models": {},
        "over_length": "dropped, or truncated where the configuration says so",
        "source": "axolotl-docs"
      },
      "extensions": {"values": [".jsonl", ".json"], "source": "axolotl-docs"},
      "record": {
        "noun": "the record",
        "required": ["instruction", "output"],
        "unknown": "allowed",
        "members": {
          "instruction": "string as prompt",
          "input": "string|null",
          "output": "string as completion",
          "system": "string|null as system"
        },
        "source": "axolotl-docs"
      },
      "rules": {"S002": null, "R007": "warning", "S005": "error", "X001": "warning"},
      "writer": {"system": "system"}
    }
    """#

  private static let axolotl_chat: StaticString = #"""
    {
      "name": "axolotl-chat",
      "title": "Axolotl, chat_template",
      "extends": "base",
      "layout": "messages",
      "sources": {
        "axolotl-docs": {
          "url": "https://github.com/axolotl-ai-cloud/axolotl/tree/067b021/docs/dataset-formats",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "axolotl-rlhf": {
          "url": "https://github.com/axolotl-ai-cloud/axolotl/blob/067b021/docs/rlhf.qmd",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "context_tokens": {
        "models": {},
        "over_length": "dropped, or truncated where the configuration says so",
        "source": "axolotl-docs"
      },
      "extensions": {"values": [".jsonl", ".json"], "source": "axolotl-docs"},
      "record": {
        "noun": "the record",
        "required": ["messages"],
        "unknown": "allowed",
        "members": {
          "messages": {"type": "[@message] as messages", "min": 1},
          "tools": "[@tool]|string|null as tools"
        },
        "source": "axolotl-docs"
      },
      "shapes": {
        "message": {
          "noun": "the message",
          "as": "message",
          "required": ["role"],
          "unknown": "allowed",
          "members": {
            "role": "string as role",
            "content": "string|[@part]|null as content",
            "name": "string|null as name",
            "tool_calls": "[@tool_call]|null as tool_calls",
            "tool_call_id": "string|null as tool_call_id",
            "reasoning_content": "string|null as reasoning",
            "thinking": "string|null as reasoning",
            "reasoning": "string|null as reasoning",
            "train": "boolean|null as train",
            "train_detail": "array|null",
            "training": "boolean|null as train",
            "weight": "any"
          }
        },
        "part": {
          "noun": "the content part",
          "as": "part",
          "rule": "S010",
          "by": "type",
          "unknown": "allowed",
          "cases": {
            "text": {"required": ["text"], "members": {"text": "string as part.text"}},
            "image": {"members": {}},
            "image_url": {"members": {}},
            "video": {"members": {}},
            "audio": {"members": {}}
          }
        },
        "tool_call": {
          "noun": "the tool call",
          "as": "call",
          "unknown": "allowed",
          "one_of": ["function", "name"],
          "members": {
            "id": "string|null as call.id",
            "type": "string|null",
            "function": "@called_function",
            "name": "string as call.name",
            "arguments": {
              "type": "object|string as call.arguments",
              "noun": "the arguments",
              "rule": "R012"
            }
          }
        },
        "called_function": {
          "noun": "the called function",
          "required": ["name"],
          "unknown": "allowed",
          "members": {
            "name": {"type": "string as call.name", "noun": "the name of the called function"},
            "arguments": {
              "type": "object as call.arguments",
              "noun": "the arguments",
              "rule": "R012",
              "severity": "warning"
            }
          }
        },
        "tool": {
          "noun": "the tool",
          "as": "tool",
          "rule": "R014",
          "unknown": "allowed",
          "members": {
            "type": "string",
            "function": "@function",
            "name": "string as tool.name",
            "description": "string",
            "parameters": "object as tool.parameters"
          }
        }
      },
      "roles": {
        "values": [
          {
            "name": "system",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "developer",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "user",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text", "image", "image_url", "video", "audio"]
          },
          {
            "name": "assistant",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning", "train"
            ],
            "parts": ["text", "image", "image_url"]
          },
          {
            "name": "tool",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "function",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          }
        ],
        "source": "axolotl-docs"
      },
      "turns": {
        "start": ["system", "user", "assistant", "tool"],
        "system": ["user", "assistant", "tool"],
        "user": ["user", "assistant", "tool"],
        "assistant": ["user", "tool"],
        "call": ["user", "assistant", "tool"],
        "tool": ["user", "assistant", "tool"],
        "last": ["assistant"],
        "source": "axolotl-docs"
      },
      "rules": {
        "S002": null,
        "R001": "warning",
        "R002": "warning",
        "R003": "warning",
        "R004": "warning",
        "R005": "warning",
        "R007": "warning",
        "R008": "error",
        "R010": "warning",
        "R011": "warning",
        "R012": "error",
        "R013": "warning",
        "R014": "warning",
        "R015": "warning",
        "R017": "warning",
        "R018": "warning",
        "S005": "error",
        "S010": "warning",
        "S011": "warning",
        "X001": "warning",
        "E001": "error",
        "M003": "warning"
      },
      "writer": {"arguments": "object", "tools": "parameters-string"}
    }
    """#

  private static let axolotl_completion: StaticString = #"""
    {
      "name": "axolotl-completion",
      "title": "Axolotl, completion",
      "extends": "base",
      "layout": "text",
      "sources": {
        "axolotl-docs": {
          "url": "https://github.com/axolotl-ai-cloud/axolotl/tree/067b021/docs/dataset-formats",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "axolotl-rlhf": {
          "url": "https://github.com/axolotl-ai-cloud/axolotl/blob/067b021/docs/rlhf.qmd",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "context_tokens": {
        "models": {},
        "over_length": "dropped, or truncated where the configuration says so",
        "source": "axolotl-docs"
      },
      "extensions": {"values": [".jsonl", ".json"], "source": "axolotl-docs"},
      "record": {
        "noun": "the record",
        "required": ["text"],
        "unknown": "allowed",
        "members": {"text": "string as text"},
        "source": "axolotl-docs"
      },
      "rules": {"S002": null, "R007": "warning", "S005": "error", "X001": "warning"}
    }
    """#

  private static let axolotl_dpo: StaticString = #"""
    {
      "name": "axolotl-dpo",
      "title": "Axolotl, DPO (chat_template.default)",
      "extends": "base",
      "layout": "axolotl-dpo",
      "sources": {
        "axolotl-docs": {
          "url": "https://github.com/axolotl-ai-cloud/axolotl/tree/067b021/docs/dataset-formats",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "axolotl-rlhf": {
          "url": "https://github.com/axolotl-ai-cloud/axolotl/blob/067b021/docs/rlhf.qmd",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "context_tokens": {
        "models": {},
        "over_length": "dropped, or truncated where the configuration says so",
        "source": "axolotl-docs"
      },
      "extensions": {"values": [".jsonl", ".json"], "source": "axolotl-rlhf"},
      "record": {
        "noun": "the record",
        "required": ["messages", "chosen", "rejected"],
        "unknown": "allowed",
        "members": {
          "messages": {"type": "[@message] as prompt", "min": 1},
          "chosen": "@message as chosen",
          "rejected": "@message as rejected"
        },
        "source": "axolotl-rlhf"
      },
      "shapes": {
        "message": {
          "noun": "the message",
          "as": "message",
          "required": ["role"],
          "unknown": "allowed",
          "members": {
            "role": "string as role",
            "content": "string|[@part]|null as content",
            "name": "string|null as name",
            "tool_calls": "[@tool_call]|null as tool_calls",
            "tool_call_id": "string|null as tool_call_id",
            "reasoning_content": "string|null as reasoning",
            "thinking": "string|null as reasoning",
            "reasoning": "string|null as reasoning",
            "train": "boolean|null as train",
            "train_detail": "array|null",
            "training": "boolean|null as train",
            "weight": "any"
          }
        },
        "part": {
          "noun": "the content part",
          "as": "part",
          "rule": "S010",
          "by": "type",
          "unknown": "allowed",
          "cases": {
            "text": {"required": ["text"], "members": {"text": "string as part.text"}},
            "image": {"members": {}},
            "image_url": {"members": {}},
            "video": {"members": {}},
            "audio": {"members": {}}
          }
        },
        "tool_call": {
          "noun": "the tool call",
          "as": "call",
          "unknown": "allowed",
          "one_of": ["function", "name"],
          "members": {
            "id": "string|null as call.id",
            "type": "string|null",
            "function": "@called_function",
            "name": "string as call.name",
            "arguments": {
              "type": "object|string as call.arguments",
              "noun": "the arguments",
              "rule": "R012"
            }
          }
        },
        "called_function": {
          "noun": "the called function",
          "required": ["name"],
          "unknown": "allowed",
          "members": {
            "name": {"type": "string as call.name", "noun": "the name of the called function"},
            "arguments": {
              "type": "object as call.arguments",
              "noun": "the arguments",
              "rule": "R012",
              "severity": "warning"
            }
          }
        },
        "tool": {
          "noun": "the tool",
          "as": "tool",
          "rule": "R014",
          "unknown": "allowed",
          "members": {
            "type": "string",
            "function": "@function",
            "name": "string as tool.name",
            "description": "string",
            "parameters": "object as tool.parameters"
          }
        }
      },
      "roles": {
        "values": [
          {
            "name": "system",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "developer",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "user",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text", "image", "image_url", "video", "audio"]
          },
          {
            "name": "assistant",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning", "train"
            ],
            "parts": ["text", "image", "image_url"]
          },
          {
            "name": "tool",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "function",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          }
        ],
        "source": "axolotl-docs"
      },
      "turns": {
        "start": ["system", "user", "assistant", "tool"],
        "system": ["user", "assistant", "tool"],
        "user": ["user", "assistant", "tool"],
        "assistant": ["user", "tool"],
        "call": ["user", "assistant", "tool"],
        "tool": ["user", "assistant", "tool"],
        "last": ["assistant"],
        "source": "axolotl-docs"
      },
      "rules": {
        "S002": null,
        "R001": "warning",
        "R002": "warning",
        "R003": "warning",
        "R005": "warning",
        "R007": "warning",
        "R011": "warning",
        "R012": "error",
        "R013": "warning",
        "R014": "warning",
        "R015": "warning",
        "R017": "warning",
        "R018": "warning",
        "S005": "error",
        "S010": "warning",
        "S011": "warning",
        "X001": "warning",
        "E001": "error",
        "P001": "error",
        "P002": "error",
        "P004": "info",
        "P005": "warning",
        "R016": "warning"
      }
    }
    """#

  private static let axolotl_kto: StaticString = #"""
    {
      "name": "axolotl-kto",
      "title": "Axolotl, KTO",
      "extends": "base",
      "layout": "axolotl-kto",
      "sources": {
        "axolotl-docs": {
          "url": "https://github.com/axolotl-ai-cloud/axolotl/tree/067b021/docs/dataset-formats",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "axolotl-rlhf": {
          "url": "https://github.com/axolotl-ai-cloud/axolotl/blob/067b021/docs/rlhf.qmd",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "context_tokens": {
        "models": {},
        "over_length": "dropped, or truncated where the configuration says so",
        "source": "axolotl-docs"
      },
      "extensions": {"values": [".jsonl", ".json"], "source": "axolotl-rlhf"},
      "record": {
        "noun": "the record",
        "required": ["completion", "label"],
        "unknown": "allowed",
        "any_of": ["prompt", "messages", "question", "instruction"],
        "members": {
          "prompt": "string|[@message] as prompt",
          "messages": "[@message] as prompt",
          "question": "string as prompt",
          "instruction": "string as prompt",
          "system": "string|null as system",
          "completion": "string|[@message]|@message as completion",
          "label": "boolean as label"
        },
        "source": "axolotl-rlhf"
      },
      "shapes": {
        "message": {
          "noun": "the message",
          "as": "message",
          "required": ["role"],
          "unknown": "allowed",
          "members": {
            "role": "string as role",
            "content": "string|[@part]|null as content",
            "name": "string|null as name",
            "tool_calls": "[@tool_call]|null as tool_calls",
            "tool_call_id": "string|null as tool_call_id",
            "reasoning_content": "string|null as reasoning",
            "thinking": "string|null as reasoning",
            "reasoning": "string|null as reasoning",
            "train": "boolean|null as train",
            "train_detail": "array|null",
            "training": "boolean|null as train",
            "weight": "any"
          }
        },
        "part": {
          "noun": "the content part",
          "as": "part",
          "rule": "S010",
          "by": "type",
          "unknown": "allowed",
          "cases": {
            "text": {"required": ["text"], "members": {"text": "string as part.text"}},
            "image": {"members": {}},
            "image_url": {"members": {}},
            "video": {"members": {}},
            "audio": {"members": {}}
          }
        },
        "tool_call": {
          "noun": "the tool call",
          "as": "call",
          "unknown": "allowed",
          "one_of": ["function", "name"],
          "members": {
            "id": "string|null as call.id",
            "type": "string|null",
            "function": "@called_function",
            "name": "string as call.name",
            "arguments": {
              "type": "object|string as call.arguments",
              "noun": "the arguments",
              "rule": "R012"
            }
          }
        },
        "called_function": {
          "noun": "the called function",
          "required": ["name"],
          "unknown": "allowed",
          "members": {
            "name": {"type": "string as call.name", "noun": "the name of the called function"},
            "arguments": {
              "type": "object as call.arguments",
              "noun": "the arguments",
              "rule": "R012",
              "severity": "warning"
            }
          }
        },
        "tool": {
          "noun": "the tool",
          "as": "tool",
          "rule": "R014",
          "unknown": "allowed",
          "members": {
            "type": "string",
            "function": "@function",
            "name": "string as tool.name",
            "description": "string",
            "parameters": "object as tool.parameters"
          }
        }
      },
      "roles": {
        "values": [
          {
            "name": "system",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "developer",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "user",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text", "image", "image_url", "video", "audio"]
          },
          {
            "name": "assistant",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning", "train"
            ],
            "parts": ["text", "image", "image_url"]
          },
          {
            "name": "tool",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "function",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          }
        ],
        "source": "axolotl-docs"
      },
      "rules": {"S002": null, "R007": "warning", "S005": "error", "X001": "warning", "P006": "error"}
    }
    """#

  private static let axolotl_segments: StaticString = #"""
    {
      "name": "axolotl-segments",
      "title": "Axolotl, input_output (segments)",
      "extends": "base",
      "layout": "segments",
      "sources": {
        "axolotl-docs": {
          "url": "https://github.com/axolotl-ai-cloud/axolotl/tree/067b021/docs/dataset-formats",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "axolotl-rlhf": {
          "url": "https://github.com/axolotl-ai-cloud/axolotl/blob/067b021/docs/rlhf.qmd",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "context_tokens": {
        "models": {},
        "over_length": "dropped, or truncated where the configuration says so",
        "source": "axolotl-docs"
      },
      "extensions": {"values": [".jsonl", ".json"], "source": "axolotl-docs"},
      "record": {
        "noun": "the record",
        "required": ["segments"],
        "unknown": "allowed",
        "members": {"segments": {"type": "[@segment] as segments", "min": 1}},
        "source": "axolotl-docs"
      },
      "shapes": {
        "segment": {
          "noun": "the segment",
          "required": ["label", "text"],
          "unknown": "allowed",
          "members": {"label": "boolean as segment.label", "text": "string"}
        }
      },
      "rules": {"S002": null, "S005": "error", "M001": "error"}
    }
    """#

  private static let axolotl_tokens: StaticString = #"""
    {
      "name": "axolotl-tokens",
      "title": "Axolotl, token ids",
      "extends": "base",
      "layout": "tokens",
      "sources": {
        "axolotl-docs": {
          "url": "https://github.com/axolotl-ai-cloud/axolotl/tree/067b021/docs/dataset-formats",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "axolotl-rlhf": {
          "url": "https://github.com/axolotl-ai-cloud/axolotl/blob/067b021/docs/rlhf.qmd",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "context_tokens": {
        "models": {},
        "over_length": "dropped, or truncated where the configuration says so",
        "source": "axolotl-docs"
      },
      "extensions": {"values": [".jsonl", ".json"], "source": "axolotl-docs"},
      "record": {
        "noun": "the record",
        "required": ["input_ids", "attention_mask", "labels"],
        "unknown": "error",
        "members": {
          "input_ids": {"type": "[integer] as tokens", "min": 1},
          "attention_mask": "[integer]",
          "labels": "[integer] as labels"
        },
        "same_count": ["input_ids", "attention_mask", "labels"],
        "source": "axolotl-docs"
      },
      "rules": {"S002": "error", "S005": "error", "S014": "error", "M001": "error"}
    }
    """#

  private static let azure_chat: StaticString = #"""
    {
      "name": "azure-chat",
      "title": "Azure OpenAI fine-tuning, chat",
      "extends": "openai-chat",
      "lifecycle": {"status": "open", "dates": []},
      "sources": {
        "azure": {
          "url": "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/fine-tuning",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "azure-issue": {
          "url": "https://github.com/microsoft-foundry/fine-tuning/issues/23",
          "checked": "2026-11-23",
          "certainty": "reported"
        },
        "azure-vision": {
          "url": "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/fine-tuning-vision",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "azure-dpo": {
          "url": "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/fine-tuning-direct-preference-optimization",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "azure-rft": {
          "url": "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/reinforcement-fine-tuning",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "limits": [
        {"name": "min_examples", "value": 10, "unit": "examples", "source": "azure"},
        {
          "name": "max_file_bytes",
          "value": 8589934592,
          "unit": "bytes",
          "note": "through the Uploads API",
          "source": "azure"
        },
        {
          "name": "max_simple_upload_bytes",
          "value": 536870912,
          "unit": "bytes",
          "note": "through the Files API",
          "source": "azure"
        },
        {
          "name": "silent_upload_failure_bytes",
          "value": 157286400,
          "unit": "bytes",
          "note": "files.create fails without a word above about 150 MB",
          "source": "azure-issue"
        },
        {
          "name": "max_images_per_example",
          "value": 64,
          "unit": "images",
          "note": "the page's troubleshooting says 10",
          "source": "azure-vision"
        },
        {"name": "max_image_bytes", "value": 10485760, "unit": "bytes", "source": "azure-vision"},
        {"name": "max_image_examples", "value": 50000, "unit": "examples", "source": "azure-vision"}
      ],
      "turns": {
        "start": ["system", "user", "assistant", "tool"],
        "system": ["user", "assistant", "tool"],
        "user": ["user", "assistant", "tool"],
        "assistant": ["user", "tool"],
        "call": ["user", "assistant", "tool"],
        "tool": ["user", "assistant", "tool"],
        "last": ["assistant"],
        "source": "azure-issue"
      },
      "rules": {"E001": null, "E002": "info", "R002": "error", "V001": null}
    }
    """#

  private static let azure_dpo: StaticString = #"""
    {
      "name": "azure-dpo",
      "title": "Azure OpenAI fine-tuning, direct preference optimization",
      "extends": "openai-dpo",
      "lifecycle": {"status": "open", "dates": []},
      "sources": {
        "azure": {
          "url": "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/fine-tuning",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "azure-issue": {
          "url": "https://github.com/microsoft-foundry/fine-tuning/issues/23",
          "checked": "2026-11-23",
          "certainty": "reported"
        },
        "azure-vision": {
          "url": "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/fine-tuning-vision",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "azure-dpo": {
          "url": "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/fine-tuning-direct-preference-optimization",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "azure-rft": {
          "url": "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/reinforcement-fine-tuning",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "limits": [
        {"name": "min_examples", "value": 10, "unit": "examples", "source": "azure"},
        {
          "name": "max_file_bytes",
          "value": 8589934592,
          "unit": "bytes",
          "note": "through the Uploads API",
          "source": "azure"
        },
        {
          "name": "max_simple_upload_bytes",
          "value": 536870912,
          "unit": "bytes",
          "note": "through the Files API",
          "source": "azure"
        },
        {
          "name": "silent_upload_failure_bytes",
          "value": 157286400,
          "unit": "bytes",
          "note": "files.create fails without a word above about 150 MB",
          "source": "azure-issue"
        },
        {
          "name": "max_images_per_example",
          "value": 64,
          "unit": "images",
          "note": "the page's troubleshooting says 10",
          "source": "azure-vision"
        },
        {"name": "max_image_bytes", "value": 10485760, "unit": "bytes", "source": "azure-vision"},
        {"name": "max_image_examples", "value": 50000, "unit": "examples", "source": "azure-vision"}
      ],
      "record": {
        "noun": "the record",
        "required": ["input", "preferred_output", "non_preferred_output"],
        "unknown": "error",
        "members": {
          "input": "@input",
          "preferred_output": {"type": "[@message] as chosen", "min": 1},
          "non_preferred_output": {"type": "[@message] as rejected", "min": 1}
        },
        "source": "azure-dpo"
      },
      "rules": {"E001": null, "E002": "info", "V001": null}
    }
    """#

  private static let azure_rft: StaticString = #"""
    {
      "name": "azure-rft",
      "title": "Azure OpenAI fine-tuning, reinforcement",
      "extends": "openai-rft",
      "lifecycle": {"status": "open", "dates": []},
      "sources": {
        "azure": {
          "url": "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/fine-tuning",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "azure-issue": {
          "url": "https://github.com/microsoft-foundry/fine-tuning/issues/23",
          "checked": "2026-11-23",
          "certainty": "reported"
        },
        "azure-vision": {
          "url": "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/fine-tuning-vision",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "azure-dpo": {
          "url": "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/fine-tuning-direct-preference-optimization",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "azure-rft": {
          "url": "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/reinforcement-fine-tuning",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "limits": [
        {"name": "min_examples", "value": 10, "unit": "examples", "source": "azure"},
        {
          "name": "max_file_bytes",
          "value": 8589934592,
          "unit": "bytes",
          "note": "through the Uploads API",
          "source": "azure"
        },
        {
          "name": "max_simple_upload_bytes",
          "value": 536870912,
          "unit": "bytes",
          "note": "through the Files API",
          "source": "azure"
        },
        {
          "name": "silent_upload_failure_bytes",
          "value": 157286400,
          "unit": "bytes",
          "note": "files.create fails without a word above about 150 MB",
          "source": "azure-issue"
        },
        {
          "name": "max_images_per_example",
          "value": 64,
          "unit": "images",
          "note": "the page's troubleshooting says 10",
          "source": "azure-vision"
        },
        {"name": "max_image_bytes", "value": 10485760, "unit": "bytes", "source": "azure-vision"},
        {"name": "max_image_examples", "value": 50000, "unit": "examples", "source": "azure-vision"}
      ],
      "rules": {"E001": null, "E002": "info", "V001": null, "R016": "error"}
    }
    """#

  private static let base: StaticString = #"""
    {
      "name": "base",
      "title": "What holds for every target",
      "lifecycle": {"status": "open", "dates": []},
      "sources": {
        "jsonlines": {
          "url": "https://jsonlines.org",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "openapi": {
          "url": "https://github.com/openai/openai-openapi/tree/f7f4b05",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "vision": {
          "url": "https://developers.openai.com/api/docs/guides/vision-fine-tuning",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "limits": [
        {
          "name": "min_examples",
          "value": 1,
          "unit": "examples",
          "note": "a file without records trains nothing",
          "source": "jsonlines"
        }
      ],
      "extensions": {"values": [".jsonl"], "source": "jsonlines"},
      "image_types": {"values": ["image/jpeg", "image/png", "image/webp"], "source": "vision"},
      "image_schemes": {"values": ["https", "http", "data"], "source": "vision"},
      "image_details": {"values": ["low", "high", "auto"], "source": "vision"},
      "shapes": {
        "message": {
          "noun": "the message",
          "as": "message",
          "required": ["role"],
          "unknown": "warning",
          "members": {
            "role": "string as role",
            "content": "string|[@part]|null as content",
            "name": "string as name",
            "weight": "any as weight",
            "tool_calls": "[@tool_call]|null as tool_calls",
            "tool_call_id": "string as tool_call_id",
            "function_call": "@called_function|null as function_call",
            "refusal": "string|null as refusal",
            "audio": "object|null as audio"
          }
        },
        "part": {
          "noun": "the content part",
          "as": "part",
          "rule": "S010",
          "by": "type",
          "unknown": "allowed",
          "cases": {
            "text": {"required": ["text"], "members": {"text": "string as part.text"}},
            "image_url": {"required": ["image_url"], "members": {"image_url": "@image as image"}},
            "refusal": {"required": ["refusal"], "members": {"refusal": "string"}}
          }
        },
        "image": {
          "noun": "the image",
          "rule": "S010",
          "required": ["url"],
          "unknown": "allowed",
          "members": {
            "url": "string as image.url",
            "detail": {"type": "string", "values": ["low", "high", "auto"]}
          }
        },
        "tool_call": {
          "noun": "the tool call",
          "as": "call",
          "required": ["id", "type", "function"],
          "unknown": "allowed",
          "members": {
            "id": {"type": "string as call.id", "noun": "the id of the tool call"},
            "type": {"type": "string", "noun": "the type of the tool call", "values": ["function"]},
            "function": "@called_function"
          }
        },
        "called_function": {
          "noun": "the called function",
          "required": ["name", "arguments"],
          "unknown": "allowed",
          "members": {
            "name": {"type": "string as call.name", "noun": "the name of the called function"},
            "arguments": {
              "type": "string as call.arguments",
              "noun": "the arguments",
              "words": "a string of JSON",
              "rule": "R012"
            }
          }
        },
        "tool": {
          "noun": "the tool",
          "rule": "R014",
          "required": ["type", "function"],
          "unknown": "allowed",
          "members": {
            "type": {"type": "string", "noun": "the type of the tool", "values": ["function"]},
            "function": "@function"
          }
        },
        "function": {
          "noun": "the function",
          "as": "tool",
          "rule": "R014",
          "required": ["name"],
          "unknown": "allowed",
          "members": {
            "name": {
              "type": "string as tool.name",
              "noun": "the name of the function",
              "characters": "letters digits _ -",
              "min": 1,
              "max": 64,
              "words": "1 to 64 letters, digits, '_' or '-'"
            },
            "description": "string",
            "strict": "boolean|null",
            "parameters": {
              "type": "@parameters as tool.parameters",
              "words": "a JSON Schema, which is an object"
            }
          }
        },
        "parameters": {
          "noun": "the parameters",
          "rule": "R014",
          "unknown": "allowed",
          "members": {
            "type": {
              "type": "string",
              "noun": "the type of the parameters",
              "values": [
                "object"
              ]
            }
          }
        }
      },
      "rules": {
        "E001": "error",
        "E003": "error",
        "E005": "error",
        "E010": "warning",
        "E011": "info",
        "E012": "error",
        "E020": "warning",
        "E021": "warning",
        "E022": "error",
        "J001": "error",
        "J002": "error",
        "J003": "error",
        "J004": "error",
        "J007": "error",
        "J008": "info",
        "J010": "error",
        "S001": "error",
        "S002": "error",
        "S003": "error",
        "S007": "error",
        "S008": "error",
        "S009": "error",
        "D001": "warning",
        "D010": "error",
        "Z001": "warning",
        "Z002": "info",
        "Z003": "warning",
        "Z004": "info",
        "Z005": "warning",
        "Z010": "warning",
        "T005": "info",
        "L001": "error",
        "L003": "error",
        "L005": "error",
        "V001": "info",
        "V002": "error",
        "V004": "info"
      }
    }
    """#

  private static let bedrock_claude: StaticString = #"""
    {
      "name": "bedrock-claude",
      "title": "Claude 3 Haiku on Amazon Bedrock",
      "extends": "base",
      "layout": "anthropic",
      "lifecycle": {
        "status": "closed",
        "dates": [
          {
            "date": "2026-09-10",
            "what": "end of life of Claude 3 Haiku, the only Claude that could be tuned",
            "source": "model-card"
          }
        ]
      },
      "sources": {
        "prepare": {
          "url": "https://docs.aws.amazon.com/bedrock/latest/userguide/preparing-the-dataset.html",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "anthropic-cookbook": {
          "url": "https://github.com/anthropics/anthropic-cookbook/tree/4b36a1e/finetuning",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "claude-validator": {
          "url": "https://github.com/aws-samples/amazon-bedrock-samples/tree/85fba9d/custom-models",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "model-card": {
          "url": "https://docs.aws.amazon.com/bedrock/latest/userguide/model-card-anthropic-claude-3-haiku.html",
          "checked": "2026-11-23",
          "certainty": "official copy"
        }
      },
      "regions": {"values": ["us-west-2"], "source": "prepare"},
      "limits": [
        {"name": "min_examples", "value": 32, "unit": "examples", "source": "prepare"},
        {"name": "max_examples", "value": 10000, "unit": "examples", "source": "prepare"},
        {"name": "min_validation_examples", "value": 32, "unit": "examples", "source": "prepare"},
        {"name": "max_validation_examples", "value": 1000, "unit": "examples", "source": "prepare"},
        {"name": "max_total_examples", "value": 10000, "unit": "examples", "source": "prepare"},
        {"name": "max_file_bytes", "value": 10737418240, "unit": "bytes", "source": "prepare"},
        {"name": "max_validation_bytes", "value": 1073741824, "unit": "bytes", "source": "prepare"}
      ],
      "context_tokens": {
        "models": {"claude-3-haiku": 32000},
        "over_length": "refused; the validator counts a token for each 3 characters",
        "source": "prepare"
      },
      "record": {
        "noun": "the record",
        "required": ["messages"],
        "unknown": "error",
        "members": {
          "system": "string as system",
          "messages": {
            "type": "[@message] as messages",
            "min": 2
          }
        },
        "source": "prepare"
      },
      "shapes": {
        "message": {
          "noun": "the message",
          "as": "message",
          "required": ["role"],
          "unknown": "error",
          "members": {"role": "string as role", "content": "string as content"}
        }
      },
      "roles": {
        "values": [
          {"name": "user", "keys": ["role", "content"], "required": ["content"], "parts": []},
          {"name": "assistant", "keys": ["role", "content"], "required": ["content"], "parts": []}
        ],
        "source": "prepare"
      },
      "turns": {
        "start": ["system", "user"],
        "system": ["user"],
        "user": ["assistant"],
        "assistant": ["user"],
        "call": ["user", "tool"],
        "tool": ["assistant", "tool", "user"],
        "last": ["assistant"],
        "source": "anthropic-cookbook"
      },
      "reserved_strings": {"values": ["\nHuman:", "\nAssistant:"], "source": "prepare"},
      "rules": {
        "R001": "error",
        "R002": "error",
        "R003": "error",
        "R004": "error",
        "R005": "error",
        "R006": "error",
        "R007": "error",
        "R008": "error",
        "X002": "error",
        "L002": "error",
        "L004": "warning",
        "V005": "info"
      }
    }
    """#

  private static let bedrock_completion: StaticString = #"""
    {
      "name": "bedrock-completion",
      "title": "Llama and Titan on Amazon Bedrock, prompt and completion",
      "extends": "base",
      "layout": "prompt-completion",
      "sources": {
        "prepare": {
          "url": "https://docs.aws.amazon.com/bedrock/latest/userguide/preparing-the-dataset.html",
          "checked": "2026-11-23",
          "certainty": "official copy"
        },
        "llama-validator": {
          "url": "https://github.com/aws-samples/amazon-bedrock-samples/tree/85fba9d/custom-models",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "limits": [
        {
          "name": "min_examples",
          "value": 100,
          "unit": "examples",
          "note": "Llama 3.1; Titan takes 1",
          "source": "prepare"
        },
        {"name": "max_examples", "value": 10000, "unit": "examples", "source": "prepare"},
        {"name": "max_validation_examples", "value": 1000, "unit": "examples", "source": "prepare"},
        {"name": "max_file_bytes", "value": 1073741824, "unit": "bytes", "source": "prepare"},
        {"name": "max_validation_bytes", "value": 104857600, "unit": "bytes", "source": "prepare"},
        {
          "name": "titan_characters_per_token",
          "value": 6,
          "unit": "characters",
          "note": "what the quota counts",
          "source": "prepare"
        }
      ],
      "context_tokens": {
        "models": {
          "llama3-1": 16000,
          "titan-text-express": 4096,
          "titan-text-lite": 4096,
          "cohere-command": 4096
        },
        "over_length": "refused",
        "source": "prepare"
      },
      "record": {
        "noun": "the record",
        "required": ["prompt", "completion"],
        "unknown": "error",
        "members": {"prompt": "string as prompt", "completion": "string as completion"},
        "source": "prepare"
      },
      "rules": {"R007": "error", "L001": "warning", "L002": "error", "L004": "warning", "X001": "warning"}
    }
    """#

  private static let bedrock_converse: StaticString = #"""
    {
      "name": "bedrock-converse",
      "title": "Llama 3.2 and 3.3 on Amazon Bedrock, Converse records",
      "extends": "bedrock-nova",
      "replaces": ["limits"],
      "sources": {
        "llama-validator": {
          "url": "https://github.com/aws-samples/amazon-bedrock-samples/tree/85fba9d/custom-models",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "prepare": {
          "url": "https://docs.aws.amazon.com/bedrock/latest/userguide/preparing-the-dataset.html",
          "checked": "2026-11-23",
          "certainty": "official copy"
        }
      },
      "limits": [
        {"name": "min_examples", "value": 1, "unit": "examples", "source": "prepare"},
        {"name": "max_examples", "value": 10000, "unit": "examples", "source": "prepare"},
        {"name": "max_validation_examples", "value": 1000, "unit": "examples", "source": "prepare"}
      ],
      "context_tokens": {
        "models": {"llama3-2-90b": 10000, "llama3-2": 16000, "llama3-3": 16000},
        "over_length": "refused",
        "source": "prepare"
      },
      "record": {
        "noun": "the record",
        "required": ["messages"],
        "unknown": "warning",
        "members": {
          "schemaVersion": {"type": "string", "values": ["bedrock-conversation-2024"]},
          "system": {"type": "[@system] as system", "min": 1, "max": 1},
          "messages": {"type": "[@message] as messages", "min": 2}
        },
        "source": "llama-validator"
      },
      "roles": {
        "values": [
          {
            "name": "user",
            "keys": ["role", "content"],
            "required": ["content"],
            "parts": ["text", "image"]
          },
          {
            "name": "assistant",
            "keys": ["role", "content"],
            "required": ["content"],
            "parts": ["text"]
          }
        ],
        "source": "llama-validator"
      },
      "turns": {
        "start": ["system", "user"],
        "system": ["user"],
        "user": ["assistant"],
        "assistant": ["user"],
        "call": ["user", "tool"],
        "tool": ["assistant", "tool", "user"],
        "last": ["assistant"],
        "source": "llama-validator"
      },
      "rules": {"X002": null, "L004": "warning"},
      "writer": {"schema_version": "bedrock-conversation-2024", "tools": "no", "reasoning": "no"}
    }
    """#

  private static let bedrock_nova: StaticString = #"""
    {
      "name": "bedrock-nova",
      "title": "Amazon Nova on Bedrock, supervised",
      "extends": "base",
      "layout": "converse",
      "sources": {
        "nova": {
          "url": "https://docs.aws.amazon.com/nova/latest/userguide/customize-fine-tune-prepare.html",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "nova-validator": {
          "url": "https://github.com/aws-samples/amazon-nova-samples/tree/1e88f24",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "nova-old-validator": {
          "url": "https://github.com/aws-samples/amazon-bedrock-samples/tree/85fba9d/custom-models",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "limits": [
        {
          "name": "min_examples",
          "value": 8,
          "unit": "examples",
          "note": "Micro, Lite and Pro 1.0; Nova 2 Lite wants 200",
          "source": "nova-validator"
        },
        {
          "name": "min_examples_nova_2_lite",
          "value": 200,
          "unit": "examples",
          "source": "nova-validator"
        },
        {
          "name": "max_examples",
          "value": 20000,
          "unit": "examples",
          "note": "training and validation together",
          "source": "nova-validator"
        },
        {"name": "max_images_per_message", "value": 10, "unit": "images", "source": "nova"},
        {"name": "max_videos_per_message", "value": 1, "unit": "videos", "source": "nova"},
        {"name": "max_documents_per_example", "value": 1, "unit": "documents", "source": "nova"},
        {"name": "max_image_bytes", "value": 10485760, "unit": "bytes", "source": "nova"},
        {"name": "max_video_bytes", "value": 52428800, "unit": "bytes", "source": "nova"},
        {"name": "max_video_seconds", "value": 90, "unit": "seconds", "source": "nova"},
        {"name": "min_messages", "value": 2, "unit": "messages", "source": "nova-validator"}
      ],
      "context_tokens": {"models": {"nova": 32000}, "over_length": "refused", "source": "nova"},
      "extensions": {"values": [".jsonl"], "source": "nova-validator"},
      "record": {
        "noun": "the record",
        "required": ["messages"],
        "unknown": "warning",
        "members": {
          "schemaVersion": "string",
          "system": {"type": "[@system] as system", "min": 1},
          "messages": {"type": "[@message] as messages", "min": 2},
          "toolConfig": "@tool_config"
        },
        "source": "nova"
      },
      "refuses_empty": {"values": ["user", "assistant"], "source": "nova-validator"},
      "shapes": {
        "message": {
          "noun": "the message",
          "as": "message",
          "required": ["role", "content"],
          "unknown": "warning",
          "members": {
            "role": "string as role",
            "content": {"type": "[@block] as content", "min": 1, "count_rule": "R007"}
          }
        },
        "system": {
          "noun": "the system block",
          "as": "part",
          "required": ["text"],
          "unknown": "warning",
          "members": {"text": "string as part.text"}
        },
        "block": {
          "noun": "the content block",
          "as": "part",
          "rule": "S010",
          "unknown": "error",
          "one_of": [
            "text", "image", "video", "document", "reasoningContent", "toolUse", "toolResult"
          ],
          "members": {
            "text": "string as part.text",
            "image": "@image as image",
            "video": "@video as media",
            "document": "@document as media",
            "reasoningContent": "@reasoning",
            "toolUse": "@tool_use",
            "toolResult": "@tool_result"
          }
        },
        "image": {
          "noun": "the image",
          "rule": "S010",
          "required": ["format", "source"],
          "unknown": "warning",
          "members": {
            "format": {"type": "string", "values": ["jpeg", "png", "gif", "webp"], "rule": "S013"},
            "source": "@source"
          }
        },
        "video": {
          "noun": "the video",
          "rule": "S010",
          "required": ["format", "source"],
          "unknown": "warning",
          "members": {
            "format": {"type": "string", "values": ["mov", "mkv", "mp4", "webm"], "rule": "S013"},
            "source": "@source"
          }
        },
        "document": {
          "noun": "the document",
          "rule": "S010",
          "required": ["format", "source"],
          "unknown": "warning",
          "members": {
            "format": {"type": "string", "values": ["pdf"], "rule": "S013"},
            "name": "string",
            "source": "@source"
          }
        },
        "source": {
          "noun": "the source",
          "rule": "S012",
          "required": ["s3Location"],
          "unknown": "error",
          "members": {"s3Location": "@s3"}
        },
        "s3": {
          "noun": "the S3 location",
          "rule": "S012",
          "required": ["uri"],
          "unknown": "warning",
          "members": {
            "uri": {
              "type": "string",
              "prefixes": ["s3://"],
              "characters": "letters digits _ - / . :",
              "words": "an address such as s3://bucket/key, of letters, digits, '_', '-', '/' and '.'",
              "rule": "S012"
            },
            "bucketOwner": {
              "type": "string",
              "characters": "digits",
              "min": 12,
              "max": 12,
              "words": "an account of 12 digits"
            }
          }
        },
        "reasoning": {
          "noun": "the reasoning",
          "rule": "S010",
          "required": ["reasoningText"],
          "unknown": "warning",
          "members": {"reasoningText": "@reasoning_text"}
        },
        "reasoning_text": {
          "noun": "the reasoning text",
          "rule": "S010",
          "required": ["text"],
          "unknown": "warning",
          "members": {"text": "string"}
        },
        "tool_use": {
          "noun": "the tool use",
          "as": "call",
          "required": ["toolUseId", "name", "input"],
          "unknown": "warning",
          "members": {
            "toolUseId": {"type": "string as call.id", "noun": "the id of the tool use"},
            "name": {"type": "string as call.name", "noun": "the name of the called tool"},
            "input": {"type": "object as call.arguments", "noun": "the input", "rule": "R012"}
          }
        },
        "tool_result": {
          "noun": "the tool result",
          "as": "result",
          "required": ["toolUseId", "content"],
          "unknown": "warning",
          "members": {
            "toolUseId": "string as result.id",
            "status": "string",
            "content": {"type": "[@result_block]", "min": 1}
          }
        },
        "result_block": {
          "noun": "the result block",
          "rule": "S010",
          "unknown": "error",
          "one_of": ["text", "json"],
          "members": {"text": "string", "json": "object"}
        },
        "tool_config": {
          "noun": "the tool configuration",
          "rule": "R014",
          "required": ["tools"],
          "unknown": "allowed",
          "members": {"tools": {"type": "[@tool] as tools", "min": 1}}
        },
        "tool": {
          "noun": "the tool",
          "rule": "R014",
          "required": ["toolSpec"],
          "unknown": "allowed",
          "members": {"toolSpec": "@tool_spec"}
        },
        "tool_spec": {
          "noun": "the tool specification",
          "as": "tool",
          "rule": "R014",
          "required": ["name", "description", "inputSchema"],
          "unknown": "allowed",
          "members": {
            "name": {
              "type": "string as tool.name",
              "noun": "the name of the tool",
              "characters": "letters digits _ -",
              "min": 1,
              "max": 64,
              "words": "1 to 64 letters, digits, '_' or '-'"
            },
            "description": {
              "type": "string",
              "min": 1,
              "noun": "the description",
              "words": "a text that is not empty"
            },
            "inputSchema": "@input_schema"
          }
        },
        "input_schema": {
          "noun": "the input schema",
          "rule": "R014",
          "required": ["json"],
          "unknown": "allowed",
          "members": {
            "json": {
              "type": "@parameters as tool.parameters",
              "words": "a JSON Schema, which is an object"
            }
          }
        }
      },
      "roles": {
        "values": [
          {
            "name": "user",
            "keys": ["role", "content"],
            "required": ["content"],
            "parts": ["text", "image", "video", "document", "toolResult"]
          },
          {
            "name": "assistant",
            "keys": ["role", "content"],
            "required": ["content"],
            "parts": ["text", "reasoningContent", "toolUse"]
          }
        ],
        "source": "nova-validator"
      },
      "turns": {
        "start": ["system", "user"],
        "system": ["user"],
        "user": ["assistant"],
        "assistant": ["user"],
        "call": ["user", "tool"],
        "tool": ["assistant", "tool", "user"],
        "last": ["assistant"],
        "source": "nova-validator"
      },
      "reserved_strings": {
        "values": [
          "System:", "User:", "Bot:", "Assistant:", "Thought:", "[EOS]", "<image>", "<video>", "<unk>"
        ],
        "ignores_case": true,
        "source": "nova-validator"
      },
      "rules": {
        "R001": "error",
        "R002": "error",
        "R003": "error",
        "R004": "error",
        "R005": "error",
        "R007": "error",
        "R008": "error",
        "R010": "warning",
        "R011": "error",
        "R012": "error",
        "R014": "error",
        "R015": "error",
        "R018": "error",
        "S010": "error",
        "S011": "error",
        "S012": "error",
        "S013": "error",
        "L006": "error",
        "X002": "error",
        "L002": "error",
        "L004": "error",
        "R017": "warning"
      },
      "writer": {"schema_version": "bedrock-conversation-2024", "tools": "yes", "reasoning": "no"}
    }
    """#

  private static let bedrock_nova_dpo: StaticString = #"""
    {
      "name": "bedrock-nova-dpo",
      "title": "Amazon Nova 1.0 on Bedrock, direct preference optimization",
      "extends": "bedrock-nova",
      "layout": "converse-preference",
      "limits": [{"name": "min_candidates", "value": 2, "unit": "candidates", "source": "nova-validator"}],
      "record": {
        "noun": "the record",
        "required": ["messages"],
        "unknown": "warning",
        "members": {
          "schemaVersion": "string",
          "system": {"type": "[@system] as system", "min": 1},
          "messages": {"type": "[@message] as messages", "min": 2}
        },
        "source": "nova"
      },
      "shapes": {
        "message": {
          "noun": "the message",
          "as": "message",
          "required": ["role"],
          "unknown": "warning",
          "members": {
            "role": "string as role",
            "content": {"type": "[@block] as content", "min": 1, "count_rule": "R007"},
            "candidates": {"type": "[@candidate] as candidates", "min": 2}
          }
        },
        "candidate": {
          "noun": "the candidate",
          "as": "side",
          "required": ["content", "preferenceLabel"],
          "unknown": "warning",
          "members": {
            "content": {"type": "[@text_block] as side.content", "min": 1},
            "preferenceLabel": {
              "type": "string as side.label",
              "values": [
                "preferred", "non-preferred"
              ]
            }
          }
        },
        "text_block": {
          "noun": "the content block",
          "as": "part",
          "rule": "S010",
          "required": ["text"],
          "unknown": "error",
          "members": {"text": "string as part.text"}
        }
      },
      "roles": {
        "values": [
          {
            "name": "user",
            "keys": ["role", "content"],
            "required": ["content"],
            "parts": ["text", "image", "document"]
          },
          {"name": "assistant", "keys": ["role", "content", "candidates"], "parts": ["text"]}
        ],
        "source": "nova-validator"
      },
      "rules": {
        "P001": "error",
        "P002": "error",
        "P003": "error",
        "P004": "info",
        "P005": "warning",
        "R016": null,
        "R004": "error",
        "R008": null,
        "M001": null,
        "R010": null
      },
      "writer": {"schema_version": "bedrock-conversation-2024"}
    }
    """#

  private static let bedrock_nova_rft: StaticString = #"""
    {
      "name": "bedrock-nova-rft",
      "title": "Amazon Nova 2 Lite, reinforcement",
      "extends": "base",
      "layout": "nova-rft",
      "sources": {
        "nova": {
          "url": "https://docs.aws.amazon.com/nova/latest/userguide/customize-fine-tune-prepare.html",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "nova-validator": {
          "url": "https://github.com/aws-samples/amazon-nova-samples/tree/1e88f24",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "nova-old-validator": {
          "url": "https://github.com/aws-samples/amazon-bedrock-samples/tree/85fba9d/custom-models",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "limits": [
        {"name": "min_examples", "value": 100, "unit": "examples", "source": "nova-validator"},
        {"name": "max_examples", "value": 20000, "unit": "examples", "source": "nova-validator"}
      ],
      "context_tokens": {"models": {"nova": 32000}, "over_length": "refused", "source": "nova"},
      "record": {
        "noun": "the record",
        "required": ["messages", "tools"],
        "unknown": "warning",
        "members": {
          "id": "any",
          "messages": {"type": "[@message] as prompt", "min": 1},
          "tools": {"type": "[@tool] as tools", "min": 1},
          "reference_answer": "string|object"
        },
        "source": "nova-validator"
      },
      "shapes": {
        "message": {
          "noun": "the message",
          "as": "message",
          "unknown": "warning",
          "required": [],
          "members": {"role": "string as role", "content": "string as content"}
        }
      },
      "roles": {
        "values": [
          {"name": "system", "keys": ["role", "content"], "parts": []},
          {"name": "user", "keys": ["role", "content"], "parts": []},
          {"name": "assistant", "keys": ["role", "content"], "parts": []}
        ],
        "source": "nova-validator"
      },
      "turns": {
        "start": ["system", "user", "assistant", "tool"],
        "system": ["user", "assistant", "tool"],
        "user": ["user", "assistant", "tool"],
        "assistant": ["user", "tool"],
        "call": ["user", "assistant", "tool"],
        "tool": ["user", "assistant", "tool"],
        "last": ["assistant"],
        "source": "nova-validator"
      },
      "rules": {
        "R001": "error",
        "R005": "error",
        "R007": "error",
        "R014": "error",
        "R018": "error",
        "R019": "error",
        "L002": "error",
        "L004": "error",
        "R016": "warning"
      }
    }
    """#

  private static let bedrock_rft: StaticString = #"""
    {
      "name": "bedrock-rft",
      "title": "Open-weight models on Amazon Bedrock, reinforcement",
      "extends": "base",
      "layout": "openai-rft",
      "sources": {
        "bedrock-rft": {
          "url": "https://docs.aws.amazon.com/bedrock/latest/userguide/rft-prepare-data-open-weight.html",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "sources-page": {
          "url": "https://docs.aws.amazon.com/bedrock/latest/userguide/rft-training-data-sources.html",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "limits": [
        {"name": "min_examples", "value": 100, "unit": "examples", "source": "bedrock-rft"},
        {"name": "max_examples", "value": 20000, "unit": "examples", "source": "bedrock-rft"}
      ],
      "record": {
        "noun": "the record",
        "required": ["messages"],
        "unknown": "allowed",
        "members": {
          "messages": {"type": "[@message] as prompt", "min": 1},
          "reference_answer": "any",
          "tools": "[@tool] as tools"
        },
        "source": "bedrock-rft"
      },
      "roles": {
        "values": [
          {
            "name": "system",
            "keys": ["role", "content", "name"],
            "required": ["content"],
            "parts": ["text"]
          },
          {
            "name": "developer",
            "keys": ["role", "content", "name"],
            "required": ["content"],
            "parts": ["text"]
          },
          {
            "name": "user",
            "keys": ["role", "content", "name"],
            "required": ["content"],
            "parts": ["text", "image_url"]
          },
          {
            "name": "assistant",
            "keys": [
              "role", "content", "name", "weight", "tool_calls", "function_call", "refusal", "audio"
            ],
            "parts": ["text", "refusal"]
          },
          {
            "name": "tool",
            "keys": ["role", "content", "tool_call_id"],
            "required": ["content", "tool_call_id"],
            "parts": ["text"]
          },
          {
            "name": "function",
            "keys": ["role", "content", "name"],
            "required": ["content", "name"],
            "parts": []
          }
        ],
        "source": "bedrock-rft"
      },
      "turns": {
        "start": ["system", "user", "assistant", "tool"],
        "system": ["user", "assistant", "tool"],
        "user": ["user", "assistant", "tool"],
        "assistant": ["user", "tool"],
        "call": ["user", "assistant", "tool"],
        "tool": ["user", "assistant", "tool"],
        "last": ["assistant"],
        "source": "bedrock-rft"
      },
      "rules": {
        "R001": "error",
        "R002": "warning",
        "R003": "info",
        "R005": "warning",
        "R007": "error",
        "R011": "error",
        "R012": "error",
        "R013": "error",
        "R014": "error",
        "R015": "warning",
        "R017": "warning",
        "R018": "warning",
        "S010": "error",
        "S011": "error",
        "S012": "error",
        "S013": "error",
        "X001": "warning",
        "L006": "error",
        "L007": "error",
        "R016": "warning",
        "L002": "error",
        "L004": "warning"
      },
      "writer": {"references": "reference_answer"}
    }
    """#

  private static let cohere: StaticString = #"""
    {
      "name": "cohere",
      "title": "Cohere fine-tuning, chat",
      "extends": "base",
      "layout": "messages",
      "lifecycle": {
        "status": "closed",
        "dates": [{"date": "2025-09-15", "what": "fine-tuning has ended", "source": "cohere-docs"}]
      },
      "sources": {
        "cohere-docs": {
          "url": "https://github.com/cohere-ai/cohere-developer-experience/tree/main/fern/pages/fine-tuning/chat-fine-tuning",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "limits": [
        {"name": "min_examples", "value": 2, "unit": "examples", "source": "cohere-docs"},
        {"name": "min_validation_examples", "value": 1, "unit": "examples", "source": "cohere-docs"},
        {
          "name": "max_turn_tokens",
          "value": 16384,
          "unit": "tokens",
          "note": "an older page says 8,192; longer turns are dropped",
          "source": "cohere-docs"
        },
        {
          "name": "max_preamble_tokens",
          "value": 2048,
          "unit": "tokens",
          "note": "an older page says 4,096",
          "source": "cohere-docs"
        }
      ],
      "record": {
        "noun": "the record",
        "required": ["messages"],
        "unknown": "error",
        "members": {"messages": {"type": "[@message] as messages", "min": 1}},
        "source": "cohere-docs"
      },
      "shapes": {
        "message": {
          "noun": "the message",
          "as": "message",
          "required": ["role"],
          "unknown": "error",
          "members": {"role": "string as role", "content": "string as content"}
        }
      },
      "roles": {
        "values": [
          {
            "name": "System",
            "is": "system",
            "keys": ["role", "content"],
            "required": ["content"],
            "parts": []
          },
          {
            "name": "User",
            "is": "user",
            "keys": ["role", "content"],
            "required": ["content"],
            "parts": []
          },
          {
            "name": "Chatbot",
            "is": "assistant",
            "keys": ["role", "content"],
            "required": ["content"],
            "parts": []
          }
        ],
        "source": "cohere-docs"
      },
      "turns": {
        "start": ["system", "user", "assistant", "tool"],
        "system": ["user", "assistant", "tool"],
        "user": ["user", "assistant", "tool"],
        "assistant": ["user", "tool"],
        "call": ["user", "assistant", "tool"],
        "tool": ["user", "assistant", "tool"],
        "last": ["assistant"],
        "source": "cohere-docs"
      },
      "rules": {
        "R001": "error",
        "R002": "warning",
        "R003": "warning",
        "R004": "warning",
        "R005": "warning",
        "R007": "error",
        "R008": "error",
        "R019": "error",
        "D001": "error",
        "L004": "warning"
      },
      "writer": {"role_names": "system=System,user=User,assistant=Chatbot"}
    }
    """#

  private static let fireworks: StaticString = #"""
    {
      "name": "fireworks",
      "title": "Fireworks fine-tuning, conversations",
      "extends": "base",
      "layout": "messages",
      "sources": {
        "fireworks-docs": {
          "url": "https://docs.fireworks.ai/fine-tuning/fine-tuning-models",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "fireworks-cookbook": {
          "url": "https://github.com/fw-ai/cookbook/tree/76821fa",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "limits": [
        {"name": "min_examples", "value": 3, "unit": "examples", "source": "fireworks-docs"},
        {"name": "max_examples", "value": 3000000, "unit": "examples", "source": "fireworks-docs"}
      ],
      "context_tokens": {"models": {}, "over_length": "truncated", "source": "fireworks-docs"},
      "record": {
        "noun": "the record",
        "required": ["messages"],
        "unknown": "warning",
        "members": {
          "messages": "[@message] as messages",
          "tools": "[@tool] as tools",
          "weight": "number as record.weight"
        },
        "source": "fireworks-docs"
      },
      "shapes": {
        "message": {
          "noun": "the message",
          "as": "message",
          "required": ["role"],
          "unknown": "warning",
          "members": {
            "role": "string as role",
            "content": "string|[@part]|null as content",
            "name": "string|null as name",
            "weight": "any as weight",
            "tool_calls": "[@tool_call]|null as tool_calls",
            "tool_call_id": "string|null as tool_call_id",
            "reasoning_content": "string|null as reasoning"
          }
        },
        "part": {
          "noun": "the content part",
          "as": "part",
          "rule": "S010",
          "by": "type",
          "unknown": "allowed",
          "cases": {
            "text": {"required": ["text"], "members": {"text": "string as part.text"}},
            "image_url": {"required": ["image_url"], "members": {"image_url": "@image as image"}}
          }
        }
      },
      "roles": {
        "values": [
          {
            "name": "system",
            "keys": ["role", "content", "name"],
            "required": ["content"],
            "parts": ["text"]
          },
          {
            "name": "user",
            "keys": ["role", "content", "name"],
            "required": ["content"],
            "parts": ["text", "image_url"]
          },
          {
            "name": "assistant",
            "keys": ["role", "content", "name", "weight", "tool_calls", "reasoning_content"],
            "parts": ["text"]
          },
          {
            "name": "tool",
            "keys": ["role", "content", "tool_call_id", "name"],
            "required": ["content"],
            "parts": ["text"]
          }
        ],
        "source": "fireworks-docs"
      },
      "turns": {
        "start": ["system", "user", "assistant", "tool"],
        "system": ["user", "assistant", "tool"],
        "user": ["user", "assistant", "tool"],
        "assistant": ["user", "tool"],
        "call": ["user", "assistant", "tool"],
        "tool": ["user", "assistant", "tool"],
        "last": ["assistant"],
        "source": "fireworks-docs"
      },
      "image_types": {"values": ["image/jpeg", "image/jpg", "image/png"], "source": "fireworks-docs"},
      "image_schemes": {"values": ["data"], "source": "fireworks-docs"},
      "rules": {
        "R001": "error",
        "R002": "warning",
        "R003": "info",
        "R004": "warning",
        "R005": "error",
        "R007": "error",
        "R008": "error",
        "R010": "warning",
        "R011": "error",
        "R012": "error",
        "R013": "error",
        "R014": "error",
        "R015": "warning",
        "R017": "warning",
        "R018": "warning",
        "S010": "error",
        "S011": "error",
        "S012": "error",
        "S013": "error",
        "X001": "warning",
        "M001": "error",
        "M004": "error",
        "L006": "error",
        "L007": "error",
        "L002": "error",
        "L004": "warning"
      }
    }
    """#

  private static let fireworks_dpo: StaticString = #"""
    {
      "name": "fireworks-dpo",
      "title": "Fireworks fine-tuning, preference pairs",
      "extends": "fireworks",
      "layout": "openai-preference",
      "record": {
        "noun": "the record",
        "required": ["input", "preferred_output", "non_preferred_output"],
        "unknown": "warning",
        "members": {
          "input": "@input",
          "preferred_output": {"type": "[@message] as chosen", "min": 1, "max": 1},
          "non_preferred_output": {"type": "[@message] as rejected", "min": 1, "max": 1}
        },
        "source": "fireworks-docs"
      },
      "shapes": {
        "input": {
          "noun": "the input",
          "required": ["messages"],
          "members": {
            "messages": {"type": "[@message] as messages", "min": 1},
            "tools": "[@tool] as tools",
            "parallel_tool_calls": "boolean"
          }
        }
      },
      "rules": {
        "P001": "error",
        "P002": "error",
        "P003": "error",
        "P004": "info",
        "P005": "warning",
        "R016": "warning",
        "R004": null,
        "R008": null,
        "M001": null,
        "R010": null
      }
    }
    """#

  private static let jumpstart_chat: StaticString = #"""
    {
      "name": "jumpstart-chat",
      "title": "SageMaker JumpStart, chat",
      "extends": "base",
      "layout": "messages",
      "sources": {
        "jumpstart": {
          "url": "https://docs.aws.amazon.com/sagemaker/latest/dg/jumpstart-foundation-models-fine-tuning.html",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "jumpstart-examples": {
          "url": "https://github.com/aws/amazon-sagemaker-examples/tree/2d519b5",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "limits": [
        {
          "name": "default_max_input_length",
          "value": 1024,
          "unit": "tokens",
          "note": "or what the model takes, if that is less",
          "source": "jumpstart"
        },
        {
          "name": "validation_split_percent",
          "value": 20,
          "unit": "percent",
          "note": "taken from the training data where there is no validation channel",
          "source": "jumpstart"
        }
      ],
      "extensions": {"values": [".jsonl"], "source": "jumpstart-examples"},
      "record": {
        "noun": "the record",
        "unknown": "allowed",
        "any_of": ["dialog", "messages", "conversations"],
        "members": {
          "dialog": {"type": "[@message] as messages", "min": 1},
          "messages": {"type": "[@message] as messages", "min": 1},
          "conversations": {"type": "[@message] as messages", "min": 1}
        },
        "source": "jumpstart-examples"
      },
      "shapes": {
        "message": {
          "noun": "the message",
          "as": "message",
          "required": ["role", "content"],
          "unknown": "allowed",
          "members": {"role": "string as role", "content": "string as content"}
        }
      },
      "roles": {
        "values": [
          {"name": "system", "keys": ["role", "content"], "required": ["content"], "parts": []},
          {"name": "user", "keys": ["role", "content"], "required": ["content"], "parts": []},
          {"name": "assistant", "keys": ["role", "content"], "required": ["content"], "parts": []}
        ],
        "source": "jumpstart-examples"
      },
      "turns": {
        "start": ["system", "user"],
        "system": ["user"],
        "user": ["assistant"],
        "assistant": ["user"],
        "call": ["user", "tool"],
        "tool": ["assistant", "tool", "user"],
        "last": ["assistant"],
        "source": "jumpstart-examples"
      },
      "rules": {
        "S002": null,
        "R001": "error",
        "R002": "warning",
        "R003": "warning",
        "R004": "warning",
        "R005": "warning",
        "R007": "warning",
        "R008": "error",
        "S005": "error",
        "X001": "warning"
      },
      "writer": {"arguments": "object", "files": "train=train/train, validation=validation/validation, test=test/test, data=train/data"}
    }
    """#

  private static let jumpstart_instruction: StaticString = #"""
    {
      "name": "jumpstart-instruction",
      "title": "SageMaker JumpStart, instruction tuning",
      "extends": "base",
      "layout": "alpaca",
      "sources": {
        "jumpstart": {
          "url": "https://docs.aws.amazon.com/sagemaker/latest/dg/jumpstart-foundation-models-fine-tuning.html",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "jumpstart-examples": {
          "url": "https://github.com/aws/amazon-sagemaker-examples/tree/2d519b5",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "limits": [
        {
          "name": "default_max_input_length",
          "value": 1024,
          "unit": "tokens",
          "note": "or what the model takes, if that is less",
          "source": "jumpstart"
        },
        {
          "name": "validation_split_percent",
          "value": 20,
          "unit": "percent",
          "note": "taken from the training data where there is no validation channel",
          "source": "jumpstart"
        }
      ],
      "extensions": {"values": [".jsonl"], "source": "jumpstart"},
      "record": {
        "noun": "the record",
        "required": ["instruction", "response"],
        "unknown": "allowed",
        "members": {
          "instruction": "string as prompt",
          "context": "string|null",
          "response": "string as completion"
        },
        "source": "jumpstart"
      },
      "rules": {"S002": null, "R007": "warning", "S005": "error", "X001": "warning"},
      "writer": {
        "instruction": "instruction",
        "input": "context",
        "output": "response",
        "files": "train=train/train, validation=validation/validation, test=test/test, data=train/data",
        "side_file": "train/template.json"
      }
    }
    """#

  private static let jumpstart_text: StaticString = #"""
    {
      "name": "jumpstart-text",
      "title": "SageMaker JumpStart, domain adaptation",
      "extends": "base",
      "layout": "text",
      "sources": {
        "jumpstart": {
          "url": "https://docs.aws.amazon.com/sagemaker/latest/dg/jumpstart-foundation-models-fine-tuning.html",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "jumpstart-examples": {
          "url": "https://github.com/aws/amazon-sagemaker-examples/tree/2d519b5",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "limits": [
        {
          "name": "default_max_input_length",
          "value": 1024,
          "unit": "tokens",
          "note": "or what the model takes, if that is less",
          "source": "jumpstart"
        },
        {
          "name": "validation_split_percent",
          "value": 20,
          "unit": "percent",
          "note": "taken from the training data where there is no validation channel",
          "source": "jumpstart"
        }
      ],
      "extensions": {"values": [".jsonl", ".json", ".csv", ".txt"], "source": "jumpstart"},
      "record": {
        "noun": "the record",
        "required": ["text"],
        "unknown": "allowed",
        "members": {"text": "string as text"},
        "source": "jumpstart"
      },
      "rules": {"S002": null, "R007": "warning", "S005": "error", "X001": "warning"},
      "writer": {"files": "train=train/train, validation=validation/validation, test=test/test, data=train/data"}
    }
    """#

  private static let llama_factory_alpaca: StaticString = #"""
    {
      "name": "llama-factory-alpaca",
      "title": "LLaMA-Factory, alpaca",
      "extends": "base",
      "layout": "alpaca",
      "sources": {
        "lf-docs": {
          "url": "https://github.com/hiyouga/LLaMA-Factory/blob/ff6d4d1/data/README.md",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "lf-code": {
          "url": "https://github.com/hiyouga/LLaMA-Factory/blob/ff6d4d1/src/llamafactory/data/converter.py",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "extensions": {"values": [".json", ".jsonl"], "source": "lf-docs"},
      "record": {
        "noun": "the record",
        "required": ["instruction", "output"],
        "unknown": "allowed",
        "members": {
          "instruction": "string as prompt",
          "input": "string|null",
          "output": "string as completion",
          "system": "string|null as system",
          "history": "[[string]]|null",
          "images": "[any]|null",
          "videos": "[any]|null",
          "audios": "[any]|null"
        },
        "source": "lf-docs"
      },
      "rules": {"S002": null, "R007": "warning", "S005": "error", "X001": "warning"},
      "writer": {"system": "system", "history": "history", "side_file": "dataset_info.json"}
    }
    """#

  private static let llama_factory_openai: StaticString = #"""
    {
      "name": "llama-factory-openai",
      "title": "LLaMA-Factory, openai",
      "extends": "base",
      "layout": "messages",
      "sources": {
        "lf-docs": {
          "url": "https://github.com/hiyouga/LLaMA-Factory/blob/ff6d4d1/data/README.md",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "lf-code": {
          "url": "https://github.com/hiyouga/LLaMA-Factory/blob/ff6d4d1/src/llamafactory/data/converter.py",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "extensions": {"values": [".json", ".jsonl"], "source": "lf-docs"},
      "record": {
        "noun": "the record",
        "required": ["messages"],
        "unknown": "allowed",
        "members": {
          "messages": {"type": "[@message] as messages", "min": 1},
          "tools": {"type": "string|[any]|null", "words": "a string of JSON"},
          "images": "[any]|null",
          "videos": "[any]|null",
          "audios": "[any]|null"
        },
        "source": "lf-docs"
      },
      "shapes": {
        "message": {
          "noun": "the message",
          "as": "message",
          "required": ["role"],
          "unknown": "allowed",
          "members": {
            "role": "string as role",
            "content": "string|[@part]|null as content",
            "name": "string|null as name",
            "tool_calls": "[@tool_call]|null as tool_calls",
            "tool_call_id": "string|null as tool_call_id",
            "reasoning_content": "string|null as reasoning",
            "thinking": "string|null as reasoning",
            "reasoning": "string|null as reasoning"
          }
        },
        "part": {
          "noun": "the content part",
          "as": "part",
          "rule": "S010",
          "by": "type",
          "unknown": "allowed",
          "cases": {
            "text": {"required": ["text"], "members": {"text": "string as part.text"}},
            "image": {"members": {}},
            "image_url": {"members": {}},
            "video": {"members": {}},
            "audio": {"members": {}}
          }
        },
        "tool_call": {
          "noun": "the tool call",
          "as": "call",
          "unknown": "allowed",
          "one_of": ["function", "name"],
          "members": {
            "id": "string|null as call.id",
            "type": "string|null",
            "function": "@called_function",
            "name": "string as call.name",
            "arguments": {
              "type": "object|string as call.arguments",
              "noun": "the arguments",
              "rule": "R012"
            }
          }
        },
        "called_function": {
          "noun": "the called function",
          "required": ["name"],
          "unknown": "allowed",
          "members": {
            "name": {"type": "string as call.name", "noun": "the name of the called function"},
            "arguments": {
              "type": "object as call.arguments",
              "noun": "the arguments",
              "rule": "R012",
              "severity": "warning"
            }
          }
        },
        "tool": {
          "noun": "the tool",
          "as": "tool",
          "rule": "R014",
          "unknown": "allowed",
          "members": {
            "type": "string",
            "function": "@function",
            "name": "string as tool.name",
            "description": "string",
            "parameters": "object as tool.parameters"
          }
        }
      },
      "roles": {
        "values": [
          {
            "name": "system",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "user",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text", "image", "image_url", "video", "audio"]
          },
          {
            "name": "assistant",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text", "image", "image_url"]
          },
          {
            "name": "tool",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          }
        ],
        "source": "lf-docs"
      },
      "turns": {
        "start": ["system", "user", "tool"],
        "system": ["user", "tool"],
        "user": ["assistant"],
        "assistant": ["user", "tool"],
        "call": ["user", "tool"],
        "tool": ["assistant"],
        "last": ["assistant"],
        "source": "lf-code"
      },
      "rules": {
        "S002": null,
        "R001": "error",
        "R002": "error",
        "R003": "error",
        "R004": "error",
        "R005": "error",
        "R007": "warning",
        "R008": "error",
        "R010": "warning",
        "R011": "warning",
        "R012": "warning",
        "R013": "warning",
        "R014": "warning",
        "R015": "warning",
        "R017": "warning",
        "R018": "warning",
        "S005": "error",
        "S010": "warning",
        "S011": "warning",
        "X001": "warning",
        "E001": "error"
      },
      "writer": {"arguments": "object", "tools": "string", "side_file": "dataset_info.json"}
    }
    """#

  private static let llama_factory_sharegpt: StaticString = #"""
    {
      "name": "llama-factory-sharegpt",
      "title": "LLaMA-Factory, sharegpt",
      "extends": "base",
      "layout": "sharegpt",
      "sources": {
        "lf-docs": {
          "url": "https://github.com/hiyouga/LLaMA-Factory/blob/ff6d4d1/data/README.md",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "lf-code": {
          "url": "https://github.com/hiyouga/LLaMA-Factory/blob/ff6d4d1/src/llamafactory/data/converter.py",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "extensions": {"values": [".json", ".jsonl"], "source": "lf-docs"},
      "record": {
        "noun": "the record",
        "required": ["conversations"],
        "unknown": "allowed",
        "members": {
          "conversations": {"type": "[@turn] as messages", "min": 1},
          "system": "string|null as system",
          "tools": {"type": "string|null", "words": "a string of JSON"},
          "images": "[any]|null",
          "videos": "[any]|null",
          "audios": "[any]|null"
        },
        "source": "lf-docs"
      },
      "shapes": {
        "turn": {
          "noun": "the turn",
          "as": "message",
          "required": ["from", "value"],
          "unknown": "allowed",
          "members": {"from": "string as role", "value": "string as content"}
        }
      },
      "roles": {
        "values": [
          {"name": "system", "keys": ["from", "value"], "required": ["value"], "parts": []},
          {
            "name": "human",
            "is": "user",
            "keys": ["from", "value"],
            "required": ["value"],
            "parts": []
          },
          {
            "name": "gpt",
            "is": "assistant",
            "keys": ["from", "value"],
            "required": ["value"],
            "parts": []
          },
          {
            "name": "function_call",
            "is": "assistant",
            "keys": ["from", "value"],
            "required": ["value"],
            "parts": []
          },
          {
            "name": "observation",
            "is": "tool",
            "keys": ["from", "value"],
            "required": ["value"],
            "parts": []
          }
        ],
        "source": "lf-docs"
      },
      "turns": {
        "start": ["system", "user", "tool"],
        "system": ["user", "tool"],
        "user": ["assistant"],
        "assistant": ["user", "tool"],
        "call": ["user", "tool"],
        "tool": ["assistant"],
        "last": ["assistant"],
        "source": "lf-code"
      },
      "rules": {
        "S002": null,
        "R001": "error",
        "R002": "error",
        "R003": "error",
        "R004": "error",
        "R005": "error",
        "R007": "warning",
        "R008": "error",
        "S005": "error",
        "X001": "warning"
      },
      "writer": {"side_file": "dataset_info.json"}
    }
    """#

  private static let mistral: StaticString = #"""
    {
      "name": "mistral",
      "title": "Mistral fine-tuning",
      "extends": "base",
      "layout": "messages",
      "lifecycle": {
        "status": "closing",
        "dates": [
          {
            "date": "2026-06-01",
            "what": "mistral-finetune archived; the API's pages are filed under deprecated",
            "source": "mistral-docs"
          }
        ]
      },
      "sources": {
        "mistral-docs": {
          "url": "https://github.com/mistralai/platform-docs-public/tree/222f4ba",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "mistral-finetune": {
          "url": "https://github.com/mistralai/mistral-finetune/tree/1943535",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "mistral-common": {
          "url": "https://github.com/mistralai/mistral-common/tree/bc022b9",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "control-tokens": {
          "url": "https://github.com/mistralai/mistral-common/tree/bc022b9/src/mistral_common/tokens",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "limits": [
        {
          "name": "max_file_bytes",
          "value": 536870912,
          "unit": "bytes",
          "note": "for each file",
          "source": "mistral-docs"
        },
        {
          "name": "max_validation_bytes",
          "value": 1048576,
          "unit": "bytes",
          "note": "or 5 % of the training data, if that is less",
          "source": "mistral-docs"
        },
        {
          "name": "max_function_name_characters",
          "value": 64,
          "unit": "characters",
          "source": "mistral-common"
        },
        {
          "name": "tool_call_id_characters",
          "value": 9,
          "unit": "characters",
          "source": "mistral-common"
        }
      ],
      "record": {
        "noun": "the record",
        "required": ["messages"],
        "unknown": "warning",
        "members": {
          "messages": {"type": "[@message] as messages", "min": 1},
          "tools": "[@tool] as tools",
          "only_last": "boolean"
        },
        "source": "mistral-finetune"
      },
      "shapes": {
        "message": {
          "noun": "the message",
          "as": "message",
          "required": ["role"],
          "unknown": "error",
          "members": {
            "role": "string as role",
            "content": "string|[@part]|null as content",
            "name": "string|null as name",
            "weight": "any as weight",
            "tool_calls": "[@tool_call]|null as tool_calls",
            "tool_call_id": "string|null as tool_call_id",
            "prefix": "boolean as prefix"
          }
        },
        "part": {
          "noun": "the content part",
          "as": "part",
          "rule": "S010",
          "by": "type",
          "unknown": "allowed",
          "cases": {
            "text": {"required": ["text"], "members": {"text": "string as part.text"}},
            "image_url": {
              "required": [
                "image_url"
              ],
              "members": {
                "image_url": "string|@image as image"
              }
            },
            "thinking": {"required": ["thinking"], "members": {"thinking": "any"}}
          }
        },
        "tool_call": {
          "noun": "the tool call",
          "as": "call",
          "required": ["id", "function"],
          "unknown": "allowed",
          "members": {
            "id": {"type": "string as call.id", "noun": "the id of the tool call"},
            "type": {"type": "string", "noun": "the type of the tool call", "values": ["function"]},
            "function": "@called_function"
          }
        },
        "called_function": {
          "noun": "the called function",
          "required": ["name", "arguments"],
          "unknown": "allowed",
          "members": {
            "name": {
              "type": "string as call.name",
              "noun": "the name of the called function",
              "characters": "letters digits _ -",
              "min": 1,
              "max": 64,
              "words": "1 to 64 letters, digits, '_' or '-'"
            },
            "arguments": {
              "type": "string as call.arguments",
              "noun": "the arguments",
              "words": "a string of JSON",
              "rule": "R012"
            }
          }
        },
        "function": {
          "noun": "the function",
          "as": "tool",
          "rule": "R014",
          "required": ["name", "parameters"],
          "unknown": "allowed",
          "members": {
            "name": {
              "type": "string as tool.name",
              "noun": "the name of the function",
              "characters": "letters digits _ -",
              "min": 1,
              "max": 64,
              "words": "1 to 64 letters, digits, '_' or '-'"
            },
            "description": "string",
            "strict": "boolean|null",
            "parameters": {
              "type": "@parameters as tool.parameters",
              "words": "a JSON Schema, which is an object"
            }
          }
        },
        "image": {
          "noun": "the image",
          "rule": "S010",
          "required": ["url"],
          "unknown": "allowed",
          "members": {"url": "string as image.url"}
        },
        "tool": {
          "noun": "the tool",
          "rule": "R014",
          "required": ["function"],
          "unknown": "allowed",
          "members": {
            "type": {"type": "string", "noun": "the type of the tool", "values": ["function"]},
            "function": "@function"
          }
        }
      },
      "roles": {
        "values": [
          {
            "name": "system",
            "keys": ["role", "content"],
            "required": ["content"],
            "parts": ["text", "thinking"]
          },
          {
            "name": "user",
            "keys": ["role", "content"],
            "required": ["content"],
            "parts": ["text", "image_url"]
          },
          {
            "name": "assistant",
            "keys": ["role", "content", "weight", "tool_calls", "prefix"],
            "parts": ["text", "thinking"]
          },
          {
            "name": "tool",
            "keys": ["role", "content", "tool_call_id", "name"],
            "required": ["content", "tool_call_id"],
            "parts": ["text"]
          }
        ],
        "source": "mistral-common"
      },
      "turns": {
        "start": ["system", "user", "assistant"],
        "system": ["user", "assistant", "system"],
        "user": ["assistant", "system", "user"],
        "assistant": ["assistant", "user", "tool"],
        "call": ["assistant", "user", "tool"],
        "tool": ["assistant", "tool", "user"],
        "last": ["assistant"],
        "source": "mistral-common"
      },
      "tool_ids": {
        "characters": "letters digits",
        "min": 9,
        "max": 9,
        "words": "9 letters or digits",
        "at_end": "null",
        "source": "mistral-common"
      },
      "special_tokens": {
        "values": [
          "[INST]", "[/INST]", "[TOOL_CALLS]", "[AVAILABLE_TOOLS]", "[/AVAILABLE_TOOLS]", "[TOOL_RESULTS]",
          "[/TOOL_RESULTS]", "[SYSTEM_PROMPT]", "[/SYSTEM_PROMPT]", "[IMG]", "[IMG_BREAK]", "[IMG_END]",
          "[PREFIX]", "[MIDDLE]", "[SUFFIX]"
        ],
        "source": "control-tokens"
      },
      "rules": {
        "R001": "error",
        "R002": "error",
        "R003": "info",
        "R004": "error",
        "R005": "error",
        "R007": "error",
        "R008": "error",
        "R010": "error",
        "R011": "error",
        "R012": "error",
        "R013": "error",
        "R014": "error",
        "R015": "warning",
        "R017": "warning",
        "R018": "error",
        "S010": "error",
        "S011": "error",
        "S012": "error",
        "S013": "error",
        "X001": "warning",
        "M001": "error",
        "M004": "error",
        "L006": "error",
        "L007": "error",
        "R020": "error"
      },
      "writer": {"image_url": "string", "tool_ids": "nine"}
    }
    """#

  private static let mlx_chat: StaticString = #"""
    {
      "name": "mlx-chat",
      "title": "mlx-lm, conversations",
      "extends": "base",
      "layout": "messages",
      "sources": {
        "mlx-lm": {
          "url": "https://github.com/ml-explore/mlx-lm/blob/05647d3/mlx_lm/tuner/datasets.py",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "mlx-guide": {
          "url": "https://github.com/ml-explore/mlx-lm/blob/05647d3/mlx_lm/LORA.md",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "mlx-swift": {
          "url": "https://github.com/ml-explore/mlx-swift-examples/tree/378f244/Libraries/MLXLLM",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "extensions": {"values": [".jsonl"], "source": "mlx-guide"},
      "record": {
        "noun": "the record",
        "required": ["messages"],
        "unknown": "allowed",
        "members": {
          "messages": {
            "type": "[@message] as messages",
            "min": 1
          },
          "tools": "[@tool]|null as tools"
        },
        "source": "mlx-lm"
      },
      "shapes": {
        "message": {
          "noun": "the message",
          "as": "message",
          "required": ["role"],
          "unknown": "allowed",
          "members": {
            "role": "string as role",
            "content": "string|[@part]|null as content",
            "name": "string|null as name",
            "tool_calls": "[@tool_call]|null as tool_calls",
            "tool_call_id": "string|null as tool_call_id",
            "reasoning_content": "string|null as reasoning",
            "thinking": "string|null as reasoning",
            "reasoning": "string|null as reasoning"
          }
        },
        "part": {
          "noun": "the content part",
          "as": "part",
          "rule": "S010",
          "by": "type",
          "unknown": "allowed",
          "cases": {
            "text": {"required": ["text"], "members": {"text": "string as part.text"}},
            "image": {"members": {}},
            "image_url": {"members": {}},
            "video": {"members": {}},
            "audio": {"members": {}}
          }
        },
        "tool_call": {
          "noun": "the tool call",
          "as": "call",
          "unknown": "allowed",
          "one_of": ["function", "name"],
          "members": {
            "id": "string|null as call.id",
            "type": "string|null",
            "function": "@called_function",
            "name": "string as call.name",
            "arguments": {
              "type": "object|string as call.arguments",
              "noun": "the arguments",
              "rule": "R012"
            }
          }
        },
        "called_function": {
          "noun": "the called function",
          "required": ["name"],
          "unknown": "allowed",
          "members": {
            "name": {"type": "string as call.name", "noun": "the name of the called function"},
            "arguments": {
              "type": "object as call.arguments",
              "noun": "the arguments",
              "rule": "R012",
              "severity": "warning"
            }
          }
        },
        "tool": {
          "noun": "the tool",
          "as": "tool",
          "rule": "R014",
          "unknown": "allowed",
          "members": {
            "type": "string",
            "function": "@function",
            "name": "string as tool.name",
            "description": "string",
            "parameters": "object as tool.parameters"
          }
        }
      },
      "roles": {
        "values": [
          {
            "name": "system",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "developer",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "user",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text", "image", "image_url", "video", "audio"]
          },
          {
            "name": "assistant",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text", "image", "image_url"]
          },
          {
            "name": "tool",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "function",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          }
        ],
        "source": "mlx-lm"
      },
      "turns": {
        "start": ["system", "user", "assistant", "tool"],
        "system": ["user", "assistant", "tool"],
        "user": ["user", "assistant", "tool"],
        "assistant": ["user", "tool"],
        "call": ["user", "assistant", "tool"],
        "tool": ["user", "assistant", "tool"],
        "last": ["assistant"],
        "source": "mlx-lm"
      },
      "rules": {
        "S002": null,
        "R001": "warning",
        "R002": "warning",
        "R003": "warning",
        "R004": "warning",
        "R005": "warning",
        "R007": "warning",
        "R008": "error",
        "R010": "warning",
        "R011": "warning",
        "R012": "warning",
        "R013": "warning",
        "R014": "warning",
        "R015": "warning",
        "R017": "warning",
        "R018": "warning",
        "S010": "warning",
        "S011": "warning",
        "X001": "warning",
        "E001": "error",
        "L004": "error"
      },
      "writer": {"arguments": "object", "files": "validation=valid"}
    }
    """#

  private static let mlx_completions: StaticString = #"""
    {
      "name": "mlx-completions",
      "title": "mlx-lm, prompt and completion",
      "extends": "base",
      "layout": "prompt-completion",
      "sources": {
        "mlx-lm": {
          "url": "https://github.com/ml-explore/mlx-lm/blob/05647d3/mlx_lm/tuner/datasets.py",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "mlx-guide": {
          "url": "https://github.com/ml-explore/mlx-lm/blob/05647d3/mlx_lm/LORA.md",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "mlx-swift": {
          "url": "https://github.com/ml-explore/mlx-swift-examples/tree/378f244/Libraries/MLXLLM",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "extensions": {"values": [".jsonl"], "source": "mlx-guide"},
      "record": {
        "noun": "the record",
        "required": ["prompt", "completion"],
        "unknown": "allowed",
        "members": {"prompt": "string as prompt", "completion": "string as completion"},
        "source": "mlx-lm"
      },
      "rules": {"S002": null, "R007": "warning", "X001": "warning", "L004": "error"},
      "writer": {"files": "validation=valid"}
    }
    """#

  private static let mlx_text: StaticString = #"""
    {
      "name": "mlx-text",
      "title": "mlx-lm, text",
      "extends": "base",
      "layout": "text",
      "sources": {
        "mlx-lm": {
          "url": "https://github.com/ml-explore/mlx-lm/blob/05647d3/mlx_lm/tuner/datasets.py",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "mlx-guide": {
          "url": "https://github.com/ml-explore/mlx-lm/blob/05647d3/mlx_lm/LORA.md",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "mlx-swift": {
          "url": "https://github.com/ml-explore/mlx-swift-examples/tree/378f244/Libraries/MLXLLM",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "extensions": {"values": [".jsonl"], "source": "mlx-guide"},
      "record": {
        "noun": "the record",
        "required": ["text"],
        "unknown": "allowed",
        "members": {"text": "string as text"},
        "source": "mlx-lm"
      },
      "rules": {"S002": null, "R007": "warning", "X001": "warning", "L004": "error", "E010": "error"},
      "writer": {"files": "validation=valid"}
    }
    """#

  private static let openai_batch: StaticString = #"""
    {
      "name": "openai-batch",
      "title": "OpenAI Batch API, chat requests",
      "extends": "base",
      "layout": "openai-batch",
      "sources": {
        "batch": {
          "url": "https://github.com/openai/openai-openapi",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "sft": {
          "url": "https://developers.openai.com/api/docs/guides/supervised-fine-tuning",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "limits": [
        {"name": "max_examples", "value": 50000, "unit": "requests", "source": "batch"},
        {"name": "max_file_bytes", "value": 209715200, "unit": "bytes", "source": "batch"}
      ],
      "shapes": {
        "body": {
          "noun": "the body",
          "required": ["model"],
          "unknown": "allowed",
          "members": {
            "model": "string",
            "messages": {"type": "[@message] as prompt", "min": 1},
            "tools": "[@tool] as tools"
          }
        }
      },
      "record": {
        "noun": "the request",
        "required": ["custom_id", "method", "url", "body"],
        "unknown": "error",
        "members": {
          "custom_id": "string as id",
          "method": {"type": "string", "values": ["POST"]},
          "url": {
            "type": "string",
            "prefixes": [
              "/v1/"
            ],
            "words": "a path such as /v1/chat/completions"
          },
          "body": "@body"
        },
        "source": "batch"
      },
      "roles": {
        "values": [
          {
            "name": "system",
            "keys": ["role", "content", "name"],
            "required": ["content"],
            "parts": ["text"]
          },
          {
            "name": "developer",
            "keys": ["role", "content", "name"],
            "required": ["content"],
            "parts": ["text"]
          },
          {
            "name": "user",
            "keys": ["role", "content", "name"],
            "required": ["content"],
            "parts": ["text", "image_url"]
          },
          {
            "name": "assistant",
            "keys": [
              "role", "content", "name", "weight", "tool_calls", "function_call", "refusal", "audio"
            ],
            "parts": ["text", "refusal"]
          },
          {
            "name": "tool",
            "keys": ["role", "content", "tool_call_id"],
            "required": ["content", "tool_call_id"],
            "parts": ["text"]
          },
          {
            "name": "function",
            "keys": ["role", "content", "name"],
            "required": ["content", "name"],
            "parts": []
          }
        ],
        "source": "batch"
      },
      "turns": {
        "start": ["system", "user", "assistant", "tool"],
        "system": ["user", "assistant", "tool"],
        "user": ["user", "assistant", "tool"],
        "assistant": ["user", "tool"],
        "call": ["user", "assistant", "tool"],
        "tool": ["user", "assistant", "tool"],
        "last": ["assistant"],
        "source": "sft"
      },
      "rules": {
        "R001": "error",
        "R002": "warning",
        "R003": "info",
        "R005": "warning",
        "R007": "error",
        "R011": "error",
        "R012": "error",
        "R013": "error",
        "R014": "error",
        "R015": "warning",
        "R017": "warning",
        "R018": "warning",
        "S010": "error",
        "S011": "error",
        "S012": "error",
        "S013": "error",
        "X001": "warning",
        "L006": "error",
        "L007": "error",
        "D004": "error",
        "L002": "error",
        "L004": "warning"
      }
    }
    """#

  private static let openai_chat: StaticString = #"""
    {
      "name": "openai-chat",
      "title": "OpenAI fine-tuning, chat",
      "extends": "base",
      "layout": "openai-chat",
      "lifecycle": {
        "status": "closing",
        "dates": [
          {
            "date": "2026-05-07",
            "what": "closed to organizations that are new to fine-tuning",
            "source": "deprecations",
            "certainty": "official copy"
          },
          {
            "date": "2026-07-02",
            "what": "closed to organizations that have not used a tuned model in 60 days",
            "source": "deprecations",
            "certainty": "official copy"
          },
          {
            "date": "2027-01-06",
            "what": "last day on which anybody can create a job",
            "source": "deprecations"
          },
          {
            "date": "2027-01-14",
            "what": "gpt-4o, gpt-4o-mini, gpt-4.1, gpt-4.1-mini and all tunes of them go dark",
            "source": "deprecations"
          }
        ]
      },
      "sources": {
        "deprecations": {
          "url": "https://developers.openai.com/api/docs/deprecations",
          "checked": "2026-11-23",
          "certainty": "reported"
        },
        "sft": {
          "url": "https://developers.openai.com/api/docs/guides/supervised-fine-tuning",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "openapi-head": {
          "url": "https://github.com/openai/openai-openapi",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "tiktoken": {
          "url": "https://github.com/openai/tiktoken/blob/main/tiktoken_ext/openai_public.py",
          "checked": "2026-11-23",
          "certainty": "official copy"
        }
      },
      "limits": [
        {
          "name": "min_examples",
          "value": 10,
          "unit": "examples",
          "source": "sft",
          "certainty": "reported"
        },
        {
          "name": "max_file_bytes",
          "value": 8589934592,
          "unit": "bytes",
          "note": "through the Uploads API, in parts of 64 MB",
          "source": "openapi-head"
        },
        {
          "name": "max_simple_upload_bytes",
          "value": 536870912,
          "unit": "bytes",
          "note": "through the Files API",
          "source": "openapi-head"
        },
        {"name": "max_functions", "value": 128, "unit": "functions", "source": "openapi"},
        {
          "name": "max_function_name_characters",
          "value": 64,
          "unit": "characters",
          "source": "openapi"
        },
        {"name": "max_images_per_example", "value": 10, "unit": "images", "source": "vision"},
        {"name": "max_image_bytes", "value": 10485760, "unit": "bytes", "source": "vision"},
        {"name": "max_image_examples", "value": 50000, "unit": "examples", "source": "vision"}
      ],
      "context_tokens": {
        "models": {
          "gpt-4.1": 65536,
          "gpt-4o": 65536,
          "gpt-3.5-turbo-0125": 16385,
          "gpt-3.5-turbo-1106": 16385,
          "gpt-3.5-turbo-0613": 4096
        },
        "over_length": "truncated from the end",
        "source": "sft",
        "certainty": "official copy"
      },
      "extensions": {"values": [".jsonl"], "source": "sft"},
      "record": {
        "noun": "the record",
        "required": ["messages"],
        "unknown": "error",
        "members": {
          "messages": {"type": "[@message] as messages"},
          "tools": "[@tool] as tools",
          "parallel_tool_calls": "boolean",
          "functions": {"type": "[@function] as functions", "rule": "R014", "max": 128}
        },
        "source": "openapi"
      },
      "roles": {
        "values": [
          {
            "name": "system",
            "keys": ["role", "content", "name"],
            "required": ["content"],
            "parts": ["text"]
          },
          {
            "name": "developer",
            "keys": ["role", "content", "name"],
            "required": ["content"],
            "parts": ["text"]
          },
          {
            "name": "user",
            "keys": ["role", "content", "name"],
            "required": ["content"],
            "parts": ["text", "image_url"]
          },
          {
            "name": "assistant",
            "keys": [
              "role", "content", "name", "weight", "tool_calls", "function_call", "refusal", "audio"
            ],
            "parts": ["text", "refusal"]
          },
          {
            "name": "tool",
            "keys": ["role", "content", "tool_call_id"],
            "required": ["content", "tool_call_id"],
            "parts": ["text"]
          },
          {
            "name": "function",
            "keys": ["role", "content", "name"],
            "required": ["content", "name"],
            "parts": []
          }
        ],
        "source": "openapi"
      },
      "turns": {
        "start": ["system", "user", "assistant", "tool"],
        "system": ["user", "assistant", "tool"],
        "user": ["user", "assistant", "tool"],
        "assistant": ["user", "tool"],
        "call": ["user", "assistant", "tool"],
        "tool": ["user", "assistant", "tool"],
        "last": ["assistant"],
        "source": "sft"
      },
      "special_tokens": {
        "values": [
          "<|endoftext|>", "<|endofprompt|>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>",
          "<|im_start|>", "<|im_end|>", "<|im_sep|>", "<|start|>", "<|end|>", "<|message|>", "<|channel|>",
          "<|constrain|>", "<|return|>", "<|call|>"
        ],
        "source": "tiktoken"
      },
      "rules": {
        "R001": "error",
        "R002": "warning",
        "R003": "info",
        "R004": "warning",
        "R005": "warning",
        "R007": "error",
        "R008": "error",
        "R010": "warning",
        "R011": "error",
        "R012": "error",
        "R013": "error",
        "R014": "error",
        "R015": "warning",
        "R017": "warning",
        "R018": "warning",
        "S010": "error",
        "S011": "error",
        "S012": "error",
        "S013": "error",
        "X001": "warning",
        "M001": "error",
        "M004": "error",
        "L006": "error",
        "L007": "error",
        "L004": "warning"
      }
    }
    """#

  private static let openai_completion: StaticString = #"""
    {
      "name": "openai-completion",
      "title": "OpenAI fine-tuning, prompt and completion (babbage-002, davinci-002)",
      "extends": "openai-chat",
      "layout": "prompt-completion",
      "lifecycle": {
        "status": "closed",
        "dates": [
          {
            "date": "2024-10-28",
            "what": "no new jobs for babbage-002 and davinci-002",
            "source": "deprecations"
          }
        ]
      },
      "sources": {
        "legacy": {
          "url": "https://developers.openai.com/api/docs/guides/supervised-fine-tuning",
          "checked": "2026-11-23",
          "certainty": "official copy"
        }
      },
      "limits": [
        {
          "name": "max_row_tokens",
          "value": 2048,
          "unit": "tokens",
          "note": "the old preparing tool",
          "source": "legacy"
        }
      ],
      "context_tokens": {
        "models": {"babbage-002": 16384, "davinci-002": 16384},
        "over_length": "truncated from the end",
        "source": "legacy"
      },
      "record": {
        "noun": "the record",
        "required": ["prompt", "completion"],
        "unknown": "error",
        "members": {"prompt": "string as prompt", "completion": "string as completion"},
        "source": "legacy"
      },
      "rules": {
        "R010": null,
        "R011": null,
        "R012": null,
        "R014": null,
        "R015": null,
        "R017": null,
        "R018": null,
        "S010": null,
        "S011": null,
        "S012": null,
        "S013": null,
        "L006": null,
        "L007": null,
        "R001": null,
        "R002": null,
        "R003": null,
        "R004": null,
        "R005": null,
        "R008": null,
        "R013": null,
        "M001": null,
        "M004": null
      }
    }
    """#

  private static let openai_dpo: StaticString = #"""
    {
      "name": "openai-dpo",
      "title": "OpenAI fine-tuning, direct preference optimization",
      "extends": "openai-chat",
      "layout": "openai-preference",
      "sources": {
        "dpo": {
          "url": "https://developers.openai.com/api/docs/guides/direct-preference-optimization",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "shapes": {
        "input": {
          "noun": "the input",
          "required": ["messages"],
          "members": {
            "messages": {"type": "[@message] as messages", "min": 1},
            "tools": "[@tool] as tools",
            "parallel_tool_calls": "boolean"
          }
        }
      },
      "record": {
        "noun": "the record",
        "required": ["input", "preferred_output", "non_preferred_output"],
        "unknown": "error",
        "members": {
          "input": "@input",
          "preferred_output": {"type": "[@message] as chosen", "min": 1, "max": 1},
          "non_preferred_output": {"type": "[@message] as rejected", "min": 1, "max": 1}
        },
        "source": "dpo"
      },
      "roles": {
        "values": [
          {
            "name": "system",
            "keys": ["role", "content", "name"],
            "required": ["content"],
            "parts": ["text"]
          },
          {
            "name": "developer",
            "keys": ["role", "content", "name"],
            "required": ["content"],
            "parts": ["text"]
          },
          {
            "name": "user",
            "keys": ["role", "content", "name"],
            "required": ["content"],
            "parts": ["text"]
          },
          {
            "name": "assistant",
            "keys": [
              "role", "content", "name", "weight", "tool_calls", "function_call", "refusal", "audio"
            ],
            "parts": ["text", "refusal"]
          },
          {
            "name": "tool",
            "keys": ["role", "content", "tool_call_id"],
            "required": ["content", "tool_call_id"],
            "parts": ["text"]
          },
          {
            "name": "function",
            "keys": ["role", "content", "name"],
            "required": ["content", "name"],
            "parts": []
          }
        ],
        "source": "dpo"
      },
      "rules": {
        "P001": "error",
        "P002": "error",
        "P003": "error",
        "P004": "info",
        "P005": "warning",
        "R016": "warning",
        "R004": null,
        "R008": null,
        "M001": null,
        "R010": null
      }
    }
    """#

  private static let openai_rft: StaticString = #"""
    {
      "name": "openai-rft",
      "title": "OpenAI fine-tuning, reinforcement",
      "extends": "openai-chat",
      "layout": "openai-rft",
      "sources": {
        "rft": {
          "url": "https://developers.openai.com/api/docs/guides/reinforcement-fine-tuning",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "limits": [
        {
          "name": "max_examples",
          "value": 50000,
          "unit": "examples",
          "source": "rft",
          "certainty": "reported"
        },
        {
          "name": "max_validation_examples",
          "value": 1000,
          "unit": "examples",
          "source": "rft",
          "certainty": "reported"
        }
      ],
      "context_tokens": {
        "models": {"o4-mini": 65536},
        "over_length": "truncated from the end",
        "source": "rft",
        "certainty": "reported"
      },
      "record": {
        "noun": "the record",
        "required": ["messages"],
        "unknown": "allowed",
        "members": {
          "messages": {
            "type": "[@message] as prompt",
            "min": 1
          },
          "tools": "[@tool] as tools"
        },
        "source": "rft"
      },
      "roles": {
        "values": [
          {
            "name": "system",
            "keys": ["role", "content", "name"],
            "required": ["content"],
            "parts": ["text"]
          },
          {
            "name": "developer",
            "keys": ["role", "content", "name"],
            "required": ["content"],
            "parts": ["text"]
          },
          {
            "name": "user",
            "keys": ["role", "content", "name"],
            "required": ["content"],
            "parts": ["text", "image_url"]
          },
          {
            "name": "assistant",
            "keys": [
              "role", "content", "name", "weight", "tool_calls", "function_call", "refusal", "audio"
            ],
            "parts": ["text", "refusal"]
          },
          {
            "name": "tool",
            "keys": ["role", "content", "tool_call_id"],
            "required": ["content", "tool_call_id"],
            "parts": ["text"]
          }
        ],
        "source": "rft"
      },
      "rules": {"R004": null, "R008": null, "M001": null, "R010": null, "R016": "warning", "L002": "error"}
    }
    """#

  private static let together_chat: StaticString = #"""
    {
      "name": "together-chat",
      "title": "Together AI fine-tuning, conversations",
      "extends": "base",
      "layout": "messages",
      "sources": {
        "together-docs": {
          "url": "https://docs.together.ai/docs/fine-tuning-data-preparation",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "together-2.14.0": {
          "url": "https://pypi.org/project/together/2.14.0/",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "together-skills": {
          "url": "https://github.com/togethercomputer/skills/tree/644d382",
          "checked": "2026-11-23",
          "certainty": "official copy"
        }
      },
      "limits": [
        {"name": "min_examples", "value": 1, "unit": "examples", "source": "together-2.14.0"},
        {
          "name": "max_file_bytes",
          "value": 53794465382,
          "unit": "bytes",
          "note": "the client's constant; the page says 100 GB",
          "source": "together-2.14.0"
        },
        {
          "name": "max_images_per_example",
          "value": 10,
          "unit": "images",
          "source": "together-2.14.0"
        },
        {"name": "max_image_bytes", "value": 10485760, "unit": "bytes", "source": "together-2.14.0"}
      ],
      "context_tokens": {"models": {}, "over_length": "truncated", "source": "together-docs"},
      "extensions": {"values": [".jsonl"], "source": "together-2.14.0"},
      "record": {
        "noun": "the record",
        "required": ["messages"],
        "unknown": "error",
        "members": {
          "messages": {"type": "[@message] as messages"},
          "tools": "[@tool] as tools",
          "weight": "number as record.weight"
        },
        "source": "together-docs"
      },
      "shapes": {
        "message": {
          "noun": "the message",
          "as": "message",
          "required": ["role"],
          "unknown": "warning",
          "members": {
            "role": "string as role",
            "content": "string|[@part]|null as content",
            "name": "string|null as name",
            "weight": "any as weight",
            "tool_calls": "[@tool_call]|null as tool_calls",
            "tool_call_id": "string|null as tool_call_id",
            "reasoning": "string|null as reasoning",
            "reasoning_content": "string|null as reasoning"
          }
        },
        "part": {
          "noun": "the content part",
          "as": "part",
          "rule": "S010",
          "by": "type",
          "unknown": "allowed",
          "cases": {
            "text": {"required": ["text"], "members": {"text": "string as part.text"}},
            "image_url": {"required": ["image_url"], "members": {"image_url": "@image as image"}}
          }
        }
      },
      "roles": {
        "values": [
          {
            "name": "system",
            "keys": ["role", "content", "name", "weight"],
            "required": ["content"],
            "parts": ["text"]
          },
          {
            "name": "user",
            "keys": ["role", "content", "name", "weight"],
            "required": ["content"],
            "parts": ["text", "image_url"]
          },
          {
            "name": "assistant",
            "keys": [
              "role", "content", "name", "weight", "tool_calls", "reasoning", "reasoning_content"
            ],
            "parts": ["text"]
          },
          {
            "name": "tool",
            "keys": ["role", "content", "tool_call_id", "name", "weight"],
            "required": ["content"],
            "parts": ["text"]
          }
        ],
        "source": "together-2.14.0"
      },
      "turns": {
        "start": ["system", "user", "assistant", "tool"],
        "system": ["user", "assistant", "tool"],
        "user": ["user", "assistant", "tool"],
        "assistant": ["user", "tool"],
        "call": ["user", "assistant", "tool"],
        "tool": ["user", "assistant", "tool"],
        "last": ["assistant"],
        "source": "together-2.14.0"
      },
      "image_schemes": {"values": ["data"], "source": "together-2.14.0"},
      "rules": {
        "R001": "error",
        "R002": "warning",
        "R003": "info",
        "R004": "warning",
        "R005": "warning",
        "R007": "error",
        "R008": "error",
        "R010": "warning",
        "R011": "warning",
        "R012": "error",
        "R013": "error",
        "R014": "error",
        "R015": "warning",
        "R017": "warning",
        "R018": "warning",
        "S010": "error",
        "S011": "error",
        "S012": "error",
        "S013": "error",
        "X001": "warning",
        "M001": "error",
        "M004": "error",
        "L006": "error",
        "L007": "error",
        "M005": "error",
        "L004": "error",
        "S015": "error"
      }
    }
    """#

  private static let together_instruction: StaticString = #"""
    {
      "name": "together-instruction",
      "title": "Together AI fine-tuning, instructions",
      "extends": "together-chat",
      "layout": "prompt-completion",
      "record": {
        "noun": "the record",
        "required": ["prompt", "completion"],
        "unknown": "error",
        "members": {
          "prompt": "string|[@part] as prompt",
          "completion": "string|[@part] as completion",
          "weight": "number as record.weight"
        },
        "source": "together-docs"
      },
      "rules": {
        "R001": null,
        "R002": null,
        "R003": null,
        "R004": null,
        "R005": null,
        "R008": null,
        "R010": null,
        "R011": null,
        "R012": null,
        "R013": null,
        "R014": null,
        "R015": null,
        "R017": null,
        "R018": null,
        "S010": "error",
        "S011": "error",
        "S012": "error",
        "S013": "error",
        "M001": null,
        "M004": null,
        "L006": "error",
        "L007": "error",
        "R007": "warning",
        "M005": null,
        "S015": null
      }
    }
    """#

  private static let together_preference: StaticString = #"""
    {
      "name": "together-preference",
      "title": "Together AI fine-tuning, preference pairs",
      "extends": "together-chat",
      "layout": "openai-preference",
      "record": {
        "noun": "the record",
        "required": ["input", "preferred_output", "non_preferred_output"],
        "unknown": "error",
        "members": {
          "input": "@input",
          "preferred_output": {"type": "[@message] as chosen", "min": 1, "max": 1},
          "non_preferred_output": {"type": "[@message] as rejected", "min": 1, "max": 1},
          "weight": "number as record.weight"
        },
        "source": "together-docs"
      },
      "shapes": {
        "input": {
          "noun": "the input",
          "required": ["messages"],
          "members": {
            "messages": {"type": "[@message] as messages", "min": 1},
            "tools": "[@tool] as tools",
            "parallel_tool_calls": "boolean"
          }
        }
      },
      "rules": {
        "P001": "error",
        "P002": "error",
        "P003": "error",
        "P004": "info",
        "P005": "warning",
        "R016": "error",
        "R004": null,
        "R008": null,
        "M001": null,
        "R010": null
      }
    }
    """#

  private static let together_text: StaticString = #"""
    {
      "name": "together-text",
      "title": "Together AI fine-tuning, plain text",
      "extends": "together-chat",
      "layout": "text",
      "record": {
        "noun": "the record",
        "required": ["text"],
        "unknown": "error",
        "members": {"text": "string as text", "weight": "number as record.weight"},
        "source": "together-docs"
      },
      "rules": {
        "R001": null,
        "R002": null,
        "R003": null,
        "R004": null,
        "R005": null,
        "R008": null,
        "R010": null,
        "R011": null,
        "R012": null,
        "R013": null,
        "R014": null,
        "R015": null,
        "R017": null,
        "R018": null,
        "S010": null,
        "S011": null,
        "S012": null,
        "S013": null,
        "M001": null,
        "M004": null,
        "L006": null,
        "L007": null,
        "R007": "warning",
        "M005": null,
        "S015": null
      }
    }
    """#

  private static let together_tokens: StaticString = #"""
    {
      "name": "together-tokens",
      "title": "Together AI fine-tuning, token ids",
      "extends": "together-chat",
      "layout": "tokens",
      "record": {
        "noun": "the record",
        "required": ["input_ids"],
        "unknown": "error",
        "members": {
          "input_ids": {"type": "[integer] as tokens", "min": 1},
          "attention_mask": "[integer]",
          "labels": "[integer] as labels",
          "position_ids": "[integer]"
        },
        "same_count": ["input_ids", "attention_mask", "labels", "position_ids"],
        "source": "together-2.14.0"
      },
      "extensions": {"values": [".jsonl", ".parquet"], "source": "together-2.14.0"},
      "rules": {
        "R001": null,
        "R002": null,
        "R003": null,
        "R004": null,
        "R005": null,
        "R008": null,
        "R010": null,
        "R011": null,
        "R012": null,
        "R013": null,
        "R014": null,
        "R015": null,
        "R017": null,
        "R018": null,
        "S010": null,
        "S011": null,
        "S012": null,
        "S013": null,
        "M001": "error",
        "M004": null,
        "L006": null,
        "L007": null,
        "R007": null,
        "X001": null,
        "M005": null,
        "S014": "error",
        "L004": "warning",
        "S015": null
      }
    }
    """#

  private static let torchtune_chat: StaticString = #"""
    {
      "name": "torchtune-chat",
      "title": "torchtune, chat",
      "extends": "base",
      "layout": "messages",
      "sources": {
        "torchtune": {
          "url": "https://github.com/pytorch/torchtune/blob/bd2a0fc/torchtune/data/_messages.py",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "extensions": {"values": [".jsonl", ".json"], "source": "torchtune"},
      "record": {
        "noun": "the record",
        "required": ["messages"],
        "unknown": "allowed",
        "members": {"messages": {"type": "[@message] as messages", "min": 2}},
        "source": "torchtune"
      },
      "shapes": {
        "message": {
          "noun": "the message",
          "as": "message",
          "required": ["role"],
          "unknown": "allowed",
          "members": {
            "role": "string as role",
            "content": "string|[@part]|null as content",
            "name": "string|null as name",
            "tool_calls": "[@tool_call]|null as tool_calls",
            "tool_call_id": "string|null as tool_call_id",
            "reasoning_content": "string|null as reasoning",
            "thinking": "string|null as reasoning",
            "reasoning": "string|null as reasoning"
          }
        },
        "part": {
          "noun": "the content part",
          "as": "part",
          "rule": "S010",
          "by": "type",
          "unknown": "allowed",
          "cases": {
            "text": {"required": ["text"], "members": {"text": "string as part.text"}},
            "image": {"members": {}},
            "image_url": {"members": {}},
            "video": {"members": {}},
            "audio": {"members": {}}
          }
        },
        "tool_call": {
          "noun": "the tool call",
          "as": "call",
          "unknown": "allowed",
          "one_of": ["function", "name"],
          "members": {
            "id": "string|null as call.id",
            "type": "string|null",
            "function": "@called_function",
            "name": "string as call.name",
            "arguments": {
              "type": "object|string as call.arguments",
              "noun": "the arguments",
              "rule": "R012"
            }
          }
        },
        "called_function": {
          "noun": "the called function",
          "required": ["name"],
          "unknown": "allowed",
          "members": {
            "name": {"type": "string as call.name", "noun": "the name of the called function"},
            "arguments": {
              "type": "object as call.arguments",
              "noun": "the arguments",
              "rule": "R012",
              "severity": "warning"
            }
          }
        },
        "tool": {
          "noun": "the tool",
          "as": "tool",
          "rule": "R014",
          "unknown": "allowed",
          "members": {
            "type": "string",
            "function": "@function",
            "name": "string as tool.name",
            "description": "string",
            "parameters": "object as tool.parameters"
          }
        }
      },
      "roles": {
        "values": [
          {
            "name": "system",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "required": ["content"],
            "parts": ["text"]
          },
          {
            "name": "user",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "required": ["content"],
            "parts": ["text", "image", "image_url"]
          },
          {
            "name": "assistant",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "ipython",
            "is": "tool",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "tool",
            "is": "tool",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          }
        ],
        "source": "torchtune"
      },
      "turns": {
        "start": ["system", "user"],
        "system": ["user"],
        "user": ["assistant"],
        "assistant": ["user"],
        "call": ["tool", "user"],
        "tool": ["assistant", "tool", "user"],
        "last": ["system", "user", "assistant", "tool"],
        "source": "torchtune"
      },
      "rules": {
        "S002": null,
        "R001": "error",
        "R002": "error",
        "R003": "error",
        "R004": "warning",
        "R005": "error",
        "R007": "warning",
        "R008": "error",
        "R010": "error",
        "R011": "error",
        "R012": "error",
        "R013": "warning",
        "R014": "warning",
        "R015": "warning",
        "R017": "warning",
        "R018": "warning",
        "S005": "error",
        "S010": "error",
        "S011": "warning",
        "X001": "warning",
        "E001": "error"
      },
      "writer": {"arguments": "object"}
    }
    """#

  private static let torchtune_instruct: StaticString = #"""
    {
      "name": "torchtune-instruct",
      "title": "torchtune, instruct",
      "extends": "base",
      "layout": "alpaca",
      "sources": {
        "torchtune": {
          "url": "https://github.com/pytorch/torchtune/blob/bd2a0fc/torchtune/data/_messages.py",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "extensions": {"values": [".jsonl", ".json"], "source": "torchtune"},
      "record": {
        "noun": "the record",
        "required": ["input", "output"],
        "unknown": "allowed",
        "members": {"input": "string as prompt", "output": "string as completion"},
        "source": "torchtune"
      },
      "rules": {"S002": null, "R007": "warning", "S005": "error", "X001": "warning"},
      "writer": {"instruction": "input", "input": "", "output": "output"}
    }
    """#

  private static let torchtune_preference: StaticString = #"""
    {
      "name": "torchtune-preference",
      "title": "torchtune, preference pairs",
      "extends": "base",
      "layout": "torchtune-preference",
      "sources": {
        "torchtune": {
          "url": "https://github.com/pytorch/torchtune/blob/bd2a0fc/torchtune/data/_messages.py",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "extensions": {"values": [".jsonl", ".json"], "source": "torchtune"},
      "record": {
        "noun": "the record",
        "required": ["chosen", "rejected"],
        "unknown": "allowed",
        "members": {
          "chosen": {"type": "[@message] as chosen", "min": 2},
          "rejected": {"type": "[@message] as rejected", "min": 2}
        },
        "source": "torchtune"
      },
      "shapes": {
        "message": {
          "noun": "the message",
          "as": "message",
          "required": ["role"],
          "unknown": "allowed",
          "members": {
            "role": "string as role",
            "content": "string|[@part]|null as content",
            "name": "string|null as name",
            "tool_calls": "[@tool_call]|null as tool_calls",
            "tool_call_id": "string|null as tool_call_id",
            "reasoning_content": "string|null as reasoning",
            "thinking": "string|null as reasoning",
            "reasoning": "string|null as reasoning"
          }
        },
        "part": {
          "noun": "the content part",
          "as": "part",
          "rule": "S010",
          "by": "type",
          "unknown": "allowed",
          "cases": {
            "text": {"required": ["text"], "members": {"text": "string as part.text"}},
            "image": {"members": {}},
            "image_url": {"members": {}},
            "video": {"members": {}},
            "audio": {"members": {}}
          }
        },
        "tool_call": {
          "noun": "the tool call",
          "as": "call",
          "unknown": "allowed",
          "one_of": ["function", "name"],
          "members": {
            "id": "string|null as call.id",
            "type": "string|null",
            "function": "@called_function",
            "name": "string as call.name",
            "arguments": {
              "type": "object|string as call.arguments",
              "noun": "the arguments",
              "rule": "R012"
            }
          }
        },
        "called_function": {
          "noun": "the called function",
          "required": ["name"],
          "unknown": "allowed",
          "members": {
            "name": {"type": "string as call.name", "noun": "the name of the called function"},
            "arguments": {
              "type": "object as call.arguments",
              "noun": "the arguments",
              "rule": "R012",
              "severity": "warning"
            }
          }
        },
        "tool": {
          "noun": "the tool",
          "as": "tool",
          "rule": "R014",
          "unknown": "allowed",
          "members": {
            "type": "string",
            "function": "@function",
            "name": "string as tool.name",
            "description": "string",
            "parameters": "object as tool.parameters"
          }
        }
      },
      "roles": {
        "values": [
          {
            "name": "system",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "required": ["content"],
            "parts": ["text"]
          },
          {
            "name": "user",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "required": ["content"],
            "parts": ["text", "image", "image_url"]
          },
          {
            "name": "assistant",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "ipython",
            "is": "tool",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "tool",
            "is": "tool",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          }
        ],
        "source": "torchtune"
      },
      "turns": {
        "start": ["system", "user"],
        "system": ["user"],
        "user": ["assistant"],
        "assistant": ["user"],
        "call": ["tool", "user"],
        "tool": ["assistant", "tool", "user"],
        "last": ["system", "user", "assistant", "tool"],
        "source": "torchtune"
      },
      "rules": {
        "S002": null,
        "R001": "error",
        "R007": "warning",
        "P001": "error",
        "P003": "error",
        "P004": "info",
        "P005": "warning",
        "S005": "error",
        "S010": "error",
        "X001": "warning"
      }
    }
    """#

  private static let transformers: StaticString = #"""
    {
      "name": "transformers",
      "title": "Transformers, PEFT and Accelerate, token ids",
      "extends": "base",
      "layout": "tokens",
      "sources": {
        "trainer": {
          "url": "https://huggingface.co/docs/transformers/main_classes/data_collator",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "extensions": {"values": [".jsonl", ".json"], "source": "trainer"},
      "limits": [
        {
          "name": "ignore_index",
          "value": 100,
          "unit": "minus",
          "note": "labels of -100 are left out of the loss",
          "source": "trainer"
        }
      ],
      "record": {
        "noun": "the record",
        "required": ["input_ids"],
        "unknown": "warning",
        "members": {
          "input_ids": {"type": "[integer] as tokens", "min": 1},
          "attention_mask": "[integer]",
          "labels": "[integer] as labels",
          "token_type_ids": "[integer]",
          "position_ids": "[integer]"
        },
        "same_count": ["input_ids", "attention_mask", "labels", "token_type_ids", "position_ids"],
        "source": "trainer"
      },
      "rules": {"S005": "error", "S014": "error", "M001": "error"}
    }
    """#

  private static let trl_messages: StaticString = #"""
    {
      "name": "trl-messages",
      "title": "TRL, conversations",
      "extends": "base",
      "layout": "messages",
      "sources": {
        "trl-docs": {
          "url": "https://github.com/huggingface/trl/blob/f2cd577/docs/source/dataset_formats.md",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "trl-code": {
          "url": "https://github.com/huggingface/trl/blob/f2cd577/trl/data_utils.py",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "trl-config": {
          "url": "https://github.com/huggingface/trl/blob/f2cd577/trl/trainer/sft_config.py",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "context_tokens": {
        "models": {},
        "over_length": "truncated to max_length, which is 1024 by default",
        "source": "trl-config"
      },
      "extensions": {"values": [".jsonl", ".json"], "source": "trl-docs"},
      "limits": [
        {
          "name": "default_max_length",
          "value": 1024,
          "unit": "tokens",
          "note": "a longer example is truncated without a word",
          "source": "trl-config"
        }
      ],
      "record": {
        "noun": "the record",
        "required": ["messages"],
        "unknown": "allowed",
        "members": {
          "messages": {"type": "[@message] as messages", "min": 1},
          "tools": "[@tool]|string|null as tools",
          "chat_template_kwargs": "object|null"
        },
        "source": "trl-docs"
      },
      "shapes": {
        "message": {
          "noun": "the message",
          "as": "message",
          "required": ["role"],
          "unknown": "allowed",
          "members": {
            "role": "string as role",
            "content": "string|[@part]|null as content",
            "name": "string|null as name",
            "tool_calls": "[@tool_call]|null as tool_calls",
            "tool_call_id": "string|null as tool_call_id",
            "reasoning_content": "string|null as reasoning",
            "thinking": "string|null as reasoning",
            "reasoning": "string|null as reasoning"
          }
        },
        "part": {
          "noun": "the content part",
          "as": "part",
          "rule": "S010",
          "by": "type",
          "unknown": "allowed",
          "cases": {
            "text": {"required": ["text"], "members": {"text": "string as part.text"}},
            "image": {"members": {}},
            "image_url": {"members": {}},
            "video": {"members": {}},
            "audio": {"members": {}}
          }
        },
        "tool_call": {
          "noun": "the tool call",
          "as": "call",
          "unknown": "allowed",
          "one_of": ["function", "name"],
          "members": {
            "id": "string|null as call.id",
            "type": "string|null",
            "function": "@called_function",
            "name": "string as call.name",
            "arguments": {
              "type": "object|string as call.arguments",
              "noun": "the arguments",
              "rule": "R012"
            }
          }
        },
        "called_function": {
          "noun": "the called function",
          "required": ["name"],
          "unknown": "allowed",
          "members": {
            "name": {"type": "string as call.name", "noun": "the name of the called function"},
            "arguments": {
              "type": "object as call.arguments",
              "noun": "the arguments",
              "rule": "R012",
              "severity": "warning"
            }
          }
        },
        "tool": {
          "noun": "the tool",
          "as": "tool",
          "rule": "R014",
          "unknown": "allowed",
          "members": {
            "type": "string",
            "function": "@function",
            "name": "string as tool.name",
            "description": "string",
            "parameters": "object as tool.parameters"
          }
        }
      },
      "roles": {
        "values": [
          {
            "name": "system",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "developer",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "user",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text", "image", "image_url", "video", "audio"]
          },
          {
            "name": "assistant",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text", "image", "image_url"]
          },
          {
            "name": "tool",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "function",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          }
        ],
        "source": "trl-docs"
      },
      "turns": {
        "start": ["system", "user", "assistant", "tool"],
        "system": ["user", "assistant", "tool"],
        "user": ["user", "assistant", "tool"],
        "assistant": ["user", "tool"],
        "call": ["user", "assistant", "tool"],
        "tool": ["user", "assistant", "tool"],
        "last": ["assistant"],
        "source": "trl-docs"
      },
      "rules": {
        "S002": null,
        "R001": "warning",
        "R002": "warning",
        "R003": "warning",
        "R004": "warning",
        "R005": "warning",
        "R007": "warning",
        "R008": "error",
        "R010": "warning",
        "R011": "warning",
        "R012": "error",
        "R013": "warning",
        "R014": "warning",
        "R015": "warning",
        "R017": "warning",
        "R018": "warning",
        "S005": "error",
        "S010": "warning",
        "S011": "warning",
        "X001": "warning",
        "E001": "error"
      },
      "writer": {"arguments": "object", "tools": "string"}
    }
    """#

  private static let trl_preference: StaticString = #"""
    {
      "name": "trl-preference",
      "title": "TRL, preference pairs",
      "extends": "base",
      "layout": "trl-preference",
      "sources": {
        "trl-docs": {
          "url": "https://github.com/huggingface/trl/blob/f2cd577/docs/source/dataset_formats.md",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "trl-code": {
          "url": "https://github.com/huggingface/trl/blob/f2cd577/trl/data_utils.py",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "trl-config": {
          "url": "https://github.com/huggingface/trl/blob/f2cd577/trl/trainer/sft_config.py",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "context_tokens": {
        "models": {},
        "over_length": "truncated to max_length, which is 1024 by default",
        "source": "trl-config"
      },
      "extensions": {"values": [".jsonl", ".json"], "source": "trl-docs"},
      "limits": [
        {
          "name": "default_max_length",
          "value": 1024,
          "unit": "tokens",
          "note": "a longer example is truncated without a word",
          "source": "trl-config"
        }
      ],
      "record": {
        "noun": "the record",
        "required": ["chosen", "rejected"],
        "unknown": "allowed",
        "members": {
          "prompt": {"type": "string|[@message] as prompt", "min": 1},
          "chosen": {"type": "string|[@message] as chosen", "min": 1},
          "rejected": {"type": "string|[@message] as rejected", "min": 1},
          "tools": "[@tool]|string|null as tools",
          "chat_template_kwargs": "object|null"
        },
        "source": "trl-docs"
      },
      "shapes": {
        "message": {
          "noun": "the message",
          "as": "message",
          "required": ["role"],
          "unknown": "allowed",
          "members": {
            "role": "string as role",
            "content": "string|[@part]|null as content",
            "name": "string|null as name",
            "tool_calls": "[@tool_call]|null as tool_calls",
            "tool_call_id": "string|null as tool_call_id",
            "reasoning_content": "string|null as reasoning",
            "thinking": "string|null as reasoning",
            "reasoning": "string|null as reasoning"
          }
        },
        "part": {
          "noun": "the content part",
          "as": "part",
          "rule": "S010",
          "by": "type",
          "unknown": "allowed",
          "cases": {
            "text": {"required": ["text"], "members": {"text": "string as part.text"}},
            "image": {"members": {}},
            "image_url": {"members": {}},
            "video": {"members": {}},
            "audio": {"members": {}}
          }
        },
        "tool_call": {
          "noun": "the tool call",
          "as": "call",
          "unknown": "allowed",
          "one_of": ["function", "name"],
          "members": {
            "id": "string|null as call.id",
            "type": "string|null",
            "function": "@called_function",
            "name": "string as call.name",
            "arguments": {
              "type": "object|string as call.arguments",
              "noun": "the arguments",
              "rule": "R012"
            }
          }
        },
        "called_function": {
          "noun": "the called function",
          "required": ["name"],
          "unknown": "allowed",
          "members": {
            "name": {"type": "string as call.name", "noun": "the name of the called function"},
            "arguments": {
              "type": "object as call.arguments",
              "noun": "the arguments",
              "rule": "R012",
              "severity": "warning"
            }
          }
        },
        "tool": {
          "noun": "the tool",
          "as": "tool",
          "rule": "R014",
          "unknown": "allowed",
          "members": {
            "type": "string",
            "function": "@function",
            "name": "string as tool.name",
            "description": "string",
            "parameters": "object as tool.parameters"
          }
        }
      },
      "roles": {
        "values": [
          {
            "name": "system",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "developer",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "user",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text", "image", "image_url", "video", "audio"]
          },
          {
            "name": "assistant",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text", "image", "image_url"]
          },
          {
            "name": "tool",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "function",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          }
        ],
        "source": "trl-docs"
      },
      "turns": {
        "start": ["system", "user", "assistant", "tool"],
        "system": ["user", "assistant", "tool"],
        "user": ["user", "assistant", "tool"],
        "assistant": ["user", "tool"],
        "call": ["user", "assistant", "tool"],
        "tool": ["user", "assistant", "tool"],
        "last": ["assistant"],
        "source": "trl-docs"
      },
      "rules": {
        "S002": null,
        "R001": "warning",
        "R002": "warning",
        "R003": "warning",
        "R005": "warning",
        "R007": "warning",
        "R011": "warning",
        "R012": "error",
        "R013": "warning",
        "R014": "warning",
        "R015": "warning",
        "R017": "warning",
        "R018": "warning",
        "S005": "error",
        "S010": "warning",
        "S011": "warning",
        "X001": "warning",
        "E001": "error",
        "P001": "error",
        "P002": "error",
        "P003": "error",
        "P004": "info",
        "P005": "warning",
        "S016": "error",
        "R021": "error"
      },
      "writer": {"arguments": "object", "tools": "string"}
    }
    """#

  private static let trl_prompt: StaticString = #"""
    {
      "name": "trl-prompt",
      "title": "TRL, prompt only",
      "extends": "base",
      "layout": "trl-prompt",
      "sources": {
        "trl-docs": {
          "url": "https://github.com/huggingface/trl/blob/f2cd577/docs/source/dataset_formats.md",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "trl-code": {
          "url": "https://github.com/huggingface/trl/blob/f2cd577/trl/data_utils.py",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "trl-config": {
          "url": "https://github.com/huggingface/trl/blob/f2cd577/trl/trainer/sft_config.py",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "context_tokens": {
        "models": {},
        "over_length": "truncated to max_length, which is 1024 by default",
        "source": "trl-config"
      },
      "extensions": {"values": [".jsonl", ".json"], "source": "trl-docs"},
      "limits": [
        {
          "name": "default_max_length",
          "value": 1024,
          "unit": "tokens",
          "note": "a longer example is truncated without a word",
          "source": "trl-config"
        }
      ],
      "record": {
        "noun": "the record",
        "required": ["prompt"],
        "unknown": "allowed",
        "members": {
          "prompt": {"type": "string|[@message] as prompt", "min": 1},
          "tools": "[@tool]|string|null as tools",
          "chat_template_kwargs": "object|null"
        },
        "source": "trl-docs"
      },
      "shapes": {
        "message": {
          "noun": "the message",
          "as": "message",
          "required": ["role"],
          "unknown": "allowed",
          "members": {
            "role": "string as role",
            "content": "string|[@part]|null as content",
            "name": "string|null as name",
            "tool_calls": "[@tool_call]|null as tool_calls",
            "tool_call_id": "string|null as tool_call_id",
            "reasoning_content": "string|null as reasoning",
            "thinking": "string|null as reasoning",
            "reasoning": "string|null as reasoning"
          }
        },
        "part": {
          "noun": "the content part",
          "as": "part",
          "rule": "S010",
          "by": "type",
          "unknown": "allowed",
          "cases": {
            "text": {"required": ["text"], "members": {"text": "string as part.text"}},
            "image": {"members": {}},
            "image_url": {"members": {}},
            "video": {"members": {}},
            "audio": {"members": {}}
          }
        },
        "tool_call": {
          "noun": "the tool call",
          "as": "call",
          "unknown": "allowed",
          "one_of": ["function", "name"],
          "members": {
            "id": "string|null as call.id",
            "type": "string|null",
            "function": "@called_function",
            "name": "string as call.name",
            "arguments": {
              "type": "object|string as call.arguments",
              "noun": "the arguments",
              "rule": "R012"
            }
          }
        },
        "called_function": {
          "noun": "the called function",
          "required": ["name"],
          "unknown": "allowed",
          "members": {
            "name": {"type": "string as call.name", "noun": "the name of the called function"},
            "arguments": {
              "type": "object as call.arguments",
              "noun": "the arguments",
              "rule": "R012",
              "severity": "warning"
            }
          }
        },
        "tool": {
          "noun": "the tool",
          "as": "tool",
          "rule": "R014",
          "unknown": "allowed",
          "members": {
            "type": "string",
            "function": "@function",
            "name": "string as tool.name",
            "description": "string",
            "parameters": "object as tool.parameters"
          }
        }
      },
      "roles": {
        "values": [
          {
            "name": "system",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "developer",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "user",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text", "image", "image_url", "video", "audio"]
          },
          {
            "name": "assistant",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text", "image", "image_url"]
          },
          {
            "name": "tool",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "function",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          }
        ],
        "source": "trl-docs"
      },
      "turns": {
        "start": ["system", "user", "assistant", "tool"],
        "system": ["user", "assistant", "tool"],
        "user": ["user", "assistant", "tool"],
        "assistant": ["user", "tool"],
        "call": ["user", "assistant", "tool"],
        "tool": ["user", "assistant", "tool"],
        "last": ["assistant"],
        "source": "trl-docs"
      },
      "rules": {
        "S002": null,
        "R001": "warning",
        "R002": "warning",
        "R003": "warning",
        "R005": "warning",
        "R007": "warning",
        "R011": "warning",
        "R012": "error",
        "R013": "warning",
        "R014": "warning",
        "R015": "warning",
        "R017": "warning",
        "R018": "warning",
        "S005": "error",
        "S010": "warning",
        "S011": "warning",
        "X001": "warning",
        "E001": "error",
        "R021": "error"
      },
      "writer": {"arguments": "object", "tools": "string"}
    }
    """#

  private static let trl_prompt_completion: StaticString = #"""
    {
      "name": "trl-prompt-completion",
      "title": "TRL, prompt and completion",
      "extends": "base",
      "layout": "trl-prompt-completion",
      "sources": {
        "trl-docs": {
          "url": "https://github.com/huggingface/trl/blob/f2cd577/docs/source/dataset_formats.md",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "trl-code": {
          "url": "https://github.com/huggingface/trl/blob/f2cd577/trl/data_utils.py",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "trl-config": {
          "url": "https://github.com/huggingface/trl/blob/f2cd577/trl/trainer/sft_config.py",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "context_tokens": {
        "models": {},
        "over_length": "truncated to max_length, which is 1024 by default",
        "source": "trl-config"
      },
      "extensions": {"values": [".jsonl", ".json"], "source": "trl-docs"},
      "limits": [
        {
          "name": "default_max_length",
          "value": 1024,
          "unit": "tokens",
          "note": "a longer example is truncated without a word",
          "source": "trl-config"
        }
      ],
      "record": {
        "noun": "the record",
        "required": ["prompt", "completion"],
        "unknown": "allowed",
        "members": {
          "prompt": {"type": "string|[@message] as prompt", "min": 1},
          "completion": {"type": "string|[@message] as completion", "min": 1},
          "tools": "[@tool]|string|null as tools",
          "chat_template_kwargs": "object|null"
        },
        "source": "trl-docs"
      },
      "shapes": {
        "message": {
          "noun": "the message",
          "as": "message",
          "required": ["role"],
          "unknown": "allowed",
          "members": {
            "role": "string as role",
            "content": "string|[@part]|null as content",
            "name": "string|null as name",
            "tool_calls": "[@tool_call]|null as tool_calls",
            "tool_call_id": "string|null as tool_call_id",
            "reasoning_content": "string|null as reasoning",
            "thinking": "string|null as reasoning",
            "reasoning": "string|null as reasoning"
          }
        },
        "part": {
          "noun": "the content part",
          "as": "part",
          "rule": "S010",
          "by": "type",
          "unknown": "allowed",
          "cases": {
            "text": {"required": ["text"], "members": {"text": "string as part.text"}},
            "image": {"members": {}},
            "image_url": {"members": {}},
            "video": {"members": {}},
            "audio": {"members": {}}
          }
        },
        "tool_call": {
          "noun": "the tool call",
          "as": "call",
          "unknown": "allowed",
          "one_of": ["function", "name"],
          "members": {
            "id": "string|null as call.id",
            "type": "string|null",
            "function": "@called_function",
            "name": "string as call.name",
            "arguments": {
              "type": "object|string as call.arguments",
              "noun": "the arguments",
              "rule": "R012"
            }
          }
        },
        "called_function": {
          "noun": "the called function",
          "required": ["name"],
          "unknown": "allowed",
          "members": {
            "name": {"type": "string as call.name", "noun": "the name of the called function"},
            "arguments": {
              "type": "object as call.arguments",
              "noun": "the arguments",
              "rule": "R012",
              "severity": "warning"
            }
          }
        },
        "tool": {
          "noun": "the tool",
          "as": "tool",
          "rule": "R014",
          "unknown": "allowed",
          "members": {
            "type": "string",
            "function": "@function",
            "name": "string as tool.name",
            "description": "string",
            "parameters": "object as tool.parameters"
          }
        }
      },
      "roles": {
        "values": [
          {
            "name": "system",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "developer",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "user",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text", "image", "image_url", "video", "audio"]
          },
          {
            "name": "assistant",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text", "image", "image_url"]
          },
          {
            "name": "tool",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "function",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          }
        ],
        "source": "trl-docs"
      },
      "turns": {
        "start": ["system", "user", "assistant", "tool"],
        "system": ["user", "assistant", "tool"],
        "user": ["user", "assistant", "tool"],
        "assistant": ["user", "tool"],
        "call": ["user", "assistant", "tool"],
        "tool": ["user", "assistant", "tool"],
        "last": ["assistant"],
        "source": "trl-docs"
      },
      "rules": {
        "S002": null,
        "R001": "warning",
        "R002": "warning",
        "R003": "warning",
        "R004": "warning",
        "R005": "warning",
        "R007": "warning",
        "R008": "error",
        "R010": "warning",
        "R011": "warning",
        "R012": "error",
        "R013": "warning",
        "R014": "warning",
        "R015": "warning",
        "R017": "warning",
        "R018": "warning",
        "S005": "error",
        "S010": "warning",
        "S011": "warning",
        "X001": "warning",
        "E001": "error",
        "S016": "error",
        "R021": "error"
      },
      "writer": {"arguments": "object", "tools": "string"}
    }
    """#

  private static let trl_stepwise: StaticString = #"""
    {
      "name": "trl-stepwise",
      "title": "TRL, stepwise supervision",
      "extends": "base",
      "layout": "trl-stepwise",
      "sources": {
        "trl-docs": {
          "url": "https://github.com/huggingface/trl/blob/f2cd577/docs/source/dataset_formats.md",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "trl-code": {
          "url": "https://github.com/huggingface/trl/blob/f2cd577/trl/data_utils.py",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "trl-config": {
          "url": "https://github.com/huggingface/trl/blob/f2cd577/trl/trainer/sft_config.py",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "context_tokens": {
        "models": {},
        "over_length": "truncated to max_length, which is 1024 by default",
        "source": "trl-config"
      },
      "extensions": {"values": [".jsonl", ".json"], "source": "trl-docs"},
      "limits": [
        {
          "name": "default_max_length",
          "value": 1024,
          "unit": "tokens",
          "note": "a longer example is truncated without a word",
          "source": "trl-config"
        }
      ],
      "record": {
        "noun": "the record",
        "required": ["prompt", "completions", "labels"],
        "unknown": "allowed",
        "members": {"prompt": "string as prompt", "completions": "[string]", "labels": "[boolean]"},
        "source": "trl-docs",
        "same_count": ["completions", "labels"]
      },
      "shapes": {
        "message": {
          "noun": "the message",
          "as": "message",
          "required": ["role"],
          "unknown": "allowed",
          "members": {
            "role": "string as role",
            "content": "string|[@part]|null as content",
            "name": "string|null as name",
            "tool_calls": "[@tool_call]|null as tool_calls",
            "tool_call_id": "string|null as tool_call_id",
            "reasoning_content": "string|null as reasoning",
            "thinking": "string|null as reasoning",
            "reasoning": "string|null as reasoning"
          }
        },
        "part": {
          "noun": "the content part",
          "as": "part",
          "rule": "S010",
          "by": "type",
          "unknown": "allowed",
          "cases": {
            "text": {"required": ["text"], "members": {"text": "string as part.text"}},
            "image": {"members": {}},
            "image_url": {"members": {}},
            "video": {"members": {}},
            "audio": {"members": {}}
          }
        },
        "tool_call": {
          "noun": "the tool call",
          "as": "call",
          "unknown": "allowed",
          "one_of": ["function", "name"],
          "members": {
            "id": "string|null as call.id",
            "type": "string|null",
            "function": "@called_function",
            "name": "string as call.name",
            "arguments": {
              "type": "object|string as call.arguments",
              "noun": "the arguments",
              "rule": "R012"
            }
          }
        },
        "called_function": {
          "noun": "the called function",
          "required": ["name"],
          "unknown": "allowed",
          "members": {
            "name": {"type": "string as call.name", "noun": "the name of the called function"},
            "arguments": {
              "type": "object as call.arguments",
              "noun": "the arguments",
              "rule": "R012",
              "severity": "warning"
            }
          }
        },
        "tool": {
          "noun": "the tool",
          "as": "tool",
          "rule": "R014",
          "unknown": "allowed",
          "members": {
            "type": "string",
            "function": "@function",
            "name": "string as tool.name",
            "description": "string",
            "parameters": "object as tool.parameters"
          }
        }
      },
      "roles": {
        "values": [
          {
            "name": "system",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "developer",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "user",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text", "image", "image_url", "video", "audio"]
          },
          {
            "name": "assistant",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text", "image", "image_url"]
          },
          {
            "name": "tool",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "function",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          }
        ],
        "source": "trl-docs"
      },
      "turns": {
        "start": ["system", "user", "assistant", "tool"],
        "system": ["user", "assistant", "tool"],
        "user": ["user", "assistant", "tool"],
        "assistant": ["user", "tool"],
        "call": ["user", "assistant", "tool"],
        "tool": ["user", "assistant", "tool"],
        "last": ["assistant"],
        "source": "trl-docs"
      },
      "rules": {"S002": null, "S005": "error", "S014": "error", "R007": "warning", "X001": "warning"},
      "writer": {"arguments": "object", "tools": "string"}
    }
    """#

  private static let trl_text: StaticString = #"""
    {
      "name": "trl-text",
      "title": "TRL, language modelling",
      "extends": "base",
      "layout": "text",
      "sources": {
        "trl-docs": {
          "url": "https://github.com/huggingface/trl/blob/f2cd577/docs/source/dataset_formats.md",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "trl-code": {
          "url": "https://github.com/huggingface/trl/blob/f2cd577/trl/data_utils.py",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "trl-config": {
          "url": "https://github.com/huggingface/trl/blob/f2cd577/trl/trainer/sft_config.py",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "context_tokens": {
        "models": {},
        "over_length": "truncated to max_length, which is 1024 by default",
        "source": "trl-config"
      },
      "extensions": {"values": [".jsonl", ".json"], "source": "trl-docs"},
      "limits": [
        {
          "name": "default_max_length",
          "value": 1024,
          "unit": "tokens",
          "note": "a longer example is truncated without a word",
          "source": "trl-config"
        }
      ],
      "record": {
        "noun": "the record",
        "required": ["text"],
        "unknown": "allowed",
        "members": {"text": "string as text"},
        "source": "trl-docs"
      },
      "shapes": {
        "message": {
          "noun": "the message",
          "as": "message",
          "required": ["role"],
          "unknown": "allowed",
          "members": {
            "role": "string as role",
            "content": "string|[@part]|null as content",
            "name": "string|null as name",
            "tool_calls": "[@tool_call]|null as tool_calls",
            "tool_call_id": "string|null as tool_call_id",
            "reasoning_content": "string|null as reasoning",
            "thinking": "string|null as reasoning",
            "reasoning": "string|null as reasoning"
          }
        },
        "part": {
          "noun": "the content part",
          "as": "part",
          "rule": "S010",
          "by": "type",
          "unknown": "allowed",
          "cases": {
            "text": {"required": ["text"], "members": {"text": "string as part.text"}},
            "image": {"members": {}},
            "image_url": {"members": {}},
            "video": {"members": {}},
            "audio": {"members": {}}
          }
        },
        "tool_call": {
          "noun": "the tool call",
          "as": "call",
          "unknown": "allowed",
          "one_of": ["function", "name"],
          "members": {
            "id": "string|null as call.id",
            "type": "string|null",
            "function": "@called_function",
            "name": "string as call.name",
            "arguments": {
              "type": "object|string as call.arguments",
              "noun": "the arguments",
              "rule": "R012"
            }
          }
        },
        "called_function": {
          "noun": "the called function",
          "required": ["name"],
          "unknown": "allowed",
          "members": {
            "name": {"type": "string as call.name", "noun": "the name of the called function"},
            "arguments": {
              "type": "object as call.arguments",
              "noun": "the arguments",
              "rule": "R012",
              "severity": "warning"
            }
          }
        },
        "tool": {
          "noun": "the tool",
          "as": "tool",
          "rule": "R014",
          "unknown": "allowed",
          "members": {
            "type": "string",
            "function": "@function",
            "name": "string as tool.name",
            "description": "string",
            "parameters": "object as tool.parameters"
          }
        }
      },
      "roles": {
        "values": [
          {
            "name": "system",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "developer",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "user",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text", "image", "image_url", "video", "audio"]
          },
          {
            "name": "assistant",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text", "image", "image_url"]
          },
          {
            "name": "tool",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "function",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          }
        ],
        "source": "trl-docs"
      },
      "turns": {
        "start": ["system", "user", "assistant", "tool"],
        "system": ["user", "assistant", "tool"],
        "user": ["user", "assistant", "tool"],
        "assistant": ["user", "tool"],
        "call": ["user", "assistant", "tool"],
        "tool": ["user", "assistant", "tool"],
        "last": ["assistant"],
        "source": "trl-docs"
      },
      "rules": {"S002": null, "R007": "warning", "S005": "error", "X001": "warning"},
      "writer": {"arguments": "object", "tools": "string"}
    }
    """#

  private static let trl_unpaired: StaticString = #"""
    {
      "name": "trl-unpaired",
      "title": "TRL, unpaired preference (KTO)",
      "extends": "base",
      "layout": "trl-unpaired",
      "sources": {
        "trl-docs": {
          "url": "https://github.com/huggingface/trl/blob/f2cd577/docs/source/dataset_formats.md",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "trl-code": {
          "url": "https://github.com/huggingface/trl/blob/f2cd577/trl/data_utils.py",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "trl-config": {
          "url": "https://github.com/huggingface/trl/blob/f2cd577/trl/trainer/sft_config.py",
          "checked": "2026-11-23",
          "certainty": "official"
        }
      },
      "context_tokens": {
        "models": {},
        "over_length": "truncated to max_length, which is 1024 by default",
        "source": "trl-config"
      },
      "extensions": {"values": [".jsonl", ".json"], "source": "trl-docs"},
      "limits": [
        {
          "name": "default_max_length",
          "value": 1024,
          "unit": "tokens",
          "note": "a longer example is truncated without a word",
          "source": "trl-config"
        }
      ],
      "record": {
        "noun": "the record",
        "required": ["prompt", "completion", "label"],
        "unknown": "allowed",
        "members": {
          "prompt": {"type": "string|[@message] as prompt", "min": 1},
          "completion": {"type": "string|[@message] as completion", "min": 1},
          "label": "boolean as label",
          "tools": "[@tool]|string|null as tools",
          "chat_template_kwargs": "object|null"
        },
        "source": "trl-docs"
      },
      "shapes": {
        "message": {
          "noun": "the message",
          "as": "message",
          "required": ["role"],
          "unknown": "allowed",
          "members": {
            "role": "string as role",
            "content": "string|[@part]|null as content",
            "name": "string|null as name",
            "tool_calls": "[@tool_call]|null as tool_calls",
            "tool_call_id": "string|null as tool_call_id",
            "reasoning_content": "string|null as reasoning",
            "thinking": "string|null as reasoning",
            "reasoning": "string|null as reasoning"
          }
        },
        "part": {
          "noun": "the content part",
          "as": "part",
          "rule": "S010",
          "by": "type",
          "unknown": "allowed",
          "cases": {
            "text": {"required": ["text"], "members": {"text": "string as part.text"}},
            "image": {"members": {}},
            "image_url": {"members": {}},
            "video": {"members": {}},
            "audio": {"members": {}}
          }
        },
        "tool_call": {
          "noun": "the tool call",
          "as": "call",
          "unknown": "allowed",
          "one_of": ["function", "name"],
          "members": {
            "id": "string|null as call.id",
            "type": "string|null",
            "function": "@called_function",
            "name": "string as call.name",
            "arguments": {
              "type": "object|string as call.arguments",
              "noun": "the arguments",
              "rule": "R012"
            }
          }
        },
        "called_function": {
          "noun": "the called function",
          "required": ["name"],
          "unknown": "allowed",
          "members": {
            "name": {"type": "string as call.name", "noun": "the name of the called function"},
            "arguments": {
              "type": "object as call.arguments",
              "noun": "the arguments",
              "rule": "R012",
              "severity": "warning"
            }
          }
        },
        "tool": {
          "noun": "the tool",
          "as": "tool",
          "rule": "R014",
          "unknown": "allowed",
          "members": {
            "type": "string",
            "function": "@function",
            "name": "string as tool.name",
            "description": "string",
            "parameters": "object as tool.parameters"
          }
        }
      },
      "roles": {
        "values": [
          {
            "name": "system",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "developer",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "user",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text", "image", "image_url", "video", "audio"]
          },
          {
            "name": "assistant",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text", "image", "image_url"]
          },
          {
            "name": "tool",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "function",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          }
        ],
        "source": "trl-docs"
      },
      "turns": {
        "start": ["system", "user", "assistant", "tool"],
        "system": ["user", "assistant", "tool"],
        "user": ["user", "assistant", "tool"],
        "assistant": ["user", "tool"],
        "call": ["user", "assistant", "tool"],
        "tool": ["user", "assistant", "tool"],
        "last": ["assistant"],
        "source": "trl-docs"
      },
      "rules": {
        "S002": null,
        "R001": "warning",
        "R002": "warning",
        "R003": "warning",
        "R004": "warning",
        "R005": "warning",
        "R007": "warning",
        "R008": "error",
        "R010": "warning",
        "R011": "warning",
        "R012": "error",
        "R013": "warning",
        "R014": "warning",
        "R015": "warning",
        "R017": "warning",
        "R018": "warning",
        "S005": "error",
        "S010": "warning",
        "S011": "warning",
        "X001": "warning",
        "E001": "error",
        "S016": "error",
        "R021": "error",
        "P006": "error"
      },
      "writer": {"arguments": "object", "tools": "string"}
    }
    """#

  private static let unsloth: StaticString = #"""
    {
      "name": "unsloth",
      "title": "Unsloth, conversations (ChatML or ShareGPT)",
      "extends": "base",
      "layout": "messages",
      "sources": {
        "unsloth-docs": {
          "url": "https://docs.unsloth.ai/get-started/fine-tuning-llms-guide/datasets-guide",
          "checked": "2026-11-23",
          "certainty": "official copy"
        }
      },
      "extensions": {"values": [".jsonl", ".json"], "source": "unsloth-docs"},
      "record": {
        "noun": "the record",
        "unknown": "allowed",
        "any_of": ["messages", "conversations"],
        "members": {
          "messages": {"type": "[@message] as messages", "min": 1},
          "conversations": {"type": "[@turn] as messages", "min": 1},
          "tools": "[@tool]|string|null as tools"
        },
        "source": "unsloth-docs"
      },
      "shapes": {
        "message": {
          "noun": "the message",
          "as": "message",
          "required": ["role"],
          "unknown": "allowed",
          "members": {
            "role": "string as role",
            "content": "string|[@part]|null as content",
            "name": "string|null as name",
            "tool_calls": "[@tool_call]|null as tool_calls",
            "tool_call_id": "string|null as tool_call_id",
            "reasoning_content": "string|null as reasoning",
            "thinking": "string|null as reasoning",
            "reasoning": "string|null as reasoning"
          }
        },
        "part": {
          "noun": "the content part",
          "as": "part",
          "rule": "S010",
          "by": "type",
          "unknown": "allowed",
          "cases": {
            "text": {"required": ["text"], "members": {"text": "string as part.text"}},
            "image": {"members": {}},
            "image_url": {"members": {}},
            "video": {"members": {}},
            "audio": {"members": {}}
          }
        },
        "tool_call": {
          "noun": "the tool call",
          "as": "call",
          "unknown": "allowed",
          "one_of": ["function", "name"],
          "members": {
            "id": "string|null as call.id",
            "type": "string|null",
            "function": "@called_function",
            "name": "string as call.name",
            "arguments": {
              "type": "object|string as call.arguments",
              "noun": "the arguments",
              "rule": "R012"
            }
          }
        },
        "called_function": {
          "noun": "the called function",
          "required": ["name"],
          "unknown": "allowed",
          "members": {
            "name": {"type": "string as call.name", "noun": "the name of the called function"},
            "arguments": {
              "type": "object as call.arguments",
              "noun": "the arguments",
              "rule": "R012",
              "severity": "warning"
            }
          }
        },
        "tool": {
          "noun": "the tool",
          "as": "tool",
          "rule": "R014",
          "unknown": "allowed",
          "members": {
            "type": "string",
            "function": "@function",
            "name": "string as tool.name",
            "description": "string",
            "parameters": "object as tool.parameters"
          }
        },
        "turn": {
          "noun": "the turn",
          "as": "message",
          "unknown": "allowed",
          "any_of": ["from", "role"],
          "members": {
            "from": "string as role",
            "value": "string as content",
            "role": "string as role",
            "content": "string|[@part]|null as content"
          }
        }
      },
      "roles": {
        "values": [
          {
            "name": "system",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "developer",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "user",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text", "image", "image_url", "video", "audio"]
          },
          {
            "name": "assistant",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text", "image", "image_url"]
          },
          {
            "name": "tool",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {
            "name": "function",
            "keys": [
              "role", "content", "name", "tool_calls", "tool_call_id", "reasoning_content", "thinking",
              "reasoning"
            ],
            "parts": ["text"]
          },
          {"name": "human", "is": "user", "keys": ["from", "value"], "parts": []},
          {"name": "gpt", "is": "assistant", "keys": ["from", "value"], "parts": []}
        ],
        "source": "unsloth-docs"
      },
      "turns": {
        "start": ["system", "user", "assistant", "tool"],
        "system": ["user", "assistant", "tool"],
        "user": ["user", "assistant", "tool"],
        "assistant": ["user", "tool"],
        "call": ["user", "assistant", "tool"],
        "tool": ["user", "assistant", "tool"],
        "last": ["assistant"],
        "source": "unsloth-docs"
      },
      "rules": {
        "S002": null,
        "R001": "warning",
        "R002": "warning",
        "R003": "warning",
        "R004": "warning",
        "R005": "warning",
        "R007": "warning",
        "R008": "error",
        "R010": "warning",
        "R011": "warning",
        "R012": "error",
        "R013": "warning",
        "R014": "warning",
        "R015": "warning",
        "R017": "warning",
        "R018": "warning",
        "S005": "error",
        "S010": "warning",
        "S011": "warning",
        "X001": "warning",
        "E001": "error"
      },
      "writer": {"arguments": "object"}
    }
    """#

  private static let vertex: StaticString = #"""
    {
      "name": "vertex",
      "title": "Vertex AI (Gemini Enterprise Agent Platform), supervised tuning",
      "extends": "base",
      "layout": "gemini",
      "lifecycle": {
        "status": "open",
        "dates": [
          {
            "date": "2026-10-20",
            "what": "Gemini 2.5 models go off",
            "source": "retirement"
          }
        ]
      },
      "sources": {
        "about": {
          "url": "https://cloud.google.com/vertex-ai/generative-ai/docs/models/gemini-supervised-tuning-about",
          "checked": "2026-11-23",
          "certainty": "official copy"
        },
        "prepare": {
          "url": "https://cloud.google.com/vertex-ai/generative-ai/docs/models/gemini-supervised-tuning-prepare",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "function-calling": {
          "url": "https://cloud.google.com/vertex-ai/generative-ai/docs/models/tune-function-calling",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "preference": {
          "url": "https://cloud.google.com/vertex-ai/generative-ai/docs/models/gemini-preference-tuning-prepare",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "reinforcement": {
          "url": "https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/tuning/reinforcement-tuning-job/tuning-dataset",
          "checked": "2026-11-23",
          "certainty": "official"
        },
        "retirement": {
          "url": "https://dev.to/leighefford",
          "checked": "2026-11-23",
          "certainty": "reported"
        }
      },
      "limits": [
        {
          "name": "min_examples",
          "value": 16,
          "unit": "examples",
          "note": "an older page; start with 100",
          "source": "about"
        },
        {
          "name": "max_examples",
          "value": 10000000,
          "unit": "examples",
          "note": "text only; older pages say 1 million",
          "source": "about"
        },
        {"name": "max_multimodal_examples", "value": 300000, "unit": "examples", "source": "about"},
        {"name": "max_file_bytes", "value": 1073741824, "unit": "bytes", "source": "prepare"},
        {
          "name": "max_validation_examples",
          "value": 5000,
          "unit": "examples",
          "note": "or 30 % where the training set is small; an older page says 256",
          "source": "about"
        }
      ],
      "context_tokens": {
        "models": {"gemini-2": 131072, "gemini-1": 32000},
        "over_length": "truncated or dropped, and counted in the job's statistics",
        "source": "about"
      },
      "extensions": {"values": [".jsonl"], "source": "prepare"},
      "record": {
        "noun": "the record",
        "required": ["contents"],
        "unknown": "warning",
        "members": {
          "systemInstruction": "@system as system",
          "system_instruction": "@system as system",
          "contents": {"type": "[@content] as messages", "min": 1},
          "tools": "[@tool] as tools",
          "toolConfig": "object",
          "tool_config": "object"
        },
        "source": "prepare"
      },
      "shapes": {
        "content": {
          "noun": "the content",
          "as": "message",
          "required": ["parts"],
          "unknown": "warning",
          "members": {"role": "string as role", "parts": {"type": "[@part] as content", "min": 1}}
        },
        "system": {
          "noun": "the system instruction",
          "as": "message",
          "required": ["parts"],
          "unknown": "warning",
          "members": {"role": "string", "parts": {"type": "[@text_part] as content", "min": 1}}
        },
        "text_part": {
          "noun": "the part",
          "as": "part",
          "rule": "S010",
          "required": ["text"],
          "unknown": "error",
          "members": {"text": "string as part.text"}
        },
        "part": {
          "noun": "the part",
          "as": "part",
          "rule": "S010",
          "unknown": "error",
          "one_of": [
            "text", "fileData", "inlineData", "functionCall", "functionResponse", "file_data", "inline_data",
            "function_call", "function_response"
          ],
          "members": {
            "text": "string as part.text",
            "fileData": "@file_data",
            "inlineData": "@inline_data",
            "functionCall": "@function_call",
            "functionResponse": "@function_response",
            "file_data": "@file_data",
            "inline_data": "@inline_data",
            "function_call": "@function_call",
            "function_response": "@function_response",
            "thought": "boolean",
            "thoughtSignature": "string",
            "videoMetadata": "object"
          }
        },
        "file_data": {
          "noun": "the file",
          "as": "media",
          "rule": "S012",
          "unknown": "warning",
          "members": {
            "mimeType": "string as media.type",
            "mime_type": "string as media.type",
            "fileUri": {
              "type": "string",
              "prefixes": ["gs://", "https://", "http://"],
              "words": "an address of Cloud Storage or of the web: gs://… or https://…"
            },
            "file_uri": {
              "type": "string",
              "prefixes": ["gs://", "https://", "http://"],
              "words": "an address of Cloud Storage or of the web: gs://… or https://…"
            }
          }
        },
        "inline_data": {
          "noun": "the inline data",
          "as": "media",
          "rule": "S012",
          "unknown": "warning",
          "members": {
            "mimeType": "string as media.type",
            "mime_type": "string as media.type",
            "data": "string"
          }
        },
        "function_call": {
          "noun": "the function call",
          "as": "call",
          "required": ["name"],
          "unknown": "warning",
          "members": {
            "id": "string as call.id",
            "name": {"type": "string as call.name", "noun": "the name of the called function"},
            "args": {"type": "object as call.arguments", "noun": "the arguments", "rule": "R012"}
          }
        },
        "function_response": {
          "noun": "the function response",
          "as": "result",
          "required": ["name", "response"],
          "unknown": "warning",
          "members": {
            "id": "string as result.id",
            "name": "string as result.name",
            "response": "object"
          }
        },
        "tool": {
          "noun": "the tool",
          "rule": "R014",
          "unknown": "allowed",
          "members": {
            "functionDeclarations": "[@declaration]",
            "function_declarations": "[@declaration]"
          }
        },
        "declaration": {
          "noun": "the function",
          "as": "tool",
          "rule": "R014",
          "required": ["name"],
          "unknown": "allowed",
          "members": {
            "name": {
              "type": "string as tool.name",
              "noun": "the name of the function",
              "characters": "letters digits _ - .",
              "min": 1,
              "max": 64,
              "words": "1 to 64 letters, digits, '_', '-' or '.'"
            },
            "description": "string",
            "parameters": {
              "type": "object as tool.parameters",
              "words": "a schema, which is an object"
            }
          }
        }
      },
      "roles": {
        "values": [
          {
            "name": "user",
            "keys": ["role", "parts"],
            "required": ["parts"],
            "parts": [
              "text", "fileData", "inlineData", "functionResponse", "file_data", "inline_data",
              "function_response"
            ]
          },
          {
            "name": "model",
            "is": "assistant",
            "keys": ["role", "parts"],
            "required": ["parts"],
            "parts": ["text", "functionCall", "function_call"]
          },
          {
            "name": "function",
            "is": "tool",
            "keys": ["role", "parts"],
            "required": ["parts"],
            "parts": ["functionResponse", "function_response"]
          }
        ],
        "source": "prepare"
      },
      "turns": {
        "start": ["user", "tool"],
        "system": ["user", "assistant", "tool"],
        "user": ["user", "assistant", "tool"],
        "assistant": ["user", "tool"],
        "call": ["user", "assistant", "tool"],
        "tool": ["user", "assistant", "tool"],
        "last": ["assistant"],
        "source": "prepare"
      },
      "rules": {
        "R001": "error",
        "R002": "warning",
        "R003": "warning",
        "R004": "error",
        "R005": "warning",
        "R007": "error",
        "R008": "error",
        "R010": "warning",
        "R011": "error",
        "R012": "error",
        "R014": "warning",
        "R015": "warning",
        "R017": "warning",
        "R018": "warning",
        "S010": "error",
        "S011": "error",
        "S012": "error",
        "X001": "warning",
        "M001": "error",
        "L001": "warning",
        "L002": "error",
        "L004": "warning",
        "L008": "error"
      }
    }
    """#

  private static let vertex_preference: StaticString = #"""
    {
      "name": "vertex-preference",
      "title": "Vertex AI (Gemini Enterprise Agent Platform), preference tuning",
      "extends": "vertex",
      "layout": "gemini-preference",
      "limits": [{"name": "completions_per_example", "value": 2, "unit": "completions", "source": "preference"}],
      "context_tokens": {"models": {"gemini-2": 128000}, "over_length": "dropped", "source": "preference"},
      "record": {
        "noun": "the record",
        "required": ["contents", "completions"],
        "unknown": "warning",
        "members": {
          "systemInstruction": "@system as system",
          "system_instruction": "@system as system",
          "contents": {"type": "[@content] as prompt", "min": 1},
          "completions": {"type": "[@scored]", "min": 2, "max": 2}
        },
        "source": "preference"
      },
      "shapes": {
        "scored": {
          "noun": "the completion",
          "as": "side",
          "required": ["score", "completion"],
          "unknown": "warning",
          "members": {
            "score": {
              "type": "number as side.score",
              "values": [
                "0", "1", "0.0", "1.0"
              ],
              "words": "0 or 1"
            },
            "completion": "@content"
          }
        }
      },
      "roles": {
        "values": [
          {"name": "user", "keys": ["role", "parts"], "required": ["parts"], "parts": ["text"]},
          {
            "name": "model",
            "is": "assistant",
            "keys": ["role", "parts"],
            "required": ["parts"],
            "parts": ["text"]
          }
        ],
        "source": "preference"
      },
      "rules": {
        "P001": "error",
        "P002": "error",
        "P003": "error",
        "P004": "info",
        "P005": "warning",
        "R016": "error",
        "R004": null,
        "R008": null,
        "M001": null,
        "R010": null,
        "L008": null
      }
    }
    """#

  private static let vertex_rl: StaticString = #"""
    {
      "name": "vertex-rl",
      "title": "Vertex AI (Gemini Enterprise Agent Platform), reinforcement tuning",
      "extends": "vertex",
      "layout": "gemini-rl",
      "record": {
        "noun": "the record",
        "required": ["contents", "references"],
        "unknown": "warning",
        "members": {
          "systemInstruction": "@system as system",
          "system_instruction": "@system as system",
          "contents": {"type": "[@content] as prompt", "min": 1},
          "references": "@references"
        },
        "source": "reinforcement"
      },
      "shapes": {
        "references": {
          "noun": "the references",
          "unknown": "allowed",
          "values_of": "string",
          "members": {}
        }
      },
      "rules": {"R004": null, "R008": null, "M001": null, "R010": null, "R016": "warning"}
    }
    """#
}
