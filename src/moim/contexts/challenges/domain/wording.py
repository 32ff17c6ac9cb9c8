"""How states and terms of a challenge are called in the sentences that refuse something."""

from moim.kernel.errors import Refusal

WORDS_KO = {
    "draft": "초안",
    "announced": "시작 전",
    "running": "진행 중",
    "ended": "종료",
    "closed": "종료",
    "final": "순위 확정",
    "region": "지역",
    "age_group": "연령대",
    "gender": "성별",
    "sport": "종목",
    "metric": "무엇을 셀지",
    "distance_m": "구간 거리",
    "target": "목표",
    "title": "제목",
    "description": "설명",
    "grace_s": "늦은 기록을 받는 기간",
    "entrants_max": "정원",
    "timezone": "시간대",
    "by_team": "팀",
    "club_id": "클럽",
}
"""States and terms as a Korean sentence names them."""


class InWords(Refusal):
    """A refusal whose details are names of states or terms: a person reads them in words."""

    def sentence(self, language: str) -> str:
        """The sentence in the language, without a code in it."""
        korean = language == "ko"
        said = {
            name: WORDS_KO.get(str(code), code) if korean else str(code).replace("_", " ")
            for name, code in self.details.items()
        }
        return (self.ko if korean else self.en).format(**said)
