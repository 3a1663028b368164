"""The fixed cast of people, so that "may a stranger do this?" is one line in every test.

| who | role | unit |
|---|---|---|
| an | surveyor | Phú Cường |
| binh | ward secretary | Phú Cường |
| cuc | ward secretary | Phú Lợi |
| chi | surveyor | Phú Lợi |
| dung | inspector | the city |
| em | secretariat | the city |
| giang | province | the province |
| quan_tri | admin | the province |
"""

from sqlalchemy.orm import Session

from app.accounts.create import create_user
from app.units.queries import by_key

PASSWORD = "mot-mat-khau-du-dai"

PEOPLE = {
    "an": ("surveyor", "phu-cuong", "Nguyễn Văn An"),
    "binh": ("ward_secretary", "phu-cuong", "Trần Thị Bình"),
    "cuc": ("ward_secretary", "phu-loi", "Lê Thị Cúc"),
    "chi": ("surveyor", "phu-loi", "Phạm Mai Chi"),
    "dung": ("inspector", "thu-dau-mot", "Võ Quốc Dũng"),
    "em": ("secretariat", "thu-dau-mot", "Huỳnh Ngọc Em"),
    "giang": ("province", "binh-duong", "Đặng Thu Giang"),
    "quan_tri": ("admin", "binh-duong", "Quản trị"),
}


def seat_everyone(session: Session) -> None:
    """Create the cast. Hashing a password is slow on purpose, so they all get the hash of one."""
    hashed: str | None = None
    for name, (role, unit_key, full_name) in PEOPLE.items():
        unit = by_key(session, unit_key)
        assert unit is not None
        user = create_user(
            session, name, role=role, unit=unit, full_name=full_name, password=None if hashed else PASSWORD
        )
        if hashed:
            user.password_hash = hashed
        hashed = user.password_hash
