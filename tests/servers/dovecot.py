"""Debian's Dovecot as a private IMAP and LMTP server: own folder, free loopback ports, as root or not."""

from __future__ import annotations

import base64
import contextlib
import getpass
import grp
import imaplib
import os
import pwd
import shutil
import signal
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import jwt

from tests.servers.certificates import Certificates, make_certificates
from tests.servers.programs import free_port, program

USERS: Mapping[str, str] = {
    "intake@bureau.example": "intake-password",
    "inspections@bureau.example": "inspections-password",
}
_READY_SECONDS = 10.0
_ATTEMPTS = 5


class Dovecot:
    """A running Dovecot with these users (name to password).

    `port`: plain text and STARTTLS, `tls_port`: TLS, `lmtp_port`: delivery; all on 127.0.0.1. `certificates`
    names the authority that a client must trust. `folder_rights` limits what users may do in a folder
    (IMAP ACL letters, `{"INBOX": "lrst"}`: no keywords; `"lr"`: read only).
    """

    def __init__(
        self,
        users: Mapping[str, str] = USERS,
        *,
        folder_rights: Mapping[str, str] | None = None,
        capabilities_hidden: Iterable[str] = (),
    ) -> None:
        self.users = dict(users)
        self.folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
        self.jwt_key = os.urandom(32)
        self.certificates: Certificates
        self.port = self.tls_port = self.lmtp_port = 0
        self._rights = dict(folder_rights or {})
        self._hidden = frozenset(capabilities_hidden)
        self._process: subprocess.Popen[bytes] | None = None
        self._lmtp: smtplib.LMTP | None = None

    def __enter__(self) -> Self:
        program("lmtp")
        self.folder.chmod(0o755)
        self.certificates = make_certificates(self.folder)
        self._write_secrets()
        for attempt in range(1, _ATTEMPTS + 1):
            self.port, self.tls_port, self.lmtp_port = free_port(), free_port(), free_port()
            self._write_configuration()
            try:
                self.start()
            except RuntimeError:
                # Somebody else may have taken a port between our look and Dovecot's bind.
                if attempt == _ATTEMPTS:
                    raise
            else:
                return self
        raise AssertionError

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    # Life and death.

    def start(self) -> None:
        """Starts the server on its ports and returns when it greets; raises RuntimeError with its log."""
        with (self.folder / "stderr").open("ab") as stderr:
            self._process = subprocess.Popen(
                [program("dovecot"), "-F", "-c", self.folder / "dovecot.conf"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=stderr,
                start_new_session=True,
            )
        deadline = time.monotonic() + _READY_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            if _greets(self.port):
                return
            time.sleep(0.005)
        self.kill()
        version = subprocess.run(
            [program("dovecot"), "--version"], capture_output=True, text=True, check=False
        )
        raise RuntimeError(
            f"Dovecot {version.stdout.strip()} did not start (its configuration here is that of 2.3):\n{self.log()}"
        )

    def kill(self) -> None:
        """kill -9 of the server with all its processes; every connection dies."""
        self._forget_lmtp()
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def restart(self) -> None:
        """kill -9, then a fresh start on the same ports with the same mail."""
        self.kill()
        self.start()

    def log(self) -> str:
        """What the server wrote to its log so far."""
        files = (self.folder / "stderr", self.folder / "dovecot.log")
        return "".join(file.read_text(errors="replace") for file in files if file.exists())

    # Mail in.

    def deliver(self, user: str, raw: bytes, sender: str = "someone@sender.example") -> None:
        """Delivers by LMTP, as a mail server would: the receipt time is now."""
        if self._lmtp is None:
            self._lmtp = smtplib.LMTP("127.0.0.1", self.lmtp_port, local_hostname="localhost", timeout=10)
        self._lmtp.sendmail(sender, [user], raw)

    def drop(
        self,
        user: str,
        mails: bytes | Iterable[bytes],
        received_at: datetime | None = None,
        folder: str = "INBOX",
    ) -> None:
        """Puts mails (or one) straight into the Maildir: the fast way for many; receipt time is free to choose."""
        maildir = self.maildir(user, folder)
        for number, raw in enumerate([mails] if isinstance(mails, bytes) else mails):
            name = f"{time.time():.6f}.{number:06d}.{os.urandom(4).hex()}.test"
            waiting = maildir / "tmp" / name
            waiting.write_bytes(raw)
            if received_at is not None:
                os.utime(waiting, (received_at.timestamp(),) * 2)
            self._give_away(waiting)
            waiting.rename(maildir / "new" / name)

    def append(self, user: str, raw: bytes, received_at: datetime, folder: str = "INBOX") -> None:
        """APPEND over IMAP with this INTERNALDATE, its offset kept."""
        with self.session(user) as imap:
            imap.append(folder, "", imaplib.Time2Internaldate(received_at), raw)

    # Looking inside and tampering, as another person with a mail program would.

    def session(self, user: str) -> imaplib.IMAP4:
        """A logged-in connection of the standard library: the second opinion beside the client under test."""
        imap = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        imap.login(user, self.users[user])
        return imap

    def expunge(self, user: str, *uids: int, folder: str = "INBOX") -> None:
        """Removes mails for good, as another mail program would."""
        with self.session(user) as imap:
            imap.select(folder)
            imap.uid("STORE", ",".join(map(str, uids)), "+FLAGS.SILENT", r"(\Deleted)")
            imap.expunge()

    def flags(self, user: str, folder: str = "INBOX") -> dict[int, frozenset[str]]:
        """UID to flags of everything in the folder."""
        with self.session(user) as imap:
            imap.select(folder, readonly=True)
            _, lines = imap.uid("FETCH", "1:*", "(FLAGS)")
        found: dict[int, frozenset[str]] = {}
        for line in filter(None, lines):
            uid = int(line.partition(b"UID ")[2].split()[0].rstrip(b")"))
            flags = line.partition(b"FLAGS (")[2].partition(b")")[0]
            found[uid] = frozenset(flags.decode().split())
        return found

    def break_mail(self, user: str, position: int) -> None:
        """Makes a mail unreadable for the server (counted from 0 by age): it hangs up when asked for it."""
        maildir = self.maildir(user)
        mails = sorted(
            [*(maildir / "new").iterdir(), *(maildir / "cur").iterdir()], key=lambda file: file.name
        )
        broken = mails[position]
        broken.chmod(0)
        if os.geteuid() == 0:
            shutil.chown(broken, 0, 0)

    def rebuild(self, user: str) -> None:
        """Loses the index of the INBOX: the same mails come back under a new UIDVALIDITY."""
        maildir = self.maildir(user)
        for file in maildir.glob("dovecot*"):
            file.unlink()
        # UIDVALIDITY is made from the clock in whole seconds: an old one must not come back.
        time.sleep(1.05)

    def maildir(self, user: str, folder: str = "INBOX") -> Path:
        """The folder's Maildir, made if need be."""
        maildir = self.folder / "mail" / user / "Maildir"
        maildir = maildir if folder == "INBOX" else maildir / f".{folder}"
        for part in ("tmp", "new", "cur"):
            (maildir / part).mkdir(parents=True, exist_ok=True)
        for place in (self.folder / "mail" / user, *(self.folder / "mail" / user).rglob("*")):
            self._give_away(place)
        return maildir

    def token(
        self, user: str, *, lifetime_seconds: float = 3600.0, key: bytes | None = None, **claims: object
    ) -> str:
        """An access token that this server takes for this user (negative lifetime: expired)."""
        now = int(time.time())
        body = {"email": user, "sub": user, "iat": now - 3600, "exp": int(now + lifetime_seconds), **claims}
        return jwt.encode(body, key or self.jwt_key, "HS256")

    # Files.

    def _write_secrets(self) -> None:
        lines = (f"{user}:{{PLAIN}}{password}::::::\n" for user, password in self.users.items())
        (self.folder / "passwd").write_text("".join(lines))
        key = self.folder / "jwt" / "default" / "HS256" / "default"
        key.parent.mkdir(parents=True)
        key.write_bytes(base64.b64encode(self.jwt_key))
        (self.folder / "oauth2.conf").write_text(
            "introspection_mode = local\nusername_attribute = email\n"
            f"local_validation_key_dict = fs:posix:prefix={self.folder}/jwt/\n"
        )
        (self.folder / "mail").mkdir()
        self._give_away(self.folder / "mail")
        if self._rights:
            (self.folder / "acl").write_text(
                "".join(f"{name} owner {letters}\n" for name, letters in self._rights.items())
            )

    def _write_configuration(self) -> None:
        (self.folder / "dovecot.conf").write_text(
            _CONFIGURATION.format(
                folder=self.folder,
                port=self.port,
                tls_port=self.tls_port,
                lmtp_port=self.lmtp_port,
                internal_user=_internal_user(),
                internal_group=_internal_group(),
                login_user=_login_user(),
                mail_user=_internal_user(),
                mail_group=_internal_group(),
                capability=self._capability_line(),
                acl=_ACL.format(folder=self.folder) if self._rights else "",
            )
        )

    def _capability_line(self) -> str:
        if not self._hidden:
            return ""
        kept = (word for word in _CAPABILITIES.split() if word not in self._hidden)
        return f"imap_capability = {' '.join(kept)}"

    def _give_away(self, path: Path) -> None:
        if os.geteuid() == 0:
            shutil.chown(path, _internal_user(), _internal_group())

    def _forget_lmtp(self) -> None:
        if self._lmtp is not None:
            self._lmtp.close()
            self._lmtp = None


def _greets(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            return connection.recv(4) == b"* OK"
    except OSError:
        return False


def _internal_user() -> str:
    return "dovecot" if os.geteuid() == 0 else getpass.getuser()


def _internal_group() -> str:
    return grp.getgrgid(pwd.getpwnam(_internal_user()).pw_gid).gr_name


def _login_user() -> str:
    return "dovenull" if os.geteuid() == 0 else getpass.getuser()


_CAPABILITIES = "IMAP4rev1 SASL-IR LITERAL+ ID ENABLE IDLE UIDPLUS MOVE NAMESPACE ESEARCH UNSELECT"
_ACL = """
mail_plugins = acl
plugin {{
  acl = vfile:{folder}/acl
}}
"""
# Written for Dovecot 2.3. Services lose their chroot and their privilege changes, so that all of it runs
# without root; penalties and delays after a wrong password would only slow the tests down.
_CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
default_internal_user = {internal_user}
default_internal_group = {internal_group}
default_login_user = {login_user}
instance_name = fpp-bot-test
ssl = yes
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.key
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
auth_verbose = yes
first_valid_uid = 1
mail_location = maildir:~/Maildir
mail_fsync = never
maildir_stat_dirs = yes
mailbox_idle_check_interval = 1s
{capability}
{acl}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2.conf
}}
passdb {{
  driver = passwd-file
  args = {folder}/passwd
}}
userdb {{
  driver = static
  args = uid={mail_user} gid={mail_group} home={folder}/mail/%u allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  service_count = 0
  process_min_avail = 1
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp_port}
  }}
}}
service stats {{
  chroot =
}}
service ipc {{
  chroot =
}}
service old-stats {{
  chroot =
}}
"""
