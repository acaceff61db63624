"""The live board: dropping what is logged into a shared folder, and showing what others drop."""
