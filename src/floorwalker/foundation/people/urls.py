"""Addresses of the people pages."""

from django.urls import path

from floorwalker.foundation.people import views

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/new/", views.person_edit, name="person_new"),
    path("people/add/", views.person_add, name="person_add"),
    path("people/<int:person_id>/", views.person, name="person"),
    path("people/<int:person_id>/edit/", views.person_edit, name="person_edit"),
    path("people/<int:person_id>/change/", views.person_change, name="person_change"),
    path("people/<int:person_id>/leaving/", views.person_leaving, name="person_leaving"),
    path("people/<int:person_id>/deactivate/", views.person_deactivate, name="person_deactivate"),
    path("people/<int:person_id>/reactivate/", views.person_reactivate, name="person_reactivate"),
    path("teams/", views.teams, name="teams"),
    path("teams/add/", views.team_add, name="team_add"),
    path("teams/<int:team_id>/", views.team, name="team"),
    path("teams/<int:team_id>/rename/", views.team_rename, name="team_rename"),
]
