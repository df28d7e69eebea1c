/** A state of the Amazon States Language, as far as a picture needs it. */
export interface State {
  readonly Type: string;
  readonly Comment?: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Catch?: readonly { readonly Next: string }[];
  readonly Branches?: readonly StateMachine[];
}

export interface StateMachine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export type Definition = StateMachine & { readonly Comment?: string };

/** A state with its name, and the Parallel state around it. */
export interface PlacedState {
  readonly name: string;
  readonly state: State;
  readonly parent?: string;
}

/** Every state, those within branches included; names are unique in the whole definition. */
export function allStates(machine: StateMachine, parent?: string): PlacedState[] {
  return Object.entries(machine.States).flatMap(([name, state]) => [
    { name, state, ...(parent && { parent }) },
    ...(state.Branches ?? []).flatMap((branch) => allStates(branch, name)),
  ]);
}

export const START = "Start";
export const END = "End";

export interface Transition {
  readonly from: string;
  readonly to: string;
  /** Taken on an error only. */
  readonly caught: boolean;
}

/** Where each state leads. A Parallel state is drawn by its branches: what leads to it leads to each of them. */
export function transitions(machine: StateMachine): Transition[] {
  const states = new Map(allStates(machine).map(({ name, state }) => [name, state]));
  const entries = (name: string): string[] => {
    const branches = states.get(name)?.Branches;
    return branches ? branches.flatMap(({ StartAt }) => entries(StartAt)) : [name];
  };
  const exits = (name: string): string[] => {
    const branches = states.get(name)?.Branches;
    return branches ? branches.flatMap((branch) => ends(branch).flatMap(exits)) : [name];
  };
  const link = (from: readonly string[], to: string, caught = false): Transition[] =>
    from.flatMap((one) => entries(to).map((other) => ({ from: one, to: other, caught })));
  const found = link([START], machine.StartAt);
  for (const [name, state] of states) {
    for (const next of successors(state)) found.push(...link(exits(name), next));
    for (const { Next } of state.Catch ?? []) found.push(...link(exits(name), Next, true));
  }
  for (const name of ends(machine)) found.push(...exits(name).map((from) => ({ from, to: END, caught: false })));
  return unique(found);
}

function successors({ Next, Default, Choices = [] }: State): string[] {
  return [...Choices.map((choice) => choice.Next), Default, Next].filter((next) => next !== undefined);
}

function ends({ States }: StateMachine): string[] {
  return Object.entries(States)
    .filter(([, { End, Type }]) => End || Type === "Succeed" || Type === "Fail")
    .map(([name]) => name);
}

function unique(all: readonly Transition[]): Transition[] {
  return [...new Map(all.map((one) => [`${one.from}\n${one.to}`, one])).values()];
}
