"""The practical floor of a choropleth page: by hand with geopandas and Leaflet, without checks, legend or words.

python floor.py SHAPES TABLE PAGE
"""

import json
import sys
from importlib.resources import files
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Floor</title><style>{css}
#map {{ height: 90vh; background: #fff; }}</style></head><body><div id="map"></div>
<script type="application/json" id="data">{data}</script><script>{js}</script><script>
const data = JSON.parse(document.getElementById("data").textContent);
const map = L.map("map", {{ crs: L.CRS.Simple, preferCanvas: data.shapes.length > 1000, zoomSnap: 0, minZoom: -8 }});
const colours = ["#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494"];
map.fitBounds([[0, 0], [data.height / 50, data.width / 50]]);
data.shapes.forEach((rings, i) => L.polygon(rings.map((flat) => {{
  const points = [];
  for (let k = 0, x = 0, y = 0; k < flat.length; k += 2) points.push([(y += flat[k + 1]) / 50, (x += flat[k]) / 50]);
  return points;
}}), {{ weight: 1, color: "#888", fillOpacity: 1, fillColor: colours[data.group[i]] }})
  .bindTooltip(data.name[i] + ": " + data.value[i]).addTo(map));
</script></body></html>"""


def main(shapes: str, table: str, page: str) -> None:
    """Read, join, project, class by quantiles, write."""
    frame = gpd.read_file(shapes).merge(pd.read_csv(table), left_on="code", right_on="region")
    plane = frame.geometry.to_crs("+proj=aea +lat_1=43 +lat_2=53 +lat_0=48 +lon_0=67")
    west, south, east, north = plane.total_bounds
    step = max(east - west, north - south) / 20_000
    value = frame["value"].round(3)
    data = {
        "width": round((east - west) / step),
        "height": round((north - south) / step),
        "name": frame["code"].tolist(),
        "value": value.tolist(),
        "group": np.searchsorted(np.quantile(value, [0.2, 0.4, 0.6, 0.8]), value).tolist(),
        "shapes": [[ring(part, west, south, step) for part in shapely.get_parts(shape)] for shape in plane],
    }
    leaflet = files("xstatic.pkg.leaflet") / "data"
    css, js = (leaflet / "leaflet.css").read_text(), (leaflet / "leaflet.js").read_text()
    Path(page).write_text(PAGE.format(css=css, js=js, data=json.dumps(data, separators=(",", ":"))), encoding="utf-8")


def ring(part: shapely.Polygon, west: float, south: float, step: float) -> list[int]:
    """Code the outer ring by differences in whole steps."""
    points = np.rint((shapely.get_coordinates(part.exterior)[:-1] - (west, south)) / step).astype(int)
    flat: list[int] = np.diff(points, axis=0, prepend=[[0, 0]]).ravel().tolist()
    return flat


if __name__ == "__main__":
    main(*sys.argv[1:])
