"""The names and ARNs that the template's resources have on one machine."""

from local.template.errors import TemplateError
from local.template.translation import REGION, TranslatedTemplate

ACCOUNT_ID = "123456789012"
PARTITION = "aws"
STACK_NAME = "finops-agent"

PSEUDO_PARAMETERS = {
    "AWS::AccountId": ACCOUNT_ID,
    "AWS::Partition": PARTITION,
    "AWS::Region": REGION,
    "AWS::StackName": STACK_NAME,
    "AWS::StackId": f"arn:{PARTITION}:cloudformation:{REGION}:{ACCOUNT_ID}:stack/{STACK_NAME}/local",
    "AWS::URLSuffix": "amazonaws.com",
}

_ARNS = {
    "AWS::Cognito::UserPool": f"arn:aws:cognito-idp:{REGION}:{ACCOUNT_ID}:userpool/{{}}",
    "AWS::DynamoDB::Table": f"arn:aws:dynamodb:{REGION}:{ACCOUNT_ID}:table/{{}}",
    "AWS::Events::Rule": f"arn:aws:events:{REGION}:{ACCOUNT_ID}:rule/{{}}",
    "AWS::IAM::Role": f"arn:aws:iam::{ACCOUNT_ID}:role/{{}}",
    "AWS::Lambda::Function": f"arn:aws:lambda:{REGION}:{ACCOUNT_ID}:function:{{}}",
    "AWS::Logs::LogGroup": f"arn:aws:logs:{REGION}:{ACCOUNT_ID}:log-group:{{}}:*",
    "AWS::S3::Bucket": "arn:aws:s3:::{}",
    "AWS::SNS::Topic": f"arn:aws:sns:{REGION}:{ACCOUNT_ID}:{{}}",
    "AWS::SQS::Queue": f"arn:aws:sqs:{REGION}:{ACCOUNT_ID}:{{}}",
    "AWS::StepFunctions::StateMachine": f"arn:aws:states:{REGION}:{ACCOUNT_ID}:stateMachine:{{}}",
}
_REFERRED_TO_BY_ARN = {"AWS::StepFunctions::StateMachine", "AWS::SNS::Topic"}


class ResourceNames:
    """Logical ids to physical ids, ARNs and attributes.

    A physical id is the logical id (in lower case, after the stack's name, for a bucket), but for what
    the engine names itself, which is told by `assign` once it is created.
    """

    def __init__(self, template: TranslatedTemplate, parameters: dict[str, object]) -> None:
        self._types = {logical_id: resource["Type"] for logical_id, resource in template.resources.items()}
        self._parameters = parameters
        self._assigned: dict[str, str] = {}

    def assign(self, logical_id: str, physical_id: str) -> None:
        """Say the id that the engine gave a resource."""
        self._assigned[logical_id] = physical_id

    def physical_id(self, logical_id: str) -> str:
        """The resource's own name. Raises TemplateError when it is not in the template, or not named yet."""
        resource_type = self._type(logical_id)
        if logical_id in self._assigned:
            return self._assigned[logical_id]
        if resource_type in ("AWS::Cognito::UserPool", "AWS::Cognito::UserPoolClient"):
            raise TemplateError(f"{logical_id} is not created yet; nothing it depends on may refer to it.")
        if resource_type == "AWS::S3::Bucket":
            return f"{STACK_NAME}-{logical_id}".lower()
        return logical_id

    def arn(self, logical_id: str) -> str:
        """The resource's ARN. Raises TemplateError for types whose ARN is not known here."""
        resource_type = self._type(logical_id)
        if resource_type not in _ARNS:
            raise TemplateError(f"the ARN of {logical_id} ({resource_type}) is not known on one machine")
        return _ARNS[resource_type].format(self.physical_id(logical_id))

    def reference(self, name: str) -> object:
        """What `Ref` gives for a parameter, pseudo parameter or resource."""
        if name in self._parameters:
            return self._parameters[name]
        if name in PSEUDO_PARAMETERS:
            return PSEUDO_PARAMETERS[name]
        if name.startswith("AWS::"):
            raise TemplateError(f"the pseudo parameter {name} is not known on one machine")
        return self.arn(name) if self._type(name) in _REFERRED_TO_BY_ARN else self.physical_id(name)

    def attribute(self, logical_id: str, attribute: str) -> str:
        """What `Fn::GetAtt` gives. Raises TemplateError for attributes not known here."""
        resource_type = self._type(logical_id)
        if attribute == "Arn":
            return self.arn(logical_id)
        own_names = {
            "AWS::ApiGatewayV2::Api": "ApiId",
            "AWS::SQS::Queue": "QueueName",
            "AWS::StepFunctions::StateMachine": "Name",
        }
        if own_names.get(resource_type) == attribute:
            return self.physical_id(logical_id)
        raise TemplateError(
            f"the attribute {attribute} of {logical_id} ({resource_type}) is not known on one machine"
        )

    def _type(self, logical_id: str) -> str:
        if logical_id not in self._types:
            raise TemplateError(f"the template has no resource or parameter {logical_id}")
        return str(self._types[logical_id])
