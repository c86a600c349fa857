"""MiniStack as scripts/aws-emulator runs it: with a clock that can be turned, and with what the policies of template.yaml ask
of a request and a session that it does not know by itself."""

import contextvars
import json
import os
import re
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
from ministack.services import dynamodb  # noqa: E402

known = iam_evaluator._resolve_condition_key
met = iam_evaluator._conditions_met
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
    # DynamoDB gives policies the partition keys of the request.
    if name == "dynamodb:leadingkeys" and context.action.startswith("dynamodb:"):
        return leading_keys(json.loads(body.get() or b"{}"))
    return known(key, context)


def leading_keys(request):
    table = dynamodb._tables.get(str(request.get("TableName", "")).rsplit("/", 1)[-1])
    item = request.get("Key") or request.get("Item") or {}
    value = item.get(table["pk_name"]) if table else None
    return [str(text) for text in value.values()] if value else None


# A policy may name what is said of the principal: ${aws:PrincipalTag/workspace}. Where nothing is, the statement does not apply.
VARIABLE = re.compile(r"\$\{([^}]+)\}")


class Unsaid(Exception):
    pass


def filled(text, context):
    def value(found):
        said = known(found[1], context)
        if said is None:
            raise Unsaid
        return str(said)

    return VARIABLE.sub(value, text) if isinstance(text, str) else text


def conditions(asked, context):
    try:
        asked = {
            operator: {
                key: [filled(text, context) for text in (texts if isinstance(texts, list) else [texts])]
                for key, texts in keys.items()
            }
            for operator, keys in (asked or {}).items()
        }
    except Unsaid:
        return False
    return met(asked, context)


iam_evaluator.pin_signed_body = pinned
iam_evaluator._resolve_condition_key = condition
iam_evaluator._conditions_met = conditions

from ministack.app import main  # noqa: E402

sys.argv = ["ministack"]
main()
