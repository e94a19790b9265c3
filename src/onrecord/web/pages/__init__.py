"""The pages: each module of this package has `routes`, and is found by being here."""
