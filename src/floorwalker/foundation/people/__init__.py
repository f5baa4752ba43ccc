"""Organisation → Site → Team → Person, with skills, contract and availability."""
