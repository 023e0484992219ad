"""What the forms of several pages share. The token against forged requests is checked by the door, for every form."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from ivr.accounts.passwords import LEAST_LETTERS, MOST_LETTERS

MISSING = _l("This is missing.")


class _Form(FlaskForm):  # type: ignore[misc]
    """A form of the console."""


class SignInForm(_Form):
    name = StringField(
        _l("Name"), [InputRequired(MISSING)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "maxlength": 100},
    )  # fmt: skip
    password = PasswordField(
        _l("Password"), [InputRequired(MISSING)], render_kw={"autocomplete": "current-password", "maxlength": 1000}
    )


class CodeForm(_Form):
    code = StringField(
        _l("Code"), [InputRequired(MISSING), Length(max=40)],
        render_kw={"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "none", "maxlength": 40},
    )  # fmt: skip


class NewPasswordForm(_Form):
    """`new` is judged by `ivr.accounts.passwords`."""

    new = PasswordField(
        _l("New password"), [InputRequired(MISSING)],
        description=_l("At least 12 characters. Several words in a row are good, and easy to remember."),
        render_kw={"autocomplete": "new-password", "minlength": LEAST_LETTERS, "maxlength": MOST_LETTERS},
    )  # fmt: skip
    again = PasswordField(
        _l("The same again"), [InputRequired(MISSING), EqualTo("new", _l("This is not the same."))],
        render_kw={"autocomplete": "new-password", "maxlength": MOST_LETTERS},
    )  # fmt: skip


class ChangePasswordForm(NewPasswordForm):
    present = PasswordField(
        _l("Present password"), [InputRequired(MISSING)],
        render_kw={"autocomplete": "current-password", "maxlength": 1000},
    )  # fmt: skip


class PresentPasswordForm(_Form):
    present = PasswordField(
        _l("Present password"), [InputRequired(MISSING)],
        render_kw={"autocomplete": "current-password", "maxlength": 1000},
    )  # fmt: skip
