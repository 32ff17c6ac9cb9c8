"""Boards, posts, comments, reactions, follows, search and moderation."""
