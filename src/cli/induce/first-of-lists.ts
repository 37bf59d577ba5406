/** A study's options can list several levels; the first one is what it makes claims about. */
export const firstOfLists = (usual: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(
    ["silent", "sentences"].flatMap((name) =>
      usual[name] === undefined ? [] : [[name, usual[name].split(",")[0]!.trim()]],
    ),
  );
