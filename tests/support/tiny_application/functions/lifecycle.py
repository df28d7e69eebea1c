"""$connect and $disconnect: refuses on demand, and records what it saw."""

import json
import os

import boto3


def handle(event, context):
    connection = event["requestContext"]["connectionId"]
    kind = event["requestContext"]["eventType"]
    seen = {"event": event}
    if kind == "CONNECT":
        seen["post"] = post_outcome(connection)
    boto3.client("dynamodb").put_item(
        TableName=os.environ["EVENTS_TABLE"],
        Item={"pk": {"S": f"{kind}#{connection}"}, "seen": {"S": json.dumps(seen)}},
    )
    query = event.get("queryStringParameters") or {}
    protocol = (event.get("headers") or {}).get("Sec-WebSocket-Protocol")
    headers = {"Sec-WebSocket-Protocol": protocol.split(",")[0].strip()} if protocol else {}
    return {"statusCode": int(query.get("status", 200)), "headers": headers}


def post_outcome(connection):
    api = boto3.client("apigatewaymanagementapi", endpoint_url=os.environ["CONNECTIONS_ENDPOINT"])
    try:
        api.post_to_connection(ConnectionId=connection, Data=b"too early")
    except api.exceptions.GoneException:
        return "GoneException"
    return "sent"
