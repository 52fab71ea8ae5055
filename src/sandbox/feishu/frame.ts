import protobuf from "protobufjs";

/** One frame of the long connection (`pbbp2.Frame`); `method` 0 is control, 1 is data. */
export interface Frame {
  readonly seqId: number;
  readonly logId: number;
  readonly service: number;
  readonly method: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Uint8Array;
}

interface WireFrame {
  readonly SeqID: number;
  readonly LogID: number;
  readonly service: number;
  readonly method: number;
  readonly headers?: readonly { readonly key: string; readonly value: string }[];
  readonly payload?: Uint8Array;
}

const { Field, Root, Type } = protobuf;

const headerType = new Type("Header")
  .add(new Field("key", 1, "string", "required"))
  .add(new Field("value", 2, "string", "required"));

const frameType = new Type("Frame")
  .add(new Field("SeqID", 1, "uint64", "required"))
  .add(new Field("LogID", 2, "uint64", "required"))
  .add(new Field("service", 3, "int32", "required"))
  .add(new Field("method", 4, "int32", "required"))
  .add(new Field("headers", 5, "Header", "repeated"))
  .add(new Field("payloadEncoding", 6, "string", "optional"))
  .add(new Field("payloadType", 7, "string", "optional"))
  .add(new Field("payload", 8, "bytes", "optional"))
  .add(new Field("LogIDNew", 9, "string", "optional"));

new Root().define("pbbp2").add(headerType).add(frameType);

/** The bytes of a frame, as both sides of the long connection write them. */
export function encodeFrame(frame: Frame): Uint8Array {
  const message = frameType.create({
    SeqID: frame.seqId,
    LogID: frame.logId,
    service: frame.service,
    method: frame.method,
    headers: Object.entries(frame.headers).map(([key, value]) => ({ key, value })),
    payload: frame.payload,
  });
  return frameType.encode(message).finish();
}

/** The frame in these bytes, or `null` when they are not one. Of a repeated header the last wins. */
export function decodeFrame(bytes: Uint8Array): Frame | null {
  try {
    const wire = frameType.toObject(frameType.decode(bytes), { longs: Number }) as WireFrame;
    return {
      seqId: wire.SeqID,
      logId: wire.LogID,
      service: wire.service,
      method: wire.method,
      headers: Object.fromEntries((wire.headers ?? []).map(({ key, value }) => [key, value])),
      payload: wire.payload ?? new Uint8Array(0),
    };
  } catch {
    return null;
  }
}
