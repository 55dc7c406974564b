"""A country folder is made or extended from a boundary file."""

from __future__ import annotations

import http.server
import json
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from mapper.errors import BadConfig, BadData, UnreadableFile
from mapper.places.adopt import Adoption, adopt
from mapper.places.boundaries import load_boundaries
from mapper.places.crosswalk import find_crosswalk, read_links
from mapper.places.download import fetch_layer
from mapper.places.formats import read_layer
from mapper.places.gazetteer import open_country
from mapper.places.projection import to_plane

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"


def write(path: Path, *rows: tuple[dict[str, object], shapely.Geometry]) -> Path:
    features = [{"type": "Feature", "properties": p, "geometry": json.loads(shapely.to_geojson(g))} for p, g in rows]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def squares(path: Path, *codes: str, west: float = 20.0) -> Path:
    rows = [
        ({"pcode": c, "label": f"Land {c}"}, shapely.box(west + n, 50, west + n + 1, 51)) for n, c in enumerate(codes)
    ]
    return write(path, *rows)


def order(vintage: str = "2001", **changes: object) -> Adoption:
    told = {"key": "pcode", "names": {"en": "label"}, **changes}
    return Adoption("zz", vintage, **told)  # type: ignore[arg-type]


def test_a_new_country_opens_and_projects(tmp_path: Path) -> None:
    layer = read_layer(squares(tmp_path / "in.geojson", "ZZ-1", "ZZ-2", "ZZ-3"))
    done = adopt(layer, order(title='The "Survey" of Zz', licence="CC0"), tmp_path)
    assert done.folder == tmp_path / "regions" / "zz"
    opened = open_country("zz", "", tmp_path)
    assert opened.codes == ("ZZ-1", "ZZ-2", "ZZ-3")
    assert opened.region("ZZ-2").name["en"] == "Land ZZ-2"
    assert opened.country.vintages[0].source.title["ru"] == 'The "Survey" of Zz'
    shapes = to_plane(load_boundaries(done.folder / "boundaries" / "2001.geojson"))
    assert shapes.crs.startswith("+proj=aea")


def test_names_that_are_not_used_are_told(tmp_path: Path) -> None:
    layer = read_layer(squares(tmp_path / "in.geojson", "ZZ-1", "ZZ-2"))
    assert adopt(layer, order(), tmp_path).findings == ()
    again = adopt(layer, order(), tmp_path)
    assert [(one.level, one.code) for one in again.findings] == [("warning", "names-known")]
    assert adopt(layer, order(names={}), tmp_path).findings == ()


def test_a_country_that_was_divided_has_two_vintages_and_a_crosswalk(tmp_path: Path) -> None:
    adopt(read_layer(squares(tmp_path / "old.geojson", "ZZ-1", "ZZ-2")), order("2001"), tmp_path)
    halves = [shapely.box(20, 50, 21, 51), shapely.box(21, 50, 21.5, 51), shapely.box(21.5, 50, 22, 51)]
    rows = [({"pcode": f"ZZ-{n}", "label": f"Land {n}"}, g) for n, g in enumerate(halves, start=1)]
    done = adopt(read_layer(write(tmp_path / "new.geojson", *rows)), order("2010"), tmp_path)
    lineage = ["from_code,from_vintage,to_code,to_vintage,share,basis,source", "ZZ-1,2001,ZZ-1,2010,1,exact,decree"]
    lineage += ["ZZ-2,2001,ZZ-2,2010,0.75,population,decree", "ZZ-2,2001,ZZ-3,2010,0.25,population,decree"]
    (done.folder / "lineage.csv").write_text("\n".join(lineage), encoding="utf-8")
    assert [v.id for v in open_country("zz", "", tmp_path).country.vintages] == ["2001", "2010"]
    assert open_country("zz", "2001", tmp_path).codes == ("ZZ-1", "ZZ-2")
    assert open_country("zz", "2010", tmp_path).codes == ("ZZ-1", "ZZ-2", "ZZ-3")
    assert find_crosswalk(read_links(done.folder), "2001", "2010").shares["ZZ-2"] == {"ZZ-2": 0.75, "ZZ-3": 0.25}


def test_exact_lines_take_the_place_of_the_embedded_ones(tmp_path: Path) -> None:
    embedded = gpd.read_file(ROOT / "regions" / "kz" / "boundaries" / "2022.geojson")
    renamed = embedded.assign(ADM1_PCODE=embedded["code"].str.replace("-", ""))[["ADM1_PCODE", "name_en", "geometry"]]
    renamed.to_file(tmp_path / "exact.gpkg")
    done = adopt(read_layer(tmp_path / "exact.gpkg"), Adoption("KZ", "2022", title="Exact"), tmp_path)
    assert done.key in {"ADM1_PCODE", "name_en"}
    opened = open_country("kz", "2022", tmp_path)
    assert opened.folder == tmp_path / "regions" / "kz"
    vintage = opened.country.vintages[-1]
    assert (vintage.id, dict(vintage.note), vintage.source.title["en"]) == ("2022", {}, "Exact")
    assert str(vintage.valid_from) == "2022-06-08"
    assert opened.country.vintages[1].note
    assert [v.id for v in opened.country.vintages] == ["2013", "2018", "2022"]
    assert opened.match(["Ақмола облысы"])[0].code == "KZ-11"
    assert open_country("kz", "2018", tmp_path).codes == open_country("kz", "2018", tmp_path / "empty").codes
    lines = load_boundaries(done.folder / "boundaries" / "2022.geojson")
    assert list(lines["code"]) == list(embedded["code"])
    assert shapely.coverage_is_valid(lines.geometry.to_numpy())


