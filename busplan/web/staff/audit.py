"""Every act of staff, the newest first, in words."""

from typing import Any

from flask import Blueprint

from busplan.access import Role
from busplan.store.acts import Act, Acts
from busplan.web import tongue, typed
from busplan.web.staff.page import role_name, shown
from busplan.web.staff.places import _
from busplan.web.staff.tell import Answer
from busplan.web.staff.who import needs, store

MOST = 50
# What is noted, and how it is said after the name of who did it. Add yours here.
SENTENCES = {
    "signed_in": _("logget inn"),
    "signed_out": _("logget ut"),
    "refused": _("kom ikke inn: feil passord (fra {address})"),
    "code_refused": _("kom ikke inn: feil kode"),
    "spare_code_used": _("brukte en reservekode; {left} er igjen"),
    "password_changed": _("valgte nytt passord"),
    "factor_set": _("tok i bruk kode fra telefonen"),
    "factor_forgotten": _("slo av kode for {name} ({login})"),
    "account_made": _("laget en konto til {name} ({login}) som {role}"),
    "account_off": _("stengte kontoen til {name} ({login})"),
    "account_on": _("åpnet kontoen til {name} ({login})"),
    "account_joined": _("koblet seg til en konto hos {issuer}"),
    "role_set": _("gjorde {name} ({login}) til {role}"),
    "link_made": _("laget en innloggingslenke til {name} ({login})"),
    "session_ended": _("logget ut en annen nettleser"),
    "sessions_ended": _("logget ut nettlesere for {name} ({login})"),
    "notices_said": _("sa fra i en melding"),
    "notices_withdrawn": _("tok tilbake en melding"),
    "draft_made": _("leverte kladd {draft}"),
    "draft_heard": _("sendte kladd {draft} på høring"),
    "draft_hearing_ended": _("avsluttet høringen av kladd {draft}"),
    "draft_scheduled": _("satte kladd {draft} til å bli publisert senere"),
    "draft_unscheduled": _("stanset publiseringen av kladd {draft}"),
    "draft_overtaken": _("kladd {draft} ble ikke publisert: nummer {newest} kom i mellomtiden"),
    "draft_set_aside": _("la bort kladd {draft}"),
    "published": _("publiserte nummer {publication}"),
    "published_again": _("publiserte nummer {again} på nytt, som nummer {publication}"),
    "plan_made": _("laget planen «{name}»"),
    "plan_drafted": _("laget kladd {draft} av plan {plan}"),
    "plan_deleted": _("slettet planen «{name}»"),
    "token_made": _("laget nøkkelen «{token}», som virker i {days} dager"),
    "token_used": _("brukte nøkkelen «{token}»"),
    "token_revoked": _("slettet nøkkelen «{token}»"),
}

audit = Blueprint("audit", __name__, url_prefix="/staff/audit")


@audit.get("/")
@needs(Role.ADMIN)
def page() -> Answer:
    acts = Acts(store()).newest(MOST + 1, typed.number("before") or None)
    more = acts[MOST - 1].id if len(acts) > MOST else None
    return shown("audit.html", acts=[(act, said(act)) for act in acts[:MOST]], more=more)


def said(act: Act) -> str:
    """In the reader's language; what is unknown is told as it is noted."""
    facts: dict[str, Any] = dict(act.facts)
    if facts.get("role"):
        facts["role"] = role_name(str(facts["role"]))
    words = tongue.words()
    if act.what == "signed_in" and facts.get("elsewhere"):
        return words.say("logget inn med en konto fra et annet sted")
    if act.what not in SENTENCES:
        return " ".join([act.what, *(f"{name}={value}" for name, value in facts.items())])
    try:
        return words.say(SENTENCES[act.what], **facts)
    except KeyError:
        return act.what
