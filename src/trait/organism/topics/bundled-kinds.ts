import type { TopicLists } from "./topic.ts";

/** The kinds of the bundled corpus's topics: 200 that are asked about in tests, 120 that are tuned on or held out. */
export const bundledKinds: TopicLists = {
  figure:
    "Galileo Galilei/Ludwig van Beethoven/William Shakespeare/Ada Lovelace/Joan of Arc/Vincent van Gogh/Julius Caesar/Confucius/Wolfgang Amadeus Mozart/Harriet Tubman/Louis Pasteur/Frida Kahlo/Emily Dickinson/James Cook/Hypatia of Alexandria/Nikola Tesla/Mary Shelley/Roald Amundsen/Aristotle/Michael Faraday/Ibn Battuta/Marie Curie/Leonardo da Vinci/Florence Nightingale/Johann Sebastian Bach/Cleopatra/Isaac Newton/Amelia Earhart/Charles Darwin/Marco Polo/Jane Austen",
  folk: "postal workers+/midwives+/shepherds+/opera singers+/school bus drivers+/stage magicians+/carpenters+/football referees+/tailors+/pen pals+/window cleaners+/history teachers+/street musicians+/lighthouse keepers+/grandparents+/night shift workers+/beekeepers+/long-distance truck drivers+/twins+/taxi drivers+/next-door neighbours+/piano teachers+",
  site: "the Taj Mahal/Stonehenge/the Great Wall of China/New York City/Machu Picchu/Petra/the Panama Canal/Istanbul/Prague/Timbuktu/Pompeii/the Parthenon/Venice/the Eiffel Tower/Kyoto/Edinburgh",
  wild: "the Great Barrier Reef/the Dead Sea/the Swiss Alps+/Lake Baikal/the Galapagos Islands+/Yellowstone National Park/Mount Fuji/the Nile/Patagonia/New Zealand/the Black Forest/the Sahara Desert/the Grand Canyon/Mount Everest/Iceland/the Amazon River/Antarctica/Niagara Falls",
  spot: "ghost towns+/car parks+/fishing harbours+/orchards+/caves+/laundromats+/mountain huts+/city parks+/public swimming pools+/hotel lobbies+/corner shops+/planetariums+/windmills+/suspension bridges+/railway stations+/botanical gardens+/small islands+/old castles+/street markets+/suburbs+/roadside diners+/village squares+/airports+/stone bridges+/Gothic cathedrals+",
  animal:
    "hedgehogs+/parrots+/penguins+/spiders+/blue whales+/jellyfish+/earthworms+/foxes+/owls+/crows+/cats+/honeybees+/octopuses+",
  food: "lemons+/olive oil/pumpkins+/potatoes+/blue cheese/cinnamon/homemade ice cream/sourdough bread/garlic/packed lunches+/wild mushrooms+",
  object:
    "typewriters+/wheelbarrows+/ceiling fans+/washing machines+/pencils+/tractors+/candles+/microscopes+/hot-air balloons+/accordions+/ladders+/seashells+/bicycles+/sewing machines+/umbrellas+/wristwatches+/steam locomotives+/elevators+/cast-iron pans+",
  plant: "sunflowers+/dandelions+/moss/cacti+/houseplants+/oak trees+",
  sky: "rainbows+/glaciers+/tides+/black holes+/thunderstorms+/the northern lights+/volcanoes+/heat waves+/fog/the Moon",
  book: "Hamlet/The Odyssey/War and Peace/Jane Eyre/Robinson Crusoe/Alice in Wonderland/The Time Machine/haiku/ghost stories+/encyclopedias+/autobiographies+/Moby-Dick/detective novels+/fairy tales+/cookbooks+/Frankenstein/Pride and Prejudice/Don Quixote",
  film: "Citizen Kane/the film Metropolis/Singin' in the Rain/Seven Samurai/silent films+/Casablanca/The Wizard of Oz",
  music:
    "Vivaldi's Four Seasons+/The Magic Flute/Swan Lake/gospel songs+/sea shanties+/national anthems+/Beethoven's Ninth Symphony/string quartets+",
  picture:
    "The Garden of Earthly Delights/Van Gogh's Starry Night/Girl with a Pearl Earring/Monet's Water Lilies/The Birth of Venus/Hokusai's Great Wave/still-life paintings+/stained-glass windows+",
  game: "hopscotch/marbles/backgammon/mahjong/board games+/crossword puzzles+/chess/jigsaw puzzles+/dominoes",
  idea: "optical illusions+/the Fibonacci sequence/mnemonics/the Big Bang/coats of arms+/wedding customs+/genetics/map projections+/the alphabet/sign languages+/compound interest/utilitarianism/the water cycle/alchemy/common sense/the butterfly effect/magnetism/regional dialects+/urban legends+/parallel universes+/the tea ceremony/Murphy's law/prime numbers+/punctuation/the Turing test/barter/apprenticeships+/secret codes+/riddles+/pen names+/circadian rhythms+/time zones+/lifelong learning/the number zero/handshakes+/the placebo effect/probability/life on other planets/proverbs+/the scientific method/continental drift/free will/family names+/the metric system/supply and demand/leap years+/time travel/archaeology/table manners+/artificial languages+",
  activity:
    "making soup/ironing shirts/playing hide and seek/wrapping presents/sorting old photographs/bowling/swimming in lakes/cleaning windows/polishing shoes/painting a room/stargazing/keeping a diary/flying kites/skipping stones/playing table tennis/making jam/keeping chickens/sewing on buttons/walking barefoot/collecting stamps/listening to the radio/getting a haircut/doing the laundry/commuting by train/growing tomatoes/baking bread/working from home/picking blackberries/grocery shopping/cycling to work/moving house/learning a musical instrument/bird watching/washing the dishes/knitting/walking a dog/repairing old furniture",
  occasion:
    "lunch breaks+/camping weekends+/windy afternoons+/pancake breakfasts+/afternoon naps+/long car journeys+/fishing trips+/summer holidays+/rainy weekends+/the first snow/autumn evenings+/early mornings+",
};
