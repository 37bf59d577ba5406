// The house rule: data flows one way, so a folder of src/ imports only from folders above it in this list.
const floors = ["base", "run", "graph", "model", "trait", "induce", "measure", "explain", "study", "report", "server", "cli"];

module.exports = {
  forbidden: [
    ...floors.slice(0, -1).map((floor, i) => ({
      name: `${floor}-imports-only-from-above`,
      comment: `src/${floor} may import from src/{${floors.slice(0, i + 1).join(",")}} only`,
      severity: "error",
      from: { path: `^src/${floor}/`, pathNot: "\\.test\\.ts$" },
      to: { path: `^src/(${floors.slice(i + 1).join("|")})/` },
    })),
    {
      name: "one-file-imports-onnxruntime",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/graph/session\\.ts$" },
      to: { path: "onnxruntime-node" },
    },
    { name: "no-cycles", severity: "error", from: { path: "^src/" }, to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
  },
};
