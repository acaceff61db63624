"""Play a plan many times: will it hold?"""
