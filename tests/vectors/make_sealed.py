#!/usr/bin/env python3
"""Writes tests/vectors/sealed/*.txt: files that a reader must take or refuse, one reason each.

A second implementation of sync/wire/FORMAT.md 1 on Python's standard library alone, so that a
mistake of the program cannot hide in vectors made by the program. Slow arithmetic, not for secrets.

    tests/vectors/make_sealed.py          writes the files anew (the same bytes each time)

A vector is lines `name: value`, an empty line, and the file in base64. `expect` is `ok <SHA-256 of the
plain text>`, or the short code and the reason of the first check that must fail when a reader calls
read_header, verify_signature (with `signer`) and open (with `identity` and `max`) in this order.
"""
import base64
import hashlib
import hmac
import os
import struct

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "sealed")

# --- X25519 (RFC 7748) and Ed25519 (RFC 8032) -------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493


def x25519(scalar, point):
    k = bytearray(scalar)
    k[0] &= 248
    k[31] = k[31] & 127 | 64
    k = int.from_bytes(k, "little")
    x1 = int.from_bytes(point, "little") & (2**255 - 1)
    x2, z2, x3, z3, swap = 1, 0, x1, 1, 0
    for t in reversed(range(255)):
        bit = k >> t & 1
        if swap ^ bit:
            x2, x3, z2, z3 = x3, x2, z3, z2
        swap = bit
        a, b = x2 + z2, x2 - z2
        aa, bb = a * a % P, b * b % P
        e, da, cb = aa - bb, (x3 - z3) * a % P, (x3 + z3) * b % P
        x3, z3 = (da + cb) ** 2 % P, x1 * (da - cb) ** 2 % P
        x2, z2 = aa * bb % P, e * (aa + 121665 * e) % P
    if swap:
        x2, z2 = x3, z3
    return (x2 * pow(z2, P - 2, P) % P).to_bytes(32, "little")


BASE = (9).to_bytes(32, "little")
D = -121665 * pow(121666, P - 2, P) % P


def edwards_add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def edwards_times(s, p):
    q = (0, 1, 1, 0)
    while s:
        if s & 1:
            q = edwards_add(q, p)
        p, s = edwards_add(p, p), s >> 1
    return q


