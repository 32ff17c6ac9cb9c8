"""The words about posts, comments and moderation."""

from moim.contexts.notifications.domain.channels import Channel, Kind, Lane, Topic
from moim.contexts.notifications.domain.template import Template, Words

APP = frozenset({Channel.APP})
RINGS = frozenset({Channel.APP, Channel.PUSH})
POST = "/posts/{subject_id}"


def _social(
    name: str,
    ko: Words,
    en: Words,
    channels: frozenset[Channel] = RINGS,
    *,
    bundled: bool = False,
    quiet_copy: bool = False,
    unnamed: bool = False,
) -> Template:
    return Template(
        name=name,
        topic=Topic.COMMUNITY,
        kind=Kind.SOCIAL,
        ko=ko,
        en=en,
        channels=channels,
        link=POST,
        bundled=bundled,
        quiet_copy=quiet_copy,
        unnamed=unnamed,
    )


def _moderation(name: str, ko: Words, en: Words, lane: Lane = Lane.NORMAL) -> Template:
    channels = frozenset({Channel.APP, Channel.PUSH})
    return Template(
        name=name,
        topic=Topic.MODERATION,
        kind=Kind.SERVICE,
        ko=ko,
        en=en,
        lane=lane,
        channels=channels,
        unnamed=True,
        link=POST,
    )


COMMUNITY = (
    _social(
        "post-liked",
        Words("{people}이 회원님의 글을 좋아합니다", "{title}"),
        Words("{people} liked your post", "{title}"),
        bundled=True,
    ),
    _social(
        "post-created",
        Words("{people}이 새 글을 올렸습니다", "{title}"),
        Words("New post by {people}", "{title}"),
    ),
    _social(
        "post-removed",
        Words("작성하신 글이 삭제되었습니다", "{title}"),
        Words("Your post was removed", "{title}"),
        unnamed=True,
    ),
    _social(
        "commented-post-removed",
        Words("댓글을 남기신 글이 삭제되었습니다", "{title}"),
        Words("A post you commented on was removed", "{title}"),
        APP,
        unnamed=True,
    ),
    _social(
        "post-edited",
        Words("참여하신 글이 수정되었습니다", "{title}"),
        Words("A post you follow was edited", "{title}"),
        APP,
    ),
    _moderation(
        "post-reported",
        Words("글이 신고되었습니다: {title}", "사유: {reason}"),
        Words("A post was reported: {title}", "Reason: {reason}"),
        Lane.HIGH,
    ),
    _moderation(
        "report-outcome",
        Words("신고하신 글의 처리 결과를 알려 드립니다", "{title}: {outcome}"),
        Words("The post you reported was reviewed", "{title}: {outcome}"),
    ),
    _moderation(
        "comment-reported",
        Words("댓글이 신고되었습니다: {title}", "사유: {reason}"),
        Words("A comment was reported: {title}", "Reason: {reason}"),
        Lane.HIGH,
    ),
    _moderation(
        "comment-report-outcome",
        Words("신고하신 댓글의 처리 결과를 알려 드립니다", "{title}: {outcome}"),
        Words("The comment you reported was reviewed", "{title}: {outcome}"),
    ),
    _moderation(
        "own-comment-report-outcome",
        Words("회원님의 댓글에 대한 신고가 처리되었습니다", "{title}: {outcome}"),
        Words("A report about your comment was reviewed", "{title}: {outcome}"),
    ),
    _moderation(
        "own-post-report-outcome",
        Words("회원님의 글에 대한 신고가 처리되었습니다", "{title}: {outcome}"),
        Words("A report about your post was reviewed", "{title}: {outcome}"),
    ),
    _moderation(
        "let-through",
        Words("{what}이 게시되었습니다", "{title}"),
        Words("{what} is shown now", "{title}"),
    ),
    _moderation(
        "not-let-through",
        Words(
            "{what}이 게시되지 않았습니다", "{title}\n이유를 확인하고 고쳐서 다시 올릴 수 있습니다."
        ),
        Words(
            "{what} was not published",
            "{title}\nRead why; you may change it and send it again.",
        ),
    ),
    _social(
        "post-recommended",
        Words("{people}이 회원님의 글을 추천했습니다", "{title}"),
        Words("{people} recommended your post", "{title}"),
        bundled=True,
    ),
    _social(
        "post-tagged",
        Words("회원님의 글에 #{tag} 태그가 달렸습니다", "{title}"),
        Words("Your post was tagged #{tag}", "{title}"),
        APP,
        unnamed=True,
    ),
    _social(
        "tag-used",
        Words("#{tag} 태그의 새 글", "{title}"),
        Words("New under #{tag}", "{title}"),
        APP,
    ),
    _social(
        "post-untagged",
        Words("회원님의 글에서 #{tag} 태그가 빠졌습니다", "{title}"),
        Words("The tag #{tag} was taken off your post", "{title}"),
        APP,
        unnamed=True,
    ),
    _social(
        "post-bookmarked",
        Words("{count}명이 회원님의 글을 북마크했습니다", "{title}"),
        Words("Your post was bookmarked ({count})", "{title}"),
        APP,
        bundled=True,
        unnamed=True,
    ),
    _social(
        "post-shared",
        Words("{people}이 회원님의 글을 공유했습니다", "{title}"),
        Words("{people} shared your post", "{title}"),
        bundled=True,
    ),
    _social(
        "thread-commented",
        Words("{people}이 함께 이야기하는 글에 댓글을 남겼습니다", "{title}"),
        Words("{people} commented in a thread of yours", "{title}"),
    ),
    _social(
        "mentioned",
        Words("{people}이 댓글에서 회원님을 언급했습니다", "{title}"),
        Words("{people} mentioned you in a comment", "{title}"),
    ),
    _social(
        "post-commented",
        Words("{people}이 회원님의 글에 댓글을 남겼습니다", "{title}"),
        Words("{people} commented on your post", "{title}"),
    ),
    _social(
        "comment-recommended",
        Words("{people}이 회원님의 댓글을 추천했습니다", "{title}"),
        Words("{people} recommended your comment", "{title}"),
        bundled=True,
    ),
    _social(
        "comment-edited",
        Words("회원님의 댓글이 수정되었습니다", "{title}"),
        Words("Your comment was edited", "{title}"),
        APP,
        quiet_copy=True,
    ),
    _social(
        "comment-edited-by-moderator",
        Words("운영자가 회원님의 댓글을 수정했습니다", "{title}"),
        Words("A moderator edited your comment", "{title}"),
    ),
    _social(
        "comment-removed",
        Words("회원님의 댓글이 삭제되었습니다", "{title}: {reason}"),
        Words("Your comment was removed", "{title}: {reason}"),
        unnamed=True,
    ),
    _social(
        "comment-tagged",
        Words("회원님의 댓글에 #{tag} 태그가 달렸습니다", "{title}"),
        Words("Your comment was tagged #{tag}", "{title}"),
        APP,
        unnamed=True,
    ),
    _social(
        "comment-untagged",
        Words("회원님의 댓글에서 #{tag} 태그가 빠졌습니다", "{title}"),
        Words("The tag #{tag} was taken off your comment", "{title}"),
        APP,
        unnamed=True,
    ),
)

