import { BlockList, isIP } from "node:net";

/** The addresses that may deliver; an IPv4 address inside an IPv6 one counts as itself. */
export interface AddressList {
  has(address: string | undefined): boolean;
}

const familyOf = (address: string): "ipv4" | "ipv6" | undefined => {
  const version = isIP(address);
  return version === 4 ? "ipv4" : version === 6 ? "ipv6" : undefined;
};

/** From addresses and networks (`203.0.113.7`, `203.0.113.0/24`, `2001:db8::/32`). Throws on anything else. */
export const createAddressList = (entries: readonly string[]): AddressList => {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = "", bits, ...rest] = entry.split("/");
    const family = familyOf(address);
    const prefix = bits === undefined ? undefined : Number(bits);
    const widest = family === "ipv4" ? 32 : 128;
    const badPrefix = bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= widest);
    if (family === undefined || badPrefix || rest.length > 0) {
      throw new TypeError(`not an IP address or network: ${entry}`);
    }
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, prefix, family);
  }
  return {
    has: (address) => {
      const plain = address?.replace(/^::ffff:(?=\d+\.)/i, "") ?? "";
      const family = familyOf(plain);
      return family !== undefined && list.check(plain, family);
    },
  };
};
