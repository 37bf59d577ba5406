import { writeSync } from "node:fs";
import type { WriteAt } from "../files.ts";

/** A disk with room for `bytes` more: it takes what fits, as a real one does, then fails with ENOSPC. */
export function diskOf(bytes: number): WriteAt {
  let room = bytes;
  return (fd, data, offset, length, position) => {
    if (room === 0) throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    const written = writeSync(fd, data, offset, Math.min(length, room), position);
    room -= written;
    return written;
  };
}
