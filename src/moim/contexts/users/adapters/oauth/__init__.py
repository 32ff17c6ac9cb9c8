"""Signing in with Kakao, Naver and Google."""
