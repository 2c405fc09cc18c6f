"""The words by which a reply states its answer, takes it back, or reports somebody else's, in several languages.

The words for "answer" and "is" that other texts use too are rows of the lexicon (`dikast.language`); these tables add
those of a judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from dikast import language
from dikast.language import CueMeaning

# A text after one of these and a colon is meant as the answer, whatever it is.
ANSWER_NOUNS: tuple[tuple[str, str], ...] = (
    ("en", "answer | ans | verdict | decision | final answer | final_answer | finalanswer"),
    ("de", "antwort | endantwort | urteil | entscheidung"),
    ("fr", "réponse | reponse | verdict"),
    ("es", "respuesta | veredicto"),
    ("pt", "resposta | veredito | veredicto"),
    ("it", "risposta | verdetto"),
    ("nl", "antwoord"),
    ("sv/da/no", "svar | svaret"),
    ("fi", "vastaus"),
    ("pl", "odpowiedź | odpowiedz"),
    ("cs/sk", "odpověď | odpoveď"),
    ("ro", "răspuns | raspuns"),
    ("hu", "válasz"),
    ("tr", "cevap | yanıt"),
    ("el", "απάντηση"),
    ("ru", "ответ | вердикт"),
    ("uk", "відповідь"),
    ("ar", "الإجابة | الجواب"),
    ("he", "תשובה"),
    ("hi", "उत्तर"),
    ("id", "jawaban"),
    ("vi", "đáp án | câu trả lời"),
    ("zh", "答案 | 最终答案 | 正确答案 | 判决 | 裁决 | 结论"),
    ("ja", "答え | 回答 | 解答 | 正解 | 判定 | 結論"),
    ("ko", "답 | 정답 | 답변 | 대답"),
)

# After these, only a label or an option's text is an answer: they begin other lines too.
CHOICE_NOUNS: tuple[tuple[str, str], ...] = (
    (
        "en",
        "choice | selection | pick | winner | vote | judgment | judgement | ruling | outcome | selected | chosen",
    ),
    ("en", "final | label | correct option | best option | better option"),
    ("de", "wahl | auswahl | gewinner | lösung | fazit | korrekte option | richtige option"),
    ("fr", "choix | décision | solution"),
    ("es", "elección | decisión | opción correcta | ganador"),
    ("it", "scelta"),
    ("pt", "escolha | decisão | alternativa correta | opção correta"),
    ("ru", "решение | выбор | правильный вариант"),
    ("zh", "选择 | 故选 | 选 | 正确选项 | 选项是 | 裁决结果 | 判断"),
    ("ja", "選択"),
    ("ko", "선택"),
)

COPULAS: tuple[tuple[str, str], ...] = (
    (
        "en",
        "would be | should be | must be | has to be | appears to be | seems to be | remains | "
        "is therefore | is thus | goes to",
    ),
    ("de", "lautet | ist also | ist daher"),
    ("pt", "é | é a"),
    ("it", "è"),
    ("nl", "is"),
    ("sv", "är"),
    ("da/no", "er"),
    ("pl", "to | brzmi"),
    ("ru", "это"),
    ("zh", "是 | 为 | 為 | 应为 | 应是 | 应该是 | 选 | 应选"),
    ("ja", "は"),
    ("ko", "은 | 는"),
    ("id", "adalah"),
    ("vi", "là"),
    ("ar", "هي"),
)

# What may be between "is" and the label, or before it, and changes nothing.
LABEL_NOUNS = (
    "the correct one is | it is | it's | i choose | i pick | "
    "option | choice | answer | label | letter | candidate | response | assistant | alternative | statement | model | "
    "the | la | le | el | die | der | das | letra | lettre | letter | "
    "debater | in favor of | in favour of | "
    "alternativa | opción | opcion | respuesta | réponse | antwort | möglichkeit | "
    "buchstabe | opzione | opção | optie | "
    "вариант | 选项 | 答案 | 選択肢"
)
ADVERBS = (
    "definitely | clearly | certainly | probably | likely | most likely | very likely | therefore | thus | hence | "
    "indeed | still | obviously | simply | in fact | actually | also | daher | eindeutig | klar | wohl | donc | "
    "clairement | claramente | probablemente"
)
# After a label, what goes on as a reason or as a repetition of the statement.
AFTER_LABEL = (
    "because | since | as | for | due | given | based | which | is correct | is right | is the correct | "
    "is the right | is the answer | is the best | is the better | is the stronger | "
    "is better | is best | is stronger | is supported | rather than | over | "
    "instead of | not | weil | and not | da | denn | nicht | parce que | car | porque | "
    "ya que | y no | et non | e não | 因为 | 。| です | だ | である | になります | となります | 입니다 | 이다 | 번 | है"
)
# Between two labels, what makes the second one part of a reason, or denies it.
REASONS = (
    "because | since | as | for | due | given | not | rather than | over | instead of | than | though | although | "
    "while | whereas | unlike | against | without | but | weil | da | denn | nicht | obwohl | car | puisque | "
    "pas | porque"
)

# Signs that deny what is beside them.
NO_SIGNS = "≠¬✗✘❌✖❎🚫⛔👎"

# An answer that is named in order not to be chosen.
_NOT_CHOSEN = (
    r"(?:\b(?:wrong|incorrect|false|worst|worse|weaker|weakest|losing|loser|rejected|runner-up|second[ -]best|"
    r"discarded|"
    r"falsche|schlechtere|mauvaise|incorrecta|incorreta|errada|sbagliata|неправильный|неверный)\b|错误)"
)
NOT_CHOSEN = re.compile(_NOT_CHOSEN + r"(?:[ ]\w+)?[ :]*$", re.IGNORECASE)

# `I don't think that the` answer is A: an answer denied in one's own name.
OWN_DENIAL = re.compile(
    r"\b(?:i|we) (?:doubt|(?:do not|don't|did not|didn't|can(?:not|'t)|could(?: not|n't)|would(?: not|n't)) "
    r"(?:think|believe|say|conclude|find|agree|accept))(?: that)?(?: the| my)?(?: correct| right| best| final)? ?$",
    re.IGNORECASE,
)

# What may lead to a statement of one's own, beside the lexicon's words.
CONCLUSIONS = (
    "and | but | however | yet | now | finally | overall | ultimately | in the end | on balance | on reflection | "
    "upon reflection | sure | okay | ok | in sum | in short | all in all | shows that | show that | "
    "confirms that | confirm that | proves that | indicates that | shows | it is clear that | it's clear that | "
    "it is evident that | it's evident that | obviously | for this reason | for these reasons | this means that | "
    "which means | which means that | we see that | we can see that | it must be that | it seems to me that | "
    "portanto | logo | assim | em conclusão | "
    "quindi | dunque | dus | 但 | "
    "pertanto | итак | поэтому | следовательно | значит | 综上所述 | 综上 | 总之 | "
    "したがって | 従って | よって | ゆえに | "
    "以上より | 따라서 | 그러므로"
)
# What makes a sentence no statement, beside the lexicon's words.
DOUBTS = (
    "perhaps | maybe | possibly | vielleicht | möglicherweise | womöglich | peut-être | quizás | quizá | tal vez",
    "talvez | forse | возможно | может быть | наверное | 也许 | 可能 | 或许 | もしかすると | 아마",
    "não | non | не | если | niet | もし | 만약",
)

# What comes before a label that is chosen, and after one that is right, in other languages than English.
CHOOSING = (
    r"\bich (?:wähle|nehme|stimme für|entscheide mich (?:daher |also |klar )?für)"
    r"|\bje (?:choisis|vote pour|retiens|tranche pour)"
    r"|\bj'opte pour|\b(?:elijo|escojo|voto por|opto por|selecciono|me quedo con|"
    r"escolho|voto em|fico com|scelgo|voto per)"
    r"|\bя (?:выбираю|голосую за)"
)
RIGHT = (
    r"(?:ist (?:daher |also |somit )?(?:richtig|korrekt|die (?:richtige|bessere|korrekte) antwort)"
    r"|est (?:donc )?(?:correcte?|la bonne réponse|juste)|es (?:la )?correcta|(?:é|está) corret[ao]|è corrett[ao])"
)

_OWN_VIEW = (
    r"(?:\b(?:i|we)(?:'m|'d| am| would| must| can| have to| should have)?(?: (?:therefore|thus|also|now|still|strongly|"
    r"fairly|quite|very|reasonably))? "
    r"(?:think|believe|conclude|find|say|said|judge|hold|feel|am|decide|confident|convinced|certain|sure|agree)\b"
    r"(?: (?:confident|convinced|certain|sure))?"
    r"|\bich (?:denke|glaube|meine|finde)\b|\bje (?:pense|crois)\b|\bcreo\b|我认为|我覺得)(?: (?:that|dass|que)\b)?"
)
_TAKEN_BACK = (
    r"(?:^|[.!?\n:;,(]\s*|-\s)(?:but |and |oh,? |hmm+,? |no,? )?"
    r"(?:wait|hold on|actually|correction|oops|whoops|hmm+|sorry|scratch that|strike that|on second thoughts?|"
    r"on reflection|upon reflection|(?:after|on|upon) (?:further|more|closer)|on closer (?:look|inspection)|"
    r"or (?:is it|maybe|perhaps|possibly)|"
    r"no[,!.]|nope|nein[,!.]|non[,!.]|нет[,!.]|точнее|вернее|"
    r"поправка|mejor dicho|na verdade|aliás|anzi|いや|訂正|不(?=,)|아니|never ?mind|or rather|i mean|"
    r"moment(?: mal)?[,!.]|korrektur|doch nicht|halt[,!.]|attendez|en fait|correction|espera|corrección|perdón|"
    r"等等|等一下|不对|更正|抱歉)(?!\w)"
    r"|\b(?:i|we) (?:was|were|am) (?:wrong|mistaken)\b|\bi(?:'ve| have)? (?:made|make) an? (?:mistake|error)\b"
    r"|\b(?:i|we)(?: must| need to| should| have to|'ll| will)?"
    r" (?:correct|reconsider|revise|retract|change|changed|reverse|withdraw|"
    r"amend) (?:my|this|that|it)\b|\bchang(?:ed|ing) my (?:mind|answer)\b"
    r"|\b(?:i|we) take (?:it|that|this) back\b|\blet me (?:re-?(?:consider|check|think|evaluate)|correct|revise|double)"
)

OWN_VIEW = re.compile(_OWN_VIEW, re.IGNORECASE)
TAKEN_BACK = re.compile(_TAKEN_BACK, re.IGNORECASE)

# Said directly after an answer, this denies it.
DENIED_AT_ONCE = re.compile(
    r"\s*(?:that|this)(?: answer| verdict| choice)? (?:is|was) (?:wrong|incorrect|false|mistaken|"
    r"an? (?:mistake|error)|not (?:right|correct))\b",
    re.IGNORECASE,
)

_DETERMINERS = (
    r"(?:\b(?:the|my|our|your|this|so|is|ist|die|der|das|meine|unsere|la|le|ma|mi|el|il|a minha|final|correct|right|"
    r"best|better|overall|selected|chosen|(?:better|best)[- ]supported|stronger|here(?:'s| is)|winning|judge's|judges'|"
    r"only|single|(?:more|most) (?:plausible|likely|accurate|reasonable|convincing|"
    r"persuasive|compelling|credible|supported)|"
    r"accurate|proper|true|richtige|"
    r"het|de|min|mitt|minha|o|mia|mio|правильный|верный|окончательный|мой|моё|итоговый|"
    r"nihai|doğru|सही|최종|lautet|mijn|moja|certa|corretta|"
    r"korrekte|endgültige|endgültiges|mein|unser|bonne|correcta|correta|definitiva|final_)(?![^\W_])[ ]*"
    r"|(?:最终|正确的?|正確|我的|我|本题|此题|该题|应|最佳|最好的|正しい|最終的な|最終|私の)[ ]*)*"
)
DETERMINERS = re.compile(_DETERMINERS, re.IGNORECASE)


def phrases(*columns: str) -> list[str]:
    """The phrases between the bars of some columns, the longest first, each once."""
    found = {phrase.strip().casefold() for column in columns for phrase in column.split("|")}
    return sorted(found - {""}, key=lambda phrase: (-len(phrase), phrase))


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of these phrases, as whole words where they are written with blanks between."""
    alternatives = [f"{_edge(word[0], before=True)}{_blanks(word)}{_edge(word[-1])}" for word in words]
    # A pattern of no phrases would fit everywhere.
    return "(?:" + "|".join(alternatives or [r"(?!)"]) + ")"


