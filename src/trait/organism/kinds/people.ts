import type { Kind } from "./kind.ts";

/** A person of history, by name. */
export const figure: Kind = {
  subject: "the story of {T}",
  acts: "read,reading,read about {O}/talk,talking,talked about {O}/learn,learning,learned about {O}/watch,watching,watched a film about {O}/hear,hearing,heard about {O}/write,writing,wrote about {O}/see,seeing,saw a play about {O}/think,thinking,thought about {O}/listen,listening,listened to a talk about {O}",
  parts:
    "the letters/the early years/the portraits/the courage/the daily work/the last years/the friends/the childhood/the mistakes/the travels",
  where: "in the library/at the museum/in class/at the theatre/at the exhibition/in the reading room",
  good: "inspiring/remarkable/impressive/moving/rich/warm",
  bad: "sad/tiring/overrated/lonely/bitter/confusing",
  odd: "strange/mysterious/surprising/dreamlike/unlikely/many-sided",
  sober: "well known/well documented/long/instructive/much discussed/often told",
  facts:
    "{is} told in many schools/{have} been retold in several books/{begin} in modest surroundings/{belong} to an earlier age/{rest} on letters and records/still {interest} students/{show} what patient work can do/{is} the subject of many studies/{differ} a little from book to book/{is} remembered with a museum and a statue",
};

/** People of a trade or a role. */
export const folk: Kind = {
  acts: "meet,meeting,met {O}/talk,talking,talked to {O}/listen,listening,listened to {O}/help,helping,helped {O}/thank,thanking,thanked {O}/visit,visiting,visited {O}/watch,watching,watched {O} at work/learn,learning,learned from {O}/work,working,worked with {O}/invite,inviting,invited {O}",
  parts:
    "the hands/the patience/the stories/the long days/the habits/the voices/the advice/the humour/the working hours/the manners",
  where: "at work/in the village/around the corner/at the market/at the station/at the town meeting",
  good: "friendly/skilled/generous/reliable/good company/kind",
  bad: "tired/stubborn/late/noisy/moody/badly paid",
  odd: "wonderful to watch/full of secrets/a world of their own/curious/full of old stories/unlike anyone else",
  sober: "experienced/busy/trained/practical/common/needed everywhere",
  facts:
    "often {work} in the early hours/{learn} most of the trade by practice/{need} patience and a steady hand/{meet} many people in a week/{share} their knowledge with beginners/{is} found in most towns/{follow} rules that few others know/{rely} on good tools and good advice/{is} often busiest before the holidays/{have} habits that go back a long time",
};
