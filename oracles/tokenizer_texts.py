"""The texts that tokenizers are compared on, and the text that the tiny vocabularies are trained on. No randomness but seed 0."""
import random
import unicodedata

NASTY = [
    "", " ", "  ", "   x", "x   ", "a", "Hello world", " Hello world", "Hello  world   again", "hello\nworld", "hello\n\n\nworld\n",
    "\n", "\n\n", " \n \n ", "\r\n", "line\r\nline\r\n\r\n", "\t", "\t\tif x:\n\t\t\treturn y  # ok\n", "    indented\n        more\n",
    "It's John's, they'll say I'd've; WE'LL, IT'S, DON'T ' s 's", "3.14159 1,000,000 2024-05-06 ٣٤٥ ½ Ⅷ 12345678901234567890",
    "snake_case camelCase PascalCase SCREAMING_CASE kebab-case", "f(x) = {a: [1, 2], 'b': \"c\"} // <tag attr='v'/> && || != === ->",
    "https://example.org/a/b?c=d&e=f#g user@example.org C:\\path\\to", "...!!!???;;;---___***###@@@", "“curly” ‘quotes’ — dash – … ¿¡ «»",
    "naïve café résumé Ångström", "nai\u0308ve cafe\u0301 A\u030angstro\u0308m", "z\u0300\u0301\u0302\u0303\u0304\u0305algo", "ﬁ ﬂ ﬀ ǅ ß ẞ ſ 'ſ İ ı",
    "你好，世界。今天天气很好！", "日本語のテキスト、カタカナとひらがな。", "한국어 텍스트입니다. 안녕하세요?", "中文English混排123数字", "籙膂蟳푎𝔹",
    "مرحبا بالعالم، كيف حالك؟", "שלום עולם, מה שלומך?", "\u202bעברית\u202c abc \u200f\u200e", "नमस्ते दुनिया क्षत्रिय", "สวัสดีชาวโลก", "வணக்கம் உலகம்",
    "Привет, мир! Ёлка", "Γειά σου Κόσμε", "xin chào thế giới", "𝒜𝓁𝓅𝒽𝒶 𝟘𝟙𝟚 𐍈 𐀀 𝄞",
    "😀", "😀😃😄", "I am so happy 😀!", "no space😀here", "👍🏽 👍🏿👍", "👩‍🚀 👨‍👩‍👧‍👦 🏳️‍🌈 👩🏽‍❤️‍💋‍👨🏿", "🇩🇪🇫🇷 🇩 🇺🇸🇬", "1️⃣ #️⃣ *️⃣ 3⃣", "❤ ❤️ ☎︎ ☎️ ©️ ™",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿 flag of England", "🫠🫡🫨🩷🪿", "✨🎉✨", ":) :-D <3 ^_^ ¯\\_(ツ)_/¯", "\u200d", "a\u200db", "\ufe0f", "x\ufe0fy",
    "\ufeffbom first", "bom\ufeffinside", " \ufeff ", "nel\u0085inside", "\u0085", "a \u0085 b", "nbsp\u00a0here", "thin\u2009space\u3000ideographic\u2028line\u2029para",
    "\u180e mongolian \u200b zero width \u2060 joiner", "a\u0000b", "\u0001\u0002\u0003", "\u0004\u0006\u0013\u0014\u0016\u001d", "bell\u0007 esc\u001b[31m del\u007f", "\u001c\u001d\u001e\u001f x",
    "x\u0004y", "the\u0006the", "\u0080\u009f", "\ufffd", "\ufffe\uffff", "\U0010ffff\U000f0000", "\ue000",
    "<s>", "</s>", "a<s>b</s>c", "<unk>", "<0x41>", "<0x0A>", "▁", "▁▁x", "a▁b", "Ġ Ċ ĉ", "<|im_start|>user\nhi<|im_end|>\n", " <|im_end|> ",
    "<|im_end|><|im_end|>", "a <left> b <right> c <tool> d", "x<tool><tool>  <right>  y", "<|im_end", "[INST] hi [/INST]", "<start_of_turn>user\nhi<end_of_turn>\n", "<table><tr><td>x</td></tr></table>",
    "a" * 300, "ab" * 150, " " * 70, "\n" * 40, "\t" * 35, "x" + " " * 33 + "y", "-" * 80, "=" * 31, "0" * 50, "哈" * 60, "😀" * 40, "e\u0301" * 40,
    "word " * 60, "The quick brown fox jumps over the lazy dog. " * 4,
]

# Lone surrogates stand in JSON as they are; the reference, whose strings are UTF-8, gets U+FFFD for each.
LONE = ["\ud83d", "a\ud83d b", "\ude00x", "\ud83d\ud83d\ude00", "end\udfff"]


def well_formed(text):
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def random_texts(count, seed=0):
    """Strings of up to 40 pieces of the nasty texts' characters, of ASCII and of any character of Unicode 14 (Python 3.11's)."""
    rng = random.Random(seed)
    pool = sorted(set("".join(NASTY)))
    words = sorted({word for text in NASTY for word in text.split(" ") if 0 < len(word) < 20})
    out = []
    for _ in range(count):
        parts = []
        for _ in range(rng.randint(1, 40)):
            kind = rng.random()
            if kind < 0.3:
                parts.append(rng.choice(pool))
            elif kind < 0.5:
                parts.append(chr(rng.randint(32, 126)))
            elif kind < 0.75:
                parts.append(rng.choice([" ", "  ", "\n", ""]) + rng.choice(words))
            elif kind < 0.95:
                parts.append(rng.choice([" the", " and", "ing", " I", "'s", "12", ". ", "\t", "er", " \n"]))
            else:
                code = rng.randint(0, 0x10FFFF)
                parts.append("?" if unicodedata.category(chr(code)) in ("Cs", "Cn") else chr(code))
        out.append("".join(parts))
    return out


TRAINING = """The sea was calm that morning, and the old harbour smelled of salt and tar. She said: "I don't know; we'll see."
People who like long walks often say that walking clears the mind. It's a simple thing, isn't it? He had 3 cats, 12 hens and 150 sheep.
In the evening the lights of the town came on one by one, and the children were called home for supper. They'd been playing all day!
for (let i = 0; i < 10; i++) { total += values[i]; }  // sum up
def mean(values):
    return sum(values) / len(values)

Das Wetter ist schön, die Straße ist naß. Où est la bibliothèque? Il était une fois une reine très âgée. ¿Dónde está el niño?
Съешь ещё этих мягких французских булок. Η γρήγορη αλεπού. 你好世界，今天天气很好。 日本語のテキスト。 안녕하세요 세계.
Happy birthday! 🎉🎂 So happy 😀😀 I love it ❤️ 👍 thanks 👍🏽 see you 👋 🇩🇪 👩‍🚀
The the the and and and of of to to in in a a is is was was that that for for on on with with as as it it
""" * 3