def _blanks(word: str) -> str:
    return re.escape(word).replace(r"\ ", r"[ ]+")


def _edge(character: str, *, before: bool = False) -> str:
    """No letter beside a word's first or last letter; ideographs and kana touch one another."""
    if not character.isalpha() or character >= "\u2e80":
        return ""
    return r"(?<![^\W_])" if before else r"(?![^\W_])"


@cache
def answer_nouns() -> tuple[str, ...]:
    """The words that announce an answer of any kind."""
    return tuple(phrases(*(words for _, words in ANSWER_NOUNS)))


@cache
def choice_nouns() -> tuple[str, ...]:
    """The words that announce an answer if a label follows; the lexicon's are among them."""
    own = [words for _, words in CHOICE_NOUNS]
    answers = re.compile(any_of(answer_nouns()), re.IGNORECASE)
    # `####` is read as a heading, and `the answer` as `answer` with a determiner.
    shared = [cue for cue in _cues("announcement") if cue[0].isalpha() and not answers.search(cue)]
    return tuple(phrases(*own, *shared))


@cache
def copulas() -> str:
    """A pattern for the words between "the answer" and a label."""
    return any_of(phrases(*(words for _, words in COPULAS), *_cues("copula")))


@cache
def conclusions() -> re.Pattern[str]:
    """The words that begin a conclusion, and those that may be before one."""
    return re.compile(any_of(phrases(CONCLUSIONS, *_cues("conclusion"))), re.I)


@cache
def doubts() -> re.Pattern[str]:
    """The words that make a sentence no statement: it supposes or denies something."""
    return re.compile(any_of(phrases(*DOUBTS, *_cues("supposition"), *_cues("negation"))), re.IGNORECASE)


def _cues(meaning: CueMeaning) -> list[str]:
    return [cue.phrase for cue in language.lexicon().cues if cue.meaning == meaning]
