"""What made-up documents tell of: settings, in which each person has a value of every trait, and no two have the same.

A trait has sentences that give its value, and phrases that name a person by it. Nothing else names a value.
"""

from __future__ import annotations

from dataclasses import dataclass

NAME = "name"
TIME = "time"
"""The trait whose values are in the order of time."""


@dataclass(frozen=True)
class Trait:
    """One trait of a person.

    `sentences` have `{who}` and `{value}`; `phrases` have `{value}` and name the person. `asks` asks for the value:
    it has `{who}`. `opening` begins the section of the document that is about the trait.
    """

    name: str
    values: tuple[str, ...]
    sentences: tuple[str, ...]
    phrases: tuple[str, ...]
    asks: str
    opening: str


@dataclass(frozen=True)
class DocumentSetting:
    """A kind of document: its titles, its first lines, its traits, what it says besides, and who came first in it."""

    titles: tuple[str, ...]
    beginnings: tuple[str, ...]
    traits: tuple[Trait, ...]
    asides: tuple[str, ...]
    asks_earlier: str

    def trait(self, name: str) -> Trait:
        """The trait of this name."""
        return next(trait for trait in self.traits if trait.name == name)


PEOPLE = Trait(
    NAME,
    (
        "Adela", "Bastian", "Celeste", "Dorian", "Edda", "Florian", "Greta", "Hamid", "Ilse", "Jonas", "Katya",
        "Leander",
        "Mirela", "Nestor", "Odile", "Pavel", "Ruth", "Selim", "Tamsin", "Ulrik", "Vera", "Wendel",
    ),
    ("The name of {who} was {value}.", "Everybody called {who} {value}.", "{value} was what the others called {who}."),
    ("{value}",),
    "What was {who} called?",
    "A list of names was drawn up, though not everybody signed it.",
)  # fmt: skip
_HOMES = (
    "Arnsel", "Brekka", "Colvane", "Dornach", "Estrava", "Fenwick", "Galdor", "Hesper", "Inverlie", "Jorvik", "Lindum",
    "Morvane",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_INN = DocumentSetting(
    titles=("The inn at the pass", "Six nights of snow", "What the innkeeper wrote down"),
    beginnings=(
        "Snow had closed the road, and the inn at the pass filled slowly with people who had nothing in common.",
        "In the week of the great snow the innkeeper kept a careful record of the guests, for the insurance.",
        "Long afterwards the guests of that winter still argued about who had done what, so here it is in order.",
    ),
    traits=(
        PEOPLE,
        Trait(
            "home",
            _HOMES,
            ("{who} had set out from {value}.", "The home of {who} was {value}.", "{who} came from {value}."),
            ("the guest from {value}", "the traveller who had set out from {value}"),
            "Where did {who} come from?",
            "The talk at the long table turned first to where everybody came from.",
        ),
        Trait(
            "trade",
            ("glazier", "weaver", "surveyor", "piano tuner", "chemist", "farrier", "locksmith", "baker", "notary",
             "tailor"),
            ("{who} worked as a {value}.", "{who} had been a {value} for many years.",
             "By trade, {who} was a {value}."),
            ("the {value}",),
            "What was the trade of {who}?",
            "Then they spoke of their trades, some proudly and some not.",
        ),
        Trait(
            "thing",
            ("a lantern", "a birdcage", "a sealed letter", "a violin", "a sack of salt", "a telescope",
             "a red umbrella",
             "a chess board", "a copper kettle", "a pair of skis"),
            ("{who} had brought {value}.", "{who} would not let go of {value}.", "With {who} came {value}."),
            ("the owner of {value}", "the one who had brought {value}"),
            "What had {who} brought?",
            "The luggage was a matter of some curiosity.",
        ),
        Trait(
            "place",
            ("in the attic", "in the pantry", "by the stove", "in the stable", "in the blue room", "on the landing",
             "in the library", "in the cellar", "in the tower"),
            ("{who} slept {value}.", "A bed was made for {who} {value}.", "At night {who} was to be found {value}."),
            ("the person who slept {value}", "whoever slept {value}"),
            "Where did {who} sleep?",
            "Beds were short, and so the guests were put wherever there was a dry floor.",
        ),
        Trait(
            TIME,
            _DAYS,
            ("{who} knocked at the door on {value}.", "It was {value} when {who} arrived.",
             "{who} came in on {value}."),
            ("the guest who arrived on {value}", "whoever had come on {value}"),
            "On which day did {who} arrive?",
            "Nobody came on the same day as another, which made the book easy to keep.",
        ),
    ),
    asides=(
        "The soup was thin by then, and nobody complained.",
        "A shutter banged all night and was tied down with a bootlace.",
        "Someone began a song and forgot how it went on.",
        "The clock in the hall was wrong by an hour, as it had been for years.",
        "Twice the fire went out, and twice it was lit again with old newspapers.",
        "The dog belonged to nobody and was fed by everybody.",
        "There was some unpleasantness about the last egg.",
        "For a while it was so still outside that one could hear the snow slide from the roof.",
        "A game was begun and given up when the cards proved to be one short.",
        "The bill was to be settled later, when the road was open.",
    ),
    asks_earlier="Who arrived at the inn earlier in the week, which is counted from Monday",
)  # fmt: skip
_EXPEDITION = DocumentSetting(
    titles=("Report of the northern survey", "Notes from the plateau", "The survey of the high valleys: a summary"),
    beginnings=(
        "This report was put together from diaries after the party had returned, and it leaves the weather out.",
        "The members of the survey worked alone most of the time; what each of them did is told here, so far as known.",
        "The society that paid for the survey asked for a plain account of its members and their work.",
    ),
    traits=(
        PEOPLE,
        Trait(
            "home",
            _HOMES,
            ("{who} was sent by the college in {value}.", "{value} was where {who} taught.",
             "{who} taught in {value}."),
            ("the member from {value}", "the teacher from {value}"),
            "In which town did {who} teach?",
            "The members came from colleges that had not worked together before.",
        ),
        Trait(
            "trade",
            ("botanist", "geologist", "mapmaker", "physician", "linguist", "photographer", "zoologist",
             "meteorologist"),
            ("{who} was the {value} of the party.", "The party's {value} was {who}.", "{who} served as {value}."),
            ("the {value}",),
            "What was the task of {who} in the party?",
            "Each had a task of their own, which had been settled beforehand.",
        ),
        Trait(
            "thing",
            ("a hot spring", "a ruined chapel", "a bed of fossils", "a frozen lake", "a herd of wild sheep",
             "a salt cave",
             "a carved stone", "a vein of copper", "a meadow of orchids"),
            ("{who} discovered {value}.", "It was {who} who came upon {value}.",
             "To {who} fell the luck of finding {value}."),
            ("the finder of {value}", "the member who discovered {value}"),
            "What did {who} discover?",
            "There was no lack of discoveries, one for every member.",
        ),
        Trait(
            "place",
            ("at Gull Rock", "at Two Pines", "at the Old Ford", "at Lone Barrow", "at Windy Gap", "at Ash Hollow",
             "at the Grey Scree", "at Fox Landing", "at Deep Cairn"),
            ("The tent of {who} stood {value}.", "{who} camped {value}.", "{value} was the camp of {who}."),
            ("the member who camped {value}", "whoever had the camp {value}"),
            "Where did {who} camp?",
            "The camps lay a day's walk from one another, and letters passed between them by mule.",
        ),
        Trait(
            TIME,
            ("in March", "in April", "in May", "in June", "in July", "in August", "in September", "in October"),
            ("{who} joined the survey {value}.", "It was {value} that {who} took up the work.",
             "{who} arrived {value}."),
            ("the member who joined {value}", "whoever came {value}"),
            "When did {who} join the survey?",
            "They joined one after the other over the year, never two in a month.",
        ),
    ),
    asides=(
        "The mules proved more reliable than the chronometers.",
        "Two crates of plates were broken on the way up, and nobody owned up to it.",
        "The nights were cold enough to freeze the ink.",
        "Bread had to be baked on flat stones, and tasted of them.",
        "A bridge that was marked on the older chart had been gone for decades.",
        "The guides were paid by the week and earned every coin.",
        "An argument about the height of a peak lasted for eleven days.",
        "Fog made the signals useless for most of a fortnight.",
        "What was written in pencil survived the rain; what was written in ink did not.",
        "A hut was built and then given up to the goats.",
    ),
    asks_earlier="Who joined the survey earlier in the year",
)  # fmt: skip
_COUNCIL = DocumentSetting(
    titles=("Minutes of the harbour council", "Record of the sitting of the harbour council",
    "Harbour council, minutes"),
    beginnings=(
        "The council met in the customs house, since its own hall was being painted. A quorum was present.",
        "The sitting was opened in the usual way. The minutes of the last one were read and approved.",
        "Present were the members listed below. The public gallery was empty, apart from a reporter.",
    ),
    traits=(
        PEOPLE,
        Trait(
            "home",
            _HOMES,
            ("{who} sits for the ward of {value}.", "The ward of {value} is represented by {who}.",
             "{who} was elected in the ward of {value}."),
            ("the member for the ward of {value}",),
            "For which ward does {who} sit?",
            "The clerk read out the wards and who sits for them.",
        ),
        Trait(
            "trade",
            ("treasurer", "pilot master", "archivist", "warden of the quays", "inspector of weights",
             "surveyor of lights",
             "keeper of the seals", "auditor"),
            ("{who} holds the office of {value}.", "The office of {value} belongs to {who}.",
             "This year the {value} is {who}."),
            ("the {value}",),
            "Which office does {who} hold?",
            "The offices for the year were confirmed without a vote.",
        ),
        Trait(
            "thing",
            ("to dredge the basin", "to rebuild the crane", "to lower the dues", "to sell the old dry dock",
             "to plant the mole with trees", "to hire a second tug", "to move the fish market",
             "to light the breakwater",
             "to close the east gate"),
            ("{who} moved {value}.", "The motion {value} was brought by {who}.",
             "A motion {value} stood in the name of {who}."),
            ("the mover of the motion {value}",),
            "What did {who} move?",
            "The motions were taken as they had been handed in.",
        ),
        Trait(
            "place",
            ("on the budget committee", "on the pilotage committee", "on the buildings committee",
             "on the ferries committee",
             "on the customs committee", "on the appeals committee", "on the health committee",
             "on the library committee"),
            ("{who} serves {value}.", "A seat {value} went to {who}.", "{who} was given the vacant seat {value}."),
            ("the member who serves {value}",),
            "Where does {who} serve?",
            "The seats on the committees were then filled.",
        ),
        Trait(
            TIME,
            ("at nine", "at ten", "at eleven", "at noon", "at one", "at two", "at three", "at four"),
            ("{who} spoke {value}.", "{value} the floor was given to {who}.", "The speech of {who} was heard {value}."),
            ("the member who spoke {value}",),
            "When did {who} speak?",
            "Every member present spoke once, and no two in the same hour of the day.",
        ),
    ),
    asides=(
        "A letter from the rope makers was noted and left without reply.",
        "There was a pause of some minutes while a window was closed.",
        "The chair reminded the members of the rule on interruptions.",
        "It was remarked that the tide tables had been printed with an error again.",
        "A point of order was raised and withdrawn.",
        "The clerk was thanked for the tidy state of the papers.",
        "Tea was served late, to general regret.",
        "The question of the gulls was put off once more.",
        "Nobody wished to add anything to the report on insurance.",
        "The reporter was asked to speak more quietly.",
    ),
    asks_earlier="Who spoke earlier in the sitting, which lasted from the morning to the afternoon",
)  # fmt: skip

SETTINGS: tuple[DocumentSetting, ...] = (_INN, _EXPEDITION, _COUNCIL)