GY = 4 * pow(5, P - 2, P) % P
GX2 = (GY * GY - 1) * pow(D * GY * GY + 1, P - 2, P) % P
GX = pow(GX2, (P + 3) // 8, P)
if (GX * GX - GX2) % P:
    GX = GX * pow(2, (P - 1) // 4, P) % P
if GX & 1:
    GX = P - GX
G = (GX, GY, 1, GX * GY % P)


def encode_point(p):
    z = pow(p[2], P - 2, P)
    return (p[1] * z % P | (p[0] * z % P & 1) << 255).to_bytes(32, "little")


def ed25519_parts(seed):
    h = hashlib.sha512(seed).digest()
    a = int.from_bytes(h[:32], "little") & (2**254 - 8) | 2**254
    return a, h[32:], encode_point(edwards_times(a, G))


def ed25519_sign(seed, message):
    a, prefix, public = ed25519_parts(seed)
    r = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % L
    rp = encode_point(edwards_times(r, G))
    h = int.from_bytes(hashlib.sha512(rp + public + message).digest(), "little") % L
    return rp + ((r + h * a) % L).to_bytes(32, "little")


# --- ChaCha20-Poly1305 (RFC 8439), HKDF (RFC 5869) --------------------------------------------


def chacha_block(key, counter, nonce):
    def quarter(s, a, b, c, d):
        for x, y, z, n in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            s[x] = s[x] + s[y] & 0xFFFFFFFF
            s[z] ^= s[x]
            s[z] = (s[z] << n | s[z] >> 32 - n) & 0xFFFFFFFF

    start = list(struct.unpack("<4I8II3I", b"expand 32-byte k" + key + struct.pack("<I", counter) + nonce))
    s = start[:]
    for _ in range(10):
        for i in range(4):
            quarter(s, i, 4 + i, 8 + i, 12 + i)
        for i in range(4):
            quarter(s, i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4)
    return struct.pack("<16I", *(a + b & 0xFFFFFFFF for a, b in zip(s, start)))


def aead_seal(key, nonce, plain):
    stream = b"".join(chacha_block(key, 1 + i, nonce) for i in range(len(plain) // 64 + 1))
    cipher = bytes(a ^ b for a, b in zip(plain, stream))
    one_time = chacha_block(key, 0, nonce)
    r = int.from_bytes(one_time[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    data = cipher + bytes(-len(cipher) % 16) + struct.pack("<QQ", 0, len(cipher))
    acc = 0
    for i in range(0, len(data), 16):
        acc = (acc + int.from_bytes(data[i:i + 16] + b"\x01", "little")) * r % (2**130 - 5)
    tag = acc + int.from_bytes(one_time[16:32], "little") & 2**128 - 1
    return cipher + tag.to_bytes(16, "little")


def hkdf(ikm, salt, info):
    prk = hmac.new(salt or bytes(32), ikm, hashlib.sha256).digest()
    return hmac.new(prk, info + b"\x01", hashlib.sha256).digest()


# --- The format ---------------------------------------------------------------------------------


def secret(label, size=32):
    """Fixed bytes for a label, so that the vectors are the same each time."""
    return hashlib.sha256(b"lontar test vector: " + label.encode()).digest()[:size]


def b64(data):
    return base64.b64encode(data).decode().rstrip("=")


def bech32(prefix, data):
    alphabet, n, bits, groups = "qpzry9x8gf2tvdw0s3jn54khce6mua7l", 0, 0, []
    for byte in data:
        n, bits = n << 8 | byte, bits + 8
        while bits >= 5:
            bits -= 5
            groups.append(n >> bits & 31)
    if bits:
        groups.append(n << 5 - bits & 31)

    def checksum(values):
        c = 1
        for v in values:
            top, c = c >> 25, (c & 0x1FFFFFF) << 5 ^ v
            for i, g in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
                c ^= g if top >> i & 1 else 0
        return c

    spread = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    sum_ = checksum(spread + groups + [0] * 6) ^ 1
    return prefix + "1" + "".join(alphabet[g] for g in groups + [sum_ >> 5 * (5 - i) & 31 for i in range(6)])


def wrapped(body):
    text = b64(body)
    return "".join(text[i:i + 64] + "\n" for i in range(0, len(text) + 1, 64))


READER, SHEET, STRANGER = secret("reader"), secret("recovery sheet"), secret("stranger")
SIGNER, OTHER_SIGNER = secret("signer"), secret("other signer")
FILE_KEY, NONCE = secret("file key", 16), secret("payload nonce", 16)
TEXT = b'{"t":"batch","seq":7}\n{"t":"registration"}\n'


def wrap(identity, n=0):
    """(share, body) of an X25519 stanza."""
    ephemeral, public = secret(f"ephemeral {n}"), x25519(identity, BASE)
    share = x25519(ephemeral, BASE)
    key = hkdf(x25519(ephemeral, public), share + public, b"age-encryption.org/v1/X25519")
    return share, aead_seal(key, bytes(12), FILE_KEY)


def x25519_stanza(share, body):
    return f"-> X25519 {b64(share)}\n{wrapped(body)}"


RECIPIENTS = x25519_stanza(*wrap(READER)) + x25519_stanza(*wrap(SHEET, 1))


def block(data, is_last, kind=0):
    """A zstd block: kind 0 raw, 1 one byte repeated len(data) times."""
    head = (len(data) << 3 | kind << 1 | is_last).to_bytes(3, "little")
    return head + (data[:1] if kind else data)


def frame(data, descriptor=b"\x00\x58"):
    """A zstd frame of one raw block. The descriptor says: window 2 MiB, no content size."""
    return b"\x28\xb5\x2f\xfd" + descriptor + block(data, True)


def stream(plain, is_last=True, counter=0):
    nonce = counter.to_bytes(11, "big") + bytes([is_last])
    return aead_seal(hkdf(FILE_KEY, NONCE, b"payload"), nonce, plain)


META = '{"device":"%s","epoch":"%s","keys":3,"seq":7,"sha256":"%s"}'
DEVICE = ed25519_parts(SIGNER)[2].hex()
EPOCH = secret("epoch", 16).hex()


def meta_of(tail):
    return META % (DEVICE, EPOCH, tail)


def build(recipients=RECIPIENTS, payload=None, meta=meta_of, stanza_type="lontar/batch-v1", argument=None,
          signature=None, signer=SIGNER, domain=None, own=None, before="", version="age-encryption.org/v1\n",
          mac_line=None, tail=None, header_key=None):
    """A file that is right in everything that is not given otherwise."""
    if payload is None:
        payload = NONCE + stream(frame(TEXT))
    covered = recipients + "---"
    tail = tail or hashlib.sha256(covered.encode("latin-1") + payload).hexdigest()
    json = meta(tail)
    made = signature or ed25519_sign(signer, (domain or stanza_type).encode() + b"\n" + json.encode("latin-1"))
    if own is None:
        own = f"-> {stanza_type} {json if argument is None else argument(json)}\n{wrapped(made)}"
    else:
        own = own(json, made)
    head = (version + before + own + covered).encode("latin-1")
    mac = b64(hmac.new(hkdf(header_key or FILE_KEY, b"", b"header"), head, hashlib.sha256).digest())
    line = f" {mac}\n" if mac_line is None else mac_line(mac)
    return head + line.encode("latin-1") + payload


def other_last_symbol(text):
    """Same bytes, other text: the unused low bits of the last symbol set."""
    symbols = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    return text[:-1] + symbols[symbols.index(text[-1]) + 1]


def write(name, expect, does, file, max_plain=65536, identity=READER, signer=SIGNER):
    lines = [
        f"expect: {expect}",
        f"does: {does}",
        f"identity: {bech32('age-secret-key-', identity).upper()}",
        f"signer: {ed25519_parts(signer)[2].hex()}",
        f"max: {max_plain}",
        "",
    ]
    text = base64.b64encode(file).decode()
    lines += [text[i:i + 76] for i in range(0, len(text), 76)]
    with open(os.path.join(HERE, name + ".txt"), "w", encoding="ascii", newline="\n") as out:
        out.write("\n".join(lines) + "\n")


def ok(name, does, file, text=TEXT, **more):
    write(name, "ok " + hashlib.sha256(text).hexdigest(), does, file, **more)


def s02(name, reason, does, file):
    write("head_" + name, "S-02 " + reason, does, file)


def good_files():
    ok("good", "a batch for the province and the recovery sheet", build())
    ok("good_second_recipient", "the second stanza is the reader's", build(), identity=SHEET)
    ok("good_empty_text", "the frame holds nothing", build(payload=NONCE + stream(frame(b""))), b"")
    ok("good_eight_recipients", "as many recipients as allowed",
       build("".join(x25519_stanza(*wrap(READER, n)) for n in range(8))))
    ok("good_unknown_member", "a member of the metadata that no reader knows yet",
       build(meta=lambda t: '{"zz":"~!","seq":-7,"a":"","sha256":"%s"}' % t))
    ok("good_escaped_blank", "a blank written as an escape is no blank",
       build(meta=lambda t: '{"a":"x\\u0020y","sha256":"%s"}' % t))
    ok("good_other_type", "another kind of ours", build(stanza_type="lontar/reply-v12"))
    size = len(build()) - len(NONCE + stream(frame(TEXT)))
    filler = 'x' * (8192 - size - len(',"x":""'))
    ok("good_longest_head", "a head of exactly 8192 bytes",
       build(meta=lambda t: meta_of(t)[:-1] + ',"x":"%s"}' % filler))
    s02("too_long", "the head is too long", "a head of 8193 bytes",
        build(meta=lambda t: meta_of(t)[:-1] + ',"x":"%s"}' % (filler + "x")))
    ok("good_full_size", "exactly as much text as allowed", build(payload=NONCE + stream(frame(b"x" * 1000))),
       b"x" * 1000, max_plain=1000)
    ok("good_checksum", "the frame has a content checksum",
       build(payload=NONCE + stream(b"\x28\xb5\x2f\xfd\x04\x58" + block(b"", True) + bytes.fromhex("99e9d851"))), b"")


def bad_grammar():
    good = build()
    s02("empty", "first line", "no byte at all", b"")
    s02("version", "first line", "age version 2", build(version="age-encryption.org/v2\n"))
    s02("version_crlf", "first line", "the first line ends in CR LF", build(version="age-encryption.org/v1\r\n"))
    s02("bom", "first line", "a byte order mark before everything", b"\xef\xbb\xbf" + good)
    s02("armour", "first line", "the text form of age",
        b"-----BEGIN AGE ENCRYPTED FILE-----\n" + base64.b64encode(good) + b"\n-----END AGE ENCRYPTED FILE-----\n")
    s02("no_stanza", "no stanza", "the MAC line follows the first line", b"age-encryption.org/v1\n--- " + b64(secret("m")).encode() + b"\n")
    s02("cut_in_stanza", "the head is cut", "ends inside our metadata", good[:60])
    s02("cut_in_body", "the head is cut", "ends inside our signature", good[:good.index(b"-> X25519") - 3])
    s02("cut_in_mac", "the head is cut", "ends inside the MAC line", good[:good.index(b"--- ") + 20])
    s02("empty_line", "neither stanza nor MAC line", "an empty line between two stanzas", build("\n" + RECIPIENTS))
    s02("no_blank_after_arrow", "neither stanza nor MAC line", "-> without its blank", build(RECIPIENTS.replace("-> ", "->", 1)))
    s02("crlf_in_stanza", "byte not allowed in an argument", "a stanza line ends in CR LF",
        build(RECIPIENTS.replace("\n", "\r\n", 1)))
    s02("two_blanks", "empty argument", "two blanks between arguments", build(RECIPIENTS.replace("X25519 ", "X25519  ", 1)))
    s02("blank_at_end", "empty argument", "a blank after the last argument", build(argument=lambda j: j + " "))
    s02("no_argument", "empty argument", "a stanza without a type", build("-> \n\n" + RECIPIENTS))
    s02("del_in_argument", "byte not allowed in an argument", "byte 0x7f in the metadata",
        build(meta=lambda t: meta_of(t).replace("keys", "k\x7fys")))
    s02("utf8_in_argument", "byte not allowed in an argument", "byte 0xc3 in the metadata",
        build(meta=lambda t: meta_of(t).replace("keys", "k\xc3\xa9s")))
    s02("tab_in_argument", "byte not allowed in an argument", "a tab in the metadata",
        build(meta=lambda t: meta_of(t).replace(",", ",\t", 1)))
    s02("body_padded", "body not canonical base64", "= after the signature",
        build(own=lambda j, s: f"-> lontar/batch-v1 {j}\n{wrapped(s)[:-1]}==\n"))
    s02("body_crlf", "body not canonical base64", "a body line ends in CR LF",
        build(own=lambda j, s: f"-> lontar/batch-v1 {j}\n{wrapped(s)[:-1]}\r\n"))
    s02("body_not_canonical", "body not canonical base64", "left-over bits of the signature are not zero",
        build(own=lambda j, s: f"-> lontar/batch-v1 {j}\n{other_last_symbol(wrapped(s)[:-1])}\n"))
    s02("body_blank", "body not canonical base64", "a blank in a body line",
        build(own=lambda j, s: f"-> lontar/batch-v1 {j}\n{wrapped(s)[:-1]} \n"))
    s02("body_url_alphabet", "body not canonical base64", "- for + and _ for /",
        build(own=lambda j, s: f"-> lontar/batch-v1 {j}\n{wrapped(b'%c%c%c' % (0xfb, 0xff, 0xbf) + s[3:]).replace('+', '-').replace('/', '_')}"))
    s02("body_long_line", "body line longer than 64", "the signature in one line",
        build(own=lambda j, s: f"-> lontar/batch-v1 {j}\n{b64(s)}\n"))
    s02("body_short_lines", "neither stanza nor MAC line", "the first body line has 60 columns",
        build(own=lambda j, s: f"-> lontar/batch-v1 {j}\n{b64(s)[:60]}\n{b64(s)[60:]}\n"))
    s02("body_no_last_line", "body not canonical base64", "a body of 48 bytes without the empty line that ends it",
        build(own=lambda j, s: f"-> lontar/batch-v1 {j}\n{b64(s[:48])}\n"))
    for name, does, line in (
            ("mac_no_blank", "no blank after the dashes", lambda m: m + "\n"),
            ("mac_two_blanks", "two blanks after the dashes", lambda m: "  " + m + "\n"),
            ("mac_four_dashes", "four dashes", lambda m: "- " + m + "\n"),
            ("mac_short", "42 characters", lambda m: " " + m[:42] + "\n"),
            ("mac_long", "44 characters", lambda m: " " + m + "A\n"),
            ("mac_padded", "= after the MAC", lambda m: " " + m + "=\n"),
            ("mac_not_canonical", "left-over bits of the MAC are not zero", lambda m: " " + other_last_symbol(m) + "\n"),
            ("mac_blank_at_end", "a blank after the MAC", lambda m: " " + m + " \n"),
            ("mac_crlf", "CR LF after the MAC", lambda m: " " + m + "\r\n"),
            ("mac_empty", "no MAC", lambda m: "\n")):
        s02(name, "MAC line", does, build(mac_line=line))


def bad_own_stanza():
    s02("plain_age", "first stanza is not ours", "what the age program makes: no stanza of ours",
        build(own=lambda j, s: ""))
    s02("ours_second", "first stanza is not ours", "our stanza after a recipient",
        build(before=x25519_stanza(*wrap(STRANGER, 2))))
    for name, stanza_type in (("type_empty", "lontar/"), ("type_capital", "Lontar/batch-v1"),
                              ("type_capital_inside", "lontar/Batch-v1"), ("type_dot", "lontar/../v1"),
                              ("type_other", "notlontar/batch-v1")):
        s02(name, "first stanza is not ours", f"type {stanza_type}", build(stanza_type=stanza_type))
    s02("no_metadata", "metadata is not one argument", "our stanza has its type only",
        build(own=lambda j, s: f"-> lontar/batch-v1\n{wrapped(s)}"))
    s02("blank_in_json", "metadata is not one argument", "one blank inside the JSON; age opens this file",
        build(argument=lambda j: j.replace(",", ", ", 1)))
    s02("second_argument", "metadata is not one argument", "an argument after the metadata", build(argument=lambda j: j + " x"))
    for name, size in (("signature_empty", 0), ("signature_63", 63), ("signature_65", 65), ("signature_48", 48)):
        s02(name, "signature is not 64 bytes", f"{size} bytes",
            build(own=lambda j, s, n=size: f"-> lontar/batch-v1 {j}\n{wrapped((s + s)[:n])}"))
    for name, does, make in (
            ("json_broken", "no closing brace", lambda t: meta_of(t)[:-1]),
            ("json_trailing", "a brace too many", lambda t: meta_of(t) + "}"),
            ("json_list", "a list", lambda t: '["%s"]' % t),
            ("json_text", "a text", lambda t: '"%s"' % t),
            ("json_duplicate", "the same name twice", lambda t: meta_of(t).replace('"keys":3', '"seq":7')),
            ("json_duplicate_escaped", "the same name twice, once as an escape",
             lambda t: meta_of(t).replace('"keys":3', '"s\\u0065q":7')),
            ("json_fraction", "a fraction", lambda t: meta_of(t).replace(":7", ":7.0")),
            ("json_exponent", "an exponent", lambda t: meta_of(t).replace(":7", ":7e0")),
            ("json_too_big", "an integer beyond 64 bits", lambda t: meta_of(t).replace(":7", ":9223372036854775808")),
            ("json_nan", "no number", lambda t: meta_of(t).replace(":7", ":NaN")),
            ("json_leading_zero", "a zero before a digit", lambda t: meta_of(t).replace(":7", ":07")),
            ("json_comment", "a comment", lambda t: meta_of(t).replace(":7", ":7/**/"))):
        s02(name, "metadata is not a JSON object", does, build(meta=make))
    for name, does, value in (("json_object", "an object inside", '{"a":1}'), ("json_list_inside", "a list inside", "[7]"),
                              ("json_null", "null", "null"), ("json_boolean", "a boolean", "true"),
                              ("json_deep", "40 lists deep", "[" * 40 + "]" * 40)):
        reason = "metadata is not a JSON object" if name == "json_deep" else "metadata is not flat text and integers"
        s02(name, reason, does, build(meta=lambda t, v=value: meta_of(t).replace(":7", ":" + v)))
    for name, does, make in (
            ("tail_absent", "no hash", lambda t: '{"seq":7}'),
            ("tail_capital", "capital hex digits", lambda t: '{"sha256":"%s"}' % t.upper()),
            ("tail_short", "63 digits", lambda t: '{"sha256":"%s"}' % t[1:]),
            ("tail_long", "66 digits", lambda t: '{"sha256":"%s00"}' % t),
            ("tail_integer", "an integer", lambda t: '{"sha256":7}')):
        s02(name, "metadata without the hash of the rest", does, build(meta=make))


def bad_recipients():
    share, body = wrap(READER)
    s02("second_of_ours", "second stanza of ours", "two stanzas of ours",
        build("-> lontar/batch-v1 {}\n" + wrapped(bytes(64)) + RECIPIENTS))
    for name, text in (("unknown", "-> example.com/new a b\n\n"), ("lower_case", x25519_stanza(share, body).replace("X", "x", 1)),
                       ("scrypt", f"-> scrypt {b64(bytes(16))} 10\n{wrapped(bytes(32))}"),
                       ("grease", "-> 4bY-grease 'x\n" + wrapped(bytes(5)))):
        s02("stanza_" + name, "stanza of another type", "beside the recipients", build(RECIPIENTS + text))
    s02("no_recipient", "number of recipients", "our stanza alone", build(""))
    s02("nine_recipients", "number of recipients", "nine", build("".join(x25519_stanza(*wrap(READER, n)) for n in range(9))))
    one = "recipient without exactly one share"
    s02("no_share", one, "type only", build(f"-> X25519\n{wrapped(body)}" + RECIPIENTS))
    s02("two_shares", one, "an argument after the share", build(RECIPIENTS.replace("\n", " x\n", 1)))
    bad = "share is not 32 bytes in canonical base64"
    s02("share_31", bad, "31 bytes", build(x25519_stanza(share[:31], body) + RECIPIENTS))
    s02("share_33", bad, "33 bytes", build(x25519_stanza(share + b"x", body) + RECIPIENTS))
    s02("share_padded", bad, "= after the share", build(RECIPIENTS.replace("\n", "=\n", 1)))
    s02("share_not_canonical", bad, "left-over bits of the share are not zero",
        build(f"-> X25519 {other_last_symbol(b64(share))}\n{wrapped(body)}"))
    size = "wrapped key is not 32 bytes"
    for n in (0, 31, 33, 48):
        s02(f"body_{n}", size, f"{n} bytes", build(x25519_stanza(share, (body + body)[:n]) + RECIPIENTS))
    s02("body_48_no_last_line", "body not canonical base64", "a wrapped key of 48 bytes without the empty line after it",
        build(f"-> X25519 {b64(share)}\n{b64((body + body)[:48])}\n" + RECIPIENTS))


def changed_on_the_way():
    good = build()
    start = good.index(b"\n", good.index(b"--- ")) + 1

    def flipped(at):
        return good[:at] + bytes([good[at] ^ 1]) + good[at + 1:]

    reason = "S-03 the rest is not what the head was made for"
    write("tail_nonce", reason, "a bit of the payload's nonce", flipped(start))
    write("tail_payload", reason, "a bit of the payload", flipped(start + 30))
    write("tail_cut", reason, "the last byte is missing", good[:-1])
    write("tail_longer", reason, "one byte more", good + b"\0")
    write("tail_no_payload", reason, "ends after the head", good[:start])
    write("tail_recipient_removed", reason, "the second recipient cut out",
          good.replace(x25519_stanza(*wrap(SHEET, 1)).encode(), b""))
    write("tail_recipient_added", reason, "somebody else's recipient added",
          good.replace(b"---", x25519_stanza(*wrap(STRANGER, 5)).encode() + b"---"))
    write("tail_wrong", reason, "the hash of something else", build(tail=secret("t").hex()))
    other = "S-04 signature of another key"
    write("signature_other_key", other, "signed by somebody else", build(signer=OTHER_SIGNER))
    write("signature_other_domain", other, "signed as another kind of file", build(domain="lontar/reply-v1"))
    write("signature_no_domain", other, "signed without a domain",
          build(own=lambda j, s: f"-> lontar/batch-v1 {j}\n{wrapped(ed25519_sign(SIGNER, j.encode()))}"))
    write("signature_other_metadata", other, "number of the batch changed after signing",
          build(argument=lambda j: j.replace('"seq":7', '"seq":8')))
    write("signature_other_type", other, "kind changed after signing",
          build(own=lambda j, s: f"-> lontar/reply-v1 {j}\n{wrapped(s)}"))
    write("signature_zero", other, "64 zero bytes", build(own=lambda j, s: f"-> lontar/batch-v1 {j}\n{wrapped(bytes(64))}"))
    write("signature_second_form", other, "the same signature with the group order added to its second half",
          build(own=lambda j, s: "-> lontar/batch-v1 %s\n%s" % (
              j, wrapped(s[:32] + (int.from_bytes(s[32:], "little") + L).to_bytes(32, "little")))))


def bad_inside():
    write("recipient_none_mine", "S-05 sealed to another key", "the reader's key is not among the recipients", build(), identity=STRANGER)
    share, body = wrap(READER)
    flipped = bytes([body[0] ^ 1]) + body[1:]
    write("recipient_body_flipped", "S-05 sealed to another key", "the wrapped key does not open", build(x25519_stanza(share, flipped)))
    order8 = (39382357235489614581723060781553021112529911719440698176882885853963445705823).to_bytes(32, "little")
    for name, point in (("zero", bytes(32)), ("one", b"\1" + bytes(31)), ("order_8", order8), ("minus_one", (P - 1).to_bytes(32, "little")),
                        ("p", P.to_bytes(32, "little"))):
        write("share_low_order_" + name, "S-06 share of low order", "would give a secret everybody knows",
              build(x25519_stanza(point, body) + RECIPIENTS))
    write("share_low_order_last", "S-06 share of low order", "after a recipient that opens", build(RECIPIENTS + x25519_stanza(bytes(32), body)))
    write("mac_wrong", "S-06 MAC of the head", "MAC by another file key", build(header_key=secret("k", 16)))
    write("mac_zero", "S-06 MAC of the head", "32 zero bytes", build(mac_line=lambda m: " " + b64(bytes(32)) + "\n"))
    write("payload_none", "S-06 no payload", "ends after the head", build(payload=b""))
    write("payload_short_nonce", "S-06 no payload", "15 bytes of nonce", build(payload=NONCE[:15]))
    write("payload_no_chunk", "S-06 chunk shorter than its tag", "a nonce and no chunk", build(payload=NONCE))
    write("payload_chunk_15", "S-06 chunk shorter than its tag", "a chunk of 15 bytes", build(payload=NONCE + bytes(15)))
    chunk = stream(frame(TEXT))
    for name, does, payload in (
            ("payload_not_last", "the only chunk is marked as not the last", NONCE + stream(frame(TEXT), False)),
            ("payload_counter", "the first chunk has number 1", NONCE + stream(frame(TEXT), True, 1)),
            ("payload_tag", "a bit of the tag", NONCE + chunk[:-1] + bytes([chunk[-1] ^ 1])),
            ("payload_byte", "a bit of the chunk", NONCE + bytes([chunk[0] ^ 1]) + chunk[1:]),
            ("payload_nonce", "another nonce", bytes(16) + chunk),
            ("payload_cut", "the last byte is missing", NONCE + chunk[:-1]),
            ("payload_longer", "one byte more", NONCE + chunk + b"\0"),
            ("payload_two_short_chunks", "a second short chunk", NONCE + chunk + stream(b"more", True, 1)),
            ("payload_empty_wrong", "an empty chunk with a wrong tag", NONCE + bytes(16))):
        write(name, "S-06 chunk", does, build(payload=payload))


def bad_frames():
    def s07(name, reason, does, plain, **more):
        write("frame_" + name, "S-07 " + reason, does, build(payload=NONCE + stream(plain)), **more)

    good, skippable = frame(TEXT), b"\x50\x2a\x4d\x18" + struct.pack("<I", 4) + b"skip"
    s07("none", "the frame is cut", "an empty payload", b"")
    s07("text", "not a zstd frame", "text that was not compressed", TEXT)
    s07("gzip", "not a zstd frame", "gzip", b"\x1f\x8b\x08" + bytes(17))
    s07("old", "not a zstd frame", "the magic of zstd 0.7", b"\x27\xb5\x2f\xfd" + good[4:])
    s07("skippable_first", "not a zstd frame", "a skippable frame before the frame", skippable + good)
    s07("skippable_alone", "not a zstd frame", "a skippable frame alone", skippable)
    s07("skippable_after", "bytes after the frame", "a skippable frame after the frame", good + skippable)
    s07("second", "bytes after the frame", "a second frame", good + good)
    s07("second_empty", "bytes after the frame", "a second frame that holds nothing", good + frame(b""))
    s07("byte_after", "bytes after the frame", "one byte after the frame", good + b"\0")
    s07("magic_cut", "the frame is cut", "three bytes of magic", good[:3])
    s07("cut", "the frame is cut", "the last byte is missing", good[:-1])
    s07("no_last_block", "the frame is cut", "no block is marked as the last", b"\x28\xb5\x2f\xfd\x00\x58" + block(TEXT, False))
    s07("dictionary", "needs a dictionary", "dictionary 7", b"\x28\xb5\x2f\xfd\x01\x58\x07" + block(TEXT, True))
    s07("window", "window too large", "a window of 16 MiB", frame(TEXT, b"\x00\x70"))
    s07("single_segment_window", "window too large", "says it holds 1 TiB in one piece",
        b"\x28\xb5\x2f\xfd\xe0" + struct.pack("<Q", 2**40) + block(TEXT, True))
    s07("reserved_bit", "damaged frame", "a reserved bit is set", frame(TEXT, b"\x08\x58"))
    s07("reserved_block", "damaged frame", "block type 3", b"\x28\xb5\x2f\xfd\x00\x58" + block(TEXT, True, 3))
    s07("size_too_small", "damaged frame", "says it holds 3 bytes", b"\x28\xb5\x2f\xfd\x20\x03" + block(TEXT, True))
    s07("size_1_tib", "damaged frame", "says it holds 1 TiB, in a small window",
        b"\x28\xb5\x2f\xfd\xc0\x58" + struct.pack("<Q", 2**40) + block(TEXT, True))
    s07("checksum", "damaged frame", "wrong content checksum", b"\x28\xb5\x2f\xfd\x04\x58" + block(TEXT, True) + bytes(4))

    too_much = "S-08 more than is allowed comes out"
    bomb = b"\x28\xb5\x2f\xfd\x00\x58" + block(bytes(131072), False, 1) * 8 + block(b"", True)
    write("bomb", too_much, "1 MiB of zeros from 40 bytes", build(payload=NONCE + stream(bomb)))
    write("one_byte_too_much", too_much, "1001 bytes where 1000 are allowed",
          build(payload=NONCE + stream(frame(b"x" * 1001))), max_plain=1000)
    write("nothing_allowed", too_much, "one byte where none is allowed", build(payload=NONCE + stream(frame(b"x"))), max_plain=0)


if __name__ == "__main__":
    os.makedirs(HERE, exist_ok=True)
    for name in os.listdir(HERE):
        os.remove(os.path.join(HERE, name))
    good_files()
    bad_grammar()
    bad_own_stanza()
    bad_recipients()
    changed_on_the_way()
    bad_inside()
    bad_frames()
    print(len(os.listdir(HERE)), "vectors")
