from pathlib import Path

import pytest

from tools.stack import settings as stack_settings
from tools.stack.errors import StackError
from tools.stack.settings import (
    StackSettings,
    chosen_parameters,
    client_environment,
    host_architecture,
    ministack_environment,
    template_parameters,
)


@pytest.mark.parametrize(
    ("machine", "expected"),
    [("x86_64", "x86_64"), ("AMD64", "x86_64"), ("arm64", "arm64"), ("aarch64", "arm64")],
)
def test_the_machine_is_named_as_lambda_names_it(machine: str, expected: str) -> None:
    assert host_architecture(machine) == expected


def test_a_machine_that_lambda_does_not_have_is_refused_in_one_sentence() -> None:
    with pytest.raises(StackError, match=r"no architecture for this machine's riscv64: use an x86_64 or arm64"):
        host_architecture("riscv64")


def test_only_declared_parameters_are_set() -> None:
    assert chosen_parameters({"Architecture": {}, "Other": {}}, "arm64") == {"Architecture": "arm64"}
    assert chosen_parameters({"Stage": {}, "Local": {}}, "arm64") == {"Stage": "local"}


def test_parameters_are_read_past_cloudformation_tags(tmp_path: Path) -> None:
    template = tmp_path / "template.yaml"
    template.write_text(
        "Parameters: {Stage: {Type: String}}\n"
        "Conditions: {Local: !Equals [!Ref Stage, local]}\n"
        "Outputs: {Url: {Value: !Sub 'https://${Api}'}, Name: {Value: !GetAtt {a: b}}}\n"
    )
    assert template_parameters(template) == {"Stage": {"Type": "String"}}


@pytest.mark.parametrize("text", ["Resources: {}\n", "Parameters:\n"])
def test_a_template_without_parameters_has_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "template.yaml").write_text(text)
    assert template_parameters(tmp_path / "template.yaml") == {}


def test_a_missing_or_broken_template_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StackError, match="cannot be read"):
        template_parameters(tmp_path / "template.yaml")
    (tmp_path / "template.yaml").write_text("a: [")
    with pytest.raises(StackError, match="cannot be read"):
        template_parameters(tmp_path / "template.yaml")


def test_the_projects_template_lets_the_local_stack_choose_the_architecture() -> None:
    assert chosen_parameters(template_parameters(), "x86_64")["Architecture"] == "x86_64"


def test_two_stacks_on_different_ports_share_no_address_and_no_folder(tmp_path: Path) -> None:
    one = StackSettings("one", 5001, 5002, tmp_path / "one")
    two = StackSettings("two", 6001, 6002, tmp_path / "two")
    assert one.endpoint == "http://127.0.0.1:5001"
    assert one.root_url == "http://127.0.0.1:5002"
    shared = set(ministack_environment(one).items()) & set(ministack_environment(two).items())
    assert not {"GATEWAY_PORT", "STATE_DIR", "S3_DATA_DIR", "TMPDIR"} & {name for name, _ in shared}


def test_the_emulated_aws_enforces_iam_and_listens_on_loopback_only(tmp_path: Path) -> None:
    env = ministack_environment(StackSettings(state=tmp_path))
    assert (env["AUTH"], env["BIND_HOST"], env["PERSIST_STATE"]) == ("true", "127.0.0.1", "1")


def test_nothing_of_the_callers_account_reaches_the_stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "real")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAREAL")
    settings = StackSettings(state=tmp_path)
    for env in (ministack_environment(settings), client_environment(settings)):
        assert not {"AWS_PROFILE", "AWS_SESSION_TOKEN"} & set(env)
        assert env.get("AWS_ACCESS_KEY_ID", "test") == "test"
    assert client_environment(settings)["AWS_ENDPOINT_URL"] == settings.endpoint


def test_the_project_folder_is_the_one_with_the_template() -> None:
    assert (stack_settings.ROOT / "pyproject.toml").exists()
