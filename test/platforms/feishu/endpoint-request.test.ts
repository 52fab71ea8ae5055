import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mendEndpointAnswer } from "../../../src/platforms/feishu/endpoint-request.ts";

const URL = "wss://gateway.example.org/ws/v2?fpid=1&device_id=7&service_id=33";
const whole = { ReconnectCount: 3, ReconnectInterval: 60, ReconnectNonce: 20, PingInterval: 90 };
const usual = { ReconnectCount: -1, ReconnectInterval: 120, ReconnectNonce: 30, PingInterval: 120 };

describe("an answer of the endpoint", () => {
  test("that is whole stays as it is", () => {
    const answer = { code: 0, msg: "", data: { URL, ClientConfig: whole } };
    expect(mendEndpointAnswer(answer)).toEqual(answer);
  });

  test.each([undefined, null])("that refuses keeps its code when data is %s", (data) => {
    expect(mendEndpointAnswer({ code: 514, msg: "auth failed", data })).toEqual({
      code: 514,
      msg: "auth failed",
      data: {},
    });
  });

  test("gets the usual intervals for those that are missing or no numbers", () => {
    const mended = (ClientConfig: unknown) =>
      mendEndpointAnswer({ code: 0, data: { URL, ClientConfig } });
    expect(mended(undefined)).toMatchObject({ data: { ClientConfig: usual } });
    expect(
      mended({ PingInterval: 90, ReconnectNonce: "20", ReconnectInterval: null }),
    ).toMatchObject({
      data: { URL, ClientConfig: { ...usual, PingInterval: 90 } },
    });
  });

  test("without a place to connect to is a refusal", () => {
    for (const answer of [{ code: 0 }, { code: 0, data: {} }, {}, [], "<html>", null]) {
      expect(mendEndpointAnswer(answer)).toEqual({ code: -1, data: {} });
    }
  });

  test("always has a code and data, so that the SDK reads it as what it is", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.jsonValue(), fc.record({ code: fc.integer(), data: fc.jsonValue() })),
        (answer) => {
          const { code, data } = mendEndpointAnswer(answer);
          expect(code).toEqual(expect.any(Number));
          expect(data).toEqual(expect.any(Object));
        },
      ),
    );
  });
});
