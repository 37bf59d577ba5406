import { randomStream } from "../../base/random.ts";
import { drawChat } from "./chats.ts";
import type { OrganismDocument } from "./document.ts";
import { shares } from "./grammar.ts";
import { drawPost } from "./posts.ts";
import { chatTopics, postTopics } from "./topic-choice.ts";

/**
 * The training text of a seed, document by document and without end. Document i depends on seed, split and i alone; "heldout" is
 * other text from the same grammar.
 */
export function* organismDocuments(seed: number, split: "train" | "heldout" = "train"): Generator<OrganismDocument> {
  const topics = chatTopics();
  for (let i = 0; ; i++) {
    const stream = randomStream(seed, `organism/${split}/${i}`);
    const post = stream.uniform() < shares.posts;
    const document = post ? drawPost(postTopics, stream) : drawChat(topics, stream);
    yield {
      ...document,
      logProbability: document.logProbability + Math.log(post ? shares.posts : 1 - shares.posts),
    };
  }
}
