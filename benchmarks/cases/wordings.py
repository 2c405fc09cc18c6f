"""Other words around a right answer or step, and sentences that say nothing of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

WORD = re.compile(r" ?\b[^\W\d_]{2,}\b ?")
CALL = re.compile(r"[a-z]\(")
AMOUNT = re.compile(r"(-?\d[\d.,/]*)( ?[^\W\d].*)")

# Where the answer stands in a sentence that announces it: language, and the sentence. `{}` is the answer.
FRAMES = (
    ("en", "The answer is {}."), ("en", "Answer: {}"), ("en", "**Answer:** {}"), ("en", "The final answer is {}"),
    ("en", "**{}**"),
    ("en", "#### {}"), ("en", "So the result is {}."), ("en", "Therefore, we obtain {}."), ("en",
    "Final answer: **{}**"),
    ("en", "Hence the answer is {}, as required."), ("en", "{}."), ("en", "It follows that the answer must be {}."),
    ("en", "After simplifying both sides, the answer is {}."), ("en", "Result: {}"),
    ("en", "Let us work it out.\n\nThe answer is {}."), ("en", "The correct answer is therefore {}."), ("en",
    "I get {}."),
    ("en", "The solution to the problem is {}."), ("en", "{} is the answer."),
    ("de", "Die Antwort ist {}."), ("de", "Antwort: {}"), ("de", "Das Ergebnis lautet {}."), ("de",
    "Also erhalten wir {}."),
    ("de", "Die Lösung ist {}."), ("de", "Somit ist das Ergebnis {}."),
    ("fr", "La réponse est {}."), ("fr", "Réponse : {}"), ("fr", "On obtient donc {}."), ("fr", "Le résultat est {}."),
    ("es", "La respuesta es {}."), ("es", "Respuesta: {}"), ("es", "Por lo tanto, el resultado es {}."), ("es",
    "Obtenemos {}."),
    ("zh", "答案是{}。"), ("zh", "答案：{}"), ("zh", "因此，结果为 {}。"), ("zh", "所以答案是 {}。"),
)  # fmt: skip
BOXES = (
    "\\boxed{{{}}}", "$\\boxed{{{}}}$", "The answer is $\\boxed{{{}}}$.", "$$\\boxed{{{}}}$$",
    "Therefore\n\\[\n\\boxed{{{}}}\n\\]",
    "**Final Answer**\n\n\\boxed{{{}}}",
)  # fmt: skip
GLOSSES = (
    "{} (approximately {})", "{}, which is about {}", "{} ≈ {}", "{} or about {}", "{} (≈ {})", "{}, or roughly {}",
    "{}, approximately {}",
)  # fmt: skip
# What may be said after an announced answer without changing it.
AFTERTHOUGHTS = (
    "We checked it in {a} ways.", "This took {a} steps.", "(See the {a} steps above.)", "Both methods agree.",
    "I hope this helps!", "Let me know if you have any questions.", "This completes the solution.",
    "Check: {a} + {b} = {sum}.",
)  # fmt: skip

# Sentences about something else are built from these parts, so that no list of phrases is tuned on: who, and does what.
ASIDES = {
    "en": (
        ("The weather in {place}", "My neighbour", "The library", "The old bus", "Our teacher"),
        (
            "was pleasant in spring",
            "is quiet on Sundays",
            "stays calm",
            "looked friendly",
            "is not new",
            "may be late again",
        ),
    ),
    "de": (
        ("Das Wetter in {place}", "Mein Nachbar", "Die Bücherei", "Der alte Bus", "Unsere Lehrerin"),
        (
            "war im Frühling angenehm",
            "ist sonntags ruhig",
            "bleibt gelassen",
            "ist nicht neu",
            "kommt vielleicht später",
        ),
    ),
    "fr": (
        ("Le temps à {place}", "Mon voisin", "La bibliothèque", "Le vieux bus", "Notre professeur"),
        ("était agréable au printemps", "est calme le dimanche", "n'est pas nouveau", "sera peut-être en retard"),
    ),
    "es": (
        ("El tiempo en {place}", "Mi vecino", "La biblioteca", "El viejo autobús", "Nuestra profesora"),
        ("era agradable en primavera", "está tranquilo los domingos", "no es nuevo", "quizás llegue tarde"),
    ),
}
PLACES = ("Oslo", "Lyon", "Quito", "Kyoto", "Turin")
CHINESE = ("今天天气很好。", "我的邻居很安静。", "公共汽车可能会晚点。", "图书馆星期天不开门。")
# Sentences with words that deny, suppose or ask, about something else.
LOADED = (
    "If it rains in {place}, we stay at home.", "Suppose the bus is late.", "It is not true that cats can fly.",
    "Is the library open on Sundays?", "Assume the shop in {place} is closed.", "Nobody denies that {place} is pretty.",
    "Maybe the train is wrong about its platform.", "Paper boats would sink in {place}.", "Next we move on.",
    "Unless it snows, the market opens.", "Case closed.", "Let us try another page of the book.",
    "We should not forget the umbrella.", "For example, the sky is blue.",
)  # fmt: skip
# Sentences with numbers of something else.
NUMBERED = (
    "The train to {place} left at 9:15.", "We bought 3 tickets to {place}.", "Page 12 of the book is torn.",
    "See section 2.4 of the notes.", "There were 250 people in {place}.", "On day 7 we rested.",
)  # fmt: skip
_HARMLESS = (
    "Clearly, {}",
    "So {}",
    "Now, {}",
    "Note that {}",
    "Indeed, {}",
    "Of course {}",
    "{}, as we know",
    "We see that {}",
    "Thus, {}",
)


UNANNOUNCED = ("**{}**", "{}.")  # beside these a number of an aside may be taken for the answer


def framed(rng: Random, text: str, announced: bool = False) -> tuple[str, str]:
    """The answer in a sentence, and the kind of it; `announced`: the sentence says that it is the answer."""
    if text.startswith(("The ", "It ")):  # it is a sentence already
        return "sentence (en)", f"{text.rstrip('.')}."
    language, frame = rng.choice([f for f in FRAMES if not announced or f[1] not in UNANNOUNCED])
    return f"sentence ({language})", frame.format(_shown(text))


def boxed(rng: Random, text: str) -> str:
    """The answer in a box, with what is words there set as text."""
    return rng.choice(BOXES).format(_as_formula(text.replace("$", "")))


def _as_formula(text: str) -> str:
    """A formula as it is; words beside a formula, and after a number, within `\\text{}`."""
    is_formula = any(sign in text for sign in "\\^_") or CALL.search(text)
    if is_formula or not WORD.search(text):
        return text
    if any(sign in text for sign in "=<>≤≥"):
        return WORD.sub(lambda word: f"\\text{{ {word[0].strip()} }}", text)
    amount = AMOUNT.fullmatch(text)
    return f"{amount[1]}\\text{{{amount[2]}}}" if amount else f"\\text{{{text}}}"


def glossed(rng: Random, text: str, gloss: str) -> str:
    """The answer with its rounded value."""
    return rng.choice(GLOSSES).format(_shown(text), gloss)


def in_language(rng: Random, text: str, languages: str) -> str:
    """The answer in a sentence of one of the languages."""
    return rng.choice([frame for language, frame in FRAMES if language in languages.split()]).format(_shown(text))


def with_afterthought(rng: Random, text: str, others: tuple[int, int]) -> str:
    """An announced answer and a sentence that does not change it."""
    after = rng.choice(AFTERTHOUGHTS).format(a=others[0], b=others[1], sum=sum(others))
    return f"The answer is {_shown(text)}. {after}"


def asides(rng: Random) -> Iterator[tuple[str, str]]:
    """Sentences that say nothing of any claim, each with its kind, without end."""
    while True:
        language = rng.choice((*ASIDES, "zh", "loaded", "loaded", "numbers"))
        if language in ASIDES:
            who, does = map(rng.choice, ASIDES[language])
            sentence = f"{who} {does}."
            yield f"sentence ({language})", _placed(rng, sentence)
        elif language == "zh":
            yield "sentence (zh)", rng.choice(CHINESE)
        elif language == "loaded":
            yield "loaded words", _placed(rng, rng.choice(LOADED))
        else:
            yield "numbers", _placed(rng, rng.choice(NUMBERED))


def beside(rng: Random, text: str, aside: str) -> str:
    """The aside before or after the text."""
    ended = text if text.rstrip().endswith((".", "!", "。", "?", "$$", "\\]")) else f"{text}."
    return rng.choice((f"{aside} {text}", f"{ended} {aside}"))


def harmless(rng: Random, text: str) -> str:
    """The text with words that change nothing."""
    return rng.choice(_HARMLESS).format(text)


def _placed(rng: Random, sentence: str) -> str:
    return sentence.replace("{place}", rng.choice(PLACES))


def _shown(text: str) -> str:
    """As it stands within prose: formulas between dollar signs."""
    is_formula = any(sign in text for sign in "\\^_{")
    return f"${text}$" if is_formula and "$" not in text else text
