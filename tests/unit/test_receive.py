"""The one road in: once, whole, marked when wrong, never lost. Each test runs on both databases."""

import hashlib
import re
import threading
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select

from app import db
from app.audit.models import AuditEntry
from app.engine.xml import parse
from app.submissions.evaluate import reopen
from app.submissions.models import Attachment, Submission, SubmissionVersion
from app.submissions.receipts import read
from app.submissions.receive import ExpectedFile
from tests.builders import answers, records


def count(engine: Engine, model: type) -> int:
    with db.reading(engine) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def one_submission(engine: Engine) -> Submission:
    with db.reading(engine) as session:
        submission = session.scalars(select(Submission)).one()
        assert submission.current is not None  # loaded while the session is open
        return submission


def test_a_record_is_stored_with_what_lists_and_documents_need(app: Flask, engine: Engine):
    xml = records.boarding_house(app, ten="Nhà trọ cô Bảy")
    photo = records.photo_names(xml)[0]
    receipt = records.send(app, xml, "an", {photo: records.picture()})

    assert receipt.state == "received" and receipt.problems == () and receipt.reason is None
    assert receipt.sha256 == hashlib.sha256(xml).hexdigest()
    assert receipt.files[0].state == "stored"
    assert receipt.files[0].sha256 == hashlib.sha256(records.picture()).hexdigest()
    assert read(receipt.receipt) == receipt.receipt

    submission = one_submission(engine)
    assert submission.id == receipt.submission_id and submission.receipt == receipt.receipt
    assert submission.unit.key == "phu-cuong"
    assert submission.neighbourhood.startswith("phu-cuong-kp")
    assert submission.event_date == date(2018, 6, 5)
    version = submission.current
    assert version.xml == xml and version.channel == "phone" and version.device_id == "device-1"
    assert version.name.startswith("Nhà trọ cô Bảy") and submission.fold.startswith("nha tro co bay")
    assert version.data["n2"]["ten"] == "Nhà trọ cô Bảy"
    assert isinstance(version.data["n3"]["so_phong"], int)


def test_receiving_twice_changes_nothing_and_gives_the_same_receipt(app: Flask, engine: Engine):
    xml = records.boarding_house(app)
    files = {records.photo_names(xml)[0]: records.picture()}
    first = records.send(app, xml, "an", files)
    trail = count(engine, AuditEntry)
    again = records.send(app, xml, "an", files)
    assert again.state == "known"
    assert (again.receipt, again.sha256, again.submission_id) == (first.receipt, first.sha256, first.submission_id)
    assert again.files == first.files
    assert (count(engine, Submission), count(engine, SubmissionVersion), count(engine, Attachment)) == (1, 1, 1)
    assert count(engine, AuditEntry) == trail


