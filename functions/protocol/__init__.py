"""What the client, the server and the steps say to each other: the wire's words, typed."""
