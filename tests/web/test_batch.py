"""Batch search: a list goes in, counts with links come out, on the page and as a file."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.testclient import TestClient

from onrecord.web.pages.batch import LONGEST_ADDRESS
from onrecord.web.site import Site
from tests.web.pages import Shown


def address(path: str, *terms: str) -> str:
    return f"{path}?{urlencode({'list': chr(10).join(terms)})}"


def post(client: TestClient, site: Site, written: str = "", **more: object) -> tuple[int, str, str]:
    data = {"token": site.token, "list": written, **{k: v for k, v in more.items() if k == "as"}}
    files = {"file": more["file"]} if "file" in more else None
    answer = client.post("/search/batch", data=data, files=files, follow_redirects=False)  # type: ignore[arg-type]
    return answer.status_code, answer.headers.get("location", ""), answer.text


def test_a_list_is_answered_with_counts_that_lead_to_what_was_found(client: TestClient, site: Site) -> None:
    shown = Shown(client, address("/search/batch", "Lakeland Legal Clinic", "xylophone"))
    shown.check_structure()
    first, second = shown.entries
    counted = site.passages.counted('"Lakeland Legal Clinic"')
    assert first.startswith(f"Lakeland Legal Clinic {counted.passages} {counted.documents}")
    assert second.startswith("xylophone 0 0")
    assert "/search?q=%22Lakeland+Legal+Clinic%22" in "".join(shown.links("//*[@data-entry]//a")).replace(
        "%20", "+"
    )


def test_a_short_list_that_is_sent_goes_into_the_address(client: TestClient, site: Site) -> None:
    status, location, _ = post(client, site, "name\nlake\nlake\n")
    assert status == 303
    assert parse_qs(urlsplit(location).query) == {"list": ["lake"]}
    status, location, _ = post(client, site, "lake", **{"as": "csv"})
    assert (status, location) == (303, "/search/batch.csv?list=lake")


def test_a_file_is_taken_and_a_long_list_is_answered_at_once(client: TestClient, site: Site) -> None:
    names = [f"somebody number {number}" for number in range(LONGEST_ADDRESS // 15)]
    content = "\ufeffname;office\n" + "\n".join(f"{name};mayor" for name in names)
    status, _, text = post(client, site, file=("names.csv", content.encode(), "text/csv"))
    assert status == 200
    assert text.count("data-entry") == len(names)


def test_the_counts_are_a_file_that_no_spreadsheet_computes(client: TestClient) -> None:
    rows = Shown(client, address("/search/batch.csv", "=1+1", "families")).rows
    assert [row["term"] for row in rows] == ["'=1+1", "families"]
    assert int(rows[1]["passages"]) >= int(rows[1]["documents"]) > 0
    assert int(rows[1]["statement"]) > 0


def test_a_list_that_cannot_be_read_is_refused_with_the_remedy(client: TestClient, site: Site) -> None:
    status, _, text = post(client, site, "")
    assert status == 400
    assert "nothing to look for" in text
    status, _, text = post(client, site, file=("names.xlsx", b"PK\x03\x04\x00\x00", "application/zip"))
    assert status == 400
    assert "Save the list as CSV" in text


def test_a_list_sent_by_another_site_is_refused(client: TestClient) -> None:
    assert client.post("/search/batch", data={"list": "lake"}).status_code == 403
