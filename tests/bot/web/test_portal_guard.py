"""The tokens of forms."""

from __future__ import annotations

from bot.web.portal_guard import VALID_FOR_S, FormTokens


def test_a_token_is_good_for_its_own_form_alone() -> None:
    tokens = FormTokens()
    token = tokens.issued("offer")
    assert tokens.is_valid(token, "offer")
    assert not tokens.is_valid(token, "need")
    assert not tokens.is_valid(token[:-1] + ("0" if token[-1] != "0" else "1"), "offer")
    assert not tokens.is_valid("", "offer")


def test_no_two_tokens_are_alike() -> None:
    tokens = FormTokens(clock=lambda: 1000.0)
    assert len({tokens.issued("offer") for _ in range(50)}) == 50


def test_a_token_runs_out() -> None:
    now = [1000.0]
    tokens = FormTokens(clock=lambda: now[0])
    token = tokens.issued("offer")
    now[0] += VALID_FOR_S + 1
    assert not tokens.is_valid(token, "offer")


def test_finders_that_share_a_secret_take_each_others_tokens() -> None:
    assert FormTokens("shared").is_valid(FormTokens("shared").issued("offer"), "offer")
    assert not FormTokens().is_valid(FormTokens().issued("offer"), "offer")
