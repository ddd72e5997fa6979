"""The command that gives numbers, addresses and tokens new keys while everybody works on."""
