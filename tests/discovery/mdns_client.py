"""A second, independent client of multicast DNS: dnspython and a socket, nothing of zeroconf.

`mdns_client.py ask ADDRESS NAME TYPE SECONDS` prints what is answered;
`mdns_client.py claim ADDRESS NAME` answers for a name as another device would;
`mdns_client.py hear ADDRESS NAME` prints the first goodbye for a name.
"""

from __future__ import annotations

import json
import socket
import struct
import sys
import time
from dataclasses import dataclass

import dns.flags
import dns.message
import dns.name
import dns.rdatatype
import dns.rrset

GROUP, PORT = "224.0.0.251", 5353


@dataclass(frozen=True)
class Record:
    name: str
    kind: str
    ttl: int
    text: str


@dataclass(frozen=True)
class Packet:
    """What a packet holds; mDNS compresses names where unicast DNS may not."""

    questions: tuple[str, ...]
    answers: tuple[Record, ...]

    @classmethod
    def read(cls, data: bytes) -> Packet:
        _, flags, questions, *counts = struct.unpack("!6H", data[:12])
        at, asked, answers = 12, [], []
        for _ in range(questions):
            name, at = _name(data, at)
            asked.append(name)
            at += 4
        for _ in range(sum(counts)):
            name, at = _name(data, at)
            number, _, ttl, length = struct.unpack("!HHIH", data[at : at + 10])
            at += 10
            kind = dns.rdatatype.to_text(dns.rdatatype.RdataType.make(number))
            answers.append(Record(name, kind, ttl, _text(data, at, length, kind)))
            at += length
        is_answer = bool(flags & dns.flags.QR)
        return cls(
            () if is_answer else tuple(asked), tuple(answers) if is_answer else ()
        )


def _name(data: bytes, at: int) -> tuple[str, int]:
    name, used = dns.name.from_wire(data, at)
    return name.to_text(omit_final_dot=True).lower(), at + used


def _text(data: bytes, at: int, length: int, kind: str) -> str:
    if kind == "A":
        return socket.inet_ntoa(data[at : at + length])
    if kind == "PTR":
        return _name(data, at)[0]
    if kind == "SRV":
        _, _, port = struct.unpack("!3H", data[at : at + 6])
        return f"{_name(data, at + 6)[0]}:{port}"
    return ""


def opened(address: str) -> socket.socket:
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    sock.bind(("", PORT))
    member = struct.pack("4s4s", socket.inet_aton(GROUP), socket.inet_aton(address))
    sock.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, member)
    sock.setsockopt(
        socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(address)
    )
    sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 255)
    return sock


def received(sock: socket.socket, until_s: float) -> Packet | None:
    sock.settimeout(max(0.01, until_s - time.monotonic()))
    try:
        return Packet.read(sock.recv(9000))
    except TimeoutError:
        return None


def ask(address: str, name: str, kind: str, seconds: float) -> None:
    query = dns.message.make_query(name, kind)
    query.flags = dns.flags.Flag(0)
    with opened(address) as sock:
        sock.sendto(query.to_wire(), (GROUP, PORT))
        end_s = time.monotonic() + seconds
        found: set[str] = set()
        while not found and time.monotonic() < end_s:
            packet = received(sock, end_s)
            for record in packet.answers if packet is not None else ():
                if (record.name, record.kind) == (name.lower(), kind):
                    found.add(record.text)
    say("\n".join(sorted(found)))


def claim(address: str, name: str) -> None:
    answer = dns.message.Message(id=0)
    answer.flags = dns.flags.QR | dns.flags.AA
    answer.answer = [dns.rrset.from_text(f"{name}.", 120, "IN", "A", address)]
    wire = answer.to_wire()
    with opened(address) as sock:
        say(json.dumps("claiming"))
        while True:
            packet = received(sock, time.monotonic() + 60)
            if packet is not None and name in packet.questions:
                sock.sendto(wire, (GROUP, PORT))


def hear(address: str, name: str) -> None:
    with opened(address) as sock:
        say(json.dumps("listening"))
        end_s = time.monotonic() + 20
        while time.monotonic() < end_s:
            packet = received(sock, end_s)
            for record in packet.answers if packet is not None else ():
                if record.ttl == 0 and record.name == name.lower():
                    say(json.dumps(record.kind))
                    return
        say(json.dumps(None))


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "ask":
        ask(rest[0], rest[1], rest[2], float(rest[3]))
    else:
        {"claim": claim, "hear": hear}[what](rest[0], rest[1])
