import { Background, Controls, Handle, Position, ReactFlow, type Edge, type Node, type NodeProps } from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { useMemo } from "react";
import { END, START, type Definition } from "./definition.ts";
import type { StateRecord, StateStatus } from "./history.ts";
import { pictureOf, type Place } from "./layout.ts";

interface StateGraphProps {
  readonly definition: Definition;
  readonly records: ReadonlyMap<string, StateRecord>;
  readonly selected: string | undefined;
  readonly onSelect: (state: string) => void;
}

type StateNode = Node<{ status: StateStatus | undefined; selected: boolean }>;

const NODE_TYPES = { state: StateBox, group: GroupBox, terminal: Terminal };
const MARKS: Record<StateStatus, string> = {
  "not started": "○",
  running: "◐",
  succeeded: "✓",
  failed: "✕",
  aborted: "■",
};

/** The state machine, its states coloured by how they fare. A click or Enter shows one of them. */
export function StateGraph({ definition, records, selected, onSelect }: StateGraphProps) {
  const picture = useMemo(() => pictureOf(definition), [definition]);
  const nodes = picture.places.map((place) => nodeOf(place, records.get(place.name)?.status, selected));
  const edges: Edge[] = picture.transitions.map(({ from, to, caught }) => ({
    id: `${from} to ${to}`,
    source: from,
    target: to,
    focusable: false,
    ...(caught && { style: { strokeDasharray: "4 4" } }),
  }));
  return (
    <div className="state-graph">
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        fitView
        fitViewOptions={{ padding: 0.04 }}
        minZoom={0.2}
        nodesDraggable={false}
        nodesConnectable={false}
        elementsSelectable
        zoomOnScroll={false}
        preventScrolling={false}
        onNodeClick={(_event, node) => records.has(node.id) && onSelect(node.id)}
        onSelectionChange={({ nodes: [node] }) => node && records.has(node.id) && onSelect(node.id)}
        proOptions={{ hideAttribution: true }}
      >
        <Background />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}

function nodeOf(place: Place, status: StateStatus | undefined, selected: string | undefined): StateNode {
  const terminal = place.name === START || place.name === END;
  return {
    id: place.name,
    type: terminal ? "terminal" : place.isGroup ? "group" : "state",
    position: { x: place.x, y: place.y },
    width: place.width,
    height: place.height,
    ...(place.parent && { parentId: place.parent }),
    data: { status, selected: selected === place.name },
    focusable: !terminal,
    ariaLabel: status ? `${place.name}, ${status}` : place.name,
  };
}

function StateBox({ id, data }: NodeProps<StateNode>) {
  return (
    <div className="state-box" data-status={data.status} data-selected={data.selected}>
      <Handle type="target" position={Position.Top} />
      <span className="state-name">{id}</span>
      <Status status={data.status} />
      <Handle type="source" position={Position.Bottom} />
    </div>
  );
}

function GroupBox({ id, data }: NodeProps<StateNode>) {
  return (
    <div className="state-group" data-status={data.status} data-selected={data.selected}>
      <span className="state-name">{id}</span> <Status status={data.status} />
    </div>
  );
}

function Terminal({ id }: NodeProps<StateNode>) {
  return (
    <div className="state-terminal">
      {id !== START && <Handle type="target" position={Position.Top} />}
      {id}
      {id !== END && <Handle type="source" position={Position.Bottom} />}
    </div>
  );
}

function Status({ status = "not started" }: { status: StateStatus | undefined }) {
  return (
    <span className="state-status">
      <span aria-hidden="true">{MARKS[status]}</span> {status}
    </span>
  );
}
