"""What a member of staff does with an invitation: a password, an authenticator; prints its secret."""

import sys

from tools.seed.environment import enter_chosen

if __name__ == "__main__":
    enter_chosen(None, account=False)
    from tools.seed.staff_accounts import make_account

    sys.stdout.write(f"{make_account(sys.argv[1])}\n")
