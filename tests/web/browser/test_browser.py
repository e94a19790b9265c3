"""Ways through the pages in Chromium: follow, review, check and hand on, by hand, by key, without scripts."""

from __future__ import annotations

from pathlib import Path

from bench.serving import Served
from playwright.sync_api import Browser, Page, expect

from onrecord.record.store import Record
from onrecord.types.rows import Ask, QuotationCheck, Statement


def test_the_menu_leads_to_every_page(page: Page) -> None:
    page.goto("/")
    menu = page.locator("nav.menu")
    for label in menu.get_by_role("link").all_inner_texts():
        menu.get_by_role("link", name=label, exact=True).click()
        expect(menu.locator("[aria-current=page]")).to_have_text(label)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)


def test_a_list_is_filtered_and_a_finding_followed_to_its_words(page: Page) -> None:
    page.goto("/findings")
    page.get_by_role("combobox", name="Severity").select_option("high")
    page.get_by_role("button", name="Show").click()
    assert "severity=high" in page.url
    expect(page.locator("[data-entry] .chip-severity-medium")).to_have_count(0)
    words = page.locator("[data-entry] .passage q").first.inner_text().strip("“”")
    page.locator("[data-entry] .passage .place").first.click()
    page.wait_for_url("**/documents/d-*")
    expect(page.locator("article.text :target")).to_be_visible()
    expect(page.locator("article.text :target")).to_contain_text(words)
    expect(page.locator("#card .note-kind").first).to_have_text("finding")


def test_a_row_is_accepted_and_the_decision_undone(page: Page, record: Record) -> None:
    ask = next(record.rows(Ask))
    page.goto(f"/rows/{ask.id}")
    page.get_by_role("button", name="Accept").first.click()
    expect(page.locator(".review-state")).to_contain_text("accepted")
    assert [made.action for made in record.decisions(ask.id)] == ["accept"]
    page.get_by_role("button", name="Undo").first.click()
    expect(page.locator(".review-state")).to_contain_text("not reviewed")
    assert [made.action for made in record.decisions(ask.id)] == ["accept", "undo"]


def test_a_list_is_filtered_and_a_decision_made_without_scripts(
    browser: Browser, server: Served, record: Record
) -> None:
    quotation = next(record.rows(QuotationCheck))
    with browser.new_context(base_url=server.address, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/asks")
        page.get_by_role("combobox", name="State").select_option("refusal")
        page.get_by_role("button", name="Show").click()
        page.wait_for_url("**state=refusal*")
        expect(page.locator(".counted")).to_contain_text("1 of 19 asks")
        page.goto(f"/rows/{quotation.id}")
        page.get_by_role("button", name="Accept").first.click()
        expect(page.locator(".review-state")).to_contain_text("accepted")
    assert [made.action for made in record.decisions(quotation.id)] == ["accept"]


def test_the_slash_leads_to_the_search(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type('"fair compensation"')
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    expect(page.get_by_role("main")).to_contain_text("fair compensation")


def test_j_k_and_enter_go_through_a_list_and_two_letters_to_a_page(page: Page) -> None:
    page.goto("/findings")
    links = page.locator("[data-entry] h3 a")
    page.keyboard.press("j")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(links.nth(1)).to_be_focused()
    title = links.nth(1).inner_text().rstrip(".")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    page.wait_for_load_state()  # the scripts that listen to keys come last
    page.keyboard.press("g")
    page.keyboard.press("t")
    expect(page.get_by_role("heading", level=1)).to_have_text("Timeline")


def test_the_queue_is_reviewed_by_key(page: Page, record: Record) -> None:
    page.goto("/review?type=response")
    panel = page.locator(".queue .review")
    told = page.locator(".queue .told")
    first = str(panel.get_attribute("data-row"))
    page.keyboard.press("a")
    expect(page.locator(".done")).to_contain_text("accepted")
    expect(panel).not_to_have_attribute("data-row", first)
    page.wait_for_load_state()
    assert [made.action for made in record.decisions(first)] == ["accept"]
    page.keyboard.press("u")
    expect(panel).to_have_attribute("data-row", first)
    page.wait_for_load_state()
    assert [made.action for made in record.decisions(first)] == ["accept", "undo"]
    words = told.inner_text()
    page.keyboard.press("j")
    expect(panel).not_to_have_attribute("data-row", first)
    page.wait_for_load_state()
    page.keyboard.press("k")
    expect(told).to_have_text(words)
    page.wait_for_load_state()
    page.keyboard.press("n")
    expect(panel.get_by_role("textbox", name="A note on this row")).to_be_focused()
    page.keyboard.type("accept")
    expect(panel.get_by_role("textbox", name="A note on this row")).to_have_value("accept")
    page.goto(f"/rows/{first}")
    page.keyboard.press("c")
    page.wait_for_url(f"**/review/correct/{first}**")


def test_words_that_are_selected_become_a_row(page: Page, record: Record) -> None:
    document = next(row for row in record.documents() if "members-to-ambassador" in row.path)
    page.goto(f"/documents/{document.id}")
    page.evaluate(
        """() => {
            const text = document.querySelector('article.text');
            const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                if (!walker.currentNode.data.startsWith('Evicted families')) continue;
                const at = walker.currentNode.data.indexOf('nowhere to go');
                const range = document.createRange();
                range.setStart(walker.currentNode, at);
                range.setEnd(walker.currentNode, at + 13);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
                return;
            }
        }"""
    )
    expect(page.locator("#make-row")).to_be_visible()
    page.keyboard.press("m")
    page.wait_for_url("**/review/new*")
    expect(page.get_by_role("main")).to_contain_text("nowhere to go")
    page.get_by_role("navigation", name="Type of the row").get_by_role("link", name="statement").click()
    page.locator("select[name=act]").select_option("warn")
    page.locator("select[name=mode]").select_option("indirect")
    page.locator("select[name=level]").select_option("1")
    page.locator("input[name=speakers]").first.check()
    page.get_by_role("button", name="Make the row").click()
    page.wait_for_url(f"**/documents/{document.id}?*")
    expect(page.locator("article.text :target")).to_have_text("nowhere to go")
    made = record.decisions()[-1]
    statement = record.row(made.row)
    assert isinstance(statement, Statement)
    assert [anchor.exact for anchor in statement.content] == ["nowhere to go"]


def test_a_pasted_draft_gets_its_verdicts_which_lead_to_their_words(page: Page) -> None:
    page.goto("/check")
    page.get_by_label("Paste the text").fill(
        "The letter of 21 May 2024 says that Varenia “consistently ignores the rules which protect fishing "
        "communities”."
    )
    page.get_by_role("button", name="Check", exact=True).click()
    verdict = page.locator(".verdict", has_text="“which” for “that”")
    expect(verdict).to_be_visible(timeout=120_000)
    verdict.locator(".ground a").first.click()
    expect(page.locator("article.text :target")).to_contain_text("the rules that protect fishing communities")


def test_an_export_is_taken_along(page: Page) -> None:
    page.goto("/export")
    page.get_by_role("radio", name="jsonl .jsonl").check()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download").click()
    assert coming.value.suggested_filename == "sample.jsonl"
    lines = Path(coming.value.path()).read_text("utf-8").splitlines()
    assert sum('"type":"document"' in line.replace(" ", "") for line in lines) == 14
