"""The provider's protocol: TwiML out, form fields and addresses in, signatures. Pure; its words stay in here."""