def at_once(app: Flask, xmls: list[bytes], files: dict[str, bytes]) -> list:
    barrier, results = threading.Barrier(len(xmls)), []

    def post(xml: bytes) -> None:
        barrier.wait()
        try:
            results.append(records.send(app, xml, "an", files))
        except Exception as error:
            results.append(error)

    threads = [threading.Thread(target=post, args=(xml,)) for xml in xmls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_the_same_post_five_times_at_once_makes_exactly_one_submission_with_its_photo(app: Flask, engine: Engine):
    xml = records.boarding_house(app)
    results = at_once(app, [xml] * 5, {records.photo_names(xml)[0]: records.picture()})
    assert sorted(result.state for result in results) == ["known"] * 4 + ["received"]
    assert len({result.receipt for result in results}) == 1
    assert {file.state for result in results for file in result.files} == {"stored"}
    assert (count(engine, Submission), count(engine, SubmissionVersion), count(engine, Attachment)) == (1, 1, 1)


def test_different_records_at_once_are_all_kept(app: Flask, engine: Engine):
    results = at_once(app, [records.boarding_house(app, seed=seed) for seed in range(6)], {})
    assert [result.state for result in results] == ["received"] * 6
    assert len({result.receipt for result in results}) == 6 == count(engine, Submission)


def test_rival_corrections_of_one_record_at_once_leave_one_winner_and_the_rest_aside(app: Flask, engine: Engine):
    xml = records.boarding_house(app)
    records.send(app, xml)
    rivals = [records.correction_of(xml, f"uuid:rival-{number}") for number in range(4)]
    results = at_once(app, rivals, {})
    assert sorted(result.state for result in results) == ["quarantined"] * 3 + ["received"]
    assert {result.reason for result in results if result.state == "quarantined"} == {"stale"}
    assert (count(engine, Submission), count(engine, SubmissionVersion)) == (1, 2)


def test_a_broken_constraint_and_a_missing_answer_mark_the_record_but_do_not_lose_it(app: Flask, engine: Engine):
    xml = records.boarding_house(app, phong_o="9999", dia_chi="")
    receipt = records.send(app, xml)
    assert receipt.state == "received"
    found = {(problem["ref"], problem["code"]): problem["message"] for problem in receipt.problems}
    assert "9999" in found["n3/phong_o", "constraint"]
    assert found["n2/dia_chi", "required"]
    submission = one_submission(engine)
    assert submission.problem_count == len(receipt.problems) == 2
    assert submission.current.problems == list(receipt.problems)
    assert submission.current.data["n3"]["phong_o"] == 9999


def test_an_answer_of_the_wrong_type_marks_the_record(app: Flask, engine: Engine):
    xml = records.boarding_house(app, so_phong="24")
    broken = xml.replace(b"<so_phong>24<", "<so_phong>hai mươi<".encode())
    assert broken != xml
    receipt = records.send(app, broken)
    assert ("n3/so_phong", "type") in {(problem["ref"], problem["code"]) for problem in receipt.problems}
    assert one_submission(engine).current.data["n3"]["so_phong"] == "hai mươi"


def test_numbers_that_no_machine_can_hold_lose_nothing(app: Flask, engine: Engine):
    xml = records.boarding_house(app, so_phong="24")
    long = xml.replace(b"<so_phong>24<", b"<so_phong>" + b"9" * 6000 + b"<")
    assert records.send(app, long).state == "received"
    assert one_submission(engine).current.data["n3"]["so_phong"] == "9" * 6000
    given = answers.kiem_tra("phu-cuong")
    minutes = records.filled(app, "kiem_tra", given, "dung").xml()
    endless = re.sub(rb"<tc_tu>[^<]*<", b"<tc_tu>" + b"9" * 400 + b".5<", minutes)
    assert endless != minutes
    assert records.send(app, endless, "dung").state == "received"


def test_a_long_answer_to_the_neighbourhood_is_cut_for_the_list_only(app: Flask, engine: Engine):
    xml = records.boarding_house(app)
    long = re.sub(rb"<khu_pho>[^<]*<", b"<khu_pho>" + b"k" * 3000 + b"<", xml)
    assert records.send(app, long).state == "received"
    submission = one_submission(engine)
    assert submission.neighbourhood == "k" * 200
    assert submission.current.data["n1"]["khu_pho"] == "k" * 3000


def test_a_record_is_judged_by_the_moment_it_was_finished_not_by_the_moment_it_came(app: Flask):
    xml = records.boarding_house(app)
    form = records.form_of(app, "ks_nha_tro")
    came = records.NOW + timedelta(days=9)
    assert reopen(form, xml, parse(xml), None, came).context.now == records.NOW
    ahead = re.sub(rb"<ket_thuc>2018", b"<ket_thuc>2031", xml)
    assert reopen(form, ahead, parse(ahead), None, came).context.now == came, "a clock that runs ahead is not believed"
    broken = re.sub(rb"<ket_thuc>[^<]*", b"<ket_thuc>soon", xml)
    assert reopen(form, broken, parse(broken), None, came).context.now == came


def test_a_unit_outside_the_authors_branch_is_not_believed(app: Flask, engine: Engine):
    receipt = records.send(app, records.boarding_house(app, "an", ward="phu-loi"), "an")
    assert receipt.state == "received"
    assert [problem["code"] for problem in receipt.problems if problem["ref"] == "n1/phuong"] == ["unit_outside"]
    assert one_submission(engine).unit.key == "phu-cuong"


def test_whoever_works_for_the_city_files_a_record_under_the_ward_it_names(app: Flask, engine: Engine):
    receipt = records.send(app, records.boarding_house(app, "em", ward="phu-loi"), "em")
    assert [problem for problem in receipt.problems if problem["code"].startswith("unit")] == []
    assert one_submission(engine).unit.key == "phu-loi"


def test_an_unknown_unit_falls_back_to_the_authors_own(app: Flask, engine: Engine):
    xml = records.boarding_house(app)
    text = xml.replace(b"<phuong>phu-cuong<", b"<phuong>atlantis<")
    receipt = records.send(app, text)
    assert "unit_unknown" in {problem["code"] for problem in receipt.problems}
    assert one_submission(engine).unit.key == "phu-cuong"


def test_a_record_without_an_instance_id_is_one_record_however_often_it_comes(app: Flask, engine: Engine):
    xml = records.boarding_house(app)
    start, end = xml.index(b"<instanceID>"), xml.index(b"</instanceID>") + len(b"</instanceID>")
    bare = xml[:start] + xml[end:]
    assert [records.send(app, bare).state for _ in range(3)] == ["received", "known", "known"]
    assert one_submission(engine).instance_id == "sha256:" + hashlib.sha256(bare).hexdigest()


def test_consumers_work_in_the_same_transaction(app: Flask, engine: Engine):
    consumers = app.extensions["phieu"].after_version
    seen: list[tuple[int, str]] = []
    xml = records.boarding_house(app)

    def failing(session, version):
        seen.append((version.submission_id, version.name))
        raise OSError("the consumer's disk is full")

    consumers.append(failing)
    with pytest.raises(OSError):
        records.send(app, xml)
    assert seen and count(engine, Submission) == 0 == count(engine, SubmissionVersion)
    consumers.remove(failing)
    assert records.send(app, xml).state == "received"


def test_the_trail_says_who_sent_it_and_names_nobody(app: Flask, engine: Engine):
    receipt = records.send(app, records.boarding_house(app, ten="Nhà trọ cô Bảy"))
    with db.reading(engine) as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "submission.receive")).one()
    assert entry.actor_id == records.someone(app, "an").id
    assert entry.subject == f"submission:{receipt.submission_id}"
    assert "Bảy" not in str(entry.detail)


