"""The whole system on this machine: the real template, built, deployed to an emulated AWS and served."""
