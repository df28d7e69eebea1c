import { lazy, type ComponentType, type LazyExoticComponent } from "react";

const AGAIN_AFTER_MS = 2_000;

/** A component whose code is fetched when it is shown first, again and again while the server is away. */
export function lazily<Props>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(() => loaded(load));
}

async function loaded<Module>(load: () => Promise<Module>): Promise<Module> {
  for (;;) {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
    }
  }
}