def test_a_correction_is_a_new_version_of_the_same_record_and_keeps_its_photo(app: Flask, engine: Engine):
    xml = records.boarding_house(app, ten="Nhà trọ cô Bảy")
    photo = records.photo_names(xml)[0]
    first = records.send(app, xml, "an", {photo: records.picture()})
    corrected = records.correction_of(xml, "uuid:second", ten="Nhà trọ cô Tám")
    second = records.send(app, corrected, "binh")
    assert second.state == "received"
    assert (second.receipt, second.submission_id) == (first.receipt, first.submission_id)
    assert [(file.name, file.state, file.sha256) for file in second.files] == [(photo, "stored", first.files[0].sha256)]
    submission = one_submission(engine)
    assert submission.current.data["n2"]["ten"] == "Nhà trọ cô Tám"
    assert submission.current.deprecated_id == submission.instance_id
    assert count(engine, SubmissionVersion) == 2
    # Repeated sending of either is known, and neither moves the record back.
    assert records.send(app, corrected, "binh").state == "known"
    assert records.send(app, xml, "an").state == "known"
    assert one_submission(engine).current.instance_id == "uuid:second"


def test_a_record_that_names_no_unit_stays_with_its_ward_when_the_city_corrects_it(app: Flask, engine: Engine):
    survey = records.boarding_house(app, author="an")
    unnamed = re.sub(rb"<phuong>[^<]*</phuong>", b"<phuong/>", survey)
    assert unnamed != survey
    records.send(app, unnamed, author="an")
    ward = one_submission(engine).unit_id
    records.send(app, records.correction_of(unnamed, "uuid:corrected"), author="em")
    assert one_submission(engine).unit_id == ward


def test_a_correction_may_bring_another_photo_under_the_old_name(app: Flask):
    xml = records.boarding_house(app)
    photo = records.photo_names(xml)[0]
    records.send(app, xml, "an", {photo: records.picture("navy")})
    announced = {photo: ExpectedFile(hashlib.sha256(records.picture("red")).hexdigest(), None)}
    corrected = records.correction_of(xml, "uuid:second")
    assert records.send(app, corrected, "an", expected=announced).files[0].state == "missing"
    done = records.send(app, corrected, "an", {photo: records.picture("red")})
    assert (done.state, done.files[0].state, done.files[0].sha256) == ("known", "stored", announced[photo].sha256)


def test_an_edit_of_an_edit_carries_photos_on(app: Flask):
    xml = records.boarding_house(app)
    photo = records.photo_names(xml)[0]
    first = records.send(app, xml, "an", {photo: records.picture()})
    second = records.correction_of(xml, "uuid:second")
    records.send(app, second)
    text = second.decode()
    start = text.index("<deprecatedID>")
    plain = text[:start] + text[text.index("</deprecatedID>") + len("</deprecatedID>") :]
    third = records.send(app, records.correction_of(plain.encode(), "uuid:third"))
    assert third.state == "received" and third.files == first.files
