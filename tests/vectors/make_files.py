#!/usr/bin/env python3
"""Writes tests/vectors/backup/ and tests/vectors/activation-2/: what a laptop restores, and what it is set up from.

A second implementation of sync/wire/FORMAT.md 2, 3, 5, 6 and 8, on the arithmetic of make_sealed.py.
JSON is written here as another program might: the lines of the activation have their members in no order
and one that nobody knows yet. Names of refused files say the code.

    tests/vectors/make_files.py           writes the files anew (the same bytes each time)
"""
import hashlib
import json
import os

from make_sealed import (BASE, HERE, NONCE, b64, bech32, block, build, ed25519_parts, ed25519_sign, secret, stream, wrap,
                         x25519, x25519_stanza)

VECTORS = os.path.dirname(HERE)
VILLAGE = "5302011002"
AT = 1795334400

ROOT, INVITE, REPLY, DEVICE = (secret(name) for name in ("root", "invite", "reply", "device"))
RECEIVING, RECOVERY, LAPTOP, SHEET = (secret(name) for name in ("receiving", "recovery", "laptop", "sheet"))


def public(seed):
    return ed25519_parts(seed)[2]


def key_id(seed):
    return hashlib.sha256(public(seed)).hexdigest()[:32]


def recipient(identity):
    return bech32("age", x25519(identity, BASE))


