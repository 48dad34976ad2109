import { type ComponentChildren, type JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** The heading of a view that took another's place. It takes the focus, which went with what was there before. */
export function Title({ id, children }: { id?: string; children: ComponentChildren }): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current!.focus(), []);
  return <h1 ref={heading} id={id} tabIndex={-1}>{children}</h1>;
}
