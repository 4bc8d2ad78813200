"""The real daemon in a process of its own, to be killed."""

from __future__ import annotations

import logging
import multiprocessing
from multiprocessing.process import BaseProcess
from pathlib import Path

from bot.compose import open_store
from bot.config.tables import Config
from bot.service import serve
from tests.bot.bureau import bureau_config

PROCESSES = multiprocessing.get_context("forkserver")


def config_of(folder: Path, imap_port: int, smtp_port: int) -> Config:
    """The bureau's configuration; no page for monitoring, whose port two daemons could not share."""
    return bureau_config(folder, imap_port, smtp_port, health={"listen": ""})


def start(folder: Path, imap_port: int, smtp_port: int) -> BaseProcess:
    """Starts a daemon; where one works already, it waits and takes over."""
    PROCESSES.set_forkserver_preload(["tests.chaos.daemon", "bot.desk.desk"])
    process = PROCESSES.Process(target=_serve, args=(folder, imap_port, smtp_port))
    process.start()
    return process


def _serve(folder: Path, imap_port: int, smtp_port: int) -> None:
    logging.disable(logging.CRITICAL)
    config = config_of(folder, imap_port, smtp_port)
    serve(config, lambda: open_store(config), lambda: None)
