"""GeoParquet, read through DuckDB: pyarrow alone would weigh more than all the rest of the program."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from mapper.errors import UnreadableFile

LONLAT = "OGC:CRS84"
"""GeoParquet 1.1: without `crs`, coordinates are longitude and latitude."""


def read_geoparquet(path: Path) -> gpd.GeoDataFrame:
    """Read the primary geometry (well-known binary) with all other columns; raise UnreadableFile."""
    import duckdb

    try:
        with duckdb.connect() as connection:
            query = "select value from parquet_kv_metadata(?) where key = 'geo'"
            stated = connection.execute(query, [str(path)]).fetchone()
            table = connection.execute("select * from read_parquet(?)", [str(path)])
            columns = [name for name, *_ in table.description or ()]
            frame = pd.DataFrame(table.fetchall(), columns=columns, dtype=object)
    except duckdb.Error as error:
        raise UnreadableFile(f"{path}: damaged, or not Parquet", hint="Was it copied whole? Save it again.") from error
    if stated is None:
        raise UnreadableFile(f"{path}: holds a table, but no shapes", hint="GeoParquet is needed, not plain Parquet.")
    return _with_shapes(path, frame, json.loads(stated[0]))


def _with_shapes(path: Path, frame: pd.DataFrame, stated: dict[str, Any]) -> gpd.GeoDataFrame:
    column = stated["primary_column"]
    told = stated["columns"][column]
    if told["encoding"] != "WKB":
        hint = "Save it with the encoding WKB, or as GeoPackage."
        raise UnreadableFile(f"{path}: shapes in the encoding {told['encoding']!r} are not read", hint=hint)
    shapes = shapely.from_wkb(frame[column].to_numpy())
    # A `crs` of null says that it is unknown; without the key it is longitude and latitude.
    return gpd.GeoDataFrame(frame.drop(columns=column), geometry=shapes, crs=told.get("crs", LONLAT))
