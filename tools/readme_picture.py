"""Draw the picture of the README from the embedded project: the same map as its page, in English."""

from pathlib import Path

import msgspec

from mapper import files
from mapper.compose import compose_map
from mapper.config import load_project
from mapper.indicators import measure_all
from mapper.material import read_project
from mapper.views.picture import render_picture
from mapper.views.spec import ALL

ROOT = Path(__file__).parent.parent
MAP = "facilities-per-100k"


def main() -> None:
    """Write docs/<map>.svg."""
    project = load_project(ROOT / "mapper.toml")
    chart = next(one for one in project.map if one.id == MAP)
    material = read_project(msgspec.structs.replace(project, map=(chart,), table=()))
    indicators = measure_all(material)
    indicator = indicators[chart.survey, chart.measure]
    spec = compose_map(material, chart, indicator, [*material.findings, *indicator.findings])
    view = next(i for i, one in enumerate(spec.views) if one.sector == ALL)
    picture = render_picture(spec, material.shapes, view=view, language="en", style="svg")
    print(files.write(ROOT / "docs" / f"{MAP}.svg", picture))


if __name__ == "__main__":
    main()
