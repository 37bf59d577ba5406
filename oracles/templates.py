"""Chat templates in the styles of well-known models and how transformers renders them.

Writes golden/templates.json.gz: templates, chats, and for each pair with and without the generation prompt the text, or the
message with which the template refuses the chat. `probes` are small expressions on which Jinja in JavaScript often differs.
Python 3.11, transformers 5.23.0, Jinja2 3.1.6. Today is 2024-03-05 14:07:09. Run in the folder oracles/.
"""
import gzip
import json
from datetime import datetime
from pathlib import Path

import jinja2
from transformers.utils.chat_template_utils import _compile_jinja_template

TODAY = datetime(2024, 3, 5, 14, 7, 9)
TEMPLATES = {
    "chatml": "{% for m in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ '<|im_start|>system\nYou are helpful.<|im_end|>\n' }}{% endif %}{{ '<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>' + '\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}",
    "llama2": """{% if messages[0]['role'] == 'system' %}
    {% set system = messages[0]['content'] %}
    {% set rest = messages[1:] %}
{% else %}
    {% set system = false %}
    {% set rest = messages %}
{% endif %}
{% for m in rest %}
    {% if (m['role'] == 'user') != (loop.index0 % 2 == 0) %}
        {{ raise_exception('Roles must alternate user/assistant/user/assistant/...') }}
    {% endif %}
    {% if loop.index0 == 0 and system != false %}
        {% set content = '<<SYS>>\\n' + system + '\\n<</SYS>>\\n\\n' + m['content'] %}
    {% else %}
        {% set content = m['content'] %}
    {% endif %}
    {% if m['role'] == 'user' %}
        {{ bos_token + '[INST] ' + content.strip() + ' [/INST]' }}
    {%- elif m['role'] == 'assistant' %}
        {{ ' ' + content.strip() + ' ' + eos_token }}
    {%- endif %}
{% endfor %}""",
    "mistral": "{%- if messages[0]['role'] == 'system' -%}{{ raise_exception('System role not supported') }}{%- endif -%}{{ bos_token }}{%- for m in messages %}{%- if m['role'] == 'user' -%}{{ '[INST] ' ~ m['content'] ~ ' [/INST]' }}{%- else -%}{{ ' ' + m['content'] | trim + eos_token }}{%- endif -%}{%- endfor -%}",
    "llama3": """{{- bos_token }}
{%- if not date_string is defined %}
    {%- if strftime_now is defined %}
        {%- set date_string = strftime_now("%d %b %Y") %}
    {%- else %}
        {%- set date_string = "26 Jul 2024" %}
    {%- endif %}
{%- endif %}
{%- if not tools is defined %}
    {%- set tools = none %}
{%- endif %}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content']|trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_message = "" %}
{%- endif %}
{{- "<|start_header_id|>system<|end_header_id|>\\n\\n" }}
{%- if tools is not none %}
    {{- "Environment: ipython\\n" }}
{%- endif %}
{{- "Today Date: " + date_string + "\\n\\n" }}
{{- system_message }}
{{- "<|eot_id|>" }}
{%- for message in messages %}
    {%- if not (message.role == 'ipython' or message.role == 'tool' or 'tool_calls' in message) %}
        {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'+ message['content'] | trim + '<|eot_id|>' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
{%- endif %}
""",
    "gemma": """{{ bos_token }}
{%- if messages[0]['role'] == 'system' -%}
    {%- set first_user_prefix = messages[0]['content'] + '\n\n' -%}
    {%- set loop_messages = messages[1:] -%}
{%- else -%}
    {%- set first_user_prefix = "" -%}
    {%- set loop_messages = messages -%}
{%- endif -%}
{%- for message in loop_messages -%}
    {%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) -%}
        {{ raise_exception("Conversation roles must alternate user/assistant/user/assistant/...") }}
    {%- endif -%}
    {%- if (message['role'] == 'assistant') -%}
        {%- set role = "model" -%}
    {%- else -%}
        {%- set role = message['role'] -%}
    {%- endif -%}
    {{ '<start_of_turn>' + role + '\n' + (first_user_prefix if loop.first else "") }}
    {%- if message['content'] is string -%}
        {{ message['content'] | trim }}
    {%- endif -%}
    {{ '<end_of_turn>\n' }}
{%- endfor -%}
{%- if add_generation_prompt -%}
    {{'<start_of_turn>model\n'}}
{%- endif -%}
""",
    "thinking": """{%- set ns = namespace(last=messages|length - 1, found=false) %}
{%- for message in messages[::-1] %}
    {%- if message.role == "user" and not ns.found %}
        {%- set ns.found = true %}
        {%- set ns.last = messages|length - 1 - loop.index0 %}
    {%- endif %}
{%- endfor %}
{%- for message in messages %}
    {%- set content = message.content %}
    {%- if message.role == "assistant" %}
        {%- set thought = '' %}
        {%- if '</think>' in content %}
            {%- set thought = content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}
            {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
        {%- endif %}
        {%- if loop.index0 > ns.last %}
            {{- '<|im_start|>assistant\\n<think>\\n' + thought.strip('\\n') + '\\n</think>\\n\\n' + content.lstrip('\\n') + '<|im_end|>\\n' }}
        {%- else %}
            {{- '<|im_start|>assistant\\n' + content + '<|im_end|>\\n' }}
        {%- endif %}
    {%- else %}
        {{- '<|im_start|>' + message.role + '\\n' + content + '<|im_end|>\\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n<think>\\n\\n</think>\\n\\n' }}
{%- endif %}
""",
    "zephyr": "{% for message in messages %}\n{% if message['role'] == 'user' %}\n{{ '<|user|>\n' + message['content'] + eos_token }}\n{% elif message['role'] == 'system' %}\n{{ '<|system|>\n' + message['content'] + eos_token }}\n{% elif message['role'] == 'assistant' %}\n{{ '<|assistant|>\n'  + message['content'] + eos_token }}\n{% endif %}\n{% if loop.last and add_generation_prompt %}\n{{ '<|assistant|>' }}\n{% endif %}\n{% endfor %}",
}


