import { asks, type RegisterDocument, tells } from "./document.ts";

const START = "Provide security contact details in Azure Security Center";
const SET_UP = "Set up email notifications for alerts";

export const CONTACT_DETAILS: RegisterDocument = {
  title: "Provide security contact details in Azure Security Center",
  url: "https://learn.microsoft.com/azure/security-center/security-center-provide-security-contact-details",
  recommendations: [
    tells(
      START,
      "lists limits of the mails as they were in 2019",
      "3dbf317f115c",
      "4a3a74c71972",
      "fcb9f5929cb0",
      "a6519f2f2ebf",
    ),
    asks(
      SET_UP,
      "open the subscription's e-mail notifications",
      ["security-contact"],
      "47b0548138b8",
      "d4543eb24d1f",
      "6f206e6d13ab",
    ),
    asks(
      SET_UP,
      "enter addresses and a phone number, and save",
      ["security-contact"],
      "fb13f8e9635d",
      "bc04c90e40cd",
      "40baf62a9f12",
    ),
    asks(
      SET_UP,
      "switch on mails about severe alerts, and to the subscription's owners",
      ["security-contact"],
      "67934712959d",
      "e122a0080092",
    ),
    tells(
      "See also",
      "links to other pages",
      "017047ed11e7",
      "973a9d72ff2f",
      "b340d3cd19c1",
      "4b40ac556148",
      "4c642a2a0b9b",
      "4666c55201c3",
      "5e22f65e2e9e",
    ),
  ],
};
