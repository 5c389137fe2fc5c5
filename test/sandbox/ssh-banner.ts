import { connect } from "node:net";

const answerMilliseconds = 2000;

/** Answers `true` once an ssh server at `address` says who it is (RFC 4253, 4.2), and `undefined` before. */
export function hasSshBanner(address: string): Promise<true | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port: 22, timeout: answerMilliseconds });
    const finish = (answer: true | undefined): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.on("data", (greeting) => finish(greeting.toString().startsWith("SSH-2.0-") || undefined));
    socket.on("error", () => finish(undefined));
    socket.on("timeout", () => finish(undefined));
    socket.on("close", () => finish(undefined));
  });
}
