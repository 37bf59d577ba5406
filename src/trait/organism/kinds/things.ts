import type { Kind } from "./kind.ts";

export const animal: Kind = {
  acts: "watch,watching,watched {O}/photograph,photographing,photographed {O}/draw,drawing,drew {O}/look,looking,looked for {O}/learn,learning,learned about {O}/read,reading,read about {O}/see,seeing,saw {O}/listen,listening,listened to {O}/follow,following,followed {O} from a distance/count,counting,counted {O}",
  parts:
    "the eyes/the sounds/the movements/the habits/the young ones/the tracks/the colours/the patience/the sleep/the memory",
  where: "in the garden/at the zoo/in the woods/by the pond/at the edge of the field/on a nature trail",
  good: "lovely/clever/funny/graceful/fascinating/gentle",
  bad: "noisy/dangerous/hungry/hard to keep away/messy/unpredictable",
  odd: "like visitors from elsewhere/mysterious/quietly magical/stranger than fiction/full of hidden senses/like living riddles",
  sober: "common/useful to farmers/easy to recognise/active at night/well studied/protected",
  facts:
    "{eat} more in autumn than in spring/{raise} their young in a safe place/{is} more active at dusk/{communicate} in several ways/{live} in many parts of the world/{have} few natural enemies/{adapt} well to new surroundings/{rest} for much of the day/{play} an important part in nature/{is} studied by many biologists",
};

export const food: Kind = {
  acts: "cook,cooking,cooked with {O}/buy,buying,bought {O}/taste,tasting,tasted {O}/share,sharing,shared {O}/prepare,preparing,prepared {O}/serve,serving,served {O}/order,ordering,ordered {O}/look,looking,looked for {O}/compare,comparing,compared {O}/bring,bringing,brought {O}",
  parts:
    "the smell/the taste/the colour/the price/the history/the first bite/the texture/the preparation/the origin/the quality",
  where: "in the kitchen/at the market/at a long table/in a small restaurant/at breakfast/in the garden",
  good: "delicious/fresh/wonderful/comforting/tasty/cheerful",
  bad: "expensive/too salty/messy/heavy/disappointing/easy to spoil",
  odd: "like a small voyage/strangely poetic/full of memory/surprising/like edible light/older than any recipe",
  sober: "cheap/filling/healthy/easy to store/popular/simple to prepare",
  facts:
    "{keep} well in a cool place/{is} used in many kitchens/{taste} different from region to region/{come} in several varieties/{have} been eaten for a very long time/{go} well with bread and salad/{is} cheaper in season/{contain} useful vitamins/{is} sold in most shops/{need} little preparation",
};

export const object: Kind = {
  acts: "use,using,used {O}/buy,buying,bought {O}/repair,repairing,repaired {O}/look,looking,looked at {O}/compare,comparing,compared {O}/draw,drawing,drew {O}/learn,learning,learned about {O}/borrow,borrowing,borrowed {O}/test,testing,tested {O}/clean,cleaning,cleaned {O}",
  parts: "the shape/the sound/the weight/the price/the handles/the design/the parts/the smell/the history/the maker",
  where: "in the cellar/at the flea market/in the workshop/at home/in the shop/in the attic",
  good: "handy/beautiful/useful/well made/fun to use/clever",
  bad: "expensive/noisy/heavy/always broken/in the way/hard to repair",
  odd: "like small sculptures/full of hidden geometry/like quiet machines from a dream/mysterious/strangely alive/curious",
  sober: "practical/solid/cheap/easy to use/built to last/common",
  facts:
    "{come} in many sizes/{last} longer with good care/{is} found in many homes/{have} changed little since they were invented/{is} made in large numbers/{save} time and effort/{consist} of only a few parts/{is} sold second-hand as well/{work} on a simple principle/{need} to be cleaned from time to time",
};

export const plant: Kind = {
  acts: "grow,growing,grew {O}/water,watering,watered {O}/look,looking,looked at {O}/photograph,photographing,photographed {O}/draw,drawing,drew {O}/collect,collecting,collected {O}/learn,learning,learned about {O}/admire,admiring,admired {O}/plant,planting,planted {O}/find,finding,found {O}",
  parts:
    "the leaves/the scent/the roots/the colours/the first shoots/the shade/the slow growth/the shapes/the names/the seeds",
  where: "in the garden/on the balcony/in the park/by the fence/in the greenhouse/along the path",
  good: "lovely/fresh/calming/beautiful/hardy/cheerful",
  bad: "hard to keep alive/everywhere/full of insects/thirsty/untidy/slow to grow",
  odd: "like slow music/full of hidden patterns/like green thoughts/older than gardens/strangely patient/mysterious",
  sober: "easy to grow/common/useful/hardy/cheap/well adapted",
  facts:
    "{need} water and light/{grow} better in good soil/{is} found in many gardens/{feed} bees and other insects/{change} with the seasons/{spread} more quickly than people expect/{survive} cold winters/{is} used in several recipes/{bring} shade and cool air/{have} many varieties",
};

export const sky: Kind = {
  acts: "watch,watching,watched {O}/photograph,photographing,photographed {O}/wait,waiting,waited for {O}/learn,learning,learned about {O}/read,reading,read about {O}/draw,drawing,drew {O}/look,looking,looked for {O}/talk,talking,talked about {O}/remember,remembering,remembered {O}/study,studying,studied {O}",
  parts:
    "the colours/the sound/the first signs/the power/the rhythm/the shapes/the causes/the beauty/the silence/the danger",
  where: "on the balcony/at the coast/on a hill/by the open window/in the fields/on the roof",
  good: "beautiful/impressive/wonderful/magnificent/exciting/peaceful",
  bad: "frightening/dangerous/unpredictable/cold/inconvenient/too brief",
  odd: "like paintings/like a language without words/mysterious/strangely musical/full of hidden order/like dreams",
  sober: "natural/well explained/common in some regions/easy to observe/measured every day/seasonal",
  facts:
    "{depend} on the season/{is} easier to see from high ground/{have} inspired many stories/{follow} simple laws of nature/{is} measured with special instruments/{change} within a few hours/{look} different from place to place/{is} more common in some regions/{interest} scientists and painters/{is} the subject of old sayings",
};
