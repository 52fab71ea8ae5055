import type { SandboxRole } from "../../state.ts";

/** What a sandbox starts with. Times are relative, so that conversations are always recent. */
export interface WorldSeed {
  readonly app: {
    readonly appId: string;
    readonly appSecret: string;
    readonly name: string;
    readonly openId: string;
  };
  readonly users: readonly SeedUser[];
  readonly chats: readonly SeedChat[];
}

/** A person to start with. */
export interface SeedUser {
  readonly openId: string;
  readonly name: string;
  /** CSS colour of the avatar. */
  readonly color: string;
}

/** A chat to start with; settings left out are the platform's defaults. */
export interface SeedChat {
  readonly chatId: string;
  readonly name: string;
  readonly description?: string;
  readonly chatMode?: "group" | "topic" | "p2p";
  readonly groupMessageType?: "chat" | "thread";
  readonly external?: boolean;
  readonly pinPermission?: "all_members" | "only_owner";
  readonly moderationPermission?: "all_members" | "only_owner";
  readonly createdByBot?: boolean;
  readonly members: readonly { readonly openId: string; readonly role: SandboxRole }[];
  readonly botRole: SandboxRole | null;
  readonly messages?: readonly SeedMessage[];
}

/** A message of the conversation so far, oldest first. */
export interface SeedMessage {
  /** An open_id, or `bot`. */
  readonly from: string;
  readonly minutesAgo: number;
  /** Mentions are written `<at user_id="ou_…"></at>`. */
  readonly text?: string;
  /** A rich-text message, without locale wrapper. */
  readonly post?: { readonly title: string; readonly content: readonly (readonly unknown[])[] };
  /** Index of an earlier message of the same chat. */
  readonly replyTo?: number;
  readonly pinnedBy?: string;
  readonly reactions?: readonly { readonly from: string; readonly emojiType: string }[];
}