def compact(value):
    """As our writer does: no blanks, members in byte order, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def put(place, data):
    path = os.path.join(VECTORS, place)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as out:
        out.write(data.encode() if isinstance(data, str) else data)


# --- Manifest and activation (FORMAT.md 5, 6) ---------------------------------------------------


def signed(seed, domain, line):
    """A line and the line with its signature."""
    return line + "\n" + b64(ed25519_sign(seed, domain.encode() + b"\n" + line.encode())) + "\n"


MANIFEST = json.dumps({
    "v": 1, "number": 7, "issued": AT, "root": public(ROOT).hex(), "servers": ["https://daftar.example:8443/prov"],
    "ca": ["-----BEGIN CERTIFICATE-----\nVEVTVA==\n-----END CERTIFICATE-----\n"],
    "receiving": [recipient(RECEIVING)], "recovery": recipient(RECOVERY),
    "reply": [{"id": key_id(REPLY), "key": public(REPLY).hex()}],
    "invite": [{"key": public(INVITE).hex(), "id": key_id(INVITE), "later": True}],
    "revoked": [secret("revoked", 16).hex()], "next_root": public(secret("next root")).hex(), "later": {"a": [1]},
})
ACTIVATION = json.dumps({
    "village": VILLAGE, "village_name": "Desa Uji Coba – Kec. Percobaan", "v": 1, "id": secret("activation", 16).hex(),
    "funders": [{"seats": 29, "code": "SG"}, {"seats": 0, "code": "SD", "later": "x"}], "code": "K7QM2XRD9FA",
    "uses": 2, "made": AT, "expires": AT + 180 * 86400, "register": False, "invite_key": key_id(INVITE), "later": None,
}, ensure_ascii=False)


def activation_file(root=ROOT, invite=INVITE, domain="lontar/activation-v1"):
    return signed(root, "lontar/keys-v1", MANIFEST) + signed(invite, domain, ACTIVATION)


def write_activations():
    def place(name):
        return f"activation-2/{name}.lontar-activation"

    good = activation_file()
    put(place("good"), good)
    put("activation-2/root.hex", public(ROOT).hex() + "\n")
    put(place("refused-A-04-signed-by-another-key"), activation_file(invite=REPLY))
    put(place("refused-A-04-signed-in-another-domain"), activation_file(domain="lontar/keys-v1"))
    put(place("refused-A-04-seats-changed-after-signing"), good.replace('"seats": 29', '"seats": 92'))
    put(place("refused-A-04-manifest-signed-by-another-key"), activation_file(root=INVITE))
    put(place("refused-A-03-without-its-last-line"), good[:good[:-1].rindex("\n") + 1])


# --- Batch and reply inside the backup (FORMAT.md 3) ---------------------------------------------


def sealed(kind, seed, identities, meta, text):
    """A sealed file. Two blocks in the frame, where make_sealed.py has one."""
    middle = len(text) // 2
    frame = b"\x28\xb5\x2f\xfd\x00\x58" + block(text[:middle], False) + block(text[middle:], True)
    return build(recipients="".join(x25519_stanza(*wrap(identity, n)) for n, identity in enumerate(identities)),
                 payload=NONCE + stream(frame), stanza_type=kind, signer=seed,
                 meta=lambda tail: compact({**meta, "sha256": tail}))


EPOCH = secret("epoch of the backup", 16).hex()
OFFICER = secret("officer", 16).hex()
PEOPLE = [secret(f"registration {n}", 16).hex() for n in range(3)]


def entry(person, name, nik, born, **more):
    fields = {"kode_desa": VILLAGE, "nama": name, "nik": nik, "tanggal_lahir": born}
    return compact({"t": "registration", "id": PEOPLE[person], "at": AT + person, "by": OFFICER, "f": fields, **more})


def rev_of(line):
    return hashlib.sha256(line.encode()).hexdigest()[:32]


FIRST = [entry(0, "Uji Satu", "5302014101900001", "1990-01-01"), entry(1, "Uji Duá", "5302010202910002", "1991-02-02")]
THIRD = entry(2, "Uji Tiga", "5302010303920003", "1992-03-03")
CORRECTED = entry(0, "Uji Satu Baru", "5302014101900001", "1990-01-01", base=rev_of(FIRST[0]), why="salah_ketik")
LINES = FIRST + [THIRD, CORRECTED]


def batch_file():
    head = {"t": "batch", "device": public(DEVICE).hex(), "epoch": EPOCH, "seq": 1, "entries": 2, "app": "vectors",
            "gen": 0, "ack": 0, "at": AT + 10}
    hello = {"t": "hello", "village": VILLAGE, "why": "new", "recipient": recipient(LAPTOP), "snapshot": False,
             "machine": "", "officers": [{"id": OFFICER, "name": "Maria Uji", "role": "operator"}]}
    text = "".join(line + "\n" for line in [compact(head), compact(hello)] + FIRST)
    meta = {"device": public(DEVICE).hex(), "epoch": EPOCH, "seq": 1, "keys": 7}
    return sealed("lontar/batch-v1", DEVICE, [RECEIVING, RECOVERY], meta, text.encode())


# --- Backup (FORMAT.md 8) ------------------------------------------------------------------------


def audit_rows(acts):
    """Each row bound to all before it."""
    before, rows = bytes(32), []
    for number, (at, by, action, object_, line) in enumerate(acts, 1):
        said = {"number": number, "at": at, "action": action, "object": object_}
        row = {"t": "audit", **said}
        if by:
            said["by"] = row["officer_id"] = by
        if line:
            said["content"] = row["content"] = hashlib.sha256(line.encode()).hexdigest()
        before = hashlib.sha256(before + compact(said).encode()).digest()
        rows.append({**row, "hash": before.hex()})
    return rows


def rows_of(batch):
    values = {"village": VILLAGE, "village_name": "Desa Uji Coba", "training": "", "root": public(ROOT).hex(),
              "manifest": signed(ROOT, "lontar/keys-v1", MANIFEST), "activation": activation_file(),
              "recovery_sheet": recipient(SHEET), "province_recovery": recipient(RECOVERY)}
    rows = [{"t": "setting", "name": name, "value": value} for name, value in sorted(values.items())]
    rows.append({"t": "officer", "officer_id": OFFICER, "name": "Maria Uji", "role": "operator", "active": 1, "added_at": AT})
    rows.append({"t": "epoch", "number": 1, "epoch": EPOCH, "device_id": public(DEVICE).hex(), "why": "new", "began_at": AT,
                 "gen": 1, "ack": 1, "have_upto": 1, "have_missing": "[]"})
    rows.append({"t": "batch", "batch_id": 1, "epoch": EPOCH, "seq": 1, "file": hashlib.sha256(batch).hexdigest(),
                 "size": len(batch), "entries": 2, "sealed_at": AT + 10, "handed_over_at": AT + 20, "road": "https",
                 "received_at": AT + 30, "receipt": "received", "bytes": b64(batch)})
    newest = [4, 2, 3]
    for person, number in enumerate(newest):
        said = json.loads(LINES[number - 1])
        rows.append({"t": "registration", "registration_id": PEOPLE[person], "newest": number, "name": said["f"]["nama"],
                     "search": "".join(" " + word for word in said["f"]["nama"].lower().split()),
                     "nik": said["f"]["nik"], "birth_date": said["f"]["tanggal_lahir"], "changed_at": said["at"],
                     "withdrawn": 0, "to_check": 0})
    for number, line in enumerate(LINES, 1):
        said = json.loads(line)
        row = {"t": "revision", "number": number, "rev": rev_of(line), "registration_id": said["id"], "type": said["t"],
               "at": said["at"], "line": line, "travels": 1, "verdict_detail": "{}"}
        if "base" in said:
            row["base"] = said["base"]
        if number <= 2:
            row.update(batch_id=1, verdict_code="accepted", verdict_at=AT + 30, verdict_epoch=1, verdict_gen=1, verdict_n=1)
        if number == 2:
            row.update(verdict_code="needs_correction", verdict_detail=compact({"reasons": ["NIK"], "note": "di KTP: Dua"}))
        rows.append(row)
    rows += [{"t": "sealing", "batch_id": 1, "line": 1 + number, "number": number} for number in (1, 2)]
    rows.append({"t": "reply", "epoch": EPOCH, "gen": 1, "n": 1, "file": secret("reply file").hex(), "time": AT + 30,
                 "applied_at": AT + 40, "notices": compact(["Rapat hari Senin"])})
    rows.append({"t": "draft", "draft_id": 1, "answers": compact({"nama": "Uji Empat"}), "cursor": "nik", "saved_at": AT + 50})
    acts = [(AT, OFFICER, "register_created", VILLAGE, None), (AT, None, "epoch_begun_new", EPOCH, None)]
    acts += [(json.loads(line)["at"], OFFICER, "registered", json.loads(line)["id"], line) for line in LINES]
    return rows + audit_rows(acts)


def text_of(rows, told=None, end=True, schema=1):
    head = {"t": "lontar-register", "schema": schema, "village": VILLAGE, "registrations": len(PEOPLE), "revisions": len(LINES)}
    lines = [head] + rows + ([{"t": "end", "rows": len(rows) if told is None else told}] if end else [])
    return "".join(compact(line) + "\n" for line in lines)


def backup_file(text, revisions=len(LINES), seed=DEVICE):
    meta = {"device": public(DEVICE).hex(), "village": VILLAGE, "at": AT + 60, "registrations": len(PEOPLE), "revisions": revisions}
    return sealed("lontar/backup-v1", seed, [SHEET, RECOVERY], meta, text.encode())


def changed(rows, table, **members):
    """The rows with the last one of a table changed."""
    last = max(i for i, row in enumerate(rows) if row["t"] == table)
    return rows[:last] + [{**rows[last], **members}] + rows[last + 1:]


def write_backups():
    batch = batch_file()
    rows = rows_of(batch)
    text = text_of(rows)

    def refuse(name, file):
        put(f"backup/refused-{name}.backup.age", file)

    put("backup/good.backup.age", backup_file(text))
    put("backup/good.ndjson", text)
    put("backup/batch.age", batch)
    put("backup/recovery.keys", "# The recovery sheet and the province's recovery key of these backups. Of no use outside the tests.\n" +
        "".join(bech32("age-secret-key-", identity).upper() + "\n" for identity in (SHEET, RECOVERY)))
    refuse("B-02-one-row-more-than-told", backup_file(text_of(rows, told=len(rows) - 1)))
    refuse("B-02-one-row-less-than-told", backup_file(text_of(rows, told=len(rows) + 1)))
    refuse("B-02-without-its-last-line", backup_file(text_of(rows, end=False)))
    refuse("B-02-last-line-without-its-end", backup_file(text[:-1]))
    refuse("B-02-a-line-behind-the-last", backup_file(text + "{}\n"))
    refuse("B-02-audit-row-changed", backup_file(text_of(changed(rows, "audit", action="corrected"))))
    refuse("B-02-audit-row-missing", backup_file(text_of(rows[:-3] + rows[-2:])))
    refuse("B-02-revision-nobody-vouches-for",
           backup_file(text_of(changed(rows, "revision", line=CORRECTED.replace("Baru", "Lama")))))
    refuse("B-02-signed-by-another-key", backup_file(text, seed=REPLY))


if __name__ == "__main__":
    write_activations()
    write_backups()
    print("activation-2/ and backup/ written")
