"""Signing in and out: by a password, or through an OpenID issuer."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from onrecord.record.accounts import Account, AccountCannotBeChanged, Accounts
from onrecord.web.errors import not_found
from onrecord.web.permissions import SIGN_IN
from onrecord.web.rendering import page
from onrecord.web.reviewing import back_to
from onrecord.web.security import posted
from onrecord.web.team.openid import BACK, Identity, SignInCouldNotBeFinished
from onrecord.web.team.team import Team, address_of, team_of

WRONG = "The name or the password is not right. Nobody was signed in."


def show_sign_in(request: Request) -> Response:
    """Show where one signs in."""
    team = team_of(request)
    return _sign_in_page(request, team, back_to(request.query_params.get("next"), "/"))


def _sign_in_page(
    request: Request, team: Team, back: str, *, name: str = "", wrong: str = "", status: int = 200
) -> Response:
    secret = team.begin_visit(request)
    shown = page(
        request, "sign_in.html", status=status, back=back, name=name, wrong=wrong,
        issuers=list(team.issuers.known.values()),
    )  # fmt: skip
    team.keep_visit(shown, secret)
    return shown


@posted
def sign_in(request: Request, form: FormData) -> Response:
    """Sign in by a name and a password."""
    team = team_of(request)
    name, password = str(form.get("name") or ""), str(form.get("password") or "")
    back = back_to(form.get("next"), "/")
    try:
        account = team.checked(name, password, address_of(request))
    except HTTPException as refused:
        shown = _sign_in_page(
            request, team, back, name=name, wrong=refused.detail, status=refused.status_code
        )
        shown.headers.update(refused.headers or {})
        return shown
    if account is None:
        return _sign_in_page(request, team, back, name=name, wrong=WRONG, status=401)
    return _signed_in(request, team, account, back)


def _signed_in(request: Request, team: Team, account: Account, back: str) -> Response:
    answer = RedirectResponse(back, 303)
    team.sign_in(request, answer, account)
    return answer


@posted
def sign_out(request: Request, form: FormData) -> Response:
    """End this session."""
    answer = RedirectResponse(SIGN_IN, 303)
    team_of(request).sign_out(request, answer)
    return answer


def begin_openid(request: Request) -> Response:
    """Lead to an issuer."""
    team = team_of(request)
    key = request.path_params["key"]
    if key not in team.issuers.known:
        not_found("No issuer of this name is in the settings of this server.")
    team.limits.take_visit(address_of(request))  # the issuer is asked: a thread may wait for it
    secret = team.begin_visit(request)
    address = team.issuers.begin(key, secret, back_to(request.query_params.get("next"), "/"))
    answer = RedirectResponse(address, 303)
    team.keep_visit(answer, secret)
    return answer


def finish_openid(request: Request) -> Response:
    """Take the answer of an issuer."""
    team = team_of(request)
    visit = request.cookies.get(team.visit, "")
    try:
        identity, back = team.issuers.finish(visit, dict(request.query_params))
        account = account_of(team, identity)
    except (SignInCouldNotBeFinished, AccountCannotBeChanged) as error:
        return _sign_in_page(request, team, "/", wrong=str(error), status=403)
    return _signed_in(request, team, account, back)


def account_of(team: Team, identity: Identity) -> Account:
    """Return the account of whom an issuer vouches for; a reader's is made where the settings allow it.

    Never is somebody led to an account that is there by the name or address alone: an admin links it.
    """
    issuer = identity.issuer
    known = team.accounts.of_subject(issuer.issuer, identity.subject)
    if known is not None and known.disabled is None:
        return known
    domain = (identity.email or "").rpartition("@")[2].casefold()
    if known is not None or not (issuer.make_readers and identity.email and domain in issuer.domains):
        raise SignInCouldNotBeFinished(
            f"{issuer.name} knows you, this record does not. Nobody was signed in. Ask an admin of the "
            f"record to link your account to the subject {identity.subject!r} of {issuer.issuer}."
        )
    with team.record.by(f"sign-in through {issuer.name}") as record:
        return Accounts(record).add(
            identity.email, role="reader", shown=identity.name or identity.email,
            openid=(issuer.issuer, identity.subject),
        )  # fmt: skip


routes = [
    Route(SIGN_IN, show_sign_in),
    Route(SIGN_IN, sign_in, methods=["POST"]),
    Route("/sign-out", sign_out, methods=["POST"]),
    Route("/sign-in/openid/{key}", begin_openid),
    Route(BACK, finish_openid),
]
