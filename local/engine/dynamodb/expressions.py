"""Moto's expressions, mended to cost less: reading one would take longer than all else about a write.

Moto parses an expression anew for each request, and asks of every node of it, ten times over, what is to be
done with it.
"""

import functools
from collections import deque
from typing import Any

from moto.dynamodb.comparisons import ConditionExpressionParser
from moto.dynamodb.parsing import validators
from moto.dynamodb.parsing.ast_nodes import DepthFirstTraverser, Node  # type: ignore[attr-defined]
from moto.dynamodb.parsing.expressions import UpdateExpressionParser  # type: ignore[attr-defined]

# who validates a parsed expression copies it first
_parsed_update = functools.lru_cache(maxsize=256)(UpdateExpressionParser.make)
_lex_condition = ConditionExpressionParser._lex_condition_expression


def mend_expressions() -> None:
    """Put the mended behaviour in place. May be called again."""
    setattr(ConditionExpressionParser, "_lex_condition_expression", _lexed_again)  # noqa: B010
    setattr(UpdateExpressionParser, "make", _parsed_update)  # noqa: B010
    setattr(Node, "__deepcopy__", _copied)  # noqa: B010
    setattr(DepthFirstTraverser, "traverse", _traverse)  # noqa: B010
    # these two look at all that is under a node: at the root they have seen everything
    for validator in (validators.ActionCountValidator, validators.OverlappingPathsValidator):
        setattr(validator, "traverse", validator.process)  # noqa: B010


def _lexed_again(self: ConditionExpressionParser) -> deque[Any]:
    # who parses takes the words from the queue and leaves each as it is
    return deque(_lexed(self.condition_expression))


@functools.lru_cache(maxsize=256)
def _lexed(condition: str) -> tuple[Any, ...]:
    return tuple(_lex_condition(ConditionExpressionParser(condition, None, None)))


def _copied(node: Any, _memo: object = None) -> Any:
    """A copy of the nodes; what they hold beside nodes is never changed in a parsed expression."""
    copied = object.__new__(type(node))
    copied.__dict__.update(node.__dict__)
    copied.parent = None
    if node.children is not None:
        copied.children = [_copied(child) if _is_node(child) else child for child in node.children]
        for child in copied.children:
            if _is_node(child):
                child.parent = copied
    return copied


def _traverse(self: Any, root: Any) -> Any:
    """The tree with each node given to its processor, from the leaves to the root."""
    processors = self._processing_map()
    kinds = tuple(processors)

    def visit(node: Any, place: int) -> Any:
        for index, child in enumerate(node.children or ()):
            self.pre_processing_of_child(node, index)
            if _is_node(child):
                visit(child, index)
        node_type: Any = type(node)
        kind = _processed_as(node_type, kinds)
        if kind is None:
            return node
        parent = node.parent
        processed = processors[kind](node)
        processed.parent = parent
        if parent:
            parent.children[place] = processed
        return processed

    return visit(root, -1)


def _is_node(value: Any) -> bool:
    return isinstance(value, Node)


@functools.cache
def _processed_as(kind: Any, kinds: tuple[Any, ...]) -> Any:
    """The first of the kinds a processor knows that a node is of; asked of each class once."""
    return next((known for known in kinds if issubclass(kind, known)), None)
