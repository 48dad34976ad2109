/** Everything a live chat needs of cryptography, in one part that the person's page fetches only at a hand-off. */
export { checkCounsellor, checkRoster } from "./counsellor_check";
export { Exchange } from "./exchange";
export { sealLeft } from "../seal/left";
export { readersOf } from "../seal/roster";
export { SealRefused } from "../seal/refused";
export { newChatSecret, sealChatSecret } from "../seal/secret";
