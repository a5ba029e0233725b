import { expect, test } from "vitest";
import { readAnswer } from "./wire.ts";

const BODY = '{"description":"成功"}';
const answer = `HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(BODY)}\r\nA: b\r\n\r\n${BODY}`;

test("an answer is read when it is there whole, at whatever byte it was cut", () => {
  const bytes = Buffer.from(answer);
  for (let length = 0; length < bytes.length; length += 1) {
    expect(readAnswer(bytes.subarray(0, length))).toBeUndefined();
  }
  expect(readAnswer(bytes)).toEqual({ status: 200, body: BODY });
});

test("what cannot be told apart is refused", () => {
  expect(() => readAnswer(Buffer.from(`${answer}H`))).toThrow("more than one answer");
  const chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  expect(() => readAnswer(Buffer.from(chunked))).toThrow("without Content-Length");
});
