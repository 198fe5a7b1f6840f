"""Recovery codes that django-allauth made from an encrypted seed become hashes; whoever has such codes keeps them.

It stands on its own: how they were made and encrypted then is written out here.
"""

import base64
import hmac
from hashlib import sha1

from cryptography.fernet import Fernet, InvalidToken
from django.contrib.auth.hashers import make_password
from django.db import migrations
from django.utils.crypto import salted_hmac

NUMBER, DIGITS = 10, 10


def hash_codes(apps, schema_editor):
    rows = apps.get_model("mfa", "Authenticator").objects.using(schema_editor.connection.alias)
    for row in rows.filter(type="recovery_codes"):
        if "seed" in row.data:
            row.data = {"codes": [[code[0], make_password(code)] for code in unused_codes(row.data)]}
            row.save(update_fields=["data"])


def unused_codes(data):
    """The codes of a seed that were not used; none where it was encrypted with another key: they opened nothing."""
    key = base64.urlsafe_b64encode(salted_hmac("solmu.second-factor", "encryption", algorithm="sha256").digest())
    try:
        seed = Fernet(key).decrypt(data["seed"].encode())
    except InvalidToken:
        return []
    made = hmac.new(key=seed, digestmod=sha1)
    codes = []
    for number in range(NUMBER):
        made.update(f"{number:3},".encode())
        codes.append(str(int.from_bytes(made.digest()[: DIGITS // 2], "big") % 10**DIGITS).zfill(DIGITS))
    return [code for number, code in enumerate(codes) if not data["used_mask"] & 1 << number]


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_desk"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(hash_codes, migrations.RunPython.noop)]
