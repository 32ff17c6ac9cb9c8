"""Names of common devices for the numbers that FIT files carry; a product_name in the file wins."""

from typing import Final

_GARMIN: Final = frozenset({1, 13, 15})

_MANUFACTURERS: Final[dict[int, str]] = {
    1: "Garmin",
    15: "Garmin",
    13: "Garmin",
    23: "Suunto",
    32: "Wahoo",
    40: "Concept2",
    52: "Epson",
    60: "Rotor",
    63: "Specialized",
    68: "CatEye",
    69: "Stages",
    70: "Sigma",
    71: "TomTom",
    73: "Wattbike",
    86: "Elite",
    89: "Tacx",
    95: "Stryd",
    107: "Magene",
    112: "Bryton",
    115: "iGPSPORT",
    123: "Polar",
    129: "COROS",
    132: "CYCPLUS",
    135: "COOSPO",
    140: "Decathlon",
    142: "TAG Heuer",
    144: "Zwift",
    147: "Meilan",
    148: "EZON",
    258: "Lezyne",
    260: "Zwift",
    263: "Favero",
    265: "Strava",
    267: "Bryton",
    272: "Mio",
    281: "TrainerRoad",
    282: "Wahoo SYSTM",
    289: "Hammerhead",
    294: "COROS",
    303: "greenTEG",
    305: "WHOOP",
    307: "OneLap",
    309: "FORM",
    310: "Decathlon",
    326: "Nike",
    327: "Magicshine",
    331: "MyWhoosh",
}

_FORERUNNERS: Final[dict[int, str]] = {
    717: "405", 782: "50", 988: "60", 1018: "310XT", 1124: "110", 1328: "910XT", 1345: "610",
    1436: "70", 1446: "310XT", 1482: "10", 1623: "620", 1632: "220", 1765: "920XT", 1903: "15",
    2148: "25", 2153: "225", 2156: "630", 2157: "230", 2158: "735XT", 2431: "235", 2503: "35",
    2691: "935", 2886: "645", 2888: "645 Music", 2891: "30", 3076: "245", 3077: "245 Music",
    3113: "945", 3282: "45", 3589: "745", 3652: "945 LTE", 3869: "55", 3990: "255 Music",
    3991: "255S Music", 3992: "255", 3993: "255S", 4024: "955", 4257: "265", 4258: "265S",
    4315: "965", 4432: "165", 4433: "165 Music",
}  # fmt: skip

_EDGES: Final[dict[int, str]] = {
    1036: "500", 1169: "800", 1325: "200", 1422: "500", 1497: "800", 1561: "510", 1567: "810",
    1736: "Touring", 1836: "1000", 1918: "510", 2067: "520", 2100: "1000", 2147: "25",
    2204: "Explore 1000", 2238: "20", 2530: "820", 2531: "Explore 820", 2629: "820", 2713: "1030",
    2909: "130", 3011: "Explore", 3112: "520 Plus", 3121: "530", 3122: "830", 3558: "130 Plus",
    3570: "1030 Plus", 3843: "1040", 4061: "540", 4062: "840", 4169: "Explore 2", 4440: "1050",
}  # fmt: skip

_OTHERS: Final[dict[int, str]] = {
    1499: "Swim", 1551: "fēnix", 1907: "vívoactive", 1967: "fēnix 2", 1988: "epix",
    2050: "fēnix 3", 2337: "vívoactive HR", 2407: "fēnix 3", 2413: "fēnix 3 HR",
    2477: "fēnix 3 HR", 2544: "fēnix 5S", 2604: "fēnix 5X", 2697: "fēnix 5", 2700: "vívoactive 3",
    2900: "fēnix 5S Plus", 3110: "fēnix 5 Plus", 3111: "fēnix 5X Plus", 3224: "vívoactive 4S",
    3225: "vívoactive 4", 3226: "Venu", 3251: "MARQ Athlete", 3258: "Descent Mk2", 3288: "fēnix 6S",
    3290: "fēnix 6", 3291: "fēnix 6X", 3405: "Swim 2", 3466: "Instinct Solar", 3542: "Descent Mk2S",
    3600: "Venu Sq", 3615: "Lily", 3638: "Enduro", 3703: "Venu 2", 3704: "Venu 2S",
    3851: "Venu 2 Plus", 3888: "Instinct 2", 3889: "Instinct 2S", 3905: "fēnix 7S", 3906: "fēnix 7",
    3907: "fēnix 7X", 3943: "epix (Gen 2)", 4005: "Descent G1", 4115: "Venu Sq 2", 4135: "tactix 7",
    4155: "Instinct Crossover", 4222: "Descent Mk3", 4260: "Venu 3", 4261: "Venu 3S",
    4312: "epix Pro 42 mm", 4313: "epix Pro 47 mm", 4314: "epix Pro 51 mm", 4341: "Enduro 2",
    4374: "fēnix 7S Pro", 4375: "fēnix 7 Pro", 4376: "fēnix 7X Pro", 4380: "Lily 2",
    4394: "Instinct 2X", 4426: "vívoactive 5", 4534: "fēnix 8", 4536: "fēnix 8", 4575: "Enduro 3",
    4625: "vívoactive 6", 4666: "fēnix E", 65534: "Connect",
}  # fmt: skip


def device_name(manufacturer: int | None, product: int | None, product_name: str) -> str | None:
    """What a person would call the device, None if nothing is known of it."""
    maker = _MANUFACTURERS.get(manufacturer if manufacturer is not None else -1)
    name = product_name.strip()
    if not name and manufacturer in _GARMIN and product is not None:
        name = _garmin(product)
    if not maker or not name:
        return name or maker
    return name if name.casefold().startswith(maker.casefold()) else f"{maker} {name}"


def _garmin(product: int) -> str:
    if product in _FORERUNNERS:
        return f"Forerunner {_FORERUNNERS[product]}"
    if product in _EDGES:
        return f"Edge {_EDGES[product]}"
    return _OTHERS.get(product, "")
