/** One request to our own server. No cookie goes along, nothing is cached, nothing that matters stands in the URL. */

/** The server answered and refused. `code` is docs/wire.md's word for the reason. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly facts: Readonly<Record<string, unknown>>,
  ) {
    super(`refused: ${status} ${code}`);
    this.name = "Refused";
  }
}

/** No answer came, or one that is not ours: the request may or may not have arrived. */
export class Unreachable extends Error {
  constructor() {
    super("no answer");
    this.name = "Unreachable";
  }
}

export interface Request {
  method?: "GET" | "POST";
  body?: unknown;
  bearer?: string | undefined;
  headers?: Record<string, string>;
  /** The request goes on when the page is gone: for leaving. */
  keepalive?: boolean;
  signal?: AbortSignal;
}

const TIMEOUT_MS = 20_000;

export async function send(path: string, request: Request = {}): Promise<Response> {
  const headers: Record<string, string> = { ...request.headers };
  if (request.bearer) headers["Authorization"] = `Bearer ${request.bearer}`;
  if (request.body !== undefined) headers["Content-Type"] = "application/json";
  try {
    return await fetch(path, {
      method: request.method ?? "POST",
      headers,
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      ...(request.signal ? { signal: request.signal } : {}),
      keepalive: request.keepalive ?? false,
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      referrerPolicy: "no-referrer",
    });
  } catch {
    throw new Unreachable();
  }
}

/** The JSON of a successful answer (undefined for 204); throws Refused or Unreachable. */
export async function call<T>(path: string, request: Request = {}): Promise<T> {
  const response = await send(path, { signal: AbortSignal.timeout(TIMEOUT_MS), ...request });
  if (!response.ok) throw await refusalIn(response);
  if (response.status === 204) return undefined as T;
  try {
    return (await response.json()) as T;
  } catch {
    throw new Unreachable();
  }
}

export async function refusalIn(response: Response): Promise<Refused> {
  let error: Record<string, unknown> = {};
  try {
    error = ((await response.json()) as { error?: Record<string, unknown> }).error ?? {};
  } catch {
    // A proxy's own page, say: the status alone has to do.
  }
  const code = typeof error["code"] === "string" ? error["code"] : "server_error";
  return new Refused(response.status, code, error);
}

/** Whether asking again can help: no answer, the server's own trouble, or too fast. */
export function mayPass(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof Refused && (error.status >= 500 || error.status === 429));
}
