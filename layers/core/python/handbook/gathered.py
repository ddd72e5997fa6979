"""Packages whose `__init__` gathers the names of all their modules, imported without it.

Powertools' gather resolvers and events of every service of AWS, seventy modules with asyncio that no function of ours
uses. What is known here comes straight from the module that has it. Any other name runs the package's own `__init__`
first, so that nothing is missing, whatever is asked for.
"""

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec
from types import ModuleType

PACKAGES: Mapping[str, Mapping[str, str]] = {
    "aws_lambda_powertools.event_handler": {
        "APIGatewayRestResolver": "api_gateway",
        "ApiGatewayResolver": "api_gateway",
        "Response": "api_gateway",
    },
    "aws_lambda_powertools.utilities.data_classes": {
        "ALBEvent": "alb_event",
        "APIGatewayProxyEvent": "api_gateway_proxy_event",
        "APIGatewayProxyEventV2": "api_gateway_proxy_event",
        "BedrockAgentEvent": "bedrock_agent_event",
        "LambdaFunctionUrlEvent": "lambda_function_url_event",
        "VPCLatticeEvent": "vpc_lattice",
        "VPCLatticeEventV2": "vpc_lattice",
    },
}
"""Which module of a package has a name that is asked for at each start."""


class _Package(ModuleType):
    """A package that knows where some of its names are."""

    def __getattr__(self, name: str) -> object:
        package, known = self.__name__, PACKAGES[self.__name__]
        if name in known:
            found = getattr(import_module(f"{package}.{known[name]}"), name)
            setattr(self, name, found)
            return found
        # Python asks for a module of the package as for a name, and imports it when there is none.
        if name.startswith("__") or find_spec(f"{package}.{name}"):
            raise AttributeError(name)
        _own_loader(package).exec_module(self)
        if name not in vars(self):
            raise AttributeError(name)
        return vars(self)[name]


class _Gathered(Loader):
    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Package(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Run nothing yet."""


class _Finder(MetaPathFinder):
    def find_spec(
        self, name: str, path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path) if name in PACKAGES else None
        if spec is not None:
            spec.loader = _Gathered()
        return spec


def _own_loader(package: str) -> Loader:
    parent = import_module(package.rpartition(".")[0])
    spec = PathFinder.find_spec(package, parent.__path__)
    if spec is None or spec.loader is None:
        raise ImportError(package)
    return spec.loader


def begin() -> None:
    """Import the packages so from here on."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
