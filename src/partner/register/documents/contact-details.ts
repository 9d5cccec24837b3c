import { asks, type RegisterDocument, tells } from "./document.ts";

const START = "Provide security contact details in Azure Security Center";
const SET_UP = "Set up email notifications for alerts";

export const CONTACT_DETAILS: RegisterDocument = {
  title: "Provide security contact details in Azure Security Center",
  url: "https://learn.microsoft.com/azure/security-center/security-center-provide-security-contact-details",
  recommendations: [
    tells(
      START,
      "lists the limits of the mails in 2019",
      "24:3dbf317f115c",
      "25:4a3a74c71972",
      "26:fcb9f5929cb0",
      "27:a6519f2f2ebf",
    ),
    asks(
      SET_UP,
      "open the subscription's e-mail notifications",
      ["security-contact"],
      "36:47b0548138b8",
      "37:d4543eb24d1f",
      "38:6f206e6d13ab",
    ),
    asks(
      SET_UP,
      "enter addresses and a phone number, and save",
      ["security-contact"],
      "45:fb13f8e9635d",
      "46:bc04c90e40cd",
      "49:40baf62a9f12",
    ),
    asks(
      SET_UP,
      "switch on mails about severe alerts, and to the subscription's owners",
      ["security-contact"],
      "47:67934712959d",
      "48:e122a0080092",
    ),
    tells(
      "See also",
      "links to other pages",
      "54:017047ed11e7",
      "55:973a9d72ff2f",
      "56:b340d3cd19c1",
      "57:4b40ac556148",
      "58:4c642a2a0b9b",
      "59:4666c55201c3",
      "60:5e22f65e2e9e",
    ),
  ],
};
