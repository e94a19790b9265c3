"""The accounts of a team, for who may make and change them."""

from __future__ import annotations

from urllib.parse import quote

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from onrecord.record.accounts import Account, AccountCannotBeChanged, Accounts
from onrecord.types.access import CLASSES, DEFAULT_CLEARANCE, PERMISSIONS, ROLES
from onrecord.web.errors import not_found, not_understood
from onrecord.web.rendering import page
from onrecord.web.security import posted
from onrecord.web.team.team import team_of
from onrecord.web.who import person_of

ACCOUNTS = "/accounts"

_ROLES = {
    role: [words for name, words in PERMISSIONS.items() if name in allowed] for role, allowed in ROLES.items()
}


def show_accounts(request: Request) -> Response:
    """Show the accounts, and the form that makes one."""
    return _list_page(request)


def _list_page(request: Request, wrong: str = "", status: int = 200, **given: str) -> Response:
    return page(
        request, "accounts.html", status=status, accounts=team_of(request).accounts.all(), wrong=wrong,
        roles=_ROLES, classes=CLASSES,
        given={"name": "", "shown": "", "role": "reader", "clearance": DEFAULT_CLEARANCE, **given},
    )  # fmt: skip


@posted
def make_account(request: Request, form: FormData) -> Response:
    """Make an account."""
    given = {name: str(form.get(name) or "") for name in ("name", "shown", "role", "clearance")}
    issuer, subject = (str(form.get(name) or "").strip() for name in ("issuer", "subject"))
    password = str(form.get("password") or "") or None
    with team_of(request).record.by(person_of(request).shown) as record:
        try:
            made = Accounts(record).add(
                **given, password=password, openid=(issuer, subject) if issuer and subject else None
            )
        except AccountCannotBeChanged as error:
            return _list_page(request, str(error), 400, **given)
    return RedirectResponse(account_url(made.name), 303)


def show_account(request: Request) -> Response:
    """Show one account with what can be changed of it."""
    return _account_page(request, _account(request))


def _account_page(request: Request, account: Account, wrong: str = "", status: int = 200) -> Response:
    sessions = team_of(request).sessions.all_of(account.name)
    return page(
        request, "account_of.html", status=status, account=account, wrong=wrong, sessions=sessions,
        roles=_ROLES, classes=CLASSES,
    )  # fmt: skip


@posted
def change_account(request: Request, form: FormData) -> Response:
    """Change an account, as the button says that was pressed."""
    account, what = _account(request), str(form.get("change") or "")
    with team_of(request).record.by(person_of(request).shown) as record:
        try:
            _change(Accounts(record), account.name, what, form)
        except AccountCannotBeChanged as error:
            return _account_page(request, account, str(error), 400)
    return RedirectResponse(account_url(account.name), 303)


def _change(accounts: Accounts, name: str, what: str, form: FormData) -> None:
    if what == "place":
        accounts.place(name, role=str(form.get("role")), clearance=str(form.get("clearance")))
    elif what == "password":
        accounts.set_password(name, str(form.get("password") or ""))
    elif what == "openid":
        accounts.link(name, str(form.get("issuer") or "").strip(), str(form.get("subject") or "").strip())
    elif what == "disable":
        accounts.disable(name)
    elif what == "enable":
        accounts.enable(name)
    else:
        not_understood("Say what is to be changed.")


def _account(request: Request) -> Account:
    found = team_of(request).accounts.get(request.path_params["name"])
    if found is None:
        not_found("There is no such account.")
    return found


def account_url(name: str) -> str:
    """Return the address of an account's page."""
    return f"{ACCOUNTS}/{quote(name, safe='')}"


routes = [
    Route(ACCOUNTS, show_accounts),
    Route(ACCOUNTS, make_account, methods=["POST"]),
    Route("/accounts/{name}", show_account),
    Route("/accounts/{name}", change_account, methods=["POST"]),
]
