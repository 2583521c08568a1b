import threading
import time
import uuid

from clinic.ids import uuid7


def test_is_a_uuid_of_version_7_with_the_time_in_front(monkeypatch):
    monkeypatch.setattr("clinic.ids._last", 0)  # other tests travel in time
    before = time.time_ns() // 1_000_000
    made = uuid7()
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert before <= made.int >> 80 <= time.time_ns() // 1_000_000 + 1


def test_each_is_greater_than_the_one_before():
    made = [uuid7() for _ in range(20_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_order_holds_when_the_clock_steps_back(monkeypatch):
    first = uuid7()
    monkeypatch.setattr("clinic.ids.time.time_ns", lambda: 0)
    second = uuid7()
    assert second > first
    assert (second.version, second.variant) == (7, "specified in RFC 4122")


def test_threads_never_make_the_same_twice():
    made: list[uuid.UUID] = []
    threads = [threading.Thread(target=lambda: made.extend(uuid7() for _ in range(2_000))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 16_000
