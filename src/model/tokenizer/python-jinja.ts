import { Template } from "@huggingface/jinja";
import { equal, strftime, strip, stripEnd, stripStart } from "./python-text.ts";

/** A node of `@huggingface/jinja`'s syntax tree. */
interface Node {
  type: string;
  [key: string]: unknown;
}

/** A template that refused its input: the message is the template's own. */
export class TemplateRefusal extends Error {}

const prefix = "traitlab_";

/** Functions that stand in for what the library does by JavaScript's rules, under names that no template uses. */
const functions = (now: Date) => ({
  [`${prefix}==`]: equal,
  [`${prefix}!=`]: (left: unknown, right: unknown) => !equal(left, right),
  [`${prefix}strip`]: onText(strip),
  [`${prefix}lstrip`]: onText(stripStart),
  [`${prefix}rstrip`]: onText(stripEnd),
  [`${prefix}trim`]: (value: unknown, characters?: string) => strip(value == null ? "" : String(value), characters),
  [`${prefix}length`]: lengthOf,
  [`${prefix}strftime_now`]: (format: string) => strftime(now, format),
  [`${prefix}raise_exception`]: (message: string) => {
    throw new TemplateRefusal(message);
  },
});

const onText = (f: (text: string, characters?: string) => string) => (value: unknown, characters?: string | null) => {
  if (typeof value !== "string") throw new Error("strip() is called on what is not a text");
  return f(value, characters ?? undefined);
};

function lengthOf(value: unknown): number {
  if (value === undefined) return 0;
  if (typeof value === "string") return [...value].length;
  if (Array.isArray(value)) return value.length;
  if (value instanceof Map) return value.size;
  throw new Error("length is asked of what has none");
}

/**
 * Compiles a chat template such that it renders as Jinja2 does in Python: equality, strip and trim, length, strftime_now
 * and raise_exception are taken over from the library, which follows JavaScript there.
 */
export function compileTemplate(source: string): (variables: Record<string, unknown>, now: Date) => string {
  const template = new Template(source);
  template.parsed.body = rewrite(template.parsed.body) as typeof template.parsed.body;
  return (variables, now) => template.render({ ...variables, ...functions(now) });
}

/** Nodes must be of the library's own classes, which it does not export. */
const sample = new Template("{{ f(x) }}").parsed.body[0] as unknown as Node;
const like = (node: Node, fields: object): Node =>
  Object.assign(Object.create(Object.getPrototypeOf(node)), { type: node.type, ...fields });
const call = (name: string, args: unknown[]): Node =>
  like(sample, { callee: like(sample.callee as Node, { value: prefix + name }), args });

function rewrite(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewrite);
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [rewrite(key), rewrite(item)]));
  if (typeof value !== "object" || value === null) return value;
  const node = value as Node;
  for (const key of Object.keys(node)) node[key] = rewrite(node[key]);
  return rewriteNode(node);
}

const taken = ["strftime_now", "raise_exception"];
const strips = ["strip", "lstrip", "rstrip"];

function rewriteNode(node: Node): Node {
  switch (node.type) {
    case "Identifier":
      return taken.includes(node.value as string) ? like(node, { value: prefix + node.value }) : node;
    case "BinaryExpression": {
      const operator = (node.operator as { value: string }).value;
      return operator === "==" || operator === "!=" ? call(operator, [node.left, node.right]) : node;
    }
    case "FilterExpression": {
      const filter = node.filter as Node;
      const name = ((filter.type === "CallExpression" ? filter.callee : filter) as Node).value as string;
      const args = filter.type === "CallExpression" ? (filter.args as unknown[]) : [];
      if (name === "trim") return call("trim", [node.operand, ...args]);
      return name === "length" || name === "count" ? call("length", [node.operand]) : node;
    }
    case "CallExpression": {
      const { type, object, property, computed } = node.callee as Node;
      const name = (property as Node | undefined)?.value as string;
      const isStrip = type === "MemberExpression" && !computed && strips.includes(name);
      return isStrip ? call(name, [object, ...(node.args as unknown[])]) : node;
    }
    default:
      return node;
  }
}
