"""Certificates that vouch for themselves, for servers on loopback."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class SelfSigned:
    """PEM. Who is told to trust `certificate` trusts the server that has `key`."""

    key: bytes
    certificate: bytes


def self_signed(name: str, days: float = 1) -> SelfSigned:
    """For the host `name`, until so many days from now; negative: it has run out."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder().subject_name(own).issuer_name(own).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=400)).not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    form, pem = serialization.PrivateFormat.PKCS8, serialization.Encoding.PEM
    return SelfSigned(key.private_bytes(pem, form, serialization.NoEncryption()), made.public_bytes(pem))
