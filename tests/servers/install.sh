#!/bin/sh
# The real servers and the browser that the tests talk to. Installs them when root, else says how, and fails.
set -eu
packages=""
want() { # want PROGRAM PACKAGE
    PATH="$PATH:/usr/sbin:/usr/lib/dovecot" command -v "$1" >/dev/null 2>&1 || packages="$packages $2"
}
want dovecot dovecot-imapd
[ -x /usr/lib/dovecot/lmtp ] || packages="$packages dovecot-lmtpd"
want smtp-sink postfix
want chromium chromium
want mutool mupdf-tools
want tesseract tesseract-ocr
want systemd-analyze systemd
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || packages="$packages postgresql"
[ -z "$packages" ] && exit 0
command="apt-get install -y --no-install-recommends$packages"
if [ "$(id -u)" != 0 ]; then
    echo "The tests need real servers. Run this once, then again: sudo $command" >&2
    exit 1
fi
echo "Installing what the tests talk to:$packages"
export DEBIAN_FRONTEND=noninteractive
apt-get update -q >/dev/null
$command -q >/dev/null
