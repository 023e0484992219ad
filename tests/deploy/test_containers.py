"""The container files, as far as they can be tried without an engine: two linters' rules, and what must be in them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tests.support.service import ROOT

DOCKER = ROOT / "deploy" / "docker"
DOCKERFILE = (DOCKER / "Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((DOCKER / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
HADOLINT = Path(sys.executable).with_name("hadolint")
NEXT_STAGE = "FROM python:3.11-slim-bookworm\n"


def test_hadolint_finds_nothing() -> None:
    linted = subprocess.run([str(HADOLINT), "--no-color", str(DOCKER / "Dockerfile")], capture_output=True, text=True)

    assert (linted.returncode, linted.stdout) == (0, "")


def test_hadolint_would_find_something(tmp_path: Path) -> None:
    bad = tmp_path / "Dockerfile"
    bad.write_text(DOCKERFILE.replace("WORKDIR /opt/ivr", "RUN cd /opt/ivr"))

    assert subprocess.run([str(HADOLINT), str(bad)], capture_output=True).returncode == 1


def test_compose_is_of_the_published_schema() -> None:
    """The Compose Specification's own (Apache License 2.0), without its descriptions."""
    schema = json.loads((Path(__file__).parent / "compose.schema.json").read_text())
    jsonschema.Draft7Validator(schema).validate(COMPOSE)

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(schema).validate({"services": {"one": {"read-only": True}}})


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_may_little(name: str) -> None:
    service = SERVICES[name]
    user = service["user"].split(":")[0]

    assert user.isdigit()
    assert user != "0"
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["restart"] == "always"
    assert not service.get("privileged")


def test_only_nginx_can_be_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_what_is_named_is_there() -> None:
    volumes = [volume.split(":")[:2] for service in SERVICES.values() for volume in service["volumes"]]
    given = {"./office", "./tls"}  # the office's own
    for source, _ in volumes:
        known = source in COMPOSE["volumes"] or source in given
        assert known or (DOCKER / source).resolve().exists(), source
    for service in SERVICES.values():
        assert set(service.get("depends_on", ())) <= set(SERVICES)


def test_the_image_is_not_roots_and_knows_whether_it_is_well() -> None:
    last = DOCKERFILE.split(NEXT_STAGE)[1]

    assert re.search(r"^USER (\d+):(\d+)$", last, re.MULTILINE)
    assert "/readyz" in last.split("HEALTHCHECK")[1]
    assert re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE) == ["python:3.11-slim-bookworm"] * 2


def test_everything_copied_is_in_the_context() -> None:
    """The context takes only what is named, so no secret and no data can come into an image."""
    taken = (DOCKER / "Dockerfile.dockerignore").read_text().splitlines()
    copied = [
        word for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE) for word in line.split()[:-1]
    ]

    assert taken[0] == "*"
    assert sorted(f"!{name}" for name in copied) == sorted(line for line in taken if line.startswith("!"))
    assert [name for name in copied if not (ROOT / name).exists()] == []