REASONS = {
    "spam": ("스팸·홍보", "spam"),
    "abuse": ("욕설·괴롭힘", "abuse"),
    "fraud": ("사기", "fraud"),
    "privacy": ("개인정보 노출", "privacy"),
    "defamation": ("명예훼손", "defamation"),
    "sexual": ("음란물", "sexual content"),
    "dangerous": ("위험한 내용", "dangerous content"),
    "forbidden-goods": ("거래 금지 품목", "goods that may not be sold"),
    "other": ("기타", "other"),
}
WAITED = {
    (False, False): ("확인을 기다리던 글", "Your post"),
    (False, True): ("글의 고친 내용", "The edit of your post"),
    (True, False): ("확인을 기다리던 댓글", "Your comment"),
    (True, True): ("댓글의 고친 내용", "The edit of your comment"),
}
"""What waited for a moderator: whether it is a comment, and whether an edit."""
OUTCOMES = {
    "kept": ("문제가 없어 그대로 둡니다", "it stays as it is"),
    "hidden": ("가려졌습니다", "it was hidden"),
    "removed": ("삭제되었습니다", "it was removed"),
}
REMOVED_BY = {
    "moderator": ("운영자가 운영 원칙에 따라 삭제했습니다", "a moderator removed it"),
    "rule": ("자동 규칙에 따라 삭제되었습니다", "a rule of the platform removed it"),
    "no-harassment": ("욕설·괴롭힘 금지 규칙", "no harassment"),
    "no-spam": ("스팸·홍보 금지 규칙", "no spam"),
    "no-fraud": ("사기 금지 규칙", "no fraud"),
    "no-personal-data": ("개인정보 노출 금지 규칙", "no personal data of others"),
    "no-forbidden-goods": ("거래 금지 물품 규칙", "no forbidden goods"),
    "right-board": ("게시판 주제에 맞지 않음", "not what this board is for"),
    "law-44-2": ("권리 침해 신고(정보통신망법 제44조의2)", "a claim under article 44-2 of the law"),
}
"""Why a comment was taken down: by the rule it was decided by, or by who did it."""
