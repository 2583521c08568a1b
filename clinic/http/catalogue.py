"""The error catalogue: every code that a problem document can carry, with a page of its own at ``/problems/<code>``."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One code: what it means, what to do about it, and whether the same request may be sent again unchanged."""

    code: str
    status: int
    title: str
    meaning: str
    what_to_do: str
    retry: bool = False


_ENTRIES = (
    Entry(
        "malformed",
        400,
        "The request cannot be read",
        "The body is not well-formed JSON, a header or a query parameter cannot be read, or the host name is not ours.",
        "Correct the place that the detail names. Nothing was written.",
    ),
    Entry(
        "not_authenticated",
        401,
        "Sign in first",
        "There is no session and no token, or the token is unknown, expired or revoked, or its member is no longer active.",
        "Send Authorization: Bearer with a valid token, or sign in.",
    ),
    Entry(
        "token_not_valid",
        401,
        "The token is not valid",
        "The bearer token is unknown, expired or revoked, or its member is no longer active in the clinic.",
        "Have a new token issued.",
    ),
    Entry(
        "not_permitted",
        403,
        "Your role does not allow this",
        "You are signed in; your role in this clinic does not include the permission that the detail names.",
        "Ask a manager of the clinic, or let somebody do it whose role includes it.",
    ),
    Entry(
        "csrf_failed",
        403,
        "The session's request cannot be trusted",
        "A change within a browser session came without its CSRF token, or from another site.",
        "Send the session's CSRF token in the X-CSRFToken header, or use a bearer token.",
    ),
    Entry(
        "not_found",
        404,
        "There is no such thing here",
        "The address is unknown, or the thing does not exist in your clinic.",
        "Check the address and the id.",
    ),
    Entry(
        "method_not_allowed",
        405,
        "This address does not offer that method",
        "The Allow header lists what it offers.",
        "Use one of the listed methods.",
    ),
    Entry(
        "not_acceptable",
        406,
        "None of the accepted media types is offered",
        "The Accept header excludes application/json.",
        "Accept application/json, or leave the header out.",
    ),
    Entry(
        "conflict",
        409,
        "The present state does not allow this",
        "What you asked for contradicts what is stored, for example something that must exist only once exists already.",
        "Read the present state, then decide.",
    ),
    Entry(
        "idempotency_in_progress",
        409,
        "The same request is being answered",
        "A request with the same Idempotency-Key has not been answered yet. This one did nothing.",
        "Send the same request again after Retry-After seconds: it gets the first answer.",
        retry=True,
    ),
    Entry(
        "idempotency_key_reused",
        422,
        "The Idempotency-Key was used for another request",
        "Within 24 hours the same key came with another body or query, or from a member whose role has changed since. This "
        "request did nothing.",
        "Make a new key for each new request; keep it, and the exact body, only for sending the same request again.",
    ),
    Entry(
        "stale",
        412,
        "Somebody else changed this in the meantime",
        "If-Match names a revision that is no longer the current one. Nothing was written.",
        "Read it again, apply your change to what you find, and send the new ETag.",
    ),
    Entry(
        "too_large",
        413,
        "The body is too large",
        "The body is larger than this address accepts. Nothing was written.",
        "Send less at once.",
    ),
    Entry(
        "unsupported_media_type",
        415,
        "The body must be JSON",
        "The Content-Type is not application/json, or there is a Content-Encoding.",
        "Send JSON, not compressed, and say so in Content-Type.",
    ),
    Entry(
        "invalid",
        422,
        "The content cannot be accepted",
        "The request can be read; one or more members are not acceptable. errors lists all of them. Nothing was written.",
        "Correct every member that errors names, by its pointer.",
    ),
    Entry(
        "precondition_required",
        428,
        "Send If-Match with the ETag you last read",
        "Changes are made only to what the client has seen, so that nobody overwrites another's work unknowingly.",
        "Read the thing, then send its ETag in If-Match.",
    ),
    Entry(
        "rate_limited",
        429,
        "Too many requests",
        "The client (its token, its session, or, without either, its address) sent more requests in this minute than "
        "RateLimit-Limit allows. This one did nothing.",
        "Send the same request again after Retry-After seconds; RateLimit-Remaining tells beforehand what is left.",
        retry=True,
    ),
    Entry(
        "internal_error",
        500,
        "Something went wrong on our side",
        "An error in the service; it has been logged under the request_id. Nothing was written.",
        "Tell the operator the request_id.",
    ),
    Entry(
        "unavailable",
        503,
        "Please try again in a moment",
        "The database is busy with the same rows or restarting. Nothing was written.",
        "Send the same request again after Retry-After seconds.",
        retry=True,
    ),
    Entry(
        "identifier_taken",
        409,
        "The identifier belongs to another patient",
        "Within a clinic an identifier (system and value) names one patient only.",
        "Find the patient who has it; correct the identifier, or use that patient.",
    ),
    Entry(
        "intake_is_draft",
        409,
        "The intake is still a draft",
        "Only an intake that is ready is corrected by a new version.",
        "Change the draft itself.",
    ),
    Entry(
        "intake_already_corrected",
        409,
        "The intake has been corrected already",
        "Each version is corrected by one newer version at most.",
        "Read the newest version, and correct that one.",
    ),
    Entry(
        "entered_in_error",
        409,
        "It was entered in error",
        "What was entered in error is kept as it is and never changed again.",
        "Record it anew.",
    ),
    Entry(
        "intake_is_ready",
        409,
        "The intake is ready",
        "An intake that is ready is never rewritten.",
        "Record a new intake that corrects it.",
    ),
    Entry(
        "safety_unanswered",
        409,
        "Safety questions are unanswered",
        "An intake becomes ready only when every safety question has an answer. errors lists the unanswered ones.",
        "Ask the questions and record the answers; 'unknown' is an answer.",
    ),
    Entry(
        "patient_merged",
        409,
        "The record was merged already",
        "The duplicate was merged into another record; its id leads there.",
        "Read the duplicate's id: the answer is the record to go on with.",
    ),
    Entry(
        "not_merged",
        409,
        "The two records are not merged",
        "There is no merge of this duplicate into this record that could be undone.",
        "Read the record: merged_from names what was merged into it.",
    ),
    Entry(
        "merge_is_not_the_last",
        409,
        "Another merge came later",
        "Merges into one record are undone in reverse order, because a later one may rest on an earlier one.",
        "Undo the merge that the detail names first.",
    ),
    Entry(
        "record_moved",
        409,
        "It went back to another patient's record",
        "While the change waited, a merge was undone, and its subject is another patient's again. Nothing was written.",
        "Read it again, with the patient it names now, then decide.",
    ),
    Entry(
        "examination_is_draft",
        409,
        "The examination is still a draft",
        "Only a signed examination is amended.",
        "Change the draft itself, or sign it first.",
    ),
    Entry(
        "examination_is_amended",
        409,
        "The examination has been amended already",
        "Each version is amended by one newer version at most.",
        "Read the newest version, and amend that one.",
    ),
    Entry(
        "examination_is_signed",
        409,
        "The examination is signed",
        "A signed examination is never rewritten.",
        "Amend it: that makes a new version which names the old one.",
    ),
    Entry(
        "flag_is_not_open",
        409,
        "The flag is not open",
        "Only an open flag is acknowledged or overridden.",
        "Read the flag; it may have been dealt with already.",
    ),
    Entry(
        "flag_is_resolved",
        409,
        "The flag is resolved",
        "A resolved flag is history; it opens again by itself when its reasons come back.",
        "Look at the current assessment.",
    ),
    Entry(
        "red_flag_awaits_action",
        409,
        "Say first what was done about the red flag",
        "An open red flag is neither overridden nor resolved before somebody has said what was done: who was told, and when.",
        "Acknowledge it with an action; correct the answer it rests on, if that was recorded wrongly.",
    ),
    Entry(
        "webhook_is_off",
        409,
        "The webhook subscription is off",
        "A member turned it off, or the receiver answered 410 Gone, or it took nothing for days; disabled_reason says which.",
        "Make the receiver ready, then turn the subscription on with PATCH and is_active true.",
    ),
    Entry(
        "too_many_webhooks",
        409,
        "The clinic has too many webhook subscriptions",
        "A clinic has at most 20 webhook subscriptions.",
        "Remove one that is no longer used, or have one receiver pass events on.",
    ),
)

CATALOGUE: dict[str, Entry] = {entry.code: entry for entry in _ENTRIES}
