"""Sports as GPX and TCX spell them: English words of many apps, Strava's numbers, Korean."""

from typing import Final

from moim.contexts.workouts.domain.sports import Sport

_WORDS: Final[dict[Sport, str]] = {
    Sport.RUN: "run running streetrunning roadrunning jogging 9 달리기 러닝 조깅",
    Sport.TRAIL_RUN: "trailrun trailrunning ultrarun 트레일러닝",
    Sport.TRACK_RUN: "trackrun trackrunning",
    Sport.TREADMILL_RUN: "treadmill treadmillrunning indoorrunning virtualrun 트레드밀 러닝머신",
    Sport.WALK: "walk walking casualwalking speedwalking indoorwalking 10 걷기 산책",
    Sport.HIKE: "hike hiking mountaineering 4 등산 하이킹",
    Sport.RIDE: "ride biking bike cycling roadbiking roadcycling 1 자전거 라이딩 사이클",
    Sport.MOUNTAIN_RIDE: "mountainbiking mountainbikeride mtb downhillbiking 산악자전거",
    Sport.GRAVEL_RIDE: "gravelcycling gravelride gravelbiking cyclocross",
    Sport.INDOOR_RIDE: "indoorcycling virtualride virtualcycling spinning indoorbiking 실내자전거",
    Sport.SWIM: "swim swimming lapswimming poolswimming 수영",
    Sport.OPEN_WATER_SWIM: "openwaterswimming openwaterswim openwater 오픈워터",
    Sport.ROW: "row rowing 로잉",
    Sport.INDOOR_ROW: "indoorrowing rowingmachine 로잉머신",
    Sport.STRENGTH: "strength strengthtraining weighttraining 근력운동",
    Sport.CARDIO: "cardio indoorcardio fitnessequipment elliptical stairclimbing",
    Sport.HIIT: "hiit",
    Sport.YOGA: "yoga 요가",
    Sport.PILATES: "pilates 필라테스",
    Sport.DIVE: "dive diving scubadiving freediving",
    Sport.SKI: "ski skiing alpineski alpineskiing nordicski crosscountryskiing snowboard 스키",
    Sport.SKATE: "skate skating inlineskating inlineskate iceskating iceskate 스케이트",
    Sport.TRANSITION: "transition",
}

_SPORTS: Final = {word: sport for sport, words in _WORDS.items() for word in words.split()} | {
    sport.value.replace("_", ""): sport
    for sport in Sport  # as our own exports say it
}


def sport_named(text: str | None) -> Sport:
    """The sport a file's word means, ``OTHER`` if the word is missing or says nothing to us."""
    if not text:
        return Sport.OTHER
    return _SPORTS.get("".join(filter(str.isalnum, text.casefold())), Sport.OTHER)
