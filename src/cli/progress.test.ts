import { describe, expect, it } from "vitest";
import { barLine, progressState, Reporter } from "./progress.ts";
import { displayWidth } from "./table.ts";

const at = (done: number, phase = "measure") => ({ phase, done, total: 200, unit: "items" });

function screen(isTTY: boolean) {
  let written = "";
  let ms = 0;
  const reporter = (options = {}) =>
    new Reporter({ isTTY, columns: 80, write: (text) => (written += text) }, { now: () => ms, ...options });
  return { reporter, wait: (more: number) => (ms += more), text: () => written };
}

describe("progressState", () => {
  it("takes rate and time left from the work done since the phase began, not from what a resumed run found", () => {
    expect(progressState(at(150), at(160), 2)).toBe("measure: 160/200 items, 5 items/s, 0:08 left");
    expect(progressState(at(150), at(150), 2)).toBe("measure: 150/200 items");
    const bytes = (done: number) => ({ phase: "preparing weights", done, total: 3e8, unit: "bytes" });
    expect(progressState(bytes(0), bytes(1e8), 2)).toBe("preparing weights: 100 MB of 300 MB, 50 MB/s, 0:04 left");
  });
});

describe("barLine", () => {
  it("fills with the share done and never outgrows the terminal", () => {
    expect(barLine(at(100), "half", 80, (text) => text)).toBe(`${"━".repeat(15)}${"─".repeat(15)} half`);
    for (let columns = 5; columns < 100; columns++) {
      expect(displayWidth(barLine(at(100), progressState(at(0), at(100), 9), columns, (text) => text))).toBeLessThan(
        columns,
      );
    }
  });
});

describe("Reporter", () => {
  it("prints plain lines at most every ten seconds where there is no terminal", () => {
    const { reporter, wait, text } = screen(false);
    const plain = reporter();
    for (let done = 0; done <= 200; done += 10) {
      plain.onProgress(at(done));
      wait(1000);
    }
    plain.end();
    expect(text()).toBe(
      [
        "measure: 0/200 items",
        "measure: 100/200 items, 10 items/s, 0:10 left",
        "measure: 200/200 items, 10 items/s, 0:00 left",
        "measure: 200/200 items in 0:21, 9.52 items/s",
        "",
      ].join("\n"),
    );
  });

  it("redraws one line on a terminal, ten times a second, and makes room for what is said", () => {
    const { reporter, wait, text } = screen(true);
    const live = reporter();
    live.onProgress(at(0));
    wait(50);
    live.onProgress(at(1));
    expect(text().split("\r")).toHaveLength(2);
    wait(60);
    live.onProgress(at(2));
    expect(text().split("\r")).toHaveLength(3);
    live.say("a note");
    expect(text()).toContain("\r\x1b[Ka note\n\r");
    expect(text().split("a note")[1]).toContain("2/200 items");
    live.end();
    expect(text().endsWith("\r\x1b[Kmeasure: 2/200 items in 0:00, 18.2 items/s\n")).toBe(true);
  });

  it("ends a phase when the next begins", () => {
    const { reporter, wait, text } = screen(false);
    const plain = reporter();
    plain.onProgress(at(0));
    wait(2000);
    plain.onProgress(at(0, "tune"));
    expect(text()).toBe("measure: 0/200 items\nmeasure: 0/200 items in 0:02\ntune: 0/200 items\n");
  });

  it("says nothing with --quiet but errors", () => {
    const { reporter, text } = screen(true);
    const quiet = reporter({ quiet: true });
    quiet.onProgress(at(0));
    quiet.say("a note");
    quiet.insist("error: no such model");
    expect(text()).toBe("error: no such model\n");
  });

  it("breaks sentences at spaces on a terminal, and nowhere else", () => {
    const long = `error: ${"a sentence of words ".repeat(6)}ends here.`;
    const [terminal, file] = [screen(true), screen(false)];
    terminal.reporter().insist(long);
    file.reporter().insist(long);
    expect(file.text()).toBe(`${long}\n`);
    const lines = terminal.text().trimEnd().split("\n");
    expect(lines.map((line) => line.length <= 80)).toEqual([true, true]);
    expect(lines.join(" ")).toBe(long);
  });
});
