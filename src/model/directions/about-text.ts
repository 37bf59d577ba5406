import { badInput } from "../../base/errors.ts";
import { canonicalJson } from "../../base/json.ts";
import { aboutSchema, type DirectionsAbout } from "./about.ts";

/** What a file says of its directions, as text: the same text for the same facts. */
export const aboutText = (about: DirectionsAbout): string =>
  canonicalJson(aboutSchema.parse({ schema: 1, convention: "layers.N.resid_post", ...about }));

/** What {@link aboutText} wrote. Throws "bad-input", naming the file, where it is damaged. */
export function parseAbout(path: string, text: string | undefined): DirectionsAbout {
  const damaged = (what: string, cause?: unknown) =>
    badInput(`${path} does not say rightly what its directions are (${what}): make it again.`, cause);
  let json: unknown;
  try {
    json = JSON.parse(text ?? "");
  } catch (cause) {
    throw damaged(`its "about" is no JSON`, cause);
  }
  const parsed = aboutSchema.safeParse(json);
  if (parsed.success) {
    const { schema: _, convention: __, ...about } = parsed.data;
    return about;
  }
  const issue = parsed.error.issues[0]!;
  throw damaged(`"${issue.path.join(".")}": ${issue.message}`);
}

/** Throws "bad-input" where directions were made with a model of another hash. */
export function checkSameModel(path: string, { model: { name, sha256 } }: DirectionsAbout, own: string): void {
  if (sha256 === own) return;
  throw badInput(
    `${path} was made with the model "${name}" (SHA-256 ${sha256.slice(0, 12)}...), and this model is another one ` +
      `(${own.slice(0, 12)}...): use that model, or make the directions again with this one.`,
  );
}
