"""The page of who is signed in: where else, the password, and tokens of the API for own use."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from onrecord.record.accounts import AccountCannotBeChanged, Accounts, check_password
from onrecord.record.tokens import SCOPES, TokenCannotBeMade, Tokens
from onrecord.web.errors import not_understood
from onrecord.web.rendering import page
from onrecord.web.security import posted
from onrecord.web.team.team import Team, address_of, session_of, team_of
from onrecord.web.who import Person, person_of

ACCOUNT = "/account"


def show_own(request: Request) -> Response:
    """Show the account of who is signed in."""
    return _own_page(request)


def _own_page(
    request: Request, *, wrong: str = "", done: str = "", secret: str = "", status: int = 200
) -> Response:
    team, person, here = team_of(request), person_of(request), session_of(request)
    tokens = [each for each in Tokens(team.record).all() if each.account == person.name and not each.revoked]
    return page(
        request, "account.html", status=status, wrong=wrong, done=done, secret=secret, tokens=tokens,
        sessions=team.sessions.all_of(person.name), this=here.id if here else "",
        account=team.accounts.get(person.name), scopes=scopes_of(person),
    )  # fmt: skip


def scopes_of(person: Person) -> dict[str, str]:
    """Return the scopes that a token of somebody can have: no more than the role allows."""
    return {name: words for name, words in SCOPES.items() if person.may(name)}


@posted
def change_password(request: Request, form: FormData) -> Response:
    """Change the password of who is signed in and knows the old one; other sessions end."""
    team, person = team_of(request), person_of(request)
    new = str(form.get("new") or "")
    try:
        check_password(new, person.name)
        if new != str(form.get("again") or ""):
            raise AccountCannotBeChanged("The new password was typed in two ways. Nothing was changed.")
    except AccountCannotBeChanged as error:
        return _own_page(request, wrong=str(error), status=400)
    account = team.checked(person.name, str(form.get("old") or ""), address_of(request))
    if account is None:
        return _own_page(request, wrong="The old password is not right. Nothing was changed.", status=400)
    with team.record.by(person.shown) as record:
        Accounts(record).set_password(person.name, new)
    answer = RedirectResponse(f"{ACCOUNT}#sign-in", 303)
    team.sign_in(request, answer, account)
    return answer


@posted
def end_sessions(request: Request, form: FormData) -> Response:
    """End one session of who is signed in, or all but this one."""
    team, person, here = team_of(request), person_of(request), session_of(request)
    ended = str(form.get("session") or "")
    if ended == "others" and here is not None:
        team.sessions.end_others(here.id, person.name)
    else:
        team.sessions.end(ended, person.name)
    return RedirectResponse(f"{ACCOUNT}#sessions", 303)


@posted
def change_tokens(request: Request, form: FormData) -> Response:
    """Make a token of who is signed in, shown once, or take one away."""
    team, person = team_of(request), person_of(request)
    with team.record.by(person.shown) as record:
        if form.get("revoke"):
            return _revoked(request, team, record_tokens=Tokens(record), id_=str(form.get("revoke")))
        scopes = tuple(str(each) for each in form.getlist("scope"))
        if not set(scopes) <= set(scopes_of(person)):
            not_understood("A token of yours can allow no more than your role does.")
        try:
            _, secret = Tokens(record).make(str(form.get("name") or ""), scopes, person.name)
        except TokenCannotBeMade as error:
            return _own_page(request, wrong=str(error), status=400)
    return _own_page(request, secret=secret)


def _revoked(request: Request, team: Team, record_tokens: Tokens, id_: str) -> Response:
    try:
        record_tokens.revoke(id_, person_of(request).name)
    except TokenCannotBeMade as error:
        return _own_page(request, wrong=str(error), status=400)
    return RedirectResponse(f"{ACCOUNT}#tokens", 303)


routes = [
    Route(ACCOUNT, show_own),
    Route("/account/password", change_password, methods=["POST"]),
    Route("/account/sessions", end_sessions, methods=["POST"]),
    Route("/account/tokens", change_tokens, methods=["POST"]),
]
