"""The promises of `S3Blobs`, in a process that is green from its first line, as a service is; run by `test_s3.py`."""

import eventlet

eventlet.monkey_patch()

import hashlib  # noqa: E402

import boto3  # noqa: E402
from moto import mock_aws  # noqa: E402

from chassis.blobs import NoSuchFile, S3Blobs, TooLarge  # noqa: E402

CONTENT = b"%PDF-1.4 evidence" * 10_000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def refused(kind, act):
    try:
        act()
    except kind:
        return True
    return False


with mock_aws():
    client = boto3.client("s3", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
    client.create_bucket(Bucket="evidence")
    blobs = S3Blobs(client, "evidence")

    assert refused(TooLarge, lambda: blobs.receive("dalian", [CONTENT], limit=10))
    assert blobs.spaces() == []

    stored = blobs.receive("dalian", [CONTENT], limit=len(CONTENT))
    assert (stored.sha256, stored.size) == (SHA256, len(CONTENT))
    assert refused(NoSuchFile, lambda: blobs.read("xiamen", SHA256))
    assert refused(NoSuchFile, lambda: blobs.keep("xiamen", SHA256))

    assert blobs.keep("dalian", SHA256) == len(CONTENT)
    assert blobs.keep("dalian", SHA256) == len(CONTENT)
    assert b"".join(blobs.read("dalian", SHA256)) == CONTENT
    assert blobs.spaces() == ["dalian"]

print("all promises kept")
