"""What a check of boundaries found, for people and for programs."""

from __future__ import annotations

from typing import Any

from mapper.places.coverage import BoundaryReport
from mapper.views.atlas import dump
from mapper.views.findings import findings_object


def render_report_json(report: BoundaryReport) -> str:
    """Return one object `mapper.boundaries/1`."""
    return dump({"schema": "mapper.boundaries/1", **_figures(report), "findings": _findings(report)})


def render_report_text(report: BoundaryReport) -> str:
    """Return the figures in a few lines; findings are told apart."""
    gaps, overlaps = report.area_km2("gap"), report.area_km2("overlap")
    return (
        f"{len(report.units)} units, {report.area_km2():,.0f} km2; "
        f"gaps {gaps:.4g} km2, overlaps {overlaps:.4g} km2; {len(report.findings)} findings\n"
    )


def _figures(report: BoundaryReport) -> dict[str, Any]:  # JSON
    return {
        "units": [{"code": u.code, "area_km2": round(u.area_km2, 3), "stated_km2": u.stated_km2} for u in report.units],
        "misfits": [
            {
                "kind": m.kind,
                "codes": list(m.codes),
                "area_km2": m.area_km2,
                "lon": round(m.lon, 5),
                "lat": round(m.lat, 5),
            }
            for m in report.misfits
        ],
        "gaps_km2": report.area_km2("gap"),
        "overlaps_km2": report.area_km2("overlap"),
    }


def _findings(report: BoundaryReport) -> list[dict[str, Any]]:  # JSON
    found: list[dict[str, Any]] = findings_object(report.findings, ())["findings"]
    return found
