"""What /metrics tells, in the text format of Prometheus (version 0.0.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from clara_edge.health.measurements import Sample, Totals

MEDIA = "text/plain; version=0.0.4; charset=utf-8"

Labels = tuple[tuple[str, str], ...]


def exposition(facts: Mapping[str, Any], totals: Totals, sample: Sample | None) -> str:
    """Return every metric that has a value just now."""
    lines: list[str] = []
    for name, kind, about, values in _metrics(facts, totals, sample):
        known = [(labels, value) for labels, value in values if value is not None]
        if not known:
            continue
        lines.append(f"# HELP clara_{name} {about}")
        lines.append(f"# TYPE clara_{name} {kind}")
        lines += [
            f"clara_{name}{_labels(labels)} {value:.10g}" for labels, value in known
        ]
    return "\n".join(lines) + "\n"


_Metric = tuple[str, str, str, list[tuple[Labels, float | None]]]


def _metrics(
    facts: Mapping[str, Any], totals: Totals, sample: Sample | None
) -> Iterator[_Metric]:
    voice = facts["voice"]
    version = (("version", str(facts["version"])),)
    yield "info", "gauge", "Which version this is.", [(version, 1.0)]
    up = [((), float(voice["running"]))]
    yield "voice_up", "gauge", "Whether the voice service answers.", list(up)
    yield from _voice(voice)
    yield from _since_install(totals)
    yield "open_tasks", "gauge", "Tasks to do.", [((), facts["tasks"].get("open"))]
    storage = facts["storage"]
    yield (
        "database_bytes",
        "gauge",
        "Size of the task database.",
        [((), storage["database_bytes"])],
    )
    yield (
        "disk_free_bytes",
        "gauge",
        "Room on the disk of the data.",
        [((), storage["free_bytes"])],
    )
    yield (
        "backups",
        "gauge",
        "Backups in the folder.",
        [((), facts["backups"]["count"])],
    )
    yield (
        "backup_age_seconds",
        "gauge",
        "Age of the last backup.",
        [((), facts["backups"].get("age_s"))],
    )
    if sample is not None:
        yield from _machine(sample)


def _voice(voice: Mapping[str, Any]) -> Iterator[_Metric]:
    yield (
        "voice_uptime_seconds",
        "gauge",
        "Time since the voice service started.",
        [((), voice.get("uptime_s"))],
    )
    engines = [
        ((("stage", e["stage"]), ("engine", e["name"])), float(e["state"] == "active"))
        for e in voice.get("engines", ())
    ]
    yield (
        "engine_active",
        "gauge",
        "Whether an engine is the one in use.",
        list(engines),
    )
    stages = voice.get("turns", {}).get("stages", {})
    times: list[tuple[Labels, float | None]] = [
        ((("stage", name), ("quantile", quantile)), told[key] / 1000)
        for name, told in stages.items()
        for key, quantile in (("p50", "0.5"), ("p95", "0.95"))
    ]
    yield "stage_seconds", "gauge", "Times of the last turns, by stage.", times
    providers = voice.get("language_model", ())
    for field, about in (
        ("requests", "Requests to a language model."),
        ("errors", "Requests that a language model failed."),
    ):
        values = [((("provider", p["name"]),), float(p[field])) for p in providers]
        yield f"language_model_{field}_total", "counter", about, list(values)


def _since_install(totals: Totals) -> Iterator[_Metric]:
    for name, about, value in (
        ("turns_total", "Spoken turns since the installation.", totals.turns),
        ("turns_failed_total", "Turns that failed.", totals.failed),
        ("talks_total", "Browsers that began to talk.", totals.talks),
        ("talks_vanished_total", "Connections that broke.", totals.vanished),
    ):
        yield name, "counter", about, [((), float(value))]
    share = totals.running / totals.samples if totals.samples else None
    about = "Share of the measured time in which the voice service answered."
    yield "voice_available_ratio", "gauge", about, [((), share)]


def _machine(sample: Sample) -> Iterator[_Metric]:
    for name, about, value in (
        ("cpu_percent", "Load of all cores.", sample.cpu_percent),
        ("memory_percent", "Memory in use.", sample.memory_percent),
        ("temperature_celsius", "Of the processor.", sample.temperature_c),
        ("voice_memory_mebibytes", "Of the voice service.", sample.voice_mib),
        ("web_memory_mebibytes", "Of the web service.", sample.web_mib),
    ):
        yield name, "gauge", about, [((), value)]


def _labels(labels: Labels) -> str:
    if not labels:
        return ""
    written = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels)
    return f"{{{written}}}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
