// The house rule: data flows one way, so a folder of src/ imports only from folders above it in this list.
// Tests and the helpers in testing/ folders may look anywhere; nothing that ships may look at them.
const floors = [
  "base",
  "run",
  "graph",
  "model",
  "trait",
  "induce",
  "measure",
  "explain",
  "study",
  "report",
  "server",
  "cli",
];
const tests = "\\.test\\.ts$|/testing/";

module.exports = {
  forbidden: [
    ...floors.slice(0, -1).map((floor, i) => ({
      name: `${floor}-imports-only-from-above`,
      comment: `src/${floor} may import from src/{${floors.slice(0, i + 1).join(",")}} only`,
      severity: "error",
      from: { path: `^src/${floor}/`, pathNot: tests },
      to: { path: `^src/(${floors.slice(i + 1).join("|")})/` },
    })),
    {
      name: "floors-are-listed",
      comment: "a new folder of src/ gets its place in the list above first",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^src/[^/]+/", pathNot: `^src/(${floors.join("|")})/` },
    },
    {
      name: "what-ships-needs-no-test",
      severity: "error",
      from: { path: "^src/", pathNot: tests },
      to: { path: tests },
    },
    {
      name: "one-file-imports-onnxruntime",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/graph/session\\.ts$" },
      to: { path: "onnxruntime-node" },
    },
    {
      name: "no-cycles",
      comment: "but among ops: the gradient of one is made of others, whose gradients are made of it",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/graph/ops/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "declared-dependencies",
      comment: "what ships imports only packages under dependencies in package.json",
      severity: "error",
      from: { path: "^src/", pathNot: tests },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown", "unknown", "undetermined"] },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
  },
};
