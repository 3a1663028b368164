"""The tree of units: branches, codes by date, the shipped file."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.units.load import load_units
from app.units.models import Unit, UnitCode
from app.units.queries import AmbiguousCode, by_code, by_key, by_key_or_code
from app.units.tree import ancestors, below, in_order, is_below
from app.vietnamese.fold import fold

JUNE_2018 = date(2018, 6, 1)
HEADER = "name,label,kind,parent,code,valid_from,valid_to\n"


def unit(session: Session, key: str) -> Unit:
    found = by_key(session, key)
    assert found is not None
    return found


def test_the_shipped_tree_is_a_province_a_city_and_its_fourteen_wards(session: Session) -> None:
    city = unit(session, "thu-dau-mot")
    wards = session.scalars(select(Unit).where(Unit.parent_id == city.id)).all()
    assert len(wards) == 14
    assert [parent.key for parent in ancestors(session, wards[0].id)] == ["thu-dau-mot", "binh-duong"]


def test_a_branch_is_the_unit_and_everything_below_it(session: Session) -> None:
    province, city, ward = (unit(session, key).id for key in ("binh-duong", "thu-dau-mot", "phu-cuong"))
    assert len(session.scalars(below([province])).all()) == 16
    assert set(session.scalars(below([ward]))) == {ward}
    assert is_below(session, ward, [city])
    assert is_below(session, ward, [ward])
    assert not is_below(session, city, [ward])
    assert not is_below(session, ward, [unit(session, "phu-loi").id])
    assert not is_below(session, ward, [])


def test_a_unit_added_below_a_ward_belongs_to_the_branch_of_the_city(session: Session) -> None:
    ward = unit(session, "phu-cuong")
    quarter = Unit(key="phu-cuong-kp3", name="Khu phố 3", kind="khu_pho", parent_id=ward.id, fold="", sort_key="")
    session.add(quarter)
    session.flush()
    assert is_below(session, quarter.id, [unit(session, "thu-dau-mot").id])
    assert not is_below(session, quarter.id, [unit(session, "phu-loi").id])


def test_wards_stand_in_vietnamese_order_below_their_city(session: Session) -> None:
    ids = session.scalars(below([unit(session, "binh-duong").id]))
    tree = in_order(session, ids)
    assert [depth for depth, _unit in tree] == [0, 1] + [2] * 14
    names = [found.name for _depth, found in tree[2:]]
    assert names[:4] == ["Chánh Mỹ", "Chánh Nghĩa", "Định Hoà", "Hiệp An"]
    assert names.index("Phú Hòa") < names.index("Phú Lợi") < names.index("Phú Thọ")


def test_a_branch_without_its_root_still_shows_as_a_tree(session: Session) -> None:
    ids = [unit(session, key).id for key in ("phu-loi", "phu-cuong")]
    assert [(depth, found.key) for depth, found in in_order(session, ids)] == [(0, "phu-cuong"), (0, "phu-loi")]


def test_a_code_means_what_it_meant_on_that_day(session: Session) -> None:
    old = unit(session, "phu-hoa")
    new = Unit(key="phu-loi-2025", name="Phú Lợi", kind="phuong", fold="phu loi", sort_key="")
    session.add(new)
    session.flush()
    session.scalars(select(UnitCode).where(UnitCode.code == "25750")).one().valid_to = date(2025, 6, 30)
    session.add(UnitCode(unit_id=new.id, code="25750", valid_from=date(2025, 7, 1)))
    session.flush()
    assert by_code(session, "25750", JUNE_2018) is old
    assert by_code(session, "25750", date(2025, 6, 30)) is old
    assert by_code(session, "25750", date(2025, 7, 1)) is new


def test_a_code_with_two_meanings_on_one_day_is_an_error_not_a_guess(session: Session) -> None:
    session.add(UnitCode(unit_id=unit(session, "phu-loi").id, code="25747"))
    session.flush()
    with pytest.raises(AmbiguousCode, match="phu-cuong"):
        by_code(session, "25747", JUNE_2018)


def test_an_unknown_code_is_an_error(session: Session) -> None:
    with pytest.raises(LookupError, match="no unit"):
        by_code(session, "99999", JUNE_2018)


def test_at_a_terminal_either_key_or_code_will_do(session: Session) -> None:
    assert by_key_or_code(session, "phu-cuong", JUNE_2018) is by_key_or_code(session, "25747", JUNE_2018)


def test_loading_the_shipped_file_again_changes_nothing(session: Session) -> None:
    before = session.scalars(select(Unit.id)).all()
    assert load_units(session, Path("forms/don_vi.csv")) == 0
    assert session.scalars(select(Unit.id)).all() == before


def test_a_file_in_a_wrong_order_is_refused_with_its_line(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "don_vi.csv"
    file.write_text(
        HEADER + "a,A,phuong,thu-dau-mot,,,\nb,B,khu_pho,c,,,\nc,C,phuong,thu-dau-mot,,,\n", encoding="utf-8"
    )
    with pytest.raises(ValueError, match="line 3"):
        load_units(session, file)


def test_names_are_stored_composed_so_that_they_compare_equal(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "don_vi.csv"
    decomposed = "Xa\u0303 Mo\u031b\u0301i"
    file.write_text(HEADER + f"xa-moi,{decomposed},xa,binh-duong,,2025-07-01,\n", encoding="utf-8")
    assert load_units(session, file) == 1
    found = unit(session, "xa-moi")
    assert found.name == "Xã Mới"
    assert found.fold == fold("xa moi")
    assert found.valid_from == date(2025, 7, 1)
