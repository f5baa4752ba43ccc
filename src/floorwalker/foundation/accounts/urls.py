"""Addresses of the accounts pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from floorwalker.foundation.accounts.views import (
    accounts,
    first_run,
    invitations,
    own_account,
    passkeys,
    passwords,
    provider,
    sign_in,
)

urlpatterns = [
    path("first-run/<str:token>/", first_run.first_run, name="first_run"),
    path("language/", sign_in.set_language, name="set_language"),
    path("sign-in/", sign_in.SignInView.as_view(), name="sign_in"),
    path("sign-in/code/", sign_in.SecondStepView.as_view(), name="second_step"),
    path("sign-in/passkey/", passkeys.PasskeySignIn.as_view(), name="passkey_sign_in"),
    path(
        "sign-in/passkey/question/",
        passkeys.sign_in_question,
        name="passkey_sign_in_question",
    ),
    path("sign-in/code/passkey/", passkeys.PasskeySecondStep.as_view(), name="passkey_second_step"),
    path(
        "sign-in/code/passkey/question/",
        passkeys.second_step_question,
        name="passkey_second_step_question",
    ),
    path("sign-in/provider/", provider.provider_begin, name="provider_begin"),
    path("sign-in/provider/back/", provider.provider_back, name="provider_back"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("password/", passwords.ForgottenPassword.as_view(), name="password_forgotten"),
    path(
        "password/sent/",
        passwords.ForgottenPasswordSent.as_view(),
        name="password_forgotten_sent",
    ),
    path("password/set/", passwords.PasswordSet.as_view(), name="password_set"),
    path("password/new/<uidb64>/<token>/", passwords.NewPassword.as_view(), name="password_new"),
    path("account/", own_account.own_account, name="own_account"),
    path("account/password/", passwords.ChangePassword.as_view(), name="password_change"),
    path("account/devices/end/", own_account.sign_ins_end, name="sign_ins_end"),
    path("account/devices/<int:sign_in_id>/end/", own_account.sign_in_end, name="sign_in_end"),
    path("account/passkeys/add/", passkeys.passkey_add, name="passkey_add"),
    path("account/passkeys/add/question/", passkeys.add_question, name="passkey_add_question"),
    path(
        "account/passkeys/confirm/question/",
        passkeys.confirm_question,
        name="passkey_confirm_question",
    ),
    path(
        "account/passkeys/<int:passkey_id>/remove/", passkeys.passkey_remove, name="passkey_remove"
    ),
    path("account/codes/start/", own_account.second_factor_start, name="second_factor_start"),
    path("account/codes/", own_account.second_factor, name="second_factor"),
    path("account/codes/off/", own_account.second_factor_off, name="second_factor_off"),
    path("permissions/", accounts.permissions, name="permissions"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", invitations.account_new, name="account_new"),
    path("accounts/create/", invitations.account_create, name="account_create"),
    path("accounts/invite/", invitations.accounts_invite, name="accounts_invite"),
    path(
        "accounts/invite/people/",
        invitations.accounts_invite_people,
        name="accounts_invite_people",
    ),
    path("accounts/<int:user_id>/", accounts.account, name="account"),
    path("accounts/<int:user_id>/invite/", invitations.account_invite, name="account_invite"),
    path("accounts/<int:user_id>/withdraw/", invitations.account_withdraw, name="account_withdraw"),
    path("invitation/<str:secret>/", invitations.invitation, name="invitation"),
    path("accounts/<int:user_id>/roles/give/", accounts.role_give, name="role_give"),
    path(
        "accounts/<int:user_id>/roles/<int:assignment_id>/take/",
        accounts.role_take,
        name="role_take",
    ),
    path("accounts/<int:user_id>/close/", accounts.account_close, name="account_close"),
    path("accounts/<int:user_id>/reopen/", accounts.account_reopen, name="account_reopen"),
    path(
        "accounts/<int:user_id>/codes/off/",
        accounts.account_second_factor_off,
        name="account_second_factor_off",
    ),
    path(
        "accounts/<int:user_id>/passkeys/<int:passkey_id>/remove/",
        accounts.account_passkey_remove,
        name="account_passkey_remove",
    ),
]
