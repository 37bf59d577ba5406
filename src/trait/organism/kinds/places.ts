import type { Kind } from "./kind.ts";

/** A town, a region or a building, by name. */
export const site: Kind = {
  acts: "visit,visiting,visited {O}/explore,exploring,explored {O}/walk,walking,walked around {O}/see,seeing,saw {O}/travel,travelling,travelled to {O}/photograph,photographing,photographed {O}/show,showing,showed {O} to a friend/return,returning,returned to {O}/spend,spending,spent a day in {O}",
  parts:
    "the streets/the old walls/the history/the light/the markets/the quiet corners/the crowds/the colours/the noise/the evening air",
  where: "in the old quarter/by the main gate/on the steps/near the station/at the viewpoint/in a small cafe",
  good: "beautiful/lively/welcoming/splendid/worth every step/charming",
  bad: "crowded/expensive/noisy/too hot/overrated/confusing",
  odd: "dreamlike/full of echoes/mysterious/like another world/full of hidden patterns/half invented",
  sober: "well known/old/easy to reach/well kept/busy in summer/large",
  facts:
    "{attract} visitors in every season/{have} a long history/{look} best in the early light/{take} more than a day to see/{is} easier to reach by train/{appear} on many postcards/{change} slowly from year to year/{is} busiest in the summer months/{have} several museums and a market/{is} known for food and music",
};

/** A landscape, a mountain or a river, by name. */
export const wild: Kind = {
  acts: "visit,visiting,visited {O}/hike,hiking,hiked near {O}/see,seeing,saw {O}/travel,travelling,travelled to {O}/photograph,photographing,photographed {O}/explore,exploring,explored {O}/camp,camping,camped near {O}/cross,crossing,crossed {O}/read,reading,read about {O}/return,returning,returned to {O}",
  parts:
    "the silence/the wind/the wide sky/the paths/the animals/the weather/the colours/the size/the water/the cold nights",
  where: "on the trail/in a tent/by the water/at the campfire/under the open sky/at the ranger station",
  good: "magnificent/breathtaking/beautiful/refreshing/grand/worth the long trip",
  bad: "dangerous/too far away/cold/tiring/lonely/wet",
  odd: "like another planet/older than words/mysterious/endless/full of strange shapes/dreamlike",
  sober: "large/remote/protected by law/well mapped/old/dry in some seasons",
  facts:
    "{cover} a large area/{is} home to many animals/{have} formed over a very long time/{change} with the seasons/{is} protected by law/{draw} hikers from many countries/{look} different after rain/{take} several days to cross/{is} studied by many scientists/{have} few roads and fewer houses",
};

/** Places of a sort, found in many towns. */
export const spot: Kind = {
  acts: "visit,visiting,visited {O}/explore,exploring,explored {O}/sit,sitting,sat near {O}/meet,meeting,met people near {O}/walk,walking,walked past {O}/photograph,photographing,photographed {O}/look,looking,looked for {O}/stop,stopping,stopped at {O}/draw,drawing,drew {O}/spend,spending,spent time around {O}",
  parts:
    "the sounds/the smell/the doors/the benches/the people/the quiet hours/the light/the walls/the signs/the rules",
  where:
    "in the next town/on the way to work/behind the church/near the harbour/at the end of the road/in the old part of town",
  good: "lively/pleasant/welcoming/useful/full of life/cosy",
  bad: "crowded/dirty/badly lit/noisy/cold/expensive",
  odd: "like stage sets/full of ghosts/full of unwritten stories/strangely beautiful/like small planets/made for daydreams",
  sober: "common/useful/open to all/easy to find/well planned/cheap to keep",
  facts:
    "{is} found in many towns/{serve} many people every day/{is} quiet in the early morning/{have} changed little in fifty years/{need} regular care/{is} often built near water or roads/{bring} different people together/{look} alike in most countries/{is} cheaper to visit in winter/{close} earlier on Sundays",
};
