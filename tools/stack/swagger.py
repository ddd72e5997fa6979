"""The Swagger UI page and its files, out of the powertools package: nothing is fetched from elsewhere."""

import importlib.util
from pathlib import Path

from tools.stack.settings import ROOT

OPENAPI = ROOT / "docs" / "openapi.json"
PAGE = """<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sổ Mẹ và Bé: API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/swagger-ui.js"></script>
<script>
SwaggerUIBundle({
  url: "/openapi.json", dom_id: "#swagger-ui", deepLinking: true, persistAuthorization: true,
  tryItOutEnabled: true,
  requestInterceptor: (request) => {
    const url = new URL(request.url, location.href);
    if (url.pathname !== "/openapi.json") request.url = location.origin + url.pathname + url.search;
    return request;
  }
});
</script>
</body>
</html>
"""


def asset_folder() -> Path:
    """Where powertools keeps Swagger UI."""
    spec = importlib.util.find_spec("aws_lambda_powertools")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("aws_lambda_powertools")
    return Path(spec.submodule_search_locations[0]) / "event_handler" / "openapi" / "swagger_ui"


def static_file(path: str) -> tuple[str, bytes] | None:
    """Media type and bytes of one of the page's files, or None when the path names none of them."""
    files = {
        "/swagger-ui.js": ("text/javascript; charset=utf-8", asset_folder() / "swagger-ui-bundle.min.js"),
        "/swagger-ui.css": ("text/css; charset=utf-8", asset_folder() / "swagger-ui.min.css"),
        "/openapi.json": ("application/json; charset=utf-8", OPENAPI),
    }
    if path in {"/", "/index.html"}:
        return "text/html; charset=utf-8", PAGE.encode()
    if path not in files or not files[path][1].exists():
        return None
    return files[path][0], files[path][1].read_bytes()