def chat(*turns):
    return [{"role": {"s": "system", "u": "user", "a": "assistant"}[role], "content": content} for role, content in turns]


CHATS = [
    chat(("u", "Hi")),
    chat(("s", "Be brief."), ("u", "Hi")),
    chat(("s", ""), ("u", "Hi")),
    chat(("u", "Hi"), ("a", "Hello! 👩‍🚀"), ("u", "Bye")),
    chat(("s", " Be brief. \n"), ("u", "\n Hi \t"), ("a", "  Hello \u00a0\n"), ("u", "x")),
    chat(("u", "\ufeffHi\ufeff"), ("a", "\u0085Hello\u001c"), ("u", "\u2028\u3000x\u200b")),
    chat(("u", "Hi"), ("a", "<think>\n\nLet me see.\n\n</think>\n\nHello\n")),
    chat(("u", "Hi"), ("u", "again")),
    chat(("a", "Hello"), ("u", "Hi")),
    chat(("u", ""), ("a", ""), ("u", "مرحبا {{ x }} {% if %}")),
]

PROBES = [
    "{{ '' == false }}|{{ 0 == false }}|{{ 1 == true }}|{{ none == false }}|{{ '1' == 1 }}" .replace("{{ ", "{{ 1 if ").replace(" }}", " else 0 }}"),
    "{{ 1 if [1, 'a'] == [1, 'a'] else 0 }}{{ 1 if {'a': [1]} == {'a': [1]} else 0 }}{{ 1 if [1] != [1, 2] else 0 }}",
    "{{ '👩‍🚀é' | length }} {{ [1, 2] | length }} {{ {'a': 1} | length }} {{ '' | count }}",
    "[{{ ' \x1c\x85\ufeff x \ufeff\x1f ' | trim }}] [{{ '\x85 x'.strip() }}] [{{ '\ufeffx '.rstrip() }}] [{{ ' \u200bx'.lstrip() }}]",
    "[{{ '--x--'.strip('-') }}] [{{ 'abcxcba'.lstrip('ab') }}] [{{ 'abcxcba'.rstrip('ab') }}] [{{ 'xx' | trim('x') }}]",
    "{{ strftime_now('%d %B %Y, %a %A %b %m %y %H:%M:%S %%') }}",
    "{% if strftime_now is defined and raise_exception is defined %}both{% endif %}",
    "{{ undefined_thing | trim }}|{{ messages[0].missing | default('d') }}",
]


def render(source, messages, prompt):
    template = _compile_jinja_template(source)
    template.globals["strftime_now"] = lambda form: TODAY.strftime(form)
    try:
        return {"text": template.render(messages=messages, tools=None, documents=None, add_generation_prompt=prompt, bos_token="<s>", eos_token="</s>")}
    except jinja2.TemplateError as error:
        return {"refusal": error.message}


golden = {
    "templates": TEMPLATES, "chats": CHATS,
    "renders": {name: [[render(source, messages, prompt) for prompt in (False, True)] for messages in CHATS] for name, source in TEMPLATES.items()},
    "probes": [{"source": source, **render(source, CHATS[0], False)} for source in PROBES],
}
with gzip.GzipFile("golden/templates.json.gz", "wb", mtime=0) as file:
    file.write(json.dumps(golden).encode())
print(Path("golden/templates.json.gz").stat().st_size, [p.get("text", p) for p in golden["probes"]])
