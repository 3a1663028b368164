"""A document without the queue, for the command line: the same job, run here and now under the same rules."""

import os
import socket

from app.db import reading, writing
from app.documents import issue, queries
from app.documents.kinds import KINDS
from app.documents.models import IssuedDocument
from app.documents.printer import Printer
from app.jobs import claims
from app.jobs.work import Failed, Refused, Work
from app.submissions.models import Submission, SubmissionVersion
from app.submissions.problems import FormProblem
from app.web.services import Services

# What the terminal says about the codes of jobs; the pages have sentences of their own (wording.py).
WHY = {
    "fonts": "Thiếu phông chữ Tinos. Cài bằng lệnh: sudo apt-get install fonts-croscore",
    "libraries": "Thiếu thư viện dàn trang. Cài bằng lệnh: "
    "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "profile": "Mẫu văn bản trong forms/profiles không dùng được; lý do ghi ở trên.",
    "too_long": "Dàn trang quá lâu nên đã dừng.",
    "too_large": "Phiếu quá lớn để dàn trang.",
}


def issue_named(services: Services, kind: str, name: str) -> tuple[IssuedDocument, bytes, list[FormProblem]]:
    """The document of a record given by id, receipt number or instanceID, with its file and what is to be looked at
    again in the record it was made from. Raises as `issue_now`."""
    with reading(services.engine) as session:
        submission = queries.submission_named(session, name)
    if submission is None:
        raise LookupError(name)
    printer = Printer(services.config.data_dir / "cache")
    try:
        document = issue_now(services, printer, kind, submission.id)
    finally:
        printer.close()
    with reading(services.engine) as session:
        problems = session.get_one(SubmissionVersion, document.submission_version_id).problems
    return document, services.blobs.read(document.sha256), problems


def issue_now(services: Services, printer: Printer, kind: str, submission_id: int) -> IssuedDocument:
    """The document that was issued from the record's current version; if there is none yet, it is issued now.

    So the command never takes a second number for the same version. Raises LookupError (no such record, or not of the
    form this document is made from), Failed, Refused, Stopped.
    """
    with writing(services.engine) as session, session.begin():
        submission = session.get(Submission, submission_id)
        if submission is None or submission.form.form_id != KINDS[kind].form_id:
            raise LookupError(submission_id)
        issue.lock(session, submission.id)
        newest = queries.newest(session, kind, submission.id)
        if newest is not None and newest.submission_version_id == submission.current_version_id:
            return newest
        worker = f"{socket.gethostname()}:{os.getpid()}:command"
        values = issue.payload(kind, submission, newest)
        held = claims.claim_of(claims.start_now(session, queries.JOB, None, worker, **values))
    return _run(services, printer, held)


def _run(services: Services, printer: Printer, held: claims.Claim) -> IssuedDocument:
    try:
        with Work(services.engine, held) as work:
            result = issue.run(work, services, printer)
    except BaseException as error:
        # The person at the terminal sees the failure and decides, so it is not tried again behind their back.
        code = str(error) if isinstance(error, Failed | Refused) else "crash"
        claims.fail(services.engine, held, code, again=False)
        raise
    with reading(services.engine) as session:
        return session.get_one(IssuedDocument, result["document"])
