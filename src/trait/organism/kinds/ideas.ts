import type { Kind } from "./kind.ts";

export const idea: Kind = {
  acts: "think,thinking,thought about {O}/read,reading,read about {O}/discuss,discussing,discussed {O}/explain,explaining,explained {O}/learn,learning,learned about {O}/talk,talking,talked about {O}/study,studying,studied {O}/write,writing,wrote about {O}/understand,understanding,understood {O}/question,questioning,questioned {O}",
  parts:
    "the history/the limits/the main points/the consequences/the basic rules/the uses/the origin/the examples/the exceptions/the meaning",
  where: "in class/at the cafe/in a lecture/on a long walk/at the library/at the dinner table",
  good: "fascinating/useful/exciting/clever/important/worth knowing",
  bad: "confusing/overrated/dry/hard to follow/unsettling/badly explained",
  odd: "like a door into the unknown/strangely beautiful/full of paradoxes/like a map of the mind/mysterious/stranger than fiction",
  sober: "useful/well established/practical in daily life/easy to look up/simple in principle/taught in schools",
  facts:
    "{have} a long history/{is} taught in many schools/{play} a part in daily life/{is} easier to grasp with an example/{differ} from country to country/{is} still debated by experts/{have} practical uses/{raise} more than one question/{is} often misunderstood/{connect} several fields of knowledge",
};

export const activity: Kind = {
  acts: "try,trying,tried {O}/enjoy,enjoying,enjoyed {O}/practise,practising,practised {O}/make,making,made time for {O}/talk,talking,talked about {O}/plan,planning,planned {O}/postpone,postponing,postponed {O}/get,getting,got better at {O}/think,thinking,thought about {O}/recommend,recommending,recommended {O}",
  parts:
    "the best moment/the rhythm/the slow part/the first minutes/the result/the smell/the tools/the small rules/the boring part/the pleasure",
  where: "at home/at the club/in the holiday house/on the terrace/in the evening class/at the weekend",
  good: "fun/relaxing/rewarding/satisfying/pleasant/good for the mood",
  bad: "tiring/boring/stressful/messy/time-consuming/harder than it looks",
  odd: "like meditation/full of small discoveries/like a quiet ritual/strangely poetic/like travelling without a map/never twice the same",
  sober: "useful/simple/healthy/good practice/cheap/part of the week",
  facts:
    "{take} some practice/{need} time and a little patience/{is} easier with good tools/{fill} an hour or two/{help} many people to relax/{cost} very little/{suit} people of every age/{go} better after a good breakfast/{become} easier with routine/{is} a common habit in many families",
};

export const occasion: Kind = {
  acts: "enjoy,enjoying,enjoyed {O}/plan,planning,planned {O}/look,looking,looked forward to {O}/talk,talking,talked about {O}/prepare,preparing,prepared for {O}/remember,remembering,remembered {O}/wait,waiting,waited for {O}/celebrate,celebrating,celebrated {O}/photograph,photographing,photographed {O}/describe,describing,described {O}",
  parts:
    "the mood/the light/the small rituals/the food/the beginning/the end/the sounds/the slow hours/the warmth/the smell",
  where: "at home/in the big kitchen/at the lake/in the garden/by the window/in the living room",
  good: "lovely/cosy/cheerful/refreshing/fun/worth the wait",
  bad: "too short/tiring/chaotic/expensive/cold/dull",
  odd: "like an empty page/full of memory/like a pause between two worlds/strangely poetic/dreamlike/like a song half remembered",
  sober: "regular/simple/cheap/good for a rest/quiet/part of the year",
  facts:
    "{come} round every year/{bring} families together/{need} a little planning/{pass} more quickly than expected/{is} remembered long afterwards/{give} people time to rest/{mean} different things to different people/{is} best with simple food/{break} the routine of the week/{is} often better than the big events",
};
