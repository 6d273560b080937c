"""The code of a language in, what it takes to speak it out: sentences, plurals, dates and numbers.

The sentences in the code and in the templates are bokmål. Other languages are catalogues of them
(gettext's PO files) in `languages/` and in the folders one adds; what a catalogue lacks is said in bokmål.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property, lru_cache
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

SOURCE = "nb"
FOLDER = Path(__file__).parent / "languages"
# As those who speak them call them; Babel's own names are longer than a link should be.
NAMES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
TERRITORIES = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}


class UnknownLanguage(ValueError):
    """A language that there is no catalogue of. Carries its code."""


@dataclass(frozen=True)
class Language:
    """One language. The same code and folders give the same sentences."""

    code: str
    folders: tuple[Path, ...] = ()
    translations: NullTranslations = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "translations", catalogue(self.code, (*self.folders, FOLDER)))

    @cached_property
    def locale(self) -> Locale:
        return Locale.parse(self.code)

    @property
    def name(self) -> str:
        """In the language itself."""
        return NAMES.get(self.code) or str(self.locale.get_display_name()).capitalize()

    @property
    def territory(self) -> str:
        """The language as it is named together with a country, which some readers of pages demand."""
        return TERRITORIES.get(self.code, self.code)

    def say(self, text: str, **facts: object) -> str:
        """The sentence in this language, with its facts in their places."""
        said = self.translations.gettext(text)
        return said.format(**facts) if facts else said

    def count(self, one: str, many: str, n: int) -> str:
        """The one sentence or the other, by the number in it."""
        return self.translations.ngettext(one, many, n).format(n=n)

    def dated(self, when: date, pattern: str) -> str:
        """By a pattern of Unicode's (UTS 35), which a language may have another of."""
        return dated(when, self.translations.gettext(pattern), self.code)

    def clock(self, when: time) -> str:
        """`14.00`"""
        return timed(when, self.translations.gettext("HH.mm"), self.code)

    def decimal(self, number: float) -> str:
        """With one decimal: `3,4`"""
        return str(format_decimal(number, format="#,##0.0", locale=self.locale))

    def whole(self, number: int) -> str:
        """`35 200`"""
        return str(format_decimal(number, format="#,##0", locale=self.locale))

    def begun(self, text: str) -> str:
        """As a sentence begins. The rest stays as it is: English months have great letters, too."""
        return text[:1].upper() + text[1:]

    def listed(self, names: Iterable[str]) -> str:
        """`Maura, Råholt og Ås`"""
        *first, last = names
        return self.say("{some} og {last}", some=", ".join(first), last=last) if first else last


# A calendar has many events on few days: Babel is asked once for each.
@lru_cache(maxsize=10_000)
def dated(when: date, pattern: str, code: str) -> str:
    return str(format_date(when, pattern, locale=code))


@lru_cache(maxsize=2_000)
def timed(when: time, pattern: str, code: str) -> str:
    return str(format_time(when, pattern, locale=code))


@lru_cache
def catalogue(code: str, folders: tuple[Path, ...]) -> NullTranslations:
    """Of the first folder that has one. Raises UnknownLanguage."""
    file = next((found for folder in folders if (found := folder / f"{code}.po").is_file()), None)
    if file is None and code != SOURCE:
        raise UnknownLanguage(code)
    try:
        Locale.parse(code)
    except (ValueError, UnknownLocaleError):
        raise UnknownLanguage(code) from None
    return compiled(file) if file else NullTranslations()


def compiled(file: Path) -> Translations:
    """Straight from what translators edit, so that nothing need be compiled beforehand."""
    made = BytesIO()
    with file.open("rb") as source:
        write_mo(made, read_po(source))
    made.seek(0)
    return Translations(made)
