"""Counts the emoji of a text line by line with the `emoji` package: MB of UTF-8 a second."""

from pathlib import Path
from statistics import median

from peer import peer, timed


def count_emoji(request, emoji):
    data = Path(request["file"]).read_bytes()
    lines = data.decode().split("\n")
    count = 0

    def work(_):
        nonlocal count
        count = sum(emoji.emoji_count(line) for line in lines)

    seconds = timed(1, request["repeats"], work)
    return {"mbPerSecond": len(data) / 1e6 / median(seconds), "count": count}


peer(["emoji"], count_emoji)
