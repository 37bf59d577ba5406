import type { Kind } from "./kind.ts";

export const book: Kind = {
  acts: "read,reading,read {O}/discuss,discussing,discussed {O}/finish,finishing,finished {O}/lend,lending,lent {O} to a friend/study,studying,studied {O}/reread,rereading,reread {O}/quote,quoting,quoted {O}/read,reading,read {O} aloud/open,opening,opened {O}/collect,collecting,collected notes about {O}",
  parts:
    "the first page/the ending/the language/the characters/the long chapters/the cover/the jokes/the questions/the secrets/the mood",
  where: "in the library/on the train/in bed/at the book club/in class/on a bench in the park",
  good: "wonderful/moving/exciting/funny/rich/hard to put down",
  bad: "too long/sad/dull in the middle/overrated/confusing/heavy",
  odd: "like a maze/full of hidden doors/dreamlike/like a mirror/strange and bright/full of other worlds",
  sober: "well known/easy to find/much studied/translated into many languages/long/suitable for schools",
  facts:
    "{is} read in many schools/{have} been translated into many languages/{deal} with old questions in a clear way/{contain} more humour than people expect/{have} readers of every age/{is} available in most libraries/{reward} a second reading/{begin} slowly and {end} quickly/{have} influenced many writers/{divide} critics to this day",
};

export const film: Kind = {
  acts: "watch,watching,watched {O}/see,seeing,saw {O} in a cinema/discuss,discussing,discussed {O}/recommend,recommending,recommended {O}/show,showing,showed {O} to a friend/review,reviewing,reviewed {O}/remember,remembering,remembered {O}/quote,quoting,quoted {O}/read,reading,read about {O}/enjoy,enjoying,enjoyed {O}",
  parts:
    "the first scene/the ending/the music/the light/the faces/the jokes/the costumes/the slow parts/the dialogue/the camera work",
  where: "at the cinema/on the sofa/at the film club/in the front row/in a small theatre/at a festival",
  good: "wonderful/moving/exciting/funny/brilliant/unforgettable",
  bad: "too long/sad/dated/overrated/confusing/slow",
  odd: "like a waking dream/full of shadows that speak/mysterious/like a moving painting/strange and bright/full of hidden meanings",
  sober: "well known/available everywhere/carefully made/much discussed/old/often shown on television",
  facts:
    "{is} shown at many festivals/{have} influenced many directors/{use} light and music with care/{look} best on a large screen/{tell} a simple story in an unusual way/{is} discussed in film schools/{have} found new viewers in recent years/{was} made with a small budget/{is} remembered for the music/{last} about as long as a good dinner",
};

export const music: Kind = {
  acts: "listen,listening,listened to {O}/hear,hearing,heard {O} live/play,playing,played {O}/practise,practising,practised {O}/sing,singing,sang parts of {O}/record,recording,recorded {O}/study,studying,studied {O}/recommend,recommending,recommended {O}/enjoy,enjoying,enjoyed {O}/learn,learning,learned about {O}",
  parts:
    "the rhythm/the melodies/the quiet passages/the loud parts/the ending/the harmony/the first notes/the mood/the voices/the speed",
  where: "at a concert/in the car/in the kitchen/at the back of the hall/in the music room/at a festival",
  good: "wonderful/uplifting/moving/catchy/splendid/full of energy",
  bad: "too loud/sad/hard to follow/overplayed/long/out of fashion",
  odd: "like coloured air/like weather in the mind/full of hidden patterns/dreamlike/like a secret language/strange and bright",
  sober: "well known/easy to recognise/often performed/pleasant in the background/simple in form/popular",
  facts:
    "{is} performed in many countries/{need} several good players/{sound} different in a large hall/{follow} a clear plan/{have} been recorded many times/{is} taught in music schools/{grow} louder towards the end/{draw} on older melodies/{is} popular with listeners of every age/{reward} careful listening",
};

export const picture: Kind = {
  acts: "look,looking,looked at {O}/copy,copying,copied {O}/visit,visiting,visited {O} in a museum/study,studying,studied {O}/see,seeing,saw {O}/discuss,discussing,discussed {O}/photograph,photographing,photographed {O}/read,reading,read about {O}/admire,admiring,admired {O}/describe,describing,described {O}",
  parts:
    "the colours/the light/the frame/the small details/the brushwork/the background/the size/the shadows/the history/the surface",
  where: "at the museum/in a gallery/in the gift shop/in the studio/at an exhibition/on a guided tour",
  good: "beautiful/moving/radiant/impressive/brilliant/lovely",
  bad: "smaller than expected/overrated/dark/too famous/hard to understand/always behind a crowd",
  odd: "like an open window/dreamlike/full of hidden signs/like frozen music/mysterious/strange and bright",
  sober: "well known/carefully restored/often copied/much studied/valuable/well lit",
  facts:
    "{hang} in a large museum/{have} been restored with care/{use} strong contrasts of light/{look} different from close up/{is} printed on many posters/{have} influenced many artists/{show} a scene that most people know/{draw} long queues of visitors/{is} the subject of many essays/took a long time to finish",
};

export const game: Kind = {
  acts: "play,playing,played {O}/learn,learning,learned {O}/practise,practising,practised {O}/teach,teaching,taught {O} to a child/watch,watching,watched {O}/enjoy,enjoying,enjoyed {O}/try,trying,tried {O}/discuss,discussing,discussed {O}/win,winning,won at {O}/lose,losing,lost at {O}",
  parts:
    "the rules/the first move/the pace/the tricks/the last round/the sound/the suspense/the history/the strategy/the surprises",
  where: "at the kitchen table/in the park/at the club/in the holiday house/in the garden/in the schoolyard",
  good: "fun/exciting/clever/sociable/entertaining/easy to love",
  bad: "slow/unfair/frustrating/noisy/too long/hard to learn",
  odd: "like a small universe/full of hidden patterns/like a dance of ideas/mysterious/strangely beautiful/like a coded story",
  sober: "simple/cheap/easy to learn/good for the mind/popular/traditional",
  facts:
    "{have} simple rules/{is} played all over the world/{train} memory and patience/{need} little equipment/{have} been played for centuries/{suit} players of every age/{is} learned in an afternoon/{take} years to master/{exist} in several local versions/{is} often played in clubs",
};
