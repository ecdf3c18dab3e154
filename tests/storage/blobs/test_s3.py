"""The same promises in a bucket."""

import subprocess
import sys


def test_files_in_a_bucket_are_received_kept_read_and_apart_by_city() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.storage.blobs.s3_round_trip"], capture_output=True, text=True, check=False
    )

    assert done.stdout.strip() == "all promises kept", done.stderr[-2000:]