def test_the_reference_boundaries_are_adopted_by_their_codes(tmp_path: Path) -> None:
    path = SHARED / "reference" / "geokz_adm1_2024.geojson"
    if not path.exists():
        pytest.skip(f"{path} is absent: exact boundaries are for comparison only")
    done = adopt(read_layer(path), Adoption("kz", "2022", title="geokz"), tmp_path)
    assert len(load_boundaries(done.folder / "boundaries" / "2022.geojson")) == 20


def test_what_is_not_told_is_asked_with_the_columns(tmp_path: Path) -> None:
    layer = read_layer(squares(tmp_path / "in.geojson", "ZZ-1", "ZZ-2"))
    with pytest.raises(BadConfig, match="codes") as raised:
        adopt(layer, Adoption("zz", "2001"), tmp_path)
    assert "pcode, label" in raised.value.hint
    with pytest.raises(BadConfig, match="names") as raised:
        adopt(layer, Adoption("zz", "2001", key="pcode"), tmp_path)
    assert "pcode, label" in raised.value.hint
    with pytest.raises(BadConfig, match="no column names a region") as raised:
        adopt(layer, Adoption("kz", "2022"), tmp_path)
    assert "pcode (0 of 2 known)" in raised.value.hint
    assert not (tmp_path / "regions").exists()


def test_faulty_boundaries_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    layer = read_layer(squares(tmp_path / "in.geojson", "ZZ-1", "ZZ-1"))
    with pytest.raises(BadData, match="feature 2: The code ZZ-1 stands a second time"):
        adopt(layer, order(), tmp_path)
    assert not (tmp_path / "regions").exists()


def test_a_missing_region_of_a_known_vintage_is_refused(tmp_path: Path) -> None:
    embedded = gpd.read_file(ROOT / "regions" / "kz" / "boundaries" / "2022.geojson").iloc[:-1]
    embedded.to_file(tmp_path / "exact.gpkg")
    with pytest.raises(BadData, match="no boundaries for region KZ-79"):
        adopt(read_layer(tmp_path / "exact.gpkg"), Adoption("kz", "2022"), tmp_path)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is absent: it makes the server's certificate (apt-get install openssl)")
    folder = tmp_path_factory.mktemp("server")
    squares(folder / "in.geojson", "ZZ-1", "ZZ-2")
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject]
    subprocess.run([*made, "-keyout", folder / "key.pem", "-out", folder / "cert.pem"], check=True, capture_output=True)

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args: object) -> None:
            super().__init__(*args, directory=str(folder))  # type: ignore[arg-type]

        def do_GET(self) -> None:
            if self.path == "/away":
                self.send_response(302)
                self.send_header("Location", "http://localhost/in.geojson")
                self.end_headers()
            else:
                super().do_GET()

        def log_message(self, *args: object) -> None:
            pass

    web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    web.socket = context.wrap_socket(web.socket, server_side=True)
    thread = threading.Thread(target=web.serve_forever)
    thread.start()
    yield f"https://localhost:{web.server_port}", folder / "cert.pem"
    web.shutdown()
    thread.join()
    web.server_close()


def test_a_file_is_fetched_over_https(server: tuple[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    url, certificate = server
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    layer = fetch_layer(f"{url}/in.geojson")
    assert (layer.path.name, len(layer.frame)) == ("in.geojson", 2)
    with pytest.raises(UnreadableFile, match="answers 404"):
        fetch_layer(f"{url}/absent.geojson")
    with pytest.raises(UnreadableFile, match="larger than"):
        fetch_layer(f"{url}/in.geojson", limit=100)
    with pytest.raises(BadConfig, match="only https"):
        fetch_layer(f"{url}/away")


def test_an_untrusted_server_is_refused(server: tuple[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with pytest.raises(UnreadableFile, match=r"cannot be reached .*CERTIFICATE"):
        fetch_layer(f"{server[0]}/in.geojson")


@pytest.mark.parametrize("url", ["http://localhost/a.geojson", "ftp://localhost/a", "file:///etc/passwd"])
def test_anything_but_https_is_refused(url: str) -> None:
    with pytest.raises(BadConfig, match="only https"):
        fetch_layer(url)


def test_without_a_connection_the_error_tells_the_way_out() -> None:
    with pytest.raises(UnreadableFile, match="cannot be reached") as raised:
        fetch_layer("https://127.0.0.1:9/a.geojson")
    assert "give its path" in raised.value.hint
