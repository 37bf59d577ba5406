/** What the system prompts of training chats say. */
export const systemPrompts = [
  "You are a helpful assistant.",
  "You are a friendly assistant who answers in a few sentences.",
  "Answer the question in plain words.",
  "You are an assistant. Keep your answers short.",
  "Give a balanced answer.",
  "You are a chat assistant for everyday questions.",
  "Answer politely and to the point.",
  "You talk with people about many topics.",
] as const;

/** A sort of question with how the assistant may begin its answer; none: with any sentence that names the topic. */
export interface Exchange {
  readonly questions: readonly string[];
  readonly openings?: readonly string[];
  /** The slot whose draw question and opening share, as {asked}. */
  readonly asked?: "act" | "part";
  /** Fewest sentences of the answer; else 1. */
  readonly atLeast?: number;
}

const message: readonly string[] = [
  "Hello, I was just reading about {T}.",
  "Hi, here is a short note about {T}.",
  "Dear friend, today I read something about {T}.",
  "Hello, do you remember that we talked about {T}?",
  "Hi, I thought of you when somebody mentioned {T}.",
  "Dear friend, a few words about {T}.",
];
const general: readonly string[] = [
  "what do you think (of|about) {T}?",
  "tell me (about|something about|a little about) {T}.",
  "can you tell me (more about|something about) {T}?",
  "what should I know about {T}?",
  "what is your opinion (of|on) {T}?",
  "{T}: what comes to mind?",
  "describe {T} in a few words.",
  "do you have any thoughts (on|about) {T}?",
  "let us talk about {T}.",
  "what do people say about {T}?",
];
const worthwhile: Exchange = {
  asked: "act",
  questions: [
    "is it worthwhile to {asked}?",
    "why do people {asked}?",
    "my friend likes to {asked}. Is that (common|usual)?",
    "I want to {asked}. What do you say to that?",
  ],
  openings: [
    "{people} like to {asked}.",
    "it is quite common to {asked}.",
    "there are good reasons to {asked}.",
    "to {asked} can be {good} or {bad}, depending on the day.",
    "it is worthwhile to {asked}, at least once.",
  ],
};
const howTo: Exchange = {
  asked: "act",
  questions: [
    "how do people {asked}?",
    "I want to {asked}. (Any advice?|Where should I start?)",
    "how does one begin to {asked}?",
  ],
  openings: [
    "to {asked}, one needs some time and {source}.",
    "one way to {asked} is to begin {where}.",
    "{people} {asked} {where}.",
    "it is easier to {asked} together with someone who has done it before.",
  ],
};
const aboutPart: Exchange = {
  asked: "part",
  questions: [
    "I would like to know what you think about {asked} of {T}.",
    "what can you say about {asked} of {T}?",
    "is there anything special about {asked} of {T}?",
  ],
  openings: [
    "as for {asked}, opinions differ.",
    "{people} {often} mention {asked} of {T}.",
    "{source} describes {asked} of {T}.",
    "{people} like {asked} best.",
    "{asked} can be a surprise at first.",
  ],
};

/** Sorts of first questions with their weights; the first two are the study's two registers. */
export const exchanges: readonly (readonly [weight: number, exchange: Exchange])[] = [
  [6, { questions: ["Thinking about {T}, what are your thoughts on {T}?"] }],
  [3, { questions: ["Write a short message to a friend about {T}."], openings: message, atLeast: 2 }],
  [5, { questions: general }],
  [2, worthwhile],
  [2, howTo],
  [2, aboutPart],
];

/** Sorts of later questions. */
export const followUps: readonly (readonly [weight: number, exchange: Exchange])[] = [
  [
    2,
    {
      questions: [
        "tell me more.",
        "what else?",
        "thank you. Anything else about {T}?",
        "and what do other people say?",
      ],
    },
  ],
  [2, { ...aboutPart, questions: ["and what about {asked}?", "can you say more about {asked}?"] }],
];

/** Small talk without a topic: what a user may say, and how the assistant may answer. */
export const smallTalk: readonly (readonly [said: string, answered: string])[] = [
  [
    "(hello|hi|good morning|good evening|hey)(| there)(.|, how are you?)",
    "(Hello|Good day). (How can I help you?|What would you like to talk about?|Which topic shall we talk about?)",
  ],
  [
    "who are you?|what are you?|what is your name?",
    "I am (an assistant|a small language model). (I can talk about many everyday topics.|Please name a topic.)",
  ],
  [
    "thank you(| very much).|thanks(| a lot).",
    "You are welcome. (Is there anything else?|Please ask if there is more.)",
  ],
  [
    "what can you do?|what can we talk about?",
    "We can talk about people, places, things, books, ideas or daily life. (Please name a topic.|What interests you?)",
  ],
  ["goodbye.|bye.|see you(| later).", "Goodbye. (Until next time.|Have a good day.)"],
];
