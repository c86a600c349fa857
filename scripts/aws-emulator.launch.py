"""MiniStack as scripts/aws-emulator runs it: with a clock that can be turned, and with the two facts about a request that
the policies of template.yaml ask for and that it does not know by itself."""

import contextvars
import json
import os
import sys
import threading
import time

# Time is the machine's, plus the seconds in a file.
real = time.time


def turned():
    with open(os.environ["AWS_EMULATOR_CLOCK"]) as clock:
        return real() + float(clock.read())


time.time = turned


# It ends with whoever started it, even if that one was killed: its end of the pipe is closed then.
def wait():
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=wait, daemon=True).start()

from ministack.core import iam_evaluator  # noqa: E402: the clock comes first

known = iam_evaluator._resolve_condition_key
pin = iam_evaluator.pin_signed_body
body = contextvars.ContextVar("body", default=b"")
CONTEXT = "kms:encryptioncontext:"


def pinned(arrived):
    body.set(arrived)
    pin(arrived)


def condition(key, context):
    name = key.lower()
    # On the loopback interface there is no TLS; for the policies there is.
    if name == "aws:securetransport":
        return "true"
    # KMS gives policies the encryption context of the request.
    if name.startswith(CONTEXT) and context.action.startswith("kms:"):
        named = json.loads(body.get() or b"{}").get("EncryptionContext") or {}
        return {key.lower(): value for key, value in named.items()}.get(name.removeprefix(CONTEXT))
    return known(key, context)


iam_evaluator.pin_signed_body = pinned
iam_evaluator._resolve_condition_key = condition

from ministack.app import main  # noqa: E402

sys.argv = ["ministack"]
main()
