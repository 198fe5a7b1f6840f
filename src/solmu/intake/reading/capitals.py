"""Stretches of capitalised words in a sentence, and the countries among them."""

from __future__ import annotations

from solmu.intake.reading.lexicon import Lexicon
from solmu.intake.reading.names import Names
from solmu.intake.reading.sentence import Country, Sentence
from solmu.intake.reading.tokens import Token


def find_countries(sentence: Sentence, names: Names) -> list[Country]:
    """Countries named or said by an adjective, longest names first."""
    tokens, found = sentence.tokens, []
    told = {cue.first: cue for cue in sentence.of("countries")}
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.is_capital:
            for last in range(min(place + 3, len(tokens) - 1), place - 1, -1):
                if last > place and not _is_phrase(tokens, place, last):
                    continue
                words = joined_words(tokens, place, last)
                code = names.country(words, sentence.language)
                if code and not _begins_longer_name(tokens, place, last, names):
                    found.append(Country(place, last, token.start, tokens[last].end, code))
                    break
        if found and found[-1].last >= place:
            place = found[-1].last
        elif place in told:
            cue = told[place]
            found.append(Country(cue.first, cue.last, cue.start, cue.end, cue.value, is_adjective=True))
            place = cue.last
        place += 1
    return found


def _begins_longer_name(tokens: list[Token], first: int, last: int, names: Names) -> bool:
    """*Palo Alto* is no *Palo*, whatever country some language calls so."""
    following = tokens[last + 1] if last + 1 < len(tokens) else None
    return following is not None and following.is_capital and bool(names.find(joined_words(tokens, first, last + 1)))


def _is_phrase(tokens: list[Token], first: int, last: int) -> bool:
    """Words only, the last one a capital: *Faroe Islands*, *Republic of Korea*."""
    return tokens[last].is_capital and all(token.is_word for token in tokens[first : last + 1])


def joined_words(tokens: list[Token], first: int, last: int) -> str:
    """The words as one name: a line break is a space, a point stays where it stands."""
    pieces = [tokens[first].text]
    for before, token in zip(tokens[first:last], tokens[first + 1 : last + 1], strict=True):
        pieces.append(token.text if token.start == before.end else f" {token.text}")
    return "".join(pieces)


def runs(tokens: list[Token], lexicon: Lexicon, taken: set[int], *, of_places: bool = True) -> list[tuple[int, int]]:
    """Stretches of capitalised words, with small words of names between them (*Frankfurt am Main*)."""
    small = lexicon.words("names", "place_particles" if of_places else "particles")
    found: list[tuple[int, int]] = []
    place = 0
    while place < len(tokens):
        if not tokens[place].is_capital or place in taken:
            place += 1
            continue
        last = place
        while last + 1 < len(tokens):
            step = last + 1
            if tokens[step].text == "." and tokens[step].start == tokens[last].end and len(tokens[last].text) <= 3:
                step += 1
            while step < len(tokens) and tokens[step].folded in small and step - last <= 2:
                if not of_places and not _joins(tokens, place, step):
                    break
                step += 1
            if step >= len(tokens) or not tokens[step].is_capital or step in taken or tokens[step].kind != "word":
                break
            if any(tokens[between].kind == "mark" and tokens[between].text != "." for between in range(last + 1, step)):
                break
            last = step
        found.append((place, last))
        place = last + 1
    return found


def _joins(tokens: list[Token], first: int, step: int) -> bool:
    """*and* and *the* belong to a name only after an *of* or *for* of that name (*Council of Cities and Regions*)."""
    if tokens[step].folded == "and":
        return any(token.folded in ("of", "for") for token in tokens[first:step])
    return tokens[step].folded != "the" or tokens[step - 1].folded in ("of", "for", "in")
