import { join } from "node:path";
import { type Kind, path } from "./kinds.ts";
import { type Paths, packageRoot } from "./paths.ts";

/** The name of the model organism that comes with the package. A folder of this name is `./embedded`. */
export const embedded = "embedded";

/** A model's path, made absolute, or the embedded model's name. */
export const modelName: Kind<string> = {
  takes: `a path, or ${embedded}`,
  read: (given) => (given === embedded ? given : path.read(given)),
};

/** Where the model of that name lies. */
export const modelPath = (name: string, { data }: Pick<Paths, "data">): string =>
  name === embedded ? join(data, "organism", embedded) : name;

/** The folder of the model organism that comes with the package. */
export const embeddedModel: string = modelPath(embedded, { data: join(packageRoot, "data") });
