"""Posts the event it was given back to the connection it came from."""

import json
import os

import boto3

api = boto3.client("apigatewaymanagementapi", endpoint_url=os.environ["CONNECTIONS_ENDPOINT"])


def handle(event, context):
    api.post_to_connection(
        ConnectionId=event["requestContext"]["connectionId"], Data=json.dumps(event).encode()
    )
    return {"statusCode": 200}
