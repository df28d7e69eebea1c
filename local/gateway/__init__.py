"""The front door of one machine: the WebSocket API, `@connections`, the page, and AWS's APIs, on one port."""
