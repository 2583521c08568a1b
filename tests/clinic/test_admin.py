"""The admin's base, seen through the ground's own tables."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.test import Client

from clinic import audit
from clinic.models import AuditEvent, Membership, Role
from tests.clinic.people import PASSWORD, make_actor, make_member, session_client

pytestmark = pytest.mark.django_db
MEMBERS = "/admin/clinic/membership/"
NEW = {
    "username": "fred",
    "first_name": "Fred",
    "last_name": "Desk",
    "password": "a long enough secret",
    "role": "front_desk",
}


@pytest.fixture
def manager(harbour):
    return make_member(harbour, Role.MANAGER)


@pytest.fixture
def client(manager):
    return session_client(manager)


def events(clinic):
    return list(AuditEvent.objects.filter(clinic=clinic).order_by("id").values_list("action", flat=True))


class TestComingIn:
    @pytest.mark.parametrize("role", Role)
    def test_every_role_but_the_integration_has_something_to_do(self, harbour, role):
        make_member(harbour, role, username="x", password=PASSWORD)
        client = Client()
        response = client.post("/admin/login/?next=/admin/", {"username": "x", "password": PASSWORD})
        assert response.status_code == 302
        assert client.get("/admin/").status_code == 200

    def test_who_belongs_to_no_clinic_does_not_come_in(self, db):
        get_user_model().objects.create_superuser("root", password=PASSWORD)
        response = Client().post("/admin/login/?next=/admin/", {"username": "root", "password": PASSWORD})
        assert response.status_code == 200
        assert "belongs to no clinic" in response.content.decode()

    def test_a_superuser_sees_no_more_than_the_role(self, harbour):
        member = make_member(harbour, Role.FRONT_DESK)
        member.user.is_superuser = member.user.is_staff = True
        member.user.save()
        client = session_client(member)
        assert client.get("/admin/").status_code == 200
        for page in (MEMBERS, f"{MEMBERS}add/", "/admin/clinic/auditevent/", "/admin/clinic/clinic/"):
            assert client.get(page).status_code == 403, page

    def test_a_superuser_without_a_clinic_is_sent_to_sign_in(self, db):
        client = Client()
        client.force_login(get_user_model().objects.create_superuser("root"))
        assert client.get("/admin/").status_code == 302
        assert client.get(MEMBERS).status_code == 302

    def test_who_leaves_the_clinic_is_out_at_once(self, client, manager):
        assert client.get("/admin/").status_code == 200
        Membership.objects.filter(pk=manager.pk).update(is_active=False)
        assert client.get("/admin/").status_code == 302


class TestMembers:
    def test_a_manager_adds_one_with_one_event(self, client, harbour):
        response = client.post(f"{MEMBERS}add/", NEW)
        assert response.status_code == 302, response.context["errors"]
        member = Membership.objects.get(user__username="fred")
        assert (member.clinic, member.role, member.user.get_full_name()) == (harbour, "front_desk", "Fred Desk")
        assert member.user.check_password(NEW["password"])
        assert not member.user.is_superuser
        assert not member.user.is_staff
        assert events(harbour) == ["member.added"]
        assert not LogEntry.objects.exists()

    @pytest.mark.parametrize(
        ("change", "told"),
        [
            ({"password": "short"}, "too short"),
            ({"password": "123456789012345"}, "entirely numeric"),
            ({"username": "two words"}, "valid username"),
            ({"role": "owner"}, "valid choice"),
            ({"username": ""}, "required"),
        ],
    )
    def test_what_is_refused_is_told_in_the_form(self, client, harbour, change, told):
        response = client.post(f"{MEMBERS}add/", {**NEW, **change})
        assert response.status_code == 200
        assert told in response.content.decode()
        assert 'value="Fred"' in response.content.decode()
        assert not get_user_model().objects.filter(first_name="Fred").exists()
        assert events(harbour) == []

    def test_a_name_that_is_taken_is_told_beside_it(self, client, summit):
        make_member(summit, username="fred")
        response = client.post(f"{MEMBERS}add/", NEW)
        assert response.context["adminform"].form.errors == {"username": ["This user name is taken."]}
        assert Membership.objects.filter(user__username="fred").count() == 1

    def test_nobody_becomes_more_than_a_member(self, client):
        client.post(f"{MEMBERS}add/", {**NEW, "is_superuser": "on", "is_staff": "on", "clinic": "x", "user": "y"})
        user = get_user_model().objects.get(username="fred")
        assert not user.is_superuser
        assert not user.is_staff

    def test_a_manager_changes_one_with_one_event(self, client, harbour):
        member = make_member(harbour)
        page = f"{MEMBERS}{member.pk}/change/"
        assert client.post(page, {"role": "auditor"}).status_code == 302
        member.refresh_from_db()
        assert (member.role, member.is_active) == ("auditor", False)
        assert events(harbour) == ["member.changed"]
        assert AuditEvent.objects.get(clinic=harbour).details == {"changed": ["role", "is_active"]}

    def test_nobody_changes_their_own_membership(self, client, manager, harbour):
        response = client.post(f"{MEMBERS}{manager.pk}/change/", {"role": "auditor", "is_active": "on"})
        assert "Another manager" in response.content.decode()
        manager.refresh_from_db()
        assert manager.role == "manager"
        assert events(harbour) == []

    def test_members_of_another_clinic_do_not_exist(self, client, harbour, summit):
        other = make_member(summit, username="stranger")
        assert "stranger" not in client.get(MEMBERS).content.decode()
        for page in ("change", "history", "delete"):
            response = client.get(f"{MEMBERS}{other.pk}/{page}/")
            assert response.status_code in (302, 403), page
        client.post(f"{MEMBERS}{other.pk}/change/", {"role": "manager"})
        other.refresh_from_db()
        assert other.role == "therapist"

    def test_nothing_is_deleted(self, client, harbour):
        member = make_member(harbour)
        assert client.post(f"{MEMBERS}{member.pk}/delete/", {"post": "yes"}).status_code == 403
        assert client.post(MEMBERS, {"action": "delete_selected", "_selected_action": [member.pk]}).status_code in (200, 302)
        assert Membership.objects.filter(pk=member.pk).exists()

    @pytest.mark.parametrize("role", [role for role in Role if role != Role.MANAGER])
    def test_nobody_else_sees_or_adds_one(self, harbour, role):
        client = session_client(make_member(harbour, role))
        assert client.get(MEMBERS).status_code == 403
        assert client.post(f"{MEMBERS}add/", NEW).status_code == 403
        assert not get_user_model().objects.filter(username="fred").exists()


class TestClinic:
    def page(self, clinic):
        return f"/admin/clinic/clinic/{clinic.pk}/change/"

    def test_a_manager_changes_the_own_one(self, client, harbour):
        response = client.post(self.page(harbour), {"name": "Harbour Clinic", "timezone": "Europe/Madrid", "language": "es"})
        assert response.status_code == 302
        harbour.refresh_from_db()
        assert (harbour.name, str(harbour.zone), harbour.language) == ("Harbour Clinic", "Europe/Madrid", "es")
        assert AuditEvent.objects.get(clinic=harbour).details == {"changed": ["name", "timezone", "language"]}

    def test_a_time_zone_that_is_none_is_told_beside_it(self, client, harbour):
        response = client.post(self.page(harbour), {"name": "x", "timezone": "Mars/Base", "language": "es"})
        assert "timezone" in response.context["adminform"].form.errors

    def test_another_clinic_does_not_exist(self, client, summit):
        assert client.get(self.page(summit)).status_code == 302
        client.post(self.page(summit), {"name": "x", "timezone": "UTC", "language": "es"})
        summit.refresh_from_db()
        assert summit.name == "Summit"

    def test_nobody_adds_one(self, client):
        assert client.get("/admin/clinic/clinic/add/").status_code == 403


class TestReading:
    def test_a_page_and_a_list_leave_one_event_each(self, client, harbour, manager):
        client.get(MEMBERS)
        client.get(f"{MEMBERS}{manager.pk}/change/")
        client.get(f"{MEMBERS}{manager.pk}/history/")
        assert events(harbour) == ["member.listed", "member.read", "member.read"]

    def test_a_form_that_comes_back_is_no_reading(self, client, harbour):
        client.post(f"{MEMBERS}add/", {})
        assert events(harbour) == []

    def test_the_history_is_our_audit(self, client, harbour):
        member = make_member(harbour)
        client.post(f"{MEMBERS}{member.pk}/change/", {"role": "auditor", "is_active": "on"})
        page = client.get(f"{MEMBERS}{member.pk}/history/").content.decode()
        assert "member.changed" in page
        assert "manager-harbour" in page


class TestAudit:
    def test_who_may_read_it_sees_the_own_clinic(self, harbour, summit):
        audit.record(by=make_actor(summit), action="secret.thing", subject=summit)
        audit.record(by=make_actor(harbour), action="own.thing", subject=harbour)
        page = session_client(make_member(harbour, Role.AUDITOR)).get("/admin/clinic/auditevent/").content.decode()
        assert "own.thing" in page
        assert "secret.thing" not in page

    def test_nothing_in_it_can_be_changed(self, client, harbour):
        event = audit.record(by=make_actor(harbour), action="own.thing", subject=harbour)
        page = client.get(f"/admin/clinic/auditevent/{event.pk}/change/").content.decode()
        assert "own.thing" in page
        assert not re.search(r'name="_save"', page)
        assert client.post(f"/admin/clinic/auditevent/{event.pk}/change/", {"action": "x"}).status_code == 403
        assert client.get("/admin/clinic/auditevent/add/").status_code == 403


def test_only_the_managers_clinic_is_offered_by_the_site(client):
    page = client.get("/admin/").content.decode()
    for word in ("auth/group", "contenttypes", "sessions", "accesstoken"):
        assert word not in page


class TestChoosingAClinic:
    @pytest.fixture
    def second(self, manager, summit):
        """The manager of Harbour is at the front desk of Summit as well."""
        return Membership.objects.create(clinic=summit, user=manager.user, role=Role.FRONT_DESK)

    def test_every_page_says_for_whom_one_acts(self, client):
        for page in ("/admin/", MEMBERS, "/admin/choose-clinic/"):
            assert "Guywire · Harbour · Manager" in client.get(page).content.decode()

    def test_is_offered_to_members_of_more_than_one(self, client, request):
        assert "choose-clinic" not in client.get("/admin/").content.decode()
        request.getfixturevalue("second")
        assert "choose-clinic" in client.get("/admin/").content.decode()

    def test_changes_clinic_and_role(self, client, second, summit):
        assert client.post("/admin/choose-clinic/", {"clinic": summit.pk}).status_code == 302
        assert "Guywire · Summit · Front desk" in client.get("/admin/").content.decode()
        assert client.get(MEMBERS).status_code == 403

    def test_offers_and_takes_own_clinics_only(self, client, summit):
        assert "Summit" not in client.get("/admin/choose-clinic/").content.decode()
        for wrong in (summit.pk, "", "x"):
            assert client.post("/admin/choose-clinic/", {"clinic": wrong}).status_code == 403
        assert "Harbour" in client.get("/admin/").content.decode()

    def test_a_membership_that_ends_is_left_for_the_other(self, client, second, summit):
        client.post("/admin/choose-clinic/", {"clinic": summit.pk})
        Membership.objects.filter(pk=second.pk).update(is_active=False)
        assert "Guywire · Harbour · Manager" in client.get("/admin/").content.decode()

    def test_nobody_else_comes_here(self, db):
        assert Client().get("/admin/choose-clinic/").status_code == 403
