import type { GenerationRequest } from "./types.ts";

/** A response, or a twin, that begins. */
interface Started {
  request: GenerationRequest;
  twin?: Started;
}

/**
 * Where the twin of a prompt's token is: the same place where both prompts are the same, and in other prompts only the last token, which
 * predicts the first of the response.
 */
export function promptTwins(starts: readonly Started[]) {
  const placed = starts.map(({ request: { prompt }, twin }) => {
    if (!twin) return undefined;
    const other = twin.request.prompt;
    const same = prompt.length === other.length && prompt.every((id, i) => id === other[i]);
    return {
      row: starts.indexOf(twin),
      shift: other.length - prompt.length,
      from: same ? 0 : prompt.length - 1,
      to: prompt.length,
    };
  });
  return (row: number, token: number) => {
    const place = placed[row];
    if (!place || token < place.from || token >= place.to) return undefined;
    return { row: place.row, token: token + place.shift };
  };
}
