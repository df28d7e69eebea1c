"""Runs past its timeout."""

import time


def handle(event, context):
    time.sleep(60)
