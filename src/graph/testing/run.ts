import { encodeModel } from "../encode.ts";
import type { Graph } from "../graph.ts";
import { type HostTensor, Session } from "../session.ts";

/** Encodes, loads and runs a graph once, in this process. */
export async function runGraph(graph: Graph, feeds: Record<string, HostTensor>): Promise<Record<string, HostTensor>> {
  await using session = await Session.create(encodeModel(graph), { threads: 1, prepack: true });
  return await session.run(feeds);
}
