"""Codes that people copy by hand."""

import pytest

from cms.core import codes


def test_a_code_survives_what_people_do_to_it():
    typed = ["7K3Q98ZTR24", "7k3q9-8ztr2-4", " 7K3Q9 8ZTR2 4 ", "7K3Q9–8ZTR2–4", "7K3Q9\u00a08ZTR2\u202f4"]
    assert [codes.parsed(text) for text in typed] == ["7K3Q98ZTR24"] * 5


def test_letters_that_look_like_digits_are_read_as_these():
    code = "10111" + "00111"
    whole = code + codes.check_symbol(code)
    assert codes.parsed("IOLil" + "oOlI1" + whole[-1]) == whole


@pytest.mark.parametrize(
    "text", ["", "7K3Q9-8ZTR2", "7K3Q9-8ZTR2-44", "7K3Q9-8ZTR2-U", "é" * 11, "\x00" * 11, "7K3Q9/8ZTR24"]
)
def test_what_is_not_a_code_gives_nothing(text):
    assert codes.parsed(text) == ""


def test_one_wrong_symbol_or_two_swapped_are_noticed():
    good = "7K3Q98ZTR24"
    wrong = [good[:i] + s + good[i + 1 :] for i in range(11) for s in codes.ALPHABET if s != good[i]]
    swapped = [good[:i] + good[i + 1] + good[i] + good[i + 2 :] for i in range(10) if good[i] != good[i + 1]]
    assert [text for text in wrong + swapped if codes.parsed(text)] == []


def test_new_codes_are_whole_and_differ():
    drawn = [codes.new_code() for _ in range(500)]
    assert [codes.parsed(codes.shown(code)) for code in drawn] == drawn
    assert len(set(drawn)) == 500


def test_the_check_symbol_is_crockfords():
    assert [codes.check_symbol(text) for text in ("0", "Z", "10", "14", "15")] == ["0", "Z", "*", "U", "0"]
