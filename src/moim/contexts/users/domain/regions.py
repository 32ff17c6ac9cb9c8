"""Korea's 시·도 and 시·군·구 by their official names.

Source: Local Autonomy Act (지방자치법) and the acts that set up each unit, as in force on 1 July
2026: Incheon with 제물포구, 영종구 and 검단구; Gwangju and Jeollanam-do under their joint name and,
because addresses still carry them, under the two they had. Jeju's two cities are administrative,
Sejong has no lower unit; 구 without a government of their own (수원시 영통구) are not told apart.
"""

from moim.kernel.errors import Invalid


class UnknownRegion(Invalid):
    """No such 시·도 or 시·군·구."""

    code = "unknown-region"
    ko = "지역은 '서울특별시' 또는 '서울특별시 마포구'처럼 공식 이름으로 입력하세요."
    en = "Give the region by its official Korean name, such as '서울특별시' or '서울특별시 마포구'."


def _units(names: str) -> tuple[str, ...]:
    return tuple(names.split())


_GWANGJU = _units("동구 서구 남구 북구 광산구")
_JEONNAM = _units(
    "목포시 여수시 순천시 나주시 광양시 담양군 곡성군 구례군 고흥군 보성군 화순군 장흥군 "
    "강진군 해남군 영암군 무안군 함평군 영광군 장성군 완도군 진도군 신안군"
)

REGIONS: dict[str, tuple[str, ...]] = {
    "서울특별시": _units(
        "종로구 중구 용산구 성동구 광진구 동대문구 중랑구 성북구 강북구 도봉구 노원구 은평구 "
        "서대문구 마포구 양천구 강서구 구로구 금천구 영등포구 동작구 관악구 서초구 강남구 "
        "송파구 강동구"
    ),
    "부산광역시": _units(
        "중구 서구 동구 영도구 부산진구 동래구 남구 북구 해운대구 사하구 금정구 강서구 연제구 "
        "수영구 사상구 기장군"
    ),
    "대구광역시": _units("중구 동구 서구 남구 북구 수성구 달서구 달성군 군위군"),
    "인천광역시": _units(
        "제물포구 영종구 미추홀구 연수구 남동구 부평구 계양구 서구 검단구 강화군 옹진군"
    ),
    "광주광역시": _GWANGJU,
    "대전광역시": _units("동구 중구 서구 유성구 대덕구"),
    "울산광역시": _units("중구 남구 동구 북구 울주군"),
    "세종특별자치시": (),
    "경기도": _units(
        "수원시 용인시 고양시 화성시 성남시 부천시 남양주시 안산시 평택시 안양시 시흥시 "
        "파주시 김포시 의정부시 광주시 하남시 광명시 군포시 양주시 오산시 이천시 안성시 "
        "구리시 의왕시 포천시 여주시 동두천시 과천시 양평군 가평군 연천군"
    ),
    "강원특별자치도": _units(
        "춘천시 원주시 강릉시 동해시 태백시 속초시 삼척시 홍천군 횡성군 영월군 평창군 정선군 "
        "철원군 화천군 양구군 인제군 고성군 양양군"
    ),
    "충청북도": _units(
        "청주시 충주시 제천시 보은군 옥천군 영동군 증평군 진천군 괴산군 음성군 단양군"
    ),
    "충청남도": _units(
        "천안시 공주시 보령시 아산시 서산시 논산시 계룡시 당진시 금산군 부여군 서천군 청양군 "
        "홍성군 예산군 태안군"
    ),
    "전북특별자치도": _units(
        "전주시 군산시 익산시 정읍시 남원시 김제시 완주군 진안군 무주군 장수군 임실군 순창군 "
        "고창군 부안군"
    ),
    "전라남도": _JEONNAM,
    "전남광주통합특별시": (*_GWANGJU, *_JEONNAM),
    "경상북도": _units(
        "포항시 경주시 김천시 안동시 구미시 영주시 영천시 상주시 문경시 경산시 의성군 청송군 "
        "영양군 영덕군 청도군 고령군 성주군 칠곡군 예천군 봉화군 울진군 울릉군"
    ),
    "경상남도": _units(
        "창원시 진주시 통영시 사천시 김해시 밀양시 거제시 양산시 의령군 함안군 창녕군 고성군 "
        "남해군 하동군 산청군 함양군 거창군 합천군"
    ),
    "제주특별자치도": _units("제주시 서귀포시"),
}


def official_region(text: str) -> str:
    """``text`` as ``시·도`` or ``시·도 시·군·구`` with one space; UnknownRegion otherwise."""
    province, _, district = " ".join(text.split()).partition(" ")
    if province not in REGIONS or (district and district not in REGIONS[province]):
        raise UnknownRegion(field="region")
    return f"{province} {district}" if district else province
