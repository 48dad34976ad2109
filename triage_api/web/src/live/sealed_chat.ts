/** Everything a live chat needs of cryptography, in one part that the person's page fetches only at a hand-off. */
export { checkCounsellor } from "./counsellor_check";
export { Exchange } from "./exchange";
export { SealRefused } from "../seal/refused";
export { newChatSecret, sealChatSecret } from "../seal/secret";
