import { type ComponentChildren, type JSX } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

/** A form that has just opened in the page: its heading takes the focus, Escape closes it and gives the focus back. */
export function Opened({ title, onClose, children }: { title: string; onClose: () => void; children: ComponentChildren }): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    heading.current!.focus();
    heading.current!.scrollIntoView({ block: "nearest" });
    return () => void (before instanceof HTMLElement && before.isConnected && before.focus());
  }, []);
  return (
    <section class="card rota-form" aria-labelledby={id} onKeyDown={(event) => event.key === "Escape" && onClose()}>
      <h2 id={id} ref={heading} tabIndex={-1}>{title}</h2>
      {children}
    </section>
  );
}
