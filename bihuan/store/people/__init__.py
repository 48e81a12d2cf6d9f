"""How people sign in: the one part of the store that Django's own machinery writes. No case and no post is here."""
