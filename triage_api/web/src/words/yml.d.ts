declare module "*.yml" {
  const phrases: Readonly<Record<string, string>>;
  export default phrases;
}

declare module "*.yml?topics" {
  const labels: Readonly<Record<string, string>>;
  export default labels;
}

declare module "*.yml?letter" {
  const phrases: Readonly<Record<string, string>>;
  export default phrases;
}

declare module "*.yml?sent" {
  const phrases: Readonly<Record<string, string>>;
  export default phrases;
}

declare module "*.txt?raw" {
  const text: string;
  export default text;
}

/** The organisation's root public key, base64url, put in when the pages are built. */
declare const ROOT_PUBLIC_KEY: string;
