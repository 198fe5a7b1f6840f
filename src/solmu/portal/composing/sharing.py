"""What stands on the picture of a shared page, and the address the picture has for as long as it shows that."""

from __future__ import annotations

from django.utils.translation import gettext as _

from solmu.core.colours import city_colours
from solmu.portal.addresses import picture_address
from solmu.portal.composing.reader import Reader, brand
from solmu.portal.drawing.plan import WORLD_HALF
from solmu.portal.drawing.sharing.picture import Shared
from solmu.portal.pages.head import Picture

CITY = "city"
"""What the picture of the home page is called in its address, where a partner's has the partner's id."""


def shared_city(reader: Reader, heading: str, count: str, world_svg: str) -> Shared:
    """The city's picture: its map, and how many partners there are."""
    return Shared(reader.language, brand(reader), heading, count, world_svg, 2 * WORLD_HALF, city_colours())


def shared_partner(reader: Reader, name: str, lead: str, map_svg: str) -> Shared:
    return Shared(reader.language, brand(reader), name, lead, map_svg, colours=city_colours())


def picture(shared: Shared, whose: str) -> Picture:
    """The picture by its address; `whose` is a partnership's id, or CITY."""
    words = _("%(title)s. %(lead)s") % {"title": shared.title, "lead": shared.lead}
    return Picture(picture_address(shared.language, whose, shared.name), words)
