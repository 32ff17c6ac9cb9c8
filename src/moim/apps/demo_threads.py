"""What the demo's crew says on the boards: posts, answers, and who likes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

RUN = "run"


@dataclass(frozen=True, kw_only=True)
class Said:
    """An answer: by whom, how long after the post; ``answers`` is the place of another in line."""

    by: str
    after_min: int
    text: str
    answers: int | None = None


@dataclass(frozen=True, kw_only=True)
class Thread:
    """A post and what came of it. ``name`` never changes: it is what tells it from new ones.

    ``days_from_now`` are fields that are days. ``attach`` is the sport of the author's latest
    workout, which hangs on it.
    """

    name: str
    board: str
    by: str
    hours_ago: float
    title: str
    body: str
    category: str | None = None
    region: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    days_from_now: Mapping[str, int] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    attach: str | None = None
    said: tuple[Said, ...] = ()
    liked_by: tuple[str, ...] = ()
    recommended_by: tuple[str, ...] = ()
    kept_by: tuple[str, ...] = ()
    staff: bool = False


# fmt: off
THREADS = (
    Thread(
        name="welcome", board="announcements", by="hangyeol", hours_ago=500, staff=True,
        title="게시판을 열었습니다",
        body="함께 달리는 이야기를 나누는 곳입니다.\n\n"
             "- 장비를 팔거나 나눌 때는 **중고 장터**에 올려 주세요.\n"
             "- 대회 소식은 **대회 업데이트**에 모읍니다.\n"
             "- 전화번호와 계좌번호는 글에 적지 말아 주세요.\n\n"
             "서로의 속도를 존중해 주세요. 느린 달리기도 달리기입니다.",
        tags=("공지",),
        liked_by=("seoyeon", "dohyun", "jiwoo", "haeun", "taeho", "areum"),
    ),
    Thread(
        name="banpo-moonlight", board="free", by="hangyeol", hours_ago=20, category="run",
        region="서울특별시 서초구",
        title="수요일 반포 달빛 정모, 이번 주는 8 km 편하게 갑니다",
        body="수요일 **저녁 7시 30분**, 반포 달빛무지개분수 앞에서 모입니다.\n\n"
             "1. 가볍게 몸 풀기 10분\n2. 동작대교까지 왕복 8 km, 6분 초반 페이스\n"
             "3. 편의점 앞에서 이야기\n\n처음 오시는 분은 댓글로 알려 주세요. 맨 뒤에서 같이 "
             "가겠습니다.",
        tags=("정모", "한강"), attach=RUN,
        said=(
            Said(by="jiwoo", after_min=18, text="6분 초반이면 저는 조금 벅찬데 괜찮을까요?"),
            Said(by="hangyeol", after_min=25, answers=0,
                 text="@느린지우 그럼요. 뒤에서 7분으로 가는 조를 따로 둘게요."),
            Said(by="jiwoo", after_min=31, answers=1, text="그렇다면 갑니다!"),
            Said(by="seoyeon", after_min=64,
                 text="여의도에서 뛰어서 합류할게요. 15분쯤 늦을 수 있어요."),
            Said(by="areum", after_min=180,
                 text="인천에서 가면 몇 시에 끝나나요? 막차가 걱정이라서요."),
            Said(by="taeho", after_min=196, answers=4,
                 text="9시면 다 끝납니다. 동작역까지 같이 걸어가요."),
        ),
        liked_by=("seoyeon", "dohyun", "jiwoo", "haeun", "yuna", "taeho", "areum", "chaewon"),
        recommended_by=("seoyeon", "jiwoo", "taeho"), kept_by=("areum", "junseo"),
    ),
    Thread(
        name="cold-start", board="free", by="yuna", hours_ago=44, category="run",
        title="영하로 내려가면 다들 뭐 입고 뛰세요?",
        body="작년까지는 기모 타이츠 하나로 버텼는데, 올해는 새벽에 나가려니 겁이 납니다.\n\n"
             "> 뛰기 시작하고 10분 뒤에 덥지 않으면 많이 입은 것이 아니다\n\n"
             "라는 말을 들었는데 정말 그런가요? 장갑은 꼭 필요하겠죠?",
        tags=("겨울", "장비"),
        said=(
            Said(by="dohyun", after_min=12,
                 text="긴팔 하나에 바람막이 조끼요. 팔은 얇아도 몸통만 따뜻하면 됩니다."),
            Said(by="chaewon", after_min=40, text="장갑은 무조건입니다. 귀도요."),
            Said(by="sungmin", after_min=95,
                 text="첫 1 km는 춥게 시작하는 게 맞더라고요. 집 앞에서 제자리 뛰기 2분 하고 "
                      "나갑니다."),
            Said(by="yuna", after_min=120, answers=0, text="조끼는 생각을 못 했네요. 고맙습니다!"),
        ),
        liked_by=("dohyun", "chaewon", "sungmin", "jiwoo"), recommended_by=("chaewon",),
    ),
    Thread(
        name="banpo-club", board="clubs", by="hangyeol", hours_ago=300, region="서울특별시 서초구",
        title="반포 달빛 러닝 크루",
        body="2019년부터 매주 달립니다. 회비는 없고, 늦어도 기다립니다.",
        fields={"meets": "수요일 19:30, 토요일 07:00 · 반포 달빛무지개분수", "level": "any"},
        tags=("정모",), liked_by=("seoyeon", "jiwoo", "haeun"), kept_by=("areum",),
    ),
    Thread(
        name="songpa-club", board="clubs", by="dohyun", hours_ago=260, region="서울특별시 송파구",
        title="올림픽공원 새벽반",
        body="출근 전에 달리는 모임입니다. 평화의문 앞 6시 정각 출발, 3.2 km 두 바퀴.",
        fields={"meets": "월·수·금 06:00 · 올림픽공원 평화의문", "level": "experienced"},
        liked_by=("chaewon", "sungmin"),
    ),
    Thread(
        name="pegasus-270", board="market", by="seoyeon", hours_ago=8, region="서울특별시 영등포구",
        title="쿠션화 240, 80 km 신었습니다",
        body="발볼이 맞지 않아 내놓습니다. 밑창 거의 그대로이고 상자 있습니다.\n\n"
             "여의나루역에서 직접 건네 드릴 수 있습니다.",
        fields={"price_krw": 65_000, "condition": "like_new", "size": "240"},
        tags=("신발",),
        said=(
            Said(by="areum", after_min=33, text="정사이즈로 나왔나요? 평소 235 신습니다."),
            Said(by="seoyeon", after_min=38, answers=0,
                 text="조금 작게 나온 편이라 235 신으시면 240이 맞을 거예요."),
        ),
        liked_by=("areum",), kept_by=("areum", "yuna"),
    ),
    Thread(
        name="power-meter", board="market", by="minjae", hours_ago=70, region="서울특별시 마포구",
        title="한쪽 파워미터 크랭크 170 mm",
        body="2년 썼고 배터리 덮개 새것으로 바꿨습니다. 영점 잘 잡힙니다.",
        fields={"price_krw": 180_000, "condition": "good", "size": "170 mm"}, tags=("자전거",),
        liked_by=("sungmin",),
    ),
    Thread(
        name="giveaway-vest", board="market", by="taeho", hours_ago=30, region="서울특별시 성동구",
        title="러닝 조끼 나눕니다 (L)",
        body="작아져서 못 입습니다. 필요하신 분 가져가세요. 뚝섬역 근처입니다.",
        fields={"price_krw": 0, "condition": "worn", "size": "L"},
        liked_by=("jiwoo", "junseo", "yuna"),
    ),
    Thread(
        name="daily-trainer", board="reviews", by="haeun", hours_ago=96,
        title="언덕에서 발목을 잡아 주는 신발",
        body="남산에서 두 달 신었습니다.\n\n**좋은 점**: 내리막에서 뒤꿈치가 흔들리지 않습니다.\n\n"
             "**아쉬운 점**: 젖은 데크에서 미끄럽고, 끈이 자꾸 풀립니다.",
        fields={
            "product": "데일리 트레이너 3",
            "ratings": {"쿠션": 4, "안정성": 5, "접지": 3, "값": 3},
        },
        tags=("신발", "남산"), attach=RUN,
        said=(
            Said(by="hangyeol", after_min=55, text="끈은 마지막 구멍까지 꿰면 덜 풀립니다."),
            Said(by="haeun", after_min=70, answers=0, text="오, 내일 해 볼게요."),
        ),
        liked_by=("hangyeol", "taeho", "yuna", "chaewon", "dohyun"), recommended_by=("yuna",),
        kept_by=("yuna",),
    ),
    Thread(
        name="spring-marathon", board="races", by="taeho", hours_ago=50,
        title="봄 강변 마라톤 접수 시작",
        body="코스가 작년과 다릅니다. 30 km 지나서 있던 언덕이 빠졌습니다.\n\n같이 신청하실 분 "
             "계신가요?",
        fields={
            "race": "봄 강변 마라톤", "place": "서울 여의도공원", "state": "open",
        },
        days_from_now={"held_on": 120, "registration_opens_on": -2, "registration_closes_on": 30},
        tags=("풀코스",),
        said=(
            Said(by="hangyeol", after_min=20, text="신청했습니다. 서브 4 조 만들까요?"),
            Said(by="chaewon", after_min=44, text="저는 하프로 갑니다."),
        ),
        liked_by=("hangyeol", "chaewon", "dohyun", "haeun"), recommended_by=("hangyeol", "dohyun"),
        kept_by=("hangyeol", "haeun"),
    ),
    Thread(
        name="november-100", board="challenges", by="chaewon", hours_ago=120,
        title="한 달 100 km, 절반 지났습니다",
        body="비 오는 날 두 번 빼고는 다 채웠습니다. 남은 날은 하루 5 km씩이면 됩니다. 다들 "
             "어디까지 오셨나요?",
        attach=RUN,
        said=(Said(by="junseo", after_min=30, text="저는 이제 38 km요… 주말에 몰아서 갑니다."),),
        liked_by=("junseo", "yuna", "seoyeon"),
    ),
    Thread(
        name="outlet-sale", board="promotion", by="sungmin", hours_ago=150,
        title="하남에 러닝 매장을 엽니다",
        body="퇴직하고 작은 매장을 엽니다. 발 길이와 볼을 재 드립니다. 커피도 있습니다.",
        fields={"shop": "하남 러닝 상회"},
        liked_by=("hangyeol", "chaewon", "taeho", "jiwoo"),
    ),
)
# fmt: on
