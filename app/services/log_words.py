"""What the log's actions are called; an action without words is shown as it is."""

from collections.abc import Mapping

from flask_babel import gettext as _

from app.services.segments import Segment


def deed_words() -> Mapping[str, str]:
    """Action → what was done, as the end of "somebody …"."""
    return {
        "registration.approve": _("approved a registration"),
        "registration.reject": _("rejected a registration"),
        "registration.waitlist": _("put a registration on the waiting list"),
        "registration.send": _("registered"),
        "registration.change": _("changed their own registration"),
        "registration.cancel": _("cancelled a registration"),
        "registration.accept_offer": _("took the offered place"),
        "registration.claim": _("took over a registration made for them"),
        "registration.edit": _("changed a registration"),
        "registration.address": _("corrected the address of a registration"),
        "registration.link": _("sent a link to the person's page"),
        "feed.make": _("made a calendar feed of their own"),
        "feed.switch_off": _("switched their calendar feed off"),
        "calendar.choose": _("chose how their calendar learns of meetings"),
        "registration.merge": _("merged two registrations"),
        "registration.check_in": _("checked somebody in"),
        "registration.undo_check_in": _("undid a check-in"),
        "registration.walk_in": _("registered somebody at the desk"),
        "registration.erase": _("erased a person"),
        "registration_settings.change": _("changed the settings of the registration"),
        "question.add": _("added a question to the registration"),
        "question.change": _("changed a question of the registration"),
        "question.remove": _("removed a question of the registration"),
        "settings.requests": _("changed how requests and meetings work"),
        "team.change": _("changed who of a team does what"),
        "veto.set": _("said whom their organisation does not want to meet"),
        "veto.lift": _("took back whom their organisation does not want to meet"),
        "mails.pause": _("stopped the mails of the event"),
        "mails.resume": _("let the mails of the event go on"),
        "mail.hold": _("held mails back"),
        "mail.release": _("let held mails go"),
        "mail.cancel": _("cancelled mails"),
        "mail.again": _("sent mails again"),
        "mail.trial": _("sent themselves a mail to try it"),
        "mail.announce": _("wrote to many people"),
        "mail.words": _("gave a mail of the event own words"),
        "mail.standard_words": _("took the own words of a mail back"),
        **{f"nudge.{segment}": _("reminded people") for segment in Segment},
        "backup.restore": _("restored a backup"),
        "account.erase": _("erased a login"),
        "account.export": _("took a copy of their own data"),
        "consent.give": _("agreed to something"),
        "consent.withdraw": _("took back what they had agreed to"),
        "consent_text.change": _("changed the words of a consent"),
        "edition.change_privacy": _("changed who is responsible for the data, or for how long"),
        "edition.erase": _("erased the last people of the event"),
        "invitation.send": _("invited somebody to register"),
        "invitation.withdraw": _("took an invitation back"),
        "note.add": _("wrote a note"),
        "note.remove": _("removed a note"),
        "times.change": _("changed when somebody can meet"),
        "request.ask": _("asked for a meeting"),
        "request.answer": _("answered a request"),
        "request.withdraw": _("took a request back"),
        "request.suggest": _("passed a request on to a colleague"),
        "meeting.book": _("booked a meeting"),
        "meeting.cancel": _("cancelled a meeting"),
        "calendar.decline": _("declined a meeting in their calendar, where it stands"),
        "organisation.edit": _("changed an organisation"),
        "organisation.merge": _("merged two organisations"),
        "people.export": _("took people out as a file"),
        "people.import": _("read people in from a file"),
        "staff.add": _("added somebody to the team"),
        "staff.invite": _("invited somebody to the team"),
        "staff.cancel_invitation": _("took back an invitation to the team"),
        "staff.join": _("joined the team"),
        "staff.change": _("changed a role in the team"),
        "staff.remove": _("removed somebody from the team"),
    }


def group_words() -> Mapping[str, str]:
    """The kinds that the log is filtered by: the first word of their actions."""
    return {
        "registration": _("Registrations"),
        "invitation": _("Invitations"),
        "request": _("Requests"),
        "meeting": _("Meetings"),
        "people": _("Files of people"),
        "note": _("Notes"),
        "times": _("Times"),
        "organisation": _("Organisations"),
        "staff": _("Team"),
        "mail": _("Mails"),
        "consent": _("Consents"),
        "edition": _("The event itself"),
    }
