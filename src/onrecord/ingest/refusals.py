"""What cannot be taken in: one stable code, one sentence and one remedy for each sort of file."""

from __future__ import annotations

from onrecord.types.errors import Issue

REFUSALS: dict[str, tuple[str, str]] = {
    "path_missing": (
        "There is no file or folder of this name.",
        "Check the spelling, or give a path that exists.",
    ),
    "broken_link": (
        "This link leads to nothing.",
        "Remove the link, or put the file it points to back in place.",
    ),
    "symlink_loop": (
        "This link leads back into a folder that is being read already.",
        "Nothing is lost; remove the link to be rid of this notice.",
    ),
    "same_root_name": (
        "Another path given to this build has the same name, so their documents could not be told apart.",
        "Rename one of the two, or give the folder that holds both.",
    ),
    "path_too_long": (
        "The names of this document and of all it lies in are longer than {limit} bytes together.",
        "Shorten them, or take the file out of its archive.",
    ),
    "no_permission": (
        "This may not be opened by the present user.",
        "Give read permission (chmod u+r) or run the build as its owner.",
    ),
    "unreadable_file": (
        "The system could not read this.",
        "Check the disk or copy the file elsewhere, then build again.",
    ),
    "not_a_regular_file": (
        "This is a device, socket or pipe, not a file.",
        "Leave it out of the folder.",
    ),
    "empty_file": (
        "The file is empty.",
        "Fetch it again, or remove it.",
    ),
    "document_too_large": (
        "The document is larger than {limit} MB.",
        "Split it, or raise document_megabytes in the configuration.",
    ),
    "unsupported_type": (
        "This is {what}, which is not read.",
        "Save it as PDF, DOCX, HTML or plain text.",
    ),
    "unreadable_binary": (
        "The file is not text and of no type that is known here.",
        "Convert it to PDF, DOCX, HTML or plain text, or leave it out.",
    ),
    "password_protected": (
        "The file is protected by a password.",
        "Save a copy without the password.",
    ),
    "encrypted_member": (
        "This member of an archive is encrypted.",
        "Unpack the archive with its password and give the folder.",
    ),
    "damaged_archive": (
        "The archive is damaged or cut short{detail}.",
        "Fetch it again; what could be read before the damage was kept.",
    ),
    "unsupported_compression": (
        "This member is compressed in a way that is not read here.",
        "Unpack the archive with another program and give the folder.",
    ),
    "archive_bomb": (
        "This unpacks to more than {ratio} times its size, as files made to do harm do.",
        "If you trust it, unpack it yourself and give the folder.",
    ),
    "archive_too_large": (
        "The archive unpacks to more than {limit} MB; the rest of it was left out.",
        "Unpack it yourself and give the folder, or raise archive_megabytes in the configuration.",
    ),
    "too_many_members": (
        "The archive holds more than {limit} members; the rest of it was left out.",
        "Split the archive, or raise archive_members in the configuration.",
    ),
    "nested_too_deep": (
        "This archive lies more than {limit} archives deep and was not opened.",
        "Unpack the outer archive, or raise archive_depth in the configuration.",
    ),
    "unsafe_member_name": (
        "The archive names this member by a path outside of it; it was read under a harmless name.",
        "Nothing is lost; ask who made the archive.",
    ),
    "malformed_sidecar": (
        "The sidecar cannot be used: {detail}.",
        "Write one JSON object with texts for url, title, date, publisher, kind, retrieved, author.",
    ),
    "malformed_manifest": (
        "The manifest cannot be used: {detail}.",
        "Write a CSV file with the header path,url,title,date,publisher,kind,retrieved.",
    ),
    "sidecar_without_file": (
        "This sidecar describes a file that is not beside it.",
        "Put the file beside it, or remove the sidecar.",
    ),
    "manifest_without_file": (
        "The manifest describes {detail} that is not there.",
        "Put it in the folder, or take the line out.",
    ),
    "captures_left_out": (
        "Of {total} captures {left} were left out: pictures, scripts, styles, redirects and failed requests.",
        "Nothing to do unless a document is among them.",
    ),
}
"""Message and remedy of every code, in the words a user reads."""

NOTICES = frozenset(
    {
        "symlink_loop",
        "unsafe_member_name",
        "malformed_sidecar",
        "malformed_manifest",
        "sidecar_without_file",
        "manifest_without_file",
        "captures_left_out",
    }
)
"""Codes of issues by which no document was lost."""


def refuse(path: str, code: str, **details: object) -> Issue:
    """Return the issue of `code` for the file `path`, with `details` put into its sentence."""
    message, remedy = REFUSALS[code]
    severity = "notice" if code in NOTICES else "error"
    return Issue(path, code, message.format(**details), remedy, severity)


class MemberIsRefused(Exception):
    """One member cannot be taken in; the rest of its archive can."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details

    def issue(self, path: str) -> Issue:
        """Return the issue for the member at `path`."""
        return refuse(path, self.code, **self.details)


class ArchiveIsRefused(MemberIsRefused):
    """An archive goes beyond what one may unpack to; nothing more is read from it."""
