import { asks, type RegisterDocument, tells } from "./document.ts";

const TEMPLATE = "Configure with Azure template";
const BICEP = "Configure with Bicep";

export const DEFENDER_CONTACT: RegisterDocument = {
  title: "Defender for Cloud notification contact not set",
  url: "https://azure.github.io/PSRule.Rules.Azure/en/rules/Azure.Defender.SecurityContact/",
  recommendations: [
    tells("Defender for Cloud notification contact not set", "is the title"),
    tells("SYNOPSIS", "says what is lost without a contact"),
    tells("DESCRIPTION", "says what the contact is for"),
    asks(
      "RECOMMENDATION",
      "set an address for security notifications",
      ["security-contact"],
      "26:8ac682246bd4",
    ),
    tells("EXAMPLES", "has only a heading"),
    asks(TEMPLATE, "set the contact's addresses", ["security-contact"], "34:1a119235ec84"),
    asks(BICEP, "set the contact's addresses", ["security-contact"], "70:1a119235ec84"),
    asks("Configure with Azure CLI", "set the contact's addresses", ["security-contact"]),
    tells("LINKS", "links to other pages", "108:27219a6d8aa0", "109:e702299fafe4", "110:76eba96c711e"),
  ],
};
