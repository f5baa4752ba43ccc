"""Addresses of the accounts pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from floorwalker.foundation.accounts.views import (
    accounts,
    invitations,
    own_account,
    passwords,
    sign_in,
)

urlpatterns = [
    path("language/", sign_in.set_language, name="set_language"),
    path("sign-in/", sign_in.SignInView.as_view(), name="sign_in"),
    path("sign-in/code/", sign_in.SecondStepView.as_view(), name="second_step"),
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
]
