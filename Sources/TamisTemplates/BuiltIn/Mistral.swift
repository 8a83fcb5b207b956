/// The templates of Mistral, which say what the tokenizers of mistral-common make of a conversation
/// (https://mistralai.github.io/mistral-common/usage/tokenizers/).
///
/// Neighbours of one role are one message, of parts with an empty line between them. Up to v3 the
/// system prompt stands within a question: the first one (v1) or the last one (v3).
extension BuiltInTemplate {
  /// v1: Mistral 7B v0.1 and v0.2, Mixtral 8x7B.
  static let mistral1 = mistral(
    "mistral-v1",
    gathering(
      merging: "role == g.role",
      following: "{'user': ['user', 'assistant'], 'assistant': ['user', 'assistant']}")
        + #"""

        {%- for message in g.messages %}
            {%- if message.role == 'user' %}
                {{- ' [INST] ' + (system + '\n\n' if system and loop.first else '') + message.content + ' [/INST]' }}
                {{- '' if loop.last else ' ' }}
            {%- else %}
                {%- if not message.content %}
                    {{- raise_exception('Assistant message content must be non-empty.') }}
                {%- endif %}
                {%- generation %}{{- message.content + eos_token }}{%- endgeneration %}
            {%- endif %}
        {%- endfor %}
        """#)

  /// v3 with SentencePiece: Mistral 7B v0.3, Mixtral 8x22B, Codestral.
  static let mistral3 = mistral("mistral-v3", version3(space: " "))
  /// v3 with Tekken, which has no space behind control tokens: Mistral Nemo, Ministral.
  static let mistral3Tekken = mistral("mistral-v3-tekken", version3(space: ""))

  /// v7: Mistral Large 2411, whose system prompts have tokens of their own.
  static let mistral7 = mistral(
    "mistral-v7",
    gathering(
      merging: "role == g.role and role not in ['system', 'tool']",
      following: """
        {'system': ['user', 'assistant', 'system'], 'user': ['user', 'assistant', 'system'],
            'assistant': ['user', 'assistant', 'tool'], 'tool': ['user', 'assistant', 'tool']}
        """,
      system: nil)
      + turns(
        space: " ", question: "message.content", checks: "",
        tool: "'[TOOL_RESULTS] ' + id + '[TOOL_CONTENT] ' + message['content'] | string",
        others: #"""
              {%- elif message.role == 'system' %}
                  {{- '[SYSTEM_PROMPT] ' + message.content + '[/SYSTEM_PROMPT]' }}
          """#))

  private static func mistral(_ name: String, _ source: String) -> BuiltInTemplate {
    BuiltInTemplate(name, bos: "<s>", eos: "</s>", unknown: "<unk>", source: source)
  }

  private static func version3(space: String) -> String {
    gathering(
      merging: "role == g.role and role != 'tool'",
      following: """
        {'user': ['user', 'assistant'], 'assistant': ['user', 'assistant', 'tool'],
            'tool': ['user', 'assistant', 'tool']}
        """)
      + turns(
        space: space,
        question:
          "(system + '\\n\\n' if system and loop.index0 == g.last else '') + message.content",
        checks: #"""
                  {%- if message.content and message.tool_calls %}
                      {{- raise_exception('Assistant message cannot have both content and tool calls.') }}
                  {%- endif %}
          """#,
        tool: "'[TOOL_RESULTS]\(space)' + {'content': result, 'call_id': id} | tojson", others: "")
  }

  /// The messages as the models have them, in `g.messages`; the system prompt in `system` where it has
  /// no message of its own.
  private static func gathering(
    merging: String, following: String, system: String? = "system"
  ) -> String {
    #"""
    {{- bos_token }}
    {%- set g = namespace(messages=[], system=[], role=none, texts=[], calls=[], last=-1) %}
    {%- for message in messages + [{'role': none}] %}
        {%- set role = message['role'] %}
        {%- set content = message['content'] %}
        {%- set own = namespace(texts=[content] if content is string else []) %}
        {%- if content is not string and content and role != 'tool' %}
            {%- for part in content %}
                {%- if part['type'] != 'text' %}
                    {{- raise_exception('Only text chunks are supported in ' + role + ' message content.') }}
                {%- endif %}
                {%- set own.texts = own.texts + [part['text']] %}
            {%- endfor %}
        {%- endif %}
        {%- if \#(system == nil ? "false" : "role == 'system'") %}
            {%- set g.system = g.system + own.texts %}
        {%- elif \#(merging) %}
            {%- set g.texts = g.texts + own.texts %}
            {%- set g.calls = g.calls + (message['tool_calls'] or []) %}
        {%- else %}
            {%- if g.role is not none and g.role != 'tool' %}
                {%- set g.messages = g.messages + [{'role': g.role, 'content': g.texts | join('\n\n'), 'tool_calls': g.calls}] %}
            {%- endif %}
            {%- if role == 'tool' %}{%- set g.messages = g.messages + [message] %}{%- endif %}
            {%- set g.role = role %}
            {%- set g.texts = own.texts %}
            {%- set g.calls = message['tool_calls'] or [] %}
        {%- endif %}
    {%- endfor %}
    {%- set system = g.system | join('\n\n') %}
    {%- set followers = \#(following) %}
    {%- for message in g.messages %}
        {%- if loop.first and message.role \#(system == nil ? "not in ['user', 'system']" : "!= 'user'") %}
            {{- raise_exception('Conversation must start with a user \#(system == nil ? "or system " : "")message, got ' + message.role + '.') }}
        {%- elif not loop.first and message.role not in followers[loop.previtem.role] %}
            {{- raise_exception("Unexpected role '" + message.role + "' after role '" + loop.previtem.role + "'") }}
        {%- endif %}
        {%- if message.role == 'user' %}{%- set g.last = loop.index0 %}{%- endif %}
    {%- endfor %}
    """#
  }

  /// The turns of the versions that know tools.
  private static func turns(
    space: String, question: String, checks: String, tool: String, others: String
  ) -> String {
    #"""

    {%- set g.space = '' %}
    {%- for message in g.messages %}
        {%- if message.role == 'user' %}
            {%- if tools and loop.index0 == g.last %}
                {{- '[AVAILABLE_TOOLS]\#(space)' + tools | tojson + '[/AVAILABLE_TOOLS]' }}
            {%- endif %}
            {{- '[INST]\#(space)' + \#(question) + '[/INST]' }}
            {%- set g.space = '\#(space)' %}
        {%- elif message.role == 'assistant' %}
            {%- if not message.content and not message.tool_calls %}
                {{- raise_exception('Assistant message must have a string or a list of chunks in content or a list of tool calls.') }}
            {%- endif %}
    \#(checks)
            {%- for call in message.tool_calls if not call.id or call.id | length != 9 %}
                {{- raise_exception('Tool call must have an id of 9 characters or numbers.') }}
            {%- endfor %}
            {%- generation %}
            {{- g.space + message.content if message.content }}
            {%- if message.tool_calls %}
                {{- '[TOOL_CALLS]\#(space)[' }}
                {%- for call in message.tool_calls %}
                    {%- set arguments = call.function.arguments %}
                    {%- set arguments = arguments or '{}' if arguments is string else arguments | tojson %}
                    {{- '{"name": "' + call.function.name + '", "arguments": ' + arguments + ', "id": "' + call.id + '"}' }}
                    {{- '' if loop.last else ', ' }}
                {%- endfor %}
                {{- ']' }}
            {%- endif %}
            {{- eos_token }}
            {%- endgeneration %}
        {%- elif message.role == 'tool' %}
            {%- set result = message['content'] | string %}
            {%- if message['content'] | int | string == message['content'] %}
                {%- set result = message['content'] | int %}
            {%- elif message['content'] | float | string == message['content'] %}
                {%- set result = message['content'] | float %}
            {%- endif %}
            {%- set id = message['call_id'] if message['call_id'] and message['call_id'] | length == 9 else message['tool_call_id'] %}
            {%- if not id or id | length != 9 %}
                {{- raise_exception('Tool message must have a call_id or tool_call_id of 9 characters or numbers.') }}
            {%- endif %}
            {{- \#(tool) + '[/TOOL_RESULTS]' }}
            {%- set g.space = '\#(space)' %}
    \#(others)
        {%- endif %}
    {%- endfor %}
    """#
  }
}
