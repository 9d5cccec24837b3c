import { asks, type RegisterDocument, tells } from "./document.ts";

const START = "Cloud Solution Provider security contact";
const ATTRIBUTES = "Security contact attributes";
const UPDATE = "Update security contact information for your CSP partner tenant";

export const SECURITY_CONTACT: RegisterDocument = {
  title: "Cloud Solution Provider security contact",
  url: "https://learn.microsoft.com/partner-center/security-contact",
  recommendations: [
    asks(
      START,
      "keep the partner tenant's contact up to date",
      ["partner-security-contact"],
      "18:ca05e3e7ff72",
    ),
    asks(
      START,
      "have a contact with the expertise to act at once",
      ["security-contact-process"],
      "20:be7be94eba9e",
    ),
    tells(
      START,
      "defines the security contact, and the responsibility of customers and partners",
      "16:df4217a220c2",
      "22:ae6354625e0f",
    ),
    asks(
      "Affected partners",
      "have a contact, for every role of the partner",
      ["partner-security-contact"],
      "26:368fc8e96547",
    ),
    asks(
      "Role of the security contact",
      "act on the mail without delay",
      ["security-contact-process"],
      "30:022d75622da9",
    ),
    tells(ATTRIBUTES, "is the heading of the table", "34:85c61e7cb508"),
    asks(
      ATTRIBUTES,
      "enter first, middle and last name; for a group, its name twice",
      ["partner-security-contact"],
      "36:86becd926cf4",
      "37:7252e347debc",
      "38:71044358fd39",
    ),
    asks(
      ATTRIBUTES,
      "enter an address, preferably a group's distribution list",
      ["partner-security-contact", "security-contact-process"],
      "39:53be55a6b17f",
    ),
    asks(
      ATTRIBUTES,
      "enter a phone number that is answered day and night",
      ["partner-security-contact", "security-contact-process"],
      "40:7291e7cb89f5",
    ),
    asks(
      UPDATE,
      "enter it as a Global admin, in Settings > Account settings > My profile > Legal info",
      ["partner-security-contact"],
      "47:6bf5d50a73a5",
      "49:cb01bf9c375e",
      "60:b6d03a0a88c1",
      "62:07032d3437e6",
      "63:f657bda17889",
      "64:2ce63790d92a",
      "65:3800ab8c30f0",
      "66:ad401eb444bc",
    ),
    asks(
      UPDATE,
      "enter it manually, because no API does",
      ["partner-security-contact"],
      "53:e10935ddc77e",
      "51:b8acb1935b07",
    ),
    tells(
      UPDATE,
      "lists the changes that require a new verification of the account",
      "56:2d01056d23f0",
      "58:c6abdac5a867",
    ),
    tells("Frequently asked questions", "has only a heading"),
    tells("What is a security contact?", "repeats the definition of the contact", "74:4856f320839f"),
    asks(
      "Who can update the security contact?",
      "have a Global admin update it",
      ["partner-security-contact"],
      "78:95bac8c09ab7",
    ),
    tells(
      "What type of communications does the security contact receive?",
      "repeats the notifications of the contact",
    ),
    asks(
      "What is expected of a security contact?",
      "act on the mail without delay",
      ["security-contact-process"],
      "86:2ea7c578f503",
    ),
    asks(
      "Will the security contact receive Azure fraud email notifications?",
      "subscribe an Admin agent to mails about fraud, which the contact does not receive",
      ["alert-email-subscription"],
      "90:3a64b3b543c2",
    ),
  ],
};
