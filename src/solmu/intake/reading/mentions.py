"""Places and countries mentioned in a sentence, and how they stand in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from solmu.intake.reading.capitals import joined_words, runs
from solmu.intake.reading.documents.document import Span
from solmu.intake.reading.documents.language import is_function_word
from solmu.intake.reading.inflection import NOMINATIVE
from solmu.intake.reading.names import Name, Names
from solmu.intake.reading.sentence import Country, Place, Sentence
from solmu.places.gazetteer import ambiguous

_LONGEST_NAME = 6
_CASES_OF_PLACE = {"ine": "in", "ade": "in", "ela": "from", "abl": "from", "ill": "to", "all": "to"}
# Cues that make a capitalised word no name of a place, alone or as the head of a longer name.
_OTHER_NAMES = ("institution", "network")
# What a name must weigh in the gazetteer (see Candidate.weight) to be a place where any word is capitalised: a town of
# three thousand that bears the name itself, of thirty thousand that is also called so.
_KNOWN = 300_000
_INFLECTED = 100_000  # an ending that only names of places take says half of it


@dataclass(frozen=True, slots=True)
class Home:
    """The home city: its names without case, its country, and the part of it the document names it with."""

    names: frozenset[str]
    country: str | None = None
    region: str | None = None


def find_places(sentence: Sentence, names: Names, home: Home, *, structural: bool) -> list[Place]:
    """The places of a sentence, home included. `structural` trusts the first name of a list item, known or not."""
    finder = _Finder(sentence, names, home, structural=structural)
    return finder.places()


class _Finder:
    def __init__(self, sentence: Sentence, names: Names, home: Home, *, structural: bool) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.lexicon = sentence.lexicon
        self.names = names
        self.home = home
        self.structural = structural
        self.by_first = {country.first: country for country in sentence.countries}
        self.taken = {place for c in sentence.countries for place in range(c.first, c.last + 1)}
        self.taken |= {p for cue in sentence.of("neutral", "region") for p in range(cue.first, cue.last + 1)}
        self.taken |= {
            p for p, token in enumerate(self.tokens) if any(d.start <= token.start < d.end for d in sentence.dates)
        }
        self.other = {
            p for cue in sentence.cues if cue.category in _OTHER_NAMES for p in range(cue.first, cue.last + 1)
        }
        self.common = {
            place
            for cue in sentence.cues
            if cue.category
            not in ("countries", "column", "regions", "names", "grammar", "institution", "network", "neutral")
            for place in range(cue.first, cue.last + 1)
        }

    def places(self) -> list[Place]:
        found: list[Place] = []
        for first, last in runs(self.tokens, self.lexicon, self.taken):
            found += self._of_run(first, last) or self._listed_unknown(first, last, found)
        self._attach_countries(found)
        for place in found:
            place.role = self._role(place)
        found += self._inhabitants()
        found.sort(key=lambda place: place.first)
        self._chain_roles(found)
        return found

    # --- which words are a place

    def _of_run(self, first: int, last: int) -> list[Place]:
        found: list[Place] = []
        while first <= last:
            if first == 0 and last > 0 and self._is_ordinary(first) and not self._name(first, last):
                first += 1
                continue
            whole = self._place(first, last)
            if whole is not None:
                return [*found, whole]
            pair = self._before_home(first, last)
            if pair:
                return [*found, *pair]
            lead = self._leading_genitive(first, last)
            if lead is None:
                break
            found.append(lead)
            first = lead.last + 1
        if found and first <= last and not self._is_other_name(first, last):
            found[-1].is_outer = False
        return found

    def _before_home(self, first: int, last: int) -> list[Place]:
        """*en delegation från Hamar Lund*: a listed place and the home side by side, no name of two words."""
        for start in range(first + 1, last + 1):
            home, other = self._name(start, last), self._name(first, start - 1)
            if home and self._is_home(home) and other and self.names.is_listed(other.base):
                return [self._made(first, start - 1, other), self._made(start, last, home)]
        return []

    def _is_ordinary(self, first: int) -> bool:
        """A word capitalised only because it begins the sentence."""
        return first in self.common or is_function_word(self.tokens[first].folded)

    def _leading_genitive(self, first: int, last: int) -> Place | None:
        """*Shanghain Pudong*, *Kielin Ernst-Barlach-Gymnasium*: a place in the genitive before another name."""
        for stop in range(last - 1, first - 1, -1):
            name = self._name(first, stop)
            if name is not None and (name.case == "gen" or self._is_home(name)):
                place = self._made(first, stop, name)
                place.is_outer = not self._is_other_name(stop + 1, last)
                return place
        return None

    def _is_other_name(self, first: int, last: int) -> bool:
        """Whether words, or the word right after them, make the name an institution's or a network's."""
        return any(place in self.other for place in range(first, last + 1))

    def _place(self, first: int, last: int) -> Place | None:
        if last - first >= _LONGEST_NAME or self._is_person(first) or self._is_other_name(first, last):
            return None
        if self._is_street(first, last) or self._is_region(first, last) or self._is_abbreviation(first, last):
            return None
        name = self._owner(first, last) or self._name(first, last)
        if name is None:
            return self._unknown(first, last)
        if self._is_title(first, last, name):
            return None
        if first == last == 0 and not self._may_begin(name, first):
            return None
        return self._made(first, last, name)

    def _name(self, first: int, last: int) -> Name | None:
        words = joined_words(self.tokens, first, last)
        name = self.names.resolve(words, self.lexicon.language)
        if name is None and self.lexicon.language != "und":
            return None
        return name

    def _made(self, first: int, last: int, name: Name) -> Place:
        return Place(
            first,
            last,
            self.tokens[first].start,
            self.tokens[last].end - self._trailing(last, name),
            name.base,
            name.case,
            name.candidates,
            is_home=self._is_home(name) and not self._is_namesake(last),
        )

    def _trailing(self, last: int, name: Name) -> int:
        """An apostrophe and s of the English genitive are no part of the words that carry the name."""
        text = self.tokens[last].text
        return 2 if name.case == "gen" and text.endswith(("'s", "’s")) else 0

    def _is_home(self, name: Name) -> bool:
        return name.base.casefold() in self.home.names

    def _is_namesake(self, last: int) -> bool:
        """*Portland, Maine* on a page of Portland, Oregon: another place of the same name."""
        if last + 2 >= len(self.tokens) or self.tokens[last + 1].text not in ",(":
            return False
        for cue in self.sentence.of("regions"):
            if cue.first == last + 2:
                return cue.value != self.home.country or (
                    self.home.region is not None and self.tokens[cue.first].folded != self.home.region
                )
        country = self.by_first.get(last + 2)
        return country is not None and self.home.country is not None and country.code != self.home.country

    def _may_begin(self, name: Name, first: int) -> bool:
        """A word that begins a sentence is capitalised anyway: it must be well known as a place, or listed as one."""
        if self.names.is_listed(name.base) or self.structural or self._is_home(name) or self._country_after(first):
            return True
        if first in self.common or is_function_word(self.tokens[first].folded):
            return False
        return name.weight >= (_KNOWN if name.case == NOMINATIVE else _INFLECTED)

    def _is_region(self, first: int, last: int) -> bool:
        """*Houston, Texas*: the part of a country after a comma is no place of its own."""
        covered = any(cue.first == first and cue.last == last for cue in self.sentence.of("regions"))
        return covered and first >= 2 and self.tokens[first - 1].text in ",(" and self.tokens[first - 2].is_capital

    def _is_abbreviation(self, first: int, last: int) -> bool:
        token = self.tokens[first].text.partition(":")[0]
        return first == last and len(token) <= 4 and token.isupper()

    def _owner(self, first: int, last: int) -> Name | None:
        """*Salon ystävyyskaupunki*: what may be a genitive of a domestic place right before such a word is one."""
        if not self.lexicon.endings or self.home.country is None:
            return None
        if not any(cue.first == last + 1 and cue.category in ("relation", "home_word") for cue in self.sentence.cues):
            return None
        return self.names.genitive(joined_words(self.tokens, first, last), self.lexicon.language, self.home.country)

    def _is_title(self, first: int, last: int, name: Name) -> bool:
        """*the Leader*: one word after an article is an office, unless the document lists it as a place."""
        before = self.tokens[first - 1].folded if first else ""
        return first == last and before == "the" and not self.names.is_listed(name.base) and not self._is_home(name)

    def _is_person(self, first: int) -> bool:
        titles = self.lexicon.words("names", "person_titles")
        before = first - 1
        if before >= 0 and self.tokens[before].text == ".":
            before -= 1
        return before >= 0 and self.tokens[before].folded in titles

    def _is_street(self, first: int, last: int) -> bool:
        streets = list(self.sentence.of("names", "streets"))
        return any(first <= cue.first <= last + 1 for cue in streets)

    def _unknown(self, first: int, last: int) -> Place | None:
        """A name no gazetteer has, where its surroundings say that it is a place's."""
        if first == 0 and not self.structural and not self._country_after(last):
            return None
        if self.structural and (first == 0 or self.tokens[first - 1].text in ":–-"):
            pass
        elif not (self._country_after(last) or self._country_before(first) or self._relation_before(first)) or (
            not self.structural
            and last + 1 < len(self.tokens)
            and self.tokens[last + 1].text == ","
            and not self._relation_before(first)
        ):
            return None
        if any(place in self.common for place in range(first, last + 1)):
            return None
        words = joined_words(self.tokens, first, last)
        case, base = self.names.base_form(words, self.lexicon.language)
        called = first > 0 and self.tokens[first - 1].folded in self.lexicon.words("grammar", "copulas")
        span = self.tokens[first].start, self.tokens[last].end
        return Place(first, last, *span, base, case, is_called_partner=called and self._relation_before(first))

    def _listed_unknown(self, first: int, last: int, found: list[Place]) -> list[Place]:
        """*ystävyyskaupunkimme ovat Lund, X ja Brest*: what stands in a list of partners between others is one too."""
        partners = [place for place in found if not place.is_home]
        if not partners or found[-1].is_home:
            return []
        joins = {",", *self.lexicon.words("grammar", "conjunctions")}
        after = self.tokens[last + 1].folded if last + 1 < len(self.tokens) else "."
        if found[-1].last != first - 2 or self.tokens[first - 1].folded not in joins or after not in {".", *joins}:
            return []
        inside = range(first, last + 1)
        if any(place in self.common or place in self.other for place in inside) or self._is_abbreviation(first, last):
            return []
        if not self._relation_before(partners[0].first) or self._is_region(first, last):
            return []
        words = joined_words(self.tokens, first, last)
        case, base = self.names.base_form(words, self.lexicon.language)
        span = self.tokens[first].start, self.tokens[last].end
        return [Place(first, last, *span, base, case, is_called_partner=True)]

    def _inhabitants(self) -> list[Place]:
        """*kölniläinen koulu*: an adjective of a listed place's people or of the home's says where they are from."""
        found = []
        for number, token in enumerate(self.tokens):
            for ending in self.lexicon.inhabitants:
                stem, found_ending, _ = token.folded.rpartition(ending)
                if not found_ending or len(stem) < 3 or not token.is_word:
                    continue
                name = self.names.listed_stem(stem, self.lexicon.language)
                if name is not None:
                    found.append(replace(self._made(number, number, name), role="from"))
        return found

    # --- whose country it is in

    def _country_after(self, last: int) -> Country | None:
        """*City (Country*, *City, Country*, *City in Country*, also with a region between."""
        step = last + 1
        for _ in range(2):
            if step + 1 >= len(self.tokens):
                return None
            mark = self.tokens[step]
            country = self.by_first.get(step + 1)
            opens = mark.text in "(,/" or (self.structural and mark.text in "–—-|:")
            inside = mark.folded in self.lexicon.words("prepositions", "in") and mark.folded not in ("near",)
            if country and not country.is_adjective and (opens or inside):
                return country if inside or mark.text == "(" or self._closes(country) else None
            after = self._region_end(step + 1)
            if not (opens and after):
                return None
            step = after + 1 if after + 1 < len(self.tokens) and self.tokens[after + 1].text != ")" else after + 2
        return None

    def _closes(self, country: Country) -> bool:
        """After a comma a country belongs to the city before only if nothing makes it the next of a list."""
        after = country.last + 1
        return after >= len(self.tokens) or not self.tokens[after].is_capital

    def _region_end(self, first: int) -> int | None:
        ends = [cue.last for cue in self.sentence.of("regions") if cue.first == first]
        return max(ends) if ends else None

    def _region_country(self, last: int) -> tuple[str, Span] | None:
        """*Duluth, Minnesota* says the country."""
        if last + 2 < len(self.tokens) and self.tokens[last + 1].text in ",(":
            for cue in self.sentence.of("regions"):
                if cue.first == last + 2:
                    return cue.value, Span(cue.start, cue.end)
        return None

    def _country_before(self, first: int) -> Country | None:
        """*Saksan Kiel*, *danska Thisted*, *the German city of Kiel*, *Norjassa sijaitseva Bodø*."""
        step = first - 1
        while step >= 0 and first - step <= 5:
            for country in self.sentence.countries:
                if country.last == step:
                    return country if self._precedes(country, step, first) else None
            if not self._is_filler(step):
                return None
            step -= 1
        return None

    def _precedes(self, country: Country, step: int, first: int) -> bool:
        if country.is_adjective:
            return True
        words = self.tokens[country.last].folded
        if first - step == 1:
            return self.tokens[country.first].start < self.tokens[first].start and words.endswith(
                ("n", "s", "in", "’s", "'s")
            )
        return any(cue.first == step + 1 for cue in self.sentence.of("grammar", "located"))

    def _is_filler(self, step: int) -> bool:
        token = self.tokens[step]
        if token.folded in self.lexicon.words("grammar", "articles"):
            return True
        return any(
            cue.first <= step <= cue.last
            and cue.category in ("relation", "grammar", "home_word")
            and cue.value != "conjunctions"
            for cue in self.sentence.cues
        )

    def _relation_before(self, first: int) -> bool:
        step = first - 1
        while step >= 0 and first - step <= 3:
            if any(cue.last == step for cue in self.sentence.of("relation")):
                return True
            passed = {*self.lexicon.words("grammar", "articles"), *self.lexicon.words("grammar", "copulas")}
            if self.tokens[step].folded not in passed:
                return False
            step -= 1
        return False

    def _attach_countries(self, found: list[Place]) -> None:
        heads = self._leading_country()
        for place in found:
            if place.is_home:
                continue
            country = self._country_after(place.last) or self._country_before(place.first) or heads
            region = self._region_country(place.last)
            if country is not None:
                self._settle(place, country.code, country.span)
            elif region is not None:
                self._settle(place, *region)
            elif len(place.candidates) and not ambiguous(place.candidates):
                place.country = place.candidates[0].country
        for place in found:
            place.is_aside = self._is_aside(place)

    def _leading_country(self) -> Country | None:
        """*Norge: Skien, Bodø*."""
        for country in self.sentence.countries[:1]:
            after = country.last + 1
            if (
                self.structural
                and country.first == 0
                and not country.is_adjective
                and after < len(self.tokens)
                and self.tokens[after].text in ":–—-"
            ):
                return country
        return None

    def _settle(self, place: Place, code: str, span: Span) -> None:
        words = joined_words(self.tokens, place.first, place.last)
        name = self.names.resolve(words, self.lexicon.language, code)
        place.country, place.country_span = code, span
        if name is not None:
            place.name, place.role, place.candidates = name.base, name.case, name.candidates
        else:
            place.candidates = ()

    def _is_aside(self, place: Place) -> bool:
        """Another name given in passing: *(finska: Lohja)*, *the city bore the name X*."""
        before = [cue for cue in self.sentence.of("name_of") if cue.last < place.first <= cue.last + 4]
        return bool(before) and not any(self.tokens[step].text in ",;" for step in range(before[-1].last, place.first))

    # --- how it stands

    def _role(self, place: Place) -> str:
        case = place.role
        after = place.last + 1
        if case == "gen" and after < len(self.tokens):
            withs = self.lexicon.words("grammar", "with_after")
            if self.tokens[after].folded in withs or any(
                cue.first == after for cue in self.sentence.of("grammar", "with_after")
            ):
                return "with"
            return "gen"
        if case in _CASES_OF_PLACE:
            return _CASES_OF_PLACE[case]
        if case == NOMINATIVE:
            return self._preposition(place.first) or NOMINATIVE
        return case

    def _preposition(self, first: int) -> str | None:
        step = first - 1
        while step >= 0 and first - step <= 5:
            for value in ("with", "in", "from", "to", "of"):
                if self.tokens[step].folded in self.lexicon.words("prepositions", value):
                    if value == "of" and self._is_filler(step):
                        break
                    return value
            if any(
                country.first <= step <= country.last and country.is_adjective for country in self.sentence.countries
            ):
                step -= 1
                continue
            if not self._is_filler(step):
                return None
            step -= 1
        return None

    def _chain_roles(self, found: list[Place]) -> None:
        """Coordinated places stand alike: *med Skien och Lojo*, *Espoon ja Shanghain kanssa*."""
        group = 0
        for before, place in zip([None, *found], found, strict=False):
            if before is not None and self._coordinated(before, place):
                place.group = before.group
                if (
                    place.role in (NOMINATIVE, "gen")
                    and before.role in ("with", "in", "from", "to", "of")
                    and place.role == NOMINATIVE
                ):
                    place.role = before.role
                if place.role == "with" and before.role == "gen":
                    for other in found:
                        if other.group == place.group and other.role == "gen":
                            other.role = "with"
            else:
                group += 1
                place.group = group

    def _coordinated(self, before: Place, place: Place) -> bool:
        conjunctions = self.lexicon.words("grammar", "conjunctions")
        for step in range(before.last + 1, place.first):
            token = self.tokens[step]
            if (
                token.text in ",()/"
                or token.folded in conjunctions
                or token.folded in self.lexicon.words("grammar", "articles")
            ):
                continue
            if any(c.first <= step <= c.last for c in self.sentence.countries) or self._in_region(step):
                continue
            return False
        return True

    def _in_region(self, step: int) -> bool:
        return any(cue.first <= step <= cue.last for cue in self.sentence.of("regions"))
