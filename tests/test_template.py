"""template.yaml, read as AWS will read it: by cfn-lint, and by the translator that SAM runs in the cloud."""

import copy
import re
from typing import Any

import pytest
from cfnlint.api import lint_file
from cfnlint.schema import PROVIDER_SCHEMA_MANAGER
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

from workbench.bundle.build import LAMBDA
from workbench.bundle.interpreter import TEMPLATE, function_version

PARAMETERS = {"SkillId": f"amzn1.ask.skill.{'0' * 8}-0000-4000-8000-{'0' * 12}", "KeySalt": "sixteen-or-more-letters"}

Json = dict[str, Any]


class ManagedPolicies:
    """The one policy of Amazon's that SAM asks for by name."""

    def load(self) -> dict[str, str]:
        return {"AWSLambdaBasicExecutionRole": "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"}


@pytest.fixture(scope="module")
def template() -> Json:
    return yaml_parse(TEMPLATE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def resources(template: Json) -> Json:
    """What CloudFormation is given, by name. CodeUri has been uploaded by then."""
    uploaded = copy.deepcopy(template)
    uploaded["Resources"]["UpperBackGuideFunction"]["Properties"]["CodeUri"] = "s3://bucket/key"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        return transform(uploaded, dict(PARAMETERS), ManagedPolicies())["Resources"]


def of_type(resources: Json, kind: str) -> list[Json]:
    return [each["Properties"] for each in resources.values() if each["Type"] == kind]


def test_cfn_lint_has_nothing_to_say() -> None:
    assert [str(match) for match in lint_file(TEMPLATE)] == []


def test_the_makefile_builds_the_function_that_the_template_names(template: Json) -> None:
    assert template["Resources"]["UpperBackGuideFunction"]["Metadata"] == {"BuildMethod": "makefile"}
    assert "\nbuild-UpperBackGuideFunction:\n" in (LAMBDA / "Makefile").read_text()


def test_the_function_runs_where_and_as_long_as_it_should(resources: Json) -> None:
    [function] = of_type(resources, "AWS::Lambda::Function")
    assert function["Runtime"] == f"python{function_version()}" == "python3.13"
    assert (function["Architectures"], function["Timeout"]) == (["arm64"], 8)
    assert function["Handler"] == "lambda_function.lambda_handler"


def test_only_this_skill_may_call_the_alias(resources: Json) -> None:
    [alias] = [name for name, each in resources.items() if each["Type"] == "AWS::Lambda::Alias"]
    assert resources[alias]["Properties"]["Name"] == "live"
    [permission] = of_type(resources, "AWS::Lambda::Permission")
    assert permission == {
        "Action": "lambda:InvokeFunction",
        "FunctionName": {"Ref": alias},
        "Principal": "alexa-appkit.amazon.com",
        "EventSourceToken": {"Ref": "SkillId"},
    }


@pytest.mark.parametrize(
    ("given", "good"),
    [
        (PARAMETERS["SkillId"], True),
        ("", False),
        ("amzn1.ask.skill.", False),
        (PARAMETERS["SkillId"] + "0", False),
        (PARAMETERS["SkillId"].upper(), False),
    ],
)
def test_a_skill_id_is_required_and_looks_like_one(template: Json, given: str, good: bool) -> None:
    parameter = template["Parameters"]["SkillId"]
    assert "Default" not in parameter
    assert bool(re.fullmatch(parameter["AllowedPattern"], given)) is good


def test_a_changed_parameter_reaches_the_alias(resources: Json) -> None:
    """SAM makes a new version when the template or the code changes, but not when a parameter does.

    The version's description holds the parameters: CloudFormation can't change a description, so it makes a version.
    """
    [version] = of_type(resources, "AWS::Lambda::Version")
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", "AWS::Lambda::Version").schema
    assert "/properties/Description" in schema["createOnlyProperties"]
    assert {"${SkillId}", "${SymptomCheck}"} == set(re.findall(r"\$\{\w+\}", version["Description"]["Fn::Sub"]))


def test_the_function_may_do_three_things_to_one_table_and_write_its_log(resources: Json) -> None:
    [role] = of_type(resources, "AWS::IAM::Role")
    assert role["ManagedPolicyArns"] == list(ManagedPolicies().load().values())
    [policy] = role["Policies"]
    [statement] = policy["PolicyDocument"]["Statement"]
    assert statement["Effect"] == "Allow"
    assert statement["Action"] == ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"]
    assert statement["Resource"] == {"Fn::GetAtt": ["ListenersTable", "Arn"]}


def test_the_table_is_kept_encrypted_and_forgets_in_time(resources: Json) -> None:
    [table] = [each for each in resources.values() if each["Type"] == "AWS::DynamoDB::Table"]
    assert (table["DeletionPolicy"], table["UpdateReplacePolicy"]) == ("Retain", "Retain")
    properties = table["Properties"]
    assert properties["BillingMode"] == "PAY_PER_REQUEST"
    assert properties["TimeToLiveSpecification"]["Enabled"] is True
    assert properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert properties["SSESpecification"] == {"SSEEnabled": True}


def test_the_log_is_json_and_kept_two_weeks(resources: Json) -> None:
    [function] = of_type(resources, "AWS::Lambda::Function")
    [log] = of_type(resources, "AWS::Logs::LogGroup")
    assert function["LoggingConfig"]["LogFormat"] == "JSON"
    assert function["LoggingConfig"]["LogGroup"] == {"Ref": "Logs"}
    assert log["RetentionInDays"] == 14


def test_every_alarm_tells_somebody_and_watches_what_there_is(resources: Json) -> None:
    alarms = of_type(resources, "AWS::CloudWatch::Alarm")
    assert {alarm["MetricName"] for alarm in alarms} == {
        "Errors",
        "Throttles",
        "Duration",
        "StorageFaults",
        "Apologies",
        "ContentFaults",
    }
    assert all(alarm["AlarmActions"] == [{"Ref": "Alarms"}] for alarm in alarms)
    counted = [
        metric for each in of_type(resources, "AWS::Logs::MetricFilter") for metric in each["MetricTransformations"]
    ]
    ours = {metric["MetricName"]: metric["MetricNamespace"] for metric in counted}
    assert ours == {alarm["MetricName"]: alarm["Namespace"] for alarm in alarms if alarm["Namespace"] != "AWS/Lambda"}


def test_the_endpoint_that_the_skill_needs_is_told(template: Json) -> None:
    assert template["Outputs"]["SkillEndpoint"]["Value"] == {"Ref": "UpperBackGuideFunction.Alias"}
