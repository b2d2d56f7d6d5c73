"""Signs requests as Alexa does, with a chain of certificates that nobody but a test trusts."""

from __future__ import annotations

import datetime
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from back_guide_web.certificates import SIGNER
from back_guide_web.verifiers import CHAIN, SIGNATURE

ADDRESS = "https://s3.amazonaws.com/echo.api/echo-api-cert.pem"
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


def rsa_key() -> rsa.RSAPrivateKey:
    """A new key like Alexa's. It takes a noticeable moment."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True)
class Holder:
    """Somebody with a key and a certificate for it."""

    certificate: x509.Certificate
    key: Key

    @property
    def pem(self) -> bytes:
        """The certificate as text."""
        return self.certificate.public_bytes(Encoding.PEM)


@dataclass(frozen=True)
class Wish:
    """What is to stand in a certificate. ``days`` are those before and after now within which it is good."""

    name: str
    key: Key = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    issuer: Holder | None = None
    names: Sequence[str] = ()
    may_issue: bool = False
    usage: str = "digital_signature"
    days: tuple[float, float] = (1, 30)

    def granted(self) -> Holder:
        """The certificate, by the issuer or, where there is none, self-signed."""
        public, now = self.key.public_key(), datetime.datetime.now(datetime.UTC)
        signing = self.issuer.key if self.issuer else self.key
        subject = _named(self.name)
        begins, ends = (datetime.timedelta(days=days) for days in self.days)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.issuer.certificate.subject if self.issuer else subject)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - begins)
            .not_valid_after(now + ends)
            .add_extension(x509.BasicConstraints(ca=self.may_issue, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(**{usage: usage == self.usage for usage in USAGES}), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False)
        )
        if self.names:
            names = x509.SubjectAlternativeName([x509.DNSName(name) for name in self.names])
            builder = builder.add_extension(names, critical=False)
        return Holder(builder.sign(signing, SHA256()), self.key)


def authority(name: str, issuer: Holder | None = None) -> Holder:
    """Somebody who may issue certificates: a root where there is no issuer."""
    return Wish(name, issuer=issuer, may_issue=True, usage="key_cert_sign").granted()


class Alexa:
    """A stand-in for Alexa, with a root, an intermediate and a certificate for echo-api.amazon.com."""

    def __init__(self) -> None:
        self.root = authority("Root of the stand-in")
        self.intermediate = authority("Intermediate of the stand-in", self.root)
        self.key = rsa_key()

    @cached_property
    def chain(self) -> bytes:
        """The chain of certificates as Alexa publishes it: her own first."""
        signer = Wish(SIGNER, self.key, self.intermediate, names=[SIGNER]).granted()
        return signer.pem + self.intermediate.pem + self.root.pem

    def headers(self, body: bytes) -> dict[str, str]:
        """The headers that Alexa sends with a body."""
        return {"Content-Type": "application/json", CHAIN: ADDRESS, SIGNATURE: signature(self.key, body)}


def signature(key: rsa.RSAPrivateKey, body: bytes, digest: HashAlgorithm | None = None) -> str:
    """The signature of a body as it stands in a header."""
    return b64encode(key.sign(body, PKCS1v15(), digest or SHA256())).decode()


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
