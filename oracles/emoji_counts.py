"""Writes golden/emoji_counts.json.gz: Unicode's emoji-test.txt statuses as the package `emoji` has them, and its counts in texts.

Needs emoji==2.16.0 (Emoji 18.0). No random numbers but those of seed 0. Run in the folder oracles/.
"""
import gzip
import json
import random

import emoji

STATUS = {1: "component", 2: "fully-qualified", 3: "minimally-qualified", 4: "unqualified"}
lists = {name: [] for name in STATUS.values()}
for text, facts in emoji.EMOJI_DATA.items():
    lists[STATUS[facts["status"]]].append(text)

# Texts of words and emoji; counted by the package: without (c) (tm) (r) and components its count is ours.
excluded = {"\u00a9\ufe0f", "\u2122\ufe0f", "\u00ae\ufe0f"}
usable = sorted(set(lists["fully-qualified"]) - excluded)
words = "the quick brown fox, 5 o'clock; number #1 * 2 = 2. Yes! na\u00efve \u65e5\u672c\u8a9e \u0645\u0631\u062d\u0628\u0627 \u00a9 2020 \u2122 \u2192".split(" ")
random.seed(0)
texts = []
for _ in range(200):
    parts = [random.choice(words) if random.random() < 0.7 else random.choice(usable) for _ in range(random.randint(1, 30))]
    text = "".join(part + random.choice(["", " "]) for part in parts)
    texts.append([text, sum(1 for match in emoji.emoji_list(text) if match["emoji"] in set(usable))])

with gzip.GzipFile("golden/emoji_counts.json.gz", "wb", mtime=0) as file:
    file.write(json.dumps({"version": emoji.__version__, "statuses": lists, "texts": texts}, ensure_ascii=False).encode())
