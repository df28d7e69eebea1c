import { Graph, layout } from "@dagrejs/dagre";
import { allStates, END, START, transitions, type Definition, type Transition } from "./definition.ts";

/** Where a state stands; the place of a state within a Parallel one counts from that one's corner. */
export interface Place {
  readonly name: string;
  readonly parent?: string;
  readonly isGroup: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Picture {
  readonly places: readonly Place[];
  readonly transitions: readonly Transition[];
}

const STATE = { width: 190, height: 52 };
const TERMINAL = { width: 72, height: 32 };
/** Room for a Parallel state's name above its branches. */
const TITLE = 28;

/** A definition laid out from top to bottom. */
export function pictureOf(definition: Definition): Picture {
  const graph = new Graph({ compound: true });
  graph.setGraph({ rankdir: "TB", nodesep: 30, ranksep: 44 });
  graph.setDefaultEdgeLabel(() => ({}));
  const states = allStates(definition);
  const groups = new Set(states.filter(({ state }) => state.Branches).map(({ name }) => name));
  for (const terminal of [START, END]) graph.setNode(terminal, { ...TERMINAL });
  for (const { name, parent } of states) {
    graph.setNode(name, groups.has(name) ? {} : { ...STATE });
    if (parent) graph.setParent(name, parent);
  }
  const links = transitions(definition);
  for (const { from, to } of links) graph.setEdge(from, to);
  layout(graph);
  const corner = (name: string) => {
    const { x, y, width, height } = graph.node(name);
    const top = groups.has(name) ? TITLE : 0;
    return { x: x - width / 2, y: y - height / 2 - top, width, height: height + top };
  };
  // a group stands before what is in it
  const places = [START, ...states.map(({ name }) => name), END].map((name) => {
    const parent = states.find((state) => state.name === name)?.parent;
    const own = corner(name);
    const around = parent ? corner(parent) : { x: 0, y: 0 };
    return {
      name,
      ...(parent && { parent }),
      isGroup: groups.has(name),
      ...own,
      x: own.x - around.x,
      y: own.y - around.y,
    };
  });
  return { places, transitions: links };
}
