import { type Scope, serve } from "./serve_worker";

serve(self as unknown as Scope);
